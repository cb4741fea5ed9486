#include "judge.h"

#include "library.h"

// Attributes that let compiled code differ from what the kernel sees, or run at import.
static const char *const banned_extensions[] = {
    "Lean.externAttr", "Lean.Compiler.implementedByAttr", "Lean.Compiler.CSimp.ext", "Lean.exportAttr",
    "Lean.regularInitAttr", "Lean.builtinInitAttr", NULL,
};

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

struct judge {
    const rules *rules;
    lean_object *base, *environment;
    module goal, candidate;
    library library;
    lean_object *clash;
    const char *extension;
};

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
    lean_object *info = library_find(&u->j->library, name);
    if (info) add(&u->node->trusted, library_index(&u->j->library, name, info));
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
    library_init(&j->library, j->base);
    for (size_t i = 0; i < j->candidate.names.count; i++)
        if (library_find(&j->library, j->candidate.names.names[i])) j->clash = j->candidate.names.names[i];
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
        if (library_find(&j->library, name)) return true;
    return false;
}

// A lemma that Lean made by itself, `_proof_1` say. Two theorems of one document share those of the same type: alone, each
// would have had its own.
static bool is_auxiliary(const constant *c) {
    return c->kind == INFO_THM && name_last_begins_with(c->name, '_');
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
    if (good && (f->about = library_axioms(&j->library, &below, &f->axioms, &f->axiom_count)))
        good = false, f->verdict = "forbidden", f->why = "it has the kernel run compiled code";
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
    if (outside && library_find(&j->library, outside))
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
