#include "judge.h"

#include <stdio.h>
#include <stdlib.h>

// Attributes that let compiled code differ from what the kernel sees, or run at import.
static const char *const banned_extensions[] = {
    "Lean.externAttr", "Lean.Compiler.implementedByAttr", "Lean.Compiler.CSimp.ext", "Lean.exportAttr",
    "Lean.regularInitAttr", "Lean.builtinInitAttr", NULL,
};

// Constants by which the kernel would run compiled code.
static const char *const native[][2] = {{"Lean", "reduceBool"}, {"Lean", "reduceNat"}};

typedef struct {
    uint32_t *items;
    size_t count, room;
} indices;

static void add(indices *list, uint32_t item) {
    if (list->count == list->room) {
        list->room = list->room ? list->room * 2 : 8;
        list->items = realloc(list->items, list->room * sizeof *list->items);
        if (!list->items) exit(9);
    }
    list->items[list->count++] = item;
}

static void *zeroed(size_t count, size_t size) {
    void *memory = calloc(count ? count : 1, size);
    if (!memory) exit(9);
    return memory;
}

typedef enum { UNREAD, READ, BAD } reading;
typedef enum { WAITING, ENTERED, ACCEPTED, DENIED } replay;

typedef struct {
    reading reading;
    replay replay;
    added outcome;
    const char *why;
    constant constant;
    indices own, trusted;  // what it mentions: of its module, of the trusted environment
    lean_object *unknown;  // a name that it mentions and nobody knows
} node;

typedef struct {
    olean *file;
    name_table names;
    node *nodes;
} module;

// A constant of the trusted environment, for the axioms below it.
typedef struct {
    lean_object *info;
    bool expanded;
    indices mentions;
} trusted;

struct judge {
    const rules *rules;
    lean_object *base, *environment;
    module goal, candidate;
    name_table trusted_names;
    trusted *trusted_nodes;
    size_t trusted_room;
    uint32_t *stamps, stamp;
    size_t stamp_room;
    lean_object *clash;
    const char *extension;
    lean_object *native[2];
};

// --- The trusted environment

static lean_object *find(judge *j, lean_object *name) {
    lean_object *found = lean_environment_find(lean_keep(j->base), lean_keep(name));
    return lean_is_scalar(found) ? NULL : lean_field(found, 0);
}

static lean_object *info_val(lean_object *info) { return lean_field(info, 0); }
static lean_object *info_common(lean_object *info) { return lean_field(info_val(info), 0); }

