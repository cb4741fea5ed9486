// What the probe needs of a running Lean beside its constructors. `runtime_embedded.c` has it for the library of the
// embedded Lean, `Runtime.lean` with `runtime_toolchain.c` for a full toolchain: the functions behind it change from one
// version of Lean to the next.
#pragma once
#include "lean_abi.h"

// Starts Lean's runtime and kernel. No elaborator, no extension and no initializer of any imported module runs.
bool runtime_start(const char *lean_prefix, const char **why);

// The kernel's environment after importing the modules, all from the search path; NULL and the reason in `why`.
lean_object *runtime_import(lean_object **modules, size_t count, const char **why);

typedef enum { ADDED, REFUSED, OUT_OF_RESOURCES } added;

// Has the kernel check a declaration. On ADDED `*environment` is the one that contains it; else `*why` says why not.
added runtime_add(lean_object **environment, lean_object *declaration, size_t heartbeats, const char **why);
