// The runtime of a full toolchain: `Runtime.lean`, compiled by that toolchain.
#include "../src/runtime.h"

// The last argument was the world token in Lean before 4.27 or so; later versions do not look at it.
extern void lean_initialize(void);
extern void lean_io_mark_end_initialization(void);
extern lean_object *initialize_Runtime(uint8_t builtin, lean_object *world);
extern lean_object *dsprover_probe_start(lean_object *sysroot, lean_object *world);
extern lean_object *dsprover_probe_import(lean_object *modules, lean_object *world);
extern lean_object *dsprover_probe_add(lean_object *environment, lean_object *declaration, lean_object *heartbeats);

enum { IO_OK = 0, EXCEPT_ERROR = 0 };

bool runtime_start(const char *lean_prefix, const char **why) {
    lean_initialize();
    if (lean_tag(initialize_Runtime(1, lean_box(0))) != IO_OK) return *why = "Lean's library does not start", false;
    lean_io_mark_end_initialization();
    lean_object *path = lean_mk_string_from_bytes(lean_prefix, strlen(lean_prefix));
    if (lean_tag(dsprover_probe_start(path, lean_box(0))) != IO_OK)
        return *why = "Lean's library folder cannot be used", false;
    return true;
}

lean_object *runtime_import(lean_object **modules, size_t count, const char **why) {
    lean_object *names = lean_new(LEAN_ARRAY, 0, 16);
    for (size_t i = 0; i < count; i++) names = lean_array_push(names, lean_keep(modules[i]));
    lean_object *result = dsprover_probe_import(names, lean_box(0));
    if (lean_tag(result) != IO_OK) return *why = "the modules that the statement imports cannot be read", NULL;
    return lean_keep(lean_field(result, 0));
}

added runtime_add(lean_object **environment, lean_object *declaration, size_t heartbeats, const char **why) {
    lean_object *result =
        dsprover_probe_add(lean_keep(*environment), lean_keep(declaration), lean_box(heartbeats));
    if (lean_tag(result) != EXCEPT_ERROR) {
        *environment = lean_keep(lean_field(result, 0));
        return ADDED;
    }
    if (!lean_unbox(lean_field(result, 0))) return *why = "the kernel ran out of time, memory or depth", OUT_OF_RESOURCES;
    *why = "the kernel does not accept it";
    return REFUSED;
}