static uint32_t trusted_index(judge *j, lean_object *name, lean_object *info) {
    uint32_t index = names_add(&j->trusted_names, name);
    if (index >= j->trusted_room) {
        size_t room = j->trusted_room ? j->trusted_room * 2 : 1024;
        while (room <= index) room *= 2;
        j->trusted_nodes = realloc(j->trusted_nodes, room * sizeof *j->trusted_nodes);
        if (!j->trusted_nodes) exit(9);
        memset(j->trusted_nodes + j->trusted_room, 0, (room - j->trusted_room) * sizeof *j->trusted_nodes);
        j->trusted_room = room;
    }
    if (!j->trusted_nodes[index].info) j->trusted_nodes[index].info = info;
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

static void mention(judge *j, uint32_t by, lean_object *name) {
    lean_object *info = find(j, name);
    if (!info) return;
    uint32_t index = trusted_index(j, name, info);
    add(&j->trusted_nodes[by].mentions, index);
}

static void mentions_of(judge *j, uint32_t by, lean_object *root) {
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
                    if (first_visit(&seen, lean_field(next, 0))) mention(j, by, lean_field(next, 0));
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

static void expand(judge *j, uint32_t index) {
    if (j->trusted_nodes[index].expanded) return;
    j->trusted_nodes[index].expanded = true;
    lean_object *info = j->trusted_nodes[index].info;
    unsigned kind = lean_tag(info);
    mentions_of(j, index, lean_field(info_common(info), 2));
    if (kind == INFO_DEFN || kind == INFO_THM || kind == INFO_OPAQUE) mentions_of(j, index, lean_field(info_val(info), 1));
    // Lean.InductiveVal: common, numParams, numIndices, all, ctors.
    if (kind == INFO_INDUCT)
        for (lean_object *ctors = lean_field(info_val(info), 4); !lean_is_scalar(ctors); ctors = lean_field(ctors, 1))
            mention(j, index, lean_field(ctors, 0));
}

// --- Modules

static bool open_module(module *m, const char *path, const char **why) {
    m->file = olean_open(path, why);
    if (!m->file) return false;
    size_t count = olean_constant_count(m->file);
    m->nodes = zeroed(count, sizeof(node));
    for (size_t i = 0; i < count; i++)
        if (names_add(&m->names, olean_names(m->file)[i]) != i) return *why = "it has a constant twice", false;
    return true;
}

typedef struct {
    judge *j;
    module *m;
    node *node;
} user;

static void used(void *context, lean_object *name) {
    user *u = context;
    uint32_t index = names_find(&u->m->names, name);
    if (index != NOT_FOUND) {
        add(&u->node->own, index);
        return;
    }
    lean_object *info = find(u->j, name);
    if (info) add(&u->node->trusted, trusted_index(u->j, name, info));
    else u->node->unknown = name;
}

static node *read_node(judge *j, module *m, uint32_t index) {
    node *n = &m->nodes[index];
    if (n->reading != UNREAD) return n;
    n->reading = olean_constant(m->file, index, &n->constant, &n->why) ? READ : BAD;
    if (n->reading == READ) olean_used_names(m->file, &n->constant, used, &(user){j, m, n});
    return n;
}

static bool same_imports(module *a, module *b, lean_object **modules, const char **why) {
    size_t count = olean_import_count(a->file);
    if (count != olean_import_count(b->file)) return *why = "the two do not import the same", false;
    for (size_t i = 0; i < count; i++) {
        import left, right;
        if (!olean_import(a->file, i, &left, why) || !olean_import(b->file, i, &right, why)) return false;
        if (!lean_name_eq(left.module, right.module) || left.flags != right.flags)
            return *why = "the two do not import the same", false;
        modules[i] = left.module;
    }
    return true;
}

static lean_object *base_of(lean_object **modules, size_t count, const char **why) {
    static lean_object **last_modules, *last;
    static size_t last_count;
    bool same = last && last_count == count;
    for (size_t i = 0; same && i < count; i++) same = lean_name_eq(modules[i], last_modules[i]);
    if (same) return last;
    lean_object *base = runtime_import(modules, count, why);
    if (!base) return NULL;
    last = base;
    last_modules = modules;
    last_count = count;
    return base;
}

judge *judge_open(const char *goal, const char *candidate, const rules *rules, const char **blame, const char **why) {
    judge *j = zeroed(1, sizeof(judge));
    j->rules = rules;
    if (!open_module(&j->goal, goal, why)) return *blame = "goal", NULL;
    if (!open_module(&j->candidate, candidate, why)) return *blame = "candidate", NULL;
    size_t count = olean_import_count(j->goal.file);
    lean_object **modules = zeroed(count, sizeof *modules);
    if (!same_imports(&j->goal, &j->candidate, modules, why)) return *blame = "imports", NULL;
    j->base = base_of(modules, count, why);
    if (!j->base) return *blame = "environment", NULL;
    j->environment = j->base;
    for (size_t i = 0; i < 2; i++) {
        lean_object *head = lean_name_mk_string(lean_box(0), lean_mk_string_from_bytes(native[i][0], strlen(native[i][0])));
        j->native[i] =
            lean_keep(lean_name_mk_string(head, lean_mk_string_from_bytes(native[i][1], strlen(native[i][1]))));
    }
    for (size_t i = 0; i < j->candidate.names.count; i++)
        if (find(j, j->candidate.names.names[i])) j->clash = j->candidate.names.names[i];
    j->extension = olean_has_extension(j->candidate.file, banned_extensions);
    return j;
}

// --- Statements

static bool same_names(lean_object *a, lean_object *b) {
    for (; !lean_is_scalar(a) && !lean_is_scalar(b); a = lean_field(a, 1), b = lean_field(b, 1))
        if (!lean_name_eq(lean_field(a, 0), lean_field(b, 0))) return false;
    return lean_is_scalar(a) && lean_is_scalar(b);
}

static bool same_type(const constant *a, const constant *b) {
    return same_names(a->level_params, b->level_params) && lean_expr_eqv(a->type, b->type);
}

// The constants of the goal's own module that its statement rests on (matchers, say) must be the candidate's too.
static bool same_foundations(judge *j, const node *goal, lean_object **differs) {
    indices todo = {0};
    bool *seen = zeroed(j->goal.names.count, sizeof(bool)), same = true;
    module part = j->goal;
    node type_only = {0};
    constant statement = goal->constant;
    statement.value_at = 0;
    olean_used_names(part.file, &statement, used, &(user){j, &j->goal, &type_only});
    for (size_t i = 0; i < type_only.own.count; i++) add(&todo, type_only.own.items[i]);
    if (type_only.unknown) *differs = type_only.unknown, same = false;
    while (same && todo.count > 0) {
        uint32_t index = todo.items[--todo.count];
        if (seen[index]) continue;
        seen[index] = true;
        node *mine = read_node(j, &j->goal, index);
        uint32_t other = names_find(&j->candidate.names, j->goal.names.names[index]);
        node *theirs = other == NOT_FOUND ? NULL : read_node(j, &j->candidate, other);
        same = mine->reading == READ && theirs && theirs->reading == READ &&
            mine->constant.kind == theirs->constant.kind && same_type(&mine->constant, &theirs->constant);
        if (same && (mine->constant.kind == INFO_DEFN || mine->constant.kind == INFO_OPAQUE))
            same = lean_expr_eqv(mine->constant.value, theirs->constant.value) &&
                mine->constant.safety == theirs->constant.safety;
        else if (same)
            same = mine->constant.kind == INFO_THM;
        if (!same) *differs = j->goal.names.names[index];
        for (size_t i = 0; i < mine->own.count; i++) add(&todo, mine->own.items[i]);
    }
    free(seen);
    free(todo.items);
    free(type_only.own.items);
    free(type_only.trusted.items);
    return same;
}

// --- Proofs

static lean_object *declaration(const constant *c) {
    lean_object *common = lean_new(0, 3, 0), *val, *made;
    lean_fields(common)[0] = lean_keep(c->name);
    lean_fields(common)[1] = lean_keep(c->level_params);
    lean_fields(common)[2] = lean_keep(c->type);
    unsigned fields = c->kind == INFO_DEFN ? 4 : 3;
    val = lean_new(0, fields, c->kind == INFO_THM ? 0 : 1);
    lean_fields(val)[0] = common;
    lean_fields(val)[1] = lean_keep(c->value);
    if (c->kind == INFO_DEFN) lean_fields(val)[2] = lean_keep(c->hints);
    lean_fields(val)[fields - 1] = lean_keep(c->all);
    if (c->kind != INFO_THM) lean_scalars(val)[0] = c->safety;
    made = lean_new(c->kind == INFO_DEFN ? DECL_DEFN : c->kind == INFO_THM ? DECL_THM : DECL_OPAQUE, 1, 0);
    lean_fields(made)[0] = val;
    return made;
}

// Has the kernel check a constant after everything that it mentions.
static bool replay_below(judge *j, uint32_t root, finding *f) {
    indices path = {0};
    add(&path, root);
    bool good = true;
    while (good && path.count > 0) {
        uint32_t index = path.items[path.count - 1];
        node *n = &j->candidate.nodes[index];
        if (n->replay == ACCEPTED) {
            path.count--;
            continue;
        }
        size_t before = path.count;
        if (n->replay == WAITING) {
            n->replay = ENTERED;
            for (size_t i = 0; i < n->own.count; i++) {
                node *below = &j->candidate.nodes[n->own.items[i]];
                if (below->replay == WAITING || below->replay == DENIED) add(&path, n->own.items[i]);
                else if (below->replay == ENTERED) {
                    n->replay = DENIED;
                    n->outcome = REFUSED;
                    n->why = "it mentions itself";
                }
            }
            if (n->replay == ENTERED && path.count > before) continue;
        }
        if (n->replay == ENTERED) {
            n->outcome = runtime_add(&j->environment, declaration(&n->constant), j->rules->heartbeats, &n->why);
            n->replay = n->outcome == ADDED ? ACCEPTED : DENIED;
            f->replayed++;
        }
        if (n->replay == DENIED) {
            good = false;
            f->verdict = n->outcome == OUT_OF_RESOURCES ? "resources" : "kernel";
            f->why = n->why;
            f->about = n->constant.name;
        } else {
            path.count--;
        }
    }
    // What was entered and not finished waits again.
    for (size_t i = 0; i < path.count; i++)
        if (j->candidate.nodes[path.items[i]].replay == ENTERED) j->candidate.nodes[path.items[i]].replay = WAITING;
    free(path.items);
    return good;
}

// What a constant of the candidate must be, by itself.
static bool admissible(const node *n, finding *f) {
    const constant *c = &n->constant;
    f->about = c->name;
    if (n->reading == BAD) return f->verdict = "unreadable", f->why = n->why, false;
    switch (c->kind) {
        case INFO_THM: break;
        case INFO_DEFN:
            if (c->safety != SAFETY_SAFE) return f->verdict = "forbidden", f->why = "it is unsafe or partial", false;
            break;
        case INFO_OPAQUE:
            if (c->safety) return f->verdict = "forbidden", f->why = "it is unsafe", false;
            break;
        case INFO_AXIOM: return f->verdict = "axioms", f->why = "it is an axiom of the candidate's own", false;
        default: return f->verdict = "forbidden", f->why = "a proof declares no types", false;
    }
    if (n->unknown) return f->verdict = "kernel", f->why = "it mentions a constant that is not known", false;
    f->about = NULL;
    return true;
}

// What Lean makes of a library constant when it first needs it, an equation lemma say, is nobody's.
static bool is_realized(judge *j, lean_object *name) {
    for (name = name_without_private_head(name); !name_is_anonymous(name); name = name_prefix(name))
        if (find(j, name)) return true;
    return false;
}

// A lemma that Lean made by itself, `_proof_1` say. Two theorems of one document share those of the same type: alone, each
// would have had its own.
static bool is_auxiliary(const constant *c) {
    return c->kind == INFO_THM && name_last_begins_with(c->name, '_');
}

static void keep_name(lean_object ***list, size_t *count, lean_object *name) {
    *list = realloc(*list, (*count + 1) * sizeof **list);
    if (!*list) exit(9);
    (*list)[(*count)++] = name;
}

static bool visit_trusted(judge *j, uint32_t index) {
    if (index >= j->stamp_room) {
        size_t room = j->trusted_room;
        j->stamps = realloc(j->stamps, room * sizeof *j->stamps);
        if (!j->stamps) exit(9);
        memset(j->stamps + j->stamp_room, 0, (room - j->stamp_room) * sizeof *j->stamps);
        j->stamp_room = room;
    }
    if (j->stamps[index] == j->stamp) return false;
    j->stamps[index] = j->stamp;
    return true;
}

// The axioms below the trusted constants in `todo`. False when one of them would run compiled code in the kernel.
static bool collect_axioms(judge *j, indices *todo, finding *f) {
    bool good = true;
    j->stamp++;
    while (todo->count > 0) {
        uint32_t index = todo->items[--todo->count];
        if (!visit_trusted(j, index)) continue;
        expand(j, index);
        lean_object *name = j->trusted_names.names[index];
        for (size_t i = 0; i < 2; i++)
            if (lean_name_eq(name, j->native[i])) good = false, f->about = name;
        if (lean_tag(j->trusted_nodes[index].info) == INFO_AXIOM) keep_name(&f->axioms, &f->axiom_count, name);
        for (size_t i = 0; i < j->trusted_nodes[index].mentions.count; i++)
            add(todo, j->trusted_nodes[index].mentions.items[i]);
    }
    return good;
}

static bool allowed(judge *j, lean_object *axiom) {
    for (size_t i = 0; i < j->rules->allowed_count; i++)
        if (lean_name_eq(axiom, j->rules->allowed[i])) return true;
    return false;
}

// Everything that the theorem rests on.
static bool judge_closure(judge *j, uint32_t root, lean_object *own, finding *f) {
    bool *seen = zeroed(j->candidate.names.count, sizeof(bool)), good = true;
    indices todo = {0}, below = {0};
    add(&todo, root);
    seen[root] = true;
    while (good && todo.count > 0) {
        uint32_t index = todo.items[--todo.count];
        node *n = read_node(j, &j->candidate, index);
        if (!(good = admissible(n, f))) break;
        if (!name_is_under(name_without_private_head(n->constant.name), own) &&
            (j->rules->rung < 5 || !(is_auxiliary(&n->constant) || is_realized(j, n->constant.name))))
            keep_name(&f->outside, &f->outside_count, n->constant.name);
        for (size_t i = 0; i < n->own.count; i++) {
            if (!seen[n->own.items[i]]) add(&todo, n->own.items[i]);
            seen[n->own.items[i]] = true;
        }
        for (size_t i = 0; i < n->trusted.count; i++) add(&below, n->trusted.items[i]);
    }
    if (good && !(good = collect_axioms(j, &below, f))) f->verdict = "forbidden", f->why = "it has the kernel run compiled code";
    for (size_t i = 0; good && i < f->axiom_count; i++)
        if (!(good = allowed(j, f->axioms[i]))) f->verdict = "axioms", f->why = "it rests on an axiom that is not allowed";
    free(seen);
    free(todo.items);
    free(below.items);
    return good;
}

finding judge_theorem(judge *j, lean_object *theorem, lean_object *own) {
    finding f = {0};
    uint32_t mine = names_find(&j->goal.names, theorem), theirs = names_find(&j->candidate.names, theorem);
    if (mine == NOT_FOUND) return f.verdict = "goal", f.why = "the trusted compile has no such theorem", f;
    if (theirs == NOT_FOUND) return f.verdict = "missing", f.why = "there is no such theorem", f;
    // In a namespace of its own a theorem may have a name that would be refused outside of it.
    lean_object *outside = name_below(theorem, own);
    if (outside && find(j, outside))
        return f.verdict = "clash", f.why = "its name is taken", f.about = outside, f;
    if (j->clash) return f.verdict = "clash", f.why = "it declares a name that is taken", f.about = j->clash, f;
    if (j->extension) return f.verdict = "forbidden", f.why = j->extension, f;
    node *goal = read_node(j, &j->goal, mine), *candidate = read_node(j, &j->candidate, theirs);
    if (goal->reading == BAD) return f.verdict = "goal", f.why = goal->why, f;
    if (candidate->reading == BAD) return f.verdict = "unreadable", f.why = candidate->why, f;
    if (goal->constant.kind != INFO_THM) return f.verdict = "goal", f.why = "the trusted compile has no theorem there", f;
    if (candidate->constant.kind != INFO_THM) return f.verdict = "kind", f.why = "it is not a theorem", f;
    if (!same_type(&goal->constant, &candidate->constant))
        return f.verdict = "type", f.why = "its type is not that of the statement", f;
    if (!same_foundations(j, goal, &f.about))
        return f.verdict = "type", f.why = "its type rests on a constant that is not that of the statement", f;
    if (!judge_closure(j, theirs, own, &f)) return f;
    if (j->rules->rung >= 5 && !replay_below(j, theirs, &f)) return f;
    f.verdict = "proved";
    return f;
}
