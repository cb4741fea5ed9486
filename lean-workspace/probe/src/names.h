// Names: equality is Lean's own, text is ours.
#pragma once
#include "lean_abi.h"

enum { NAME_STR = 1, NAME_NUM = 2 };

static inline lean_object *name_prefix(lean_object *name) { return lean_field(name, 0); }
static inline bool name_is_anonymous(lean_object *name) { return lean_is_scalar(name); }
// The names here were built by Lean's constructors, so the hash they carry is right.
static inline uint64_t name_hash(lean_object *name) {
    uint64_t hash = 1723;
    if (!lean_is_scalar(name)) memcpy(&hash, lean_scalars(name), 8);
    return hash;
}

typedef struct {
    uint32_t *slots;  // index + 1
    size_t mask;
    lean_object **names;
    size_t count, room;
} name_table;

enum { NOT_FOUND = UINT32_MAX };

uint32_t names_find(const name_table *table, lean_object *name);
// The index of the name, which is added when it is new.
uint32_t names_add(name_table *table, lean_object *name);

// The name without the head that Lean puts before private names (`_private.Module.0.`).
lean_object *name_without_private_head(lean_object *name);
bool name_last_begins_with(lean_object *name, char first);
// What follows the prefix in a name that begins with it; NULL for the anonymous prefix.
lean_object *name_below(lean_object *name, lean_object *prefix);
bool name_is_under(lean_object *name, lean_object *prefix);

// Writes a JSON string with the dotted name.
void name_print(lean_object *name);
void json_print(const char *text, size_t size);
