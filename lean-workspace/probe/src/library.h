// The environment that the statements' imports make: what is in it, and what axioms are below it.
#pragma once
#include "lists.h"
#include "names.h"

// A constant of the trusted environment, for the axioms below it.
typedef struct {
    lean_object *info;
    bool expanded;
    indices mentions;
} trusted_constant;

typedef struct {
    lean_object *environment;
    name_table names;
    trusted_constant *constants;
    size_t room;
    uint32_t *stamps, stamp;
    size_t stamp_room;
    lean_object *native[2];
} library;

void library_init(library *l, lean_object *environment);

// The constant's info, or NULL.
lean_object *library_find(library *l, lean_object *name);
uint32_t library_index(library *l, lean_object *name, lean_object *info);

// Adds the axioms below the constants in `todo`, which is empty then. NULL, or the constant by which the kernel would run
// compiled code.
lean_object *library_axioms(library *l, indices *todo, lean_object ***axioms, size_t *count);
