// Reads the constants out of a compiled module, byte by byte, without Lean.
//
// An `.olean` is an image of memory that Lean itself maps and trusts. Here nothing in it is believed: every offset is
// checked, an object may only point to objects before it (so there are no cycles), and names, levels and expressions are
// built anew by Lean's own constructors (so no stored hash or flag of the file is ever used).
#pragma once
#include "lean_abi.h"

typedef struct {
    lean_object *name;
    unsigned kind;              // INFO_…
    uint32_t value_at;          // where the value and the type stand, for `olean_used_names`; 0 for no value
    uint32_t type_at;
    lean_object *level_params;  // List Name
    lean_object *type;
    lean_object *value;         // NULL when there is none
    lean_object *hints;         // of definitions
    uint8_t safety;             // of definitions: SAFETY_…; of opaque constants: whether unsafe
    lean_object *all;           // List Name
} constant;

typedef struct {
    lean_object *module;
    uint64_t flags;
} import;

typedef struct olean olean;

// The module, or NULL and the reason in `why`. `path` must stay.
olean *olean_open(const char *path, const char **why);

size_t olean_import_count(olean *o);
bool olean_import(olean *o, size_t index, import *out, const char **why);

// The names of all constants. The array belongs to the module.
size_t olean_constant_count(olean *o);
lean_object **olean_names(olean *o);

// One constant with everything built. False and the reason when it is not well formed.
bool olean_constant(olean *o, size_t index, constant *out, const char **why);

// Calls `use` for every constant that the type and the value of `c` mention, each once.
void olean_used_names(olean *o, const constant *c, void (*use)(void *context, lean_object *name), void *context);

// The first entry for an extension whose name is in `banned` (NULL at the end), or NULL.
const char *olean_has_extension(olean *o, const char *const *banned);
