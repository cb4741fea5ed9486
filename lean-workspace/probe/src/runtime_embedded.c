// The runtime of the embedded Lean: Lean 4.35.0 as the wheel has it, by the library's exported symbols.
#include "runtime.h"

extern void lean_initialize_runtime_module(void);
extern void lean_io_mark_end_initialization(void);
extern lean_object *initialize_Lean_AddDecl(uint8_t builtin);
extern void save_stack_info(bool main) __asm__("_ZN4lean15save_stack_infoEb");
extern void initialize_util_module(void) __asm__("_ZN4lean22initialize_util_moduleEv");
extern void initialize_kernel_module(void) __asm__("_ZN4lean24initialize_kernel_moduleEv");
extern void initialize_library_core_module(void) __asm__("_ZN4lean30initialize_library_core_moduleEv");
extern void initialize_library_module(void) __asm__("_ZN4lean25initialize_library_moduleEv");
extern lean_object *l_Lean_initSearchPath(lean_object *sysroot, lean_object *paths);
extern lean_object *l_Lean_Options_empty;
extern lean_object *l_Lean_importModules(
    lean_object *imports, lean_object *options, uint32_t trust, lean_object *plugins, uint8_t leak, uint8_t extensions,
    uint8_t level, lean_object *artifacts);
extern lean_object *lean_elab_environment_to_kernel_env(lean_object *environment);
extern lean_object *lean_add_decl(
    lean_object *environment, size_t heartbeats, size_t depth, lean_object *borrowed_decl, lean_object *borrowed_cancel);

enum { IO_OK = 0, EXCEPT_ERROR = 0, LEVEL_PRIVATE = 2, EMPTY_MAP = 1, LIST_CONS = 1, DEEPEST = 1 << 14 };
// Lean.Import: module, then importAll, isExported, isMeta.
enum { IMPORT_EXPORTED = 1 };

bool runtime_start(const char *lean_prefix, const char **why) {
    // What `lean_initialize` does, without the elaborator: 2 ms instead of 35.
    lean_initialize_runtime_module();
    save_stack_info(true);
    initialize_util_module();
    lean_object *started = initialize_Lean_AddDecl(1);
    if (lean_tag(started) != IO_OK) return *why = "Lean's library does not start", false;
    initialize_kernel_module();
    initialize_library_core_module();
    initialize_library_module();
    lean_io_mark_end_initialization();
    lean_object *path = lean_mk_string_from_bytes(lean_prefix, strlen(lean_prefix));
    lean_object *result = l_Lean_initSearchPath(path, lean_box(0));
    if (lean_tag(result) != IO_OK) return *why = "Lean's library folder cannot be used", false;
    return true;
}

static lean_object *empty_array(void) {
    lean_object *array = lean_new(LEAN_ARRAY, 0, 16);
    return array;
}

lean_object *runtime_import(lean_object **modules, size_t count, const char **why) {
    lean_object *imports = empty_array();
    for (size_t i = 0; i < count; i++) {
        lean_object *import = lean_new(0, 1, 3);
        lean_fields(import)[0] = lean_keep(modules[i]);
        lean_scalars(import)[IMPORT_EXPORTED] = 1;
        imports = lean_array_push(imports, import);
    }
    lean_object *result = l_Lean_importModules(
        imports, lean_keep(l_Lean_Options_empty), 0, empty_array(), 0, 0, LEVEL_PRIVATE, lean_box(EMPTY_MAP));
    if (lean_tag(result) != IO_OK) return *why = "the modules that the statement imports cannot be read", NULL;
    return lean_keep(lean_elab_environment_to_kernel_env(lean_keep(lean_field(result, 0))));
}

added runtime_add(lean_object **environment, lean_object *declaration, size_t heartbeats, const char **why) {
    lean_object *result =
        lean_add_decl(lean_keep(*environment), heartbeats, DEEPEST, lean_keep(declaration), lean_box(0));
    if (lean_tag(result) != EXCEPT_ERROR) {
        *environment = lean_keep(lean_field(result, 0));
        return ADDED;
    }
    // Lean.Kernel.Exception in the order of its declaration; those without fields are about time, memory and depth.
    static const char *const reasons[] = {
        "it mentions a constant that is not known", "its name is taken", "the proof has another type than the statement",
        "it has metavariables", "it has free variables", "something is applied that is not a function",
        "something is used as a type that is none", "a `let` has the wrong type", "a term has the wrong type",
        "an application has the wrong type", "a projection is wrong", "its type is not a proposition",
    };
    lean_object *exception = lean_field(result, 0);
    unsigned tag = lean_tag(exception);
    if (lean_is_scalar(exception)) return *why = "the kernel ran out of time, memory or depth", OUT_OF_RESOURCES;
    *why = tag < sizeof reasons / sizeof *reasons ? reasons[tag] : "the kernel does not accept it";
    return REFUSED;
}
