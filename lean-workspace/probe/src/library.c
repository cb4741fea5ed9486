#include "library.h"

// Constants by which the kernel would run compiled code.
static const char *const native[][2] = {{"Lean", "reduceBool"}, {"Lean", "reduceNat"}};

void library_init(library *l, lean_object *environment) {
    l->environment = environment;
    for (size_t i = 0; i < 2; i++) {
        lean_object *head = lean_name_mk_string(lean_box(0), lean_mk_string_from_bytes(native[i][0], strlen(native[i][0])));
        l->native[i] =
            lean_keep(lean_name_mk_string(head, lean_mk_string_from_bytes(native[i][1], strlen(native[i][1]))));
    }
}

lean_object *library_find(library *l, lean_object *name) {
    lean_object *found = lean_environment_find(lean_keep(l->environment), lean_keep(name));
    return lean_is_scalar(found) ? NULL : lean_field(found, 0);
}

static lean_object *info_val(lean_object *info) { return lean_field(info, 0); }
static lean_object *info_common(lean_object *info) { return lean_field(info_val(info), 0); }

uint32_t library_index(library *l, lean_object *name, lean_object *info) {
    uint32_t index = names_add(&l->names, name);
    if (index >= l->room) {
        size_t room = l->room ? l->room * 2 : 1024;
        while (room <= index) room *= 2;
        l->constants = realloc(l->constants, room * sizeof *l->constants);
        if (!l->constants) exit(9);
        memset(l->constants + l->room, 0, (room - l->room) * sizeof *l->constants);
        l->room = room;
    }
    if (!l->constants[index].info) l->constants[index].info = info;
    return index;
}

// A set of addresses, for walking expressions that share a lot.
typedef struct {
    const void **slots;
    size_t mask, count;
} addresses;

static bool first_visit(addresses *set, const void *item) {
    if (set->count * 2 >= set->mask) {
        addresses bigger = {zeroed(set->mask ? (set->mask + 1) * 2 : 512, sizeof(void *)),
            set->mask ? (set->mask + 1) * 2 - 1 : 511, 0};
        for (size_t i = 0; set->slots && i <= set->mask; i++)
            if (set->slots[i]) first_visit(&bigger, set->slots[i]);
        free(set->slots);
        *set = bigger;
    }
    size_t at = ((size_t)item >> 3) * 0x9E3779B97F4A7C15u >> 20 & set->mask;
    while (set->slots[at]) {
        if (set->slots[at] == item) return false;
        at = (at + 1) & set->mask;
    }
    set->slots[at] = item;
    set->count++;
    return true;
}

static void mention(library *l, uint32_t by, lean_object *name) {
    lean_object *info = library_find(l, name);
    if (!info) return;
    uint32_t index = library_index(l, name, info);
    add(&l->constants[by].mentions, index);
}

static void mentions_of(library *l, uint32_t by, lean_object *root) {
    addresses seen = {0};
    struct { lean_object **items; size_t count, room; } todo = {0};
    lean_object *next = root;
    for (;;) {
        if (first_visit(&seen, next)) {
            unsigned tag = lean_tag(next), from = 0, to = 0;
            switch (tag) {
                case EXPR_APP: to = 2; break;
                case EXPR_LAM:
                case EXPR_FORALL: from = 1; to = 3; break;
                case EXPR_LET: from = 1; to = 4; break;
                case EXPR_MDATA: from = 1; to = 2; break;
                case EXPR_PROJ: from = 2; to = 3;  // fall through
                case EXPR_CONST:
                    if (first_visit(&seen, lean_field(next, 0))) mention(l, by, lean_field(next, 0));
                    break;
            }
            for (unsigned i = from; i < to; i++) {
                if (todo.count == todo.room) {
                    todo.room = todo.room ? todo.room * 2 : 256;
                    todo.items = realloc(todo.items, todo.room * sizeof *todo.items);
                    if (!todo.items) exit(9);
                }
                todo.items[todo.count++] = lean_field(next, i);
            }
        }
        if (todo.count == 0) break;
        next = todo.items[--todo.count];
    }
    free(todo.items);
    free(seen.slots);
}

static void expand(library *l, uint32_t index) {
    if (l->constants[index].expanded) return;
    l->constants[index].expanded = true;
    lean_object *info = l->constants[index].info;
    unsigned kind = lean_tag(info);
    mentions_of(l, index, lean_field(info_common(info), 2));
    if (kind == INFO_DEFN || kind == INFO_THM || kind == INFO_OPAQUE) mentions_of(l, index, lean_field(info_val(info), 1));
    // Lean.InductiveVal: common, numParams, numIndices, all, ctors.
    if (kind == INFO_INDUCT)
        for (lean_object *ctors = lean_field(info_val(info), 4); !lean_is_scalar(ctors); ctors = lean_field(ctors, 1))
            mention(l, index, lean_field(ctors, 0));
}

static bool first_time(library *l, uint32_t index) {
    if (index >= l->stamp_room) {
        size_t room = l->room;
        l->stamps = realloc(l->stamps, room * sizeof *l->stamps);
        if (!l->stamps) exit(9);
        memset(l->stamps + l->stamp_room, 0, (room - l->stamp_room) * sizeof *l->stamps);
        l->stamp_room = room;
    }
    if (l->stamps[index] == l->stamp) return false;
    l->stamps[index] = l->stamp;
    return true;
}

lean_object *library_axioms(library *l, indices *todo, lean_object ***axioms, size_t *count) {
    lean_object *runs_code = NULL;
    l->stamp++;
    while (todo->count > 0) {
        uint32_t index = todo->items[--todo->count];
        if (!first_time(l, index)) continue;
        expand(l, index);
        lean_object *name = l->names.names[index];
        for (size_t i = 0; i < 2; i++)
            if (lean_name_eq(name, l->native[i])) runs_code = name;
        if (lean_tag(l->constants[index].info) == INFO_AXIOM) keep_name(axioms, count, name);
        for (size_t i = 0; i < l->constants[index].mentions.count; i++) add(todo, l->constants[index].mentions.items[i]);
    }
    return runs_code;
}
