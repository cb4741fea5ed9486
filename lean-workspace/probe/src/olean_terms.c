// Builds names, numbers, levels and expressions of a compiled module anew, with Lean's own constructors.
#include "olean_bytes.h"

static lean_object *string(olean *o, uint32_t at) {
    size_t size;
    const char *bytes = text(o, at, &size);
    return lean_mk_string_from_bytes(bytes, size);
}

static lean_object *nat_from_word(uint64_t n) {
    return n <= SIZE_MAX >> 1 ? lean_box(n) : lean_big_uint64_to_nat(n);
}

static lean_object *nat(olean *o, uint64_t value, uint32_t from) {
    if (value & 1) return lean_box(value >> 1);
    uint32_t at = follow(o, value, from);
    if (tag_at(o, at) != LEAN_MPZ || o->size - at < 24) fail(o, "a number has the wrong shape");
    int32_t limbs;
    memcpy(&limbs, o->bytes + at + 12, 4);
    uint64_t start = word(o, at + 16) - o->base;
    if (limbs <= 0 || limbs > WIDEST_NAT || start != at + 24u || (uint64_t)limbs * 8 > o->size - at - 24)
        fail(o, "a number has the wrong shape");
    uint64_t limb = word(o, at + 24 + 8 * (uint32_t)(limbs - 1));
    if (limb == 0) fail(o, "a number has the wrong shape");
    lean_object *built = nat_from_word(limb);
    for (int32_t i = limbs - 2; i >= 0; i--) {
        built = lean_nat_shiftl(built, lean_box(64));
        if ((limb = word(o, at + 24 + 8 * (uint32_t)i)) != 0) built = lean_nat_big_lor(built, nat_from_word(limb));
    }
    return built;
}

lean_object *olean_name(olean *o, uint64_t value, uint32_t from) {
    uint32_t chain[DEEPEST_NAME];
    size_t depth = 0;
    lean_object *built = NULL;
    while (!built) {
        if (value & 1) {
            if (value != 1) fail(o, "a name has the wrong shape");
            built = lean_box(0);
            break;
        }
        uint32_t at = follow(o, value, from);
        if ((built = o->built_names[at / 8])) break;
        if (tag_at(o, at) != 1 && tag_at(o, at) != 2) fail(o, "a name has the wrong shape");
        expect(o, at, tag_at(o, at), 2, 0);
        if (depth == DEEPEST_NAME) fail(o, "a name has too many parts");
        chain[depth++] = at;
        value = field(o, at, 0);
        from = at;
    }
    while (depth > 0) {
        uint32_t at = chain[--depth];
        built = tag_at(o, at) == 1 ? lean_name_mk_string(built, string(o, child(o, at, 1)))
                                   : lean_name_mk_numeral(built, nat(o, field(o, at, 1), at));
        lean_keep(built);
        o->built_names[at / 8] = built;
        built = lean_keep(built);
    }
    return built;
}

typedef lean_object *(*reader)(olean *o, uint64_t value, uint32_t from);

static lean_object *list(olean *o, uint64_t value, uint32_t from, reader read) {
    offsets cells = {0};
    while (!(value & 1)) {
        uint32_t at = follow(o, value, from);
        expect(o, at, 1, 2, 0);
        push(&cells, at);
        value = field(o, at, 1);
        from = at;
    }
    lean_object *built = lean_box(0);
    while (cells.count > 0) {
        uint32_t at = cells.items[--cells.count];
        lean_object *cell = lean_new(1, 2, 0);
        lean_fields(cell)[0] = lean_keep(read(o, field(o, at, 0), at));
        lean_fields(cell)[1] = built;
        built = cell;
    }
    free(cells.items);
    return built;
}

lean_object *olean_names_list(olean *o, uint64_t value, uint32_t from) { return list(o, value, from, olean_name); }

static unsigned level_fields(unsigned tag) { return tag == LEVEL_MAX || tag == LEVEL_IMAX ? 2 : 1; }

static lean_object *level(olean *o, uint64_t value, uint32_t from) {
    if (value & 1) {
        if (value != 1) fail(o, "a level has the wrong shape");
        return lean_level_mk_zero(lean_box(0));
    }
    offsets todo = {0};
    uint32_t root = follow(o, value, from);
    push(&todo, root);
    while (todo.count > 0) {
        uint32_t at = todo.items[todo.count - 1];
        if (o->built_levels[at / 8]) {
            todo.count--;
            continue;
        }
        unsigned tag = tag_at(o, at);
        if (tag < LEVEL_SUCC || tag > LEVEL_PARAM) fail(o, "a level has the wrong shape");
        expect(o, at, tag, level_fields(tag), 8);
        lean_object *made, *part[2] = {0};
        if (tag == LEVEL_PARAM) {
            made = lean_level_mk_param(lean_keep(olean_name(o, field(o, at, 0), at)));
        } else {
            bool ready = true;
            for (unsigned i = 0; i < level_fields(tag); i++) {
                uint64_t pointer = field(o, at, i);
                if (pointer == 1) {
                    part[i] = lean_level_mk_zero(lean_box(0));
                    continue;
                }
                uint32_t below = follow(o, pointer, at);
                if (!(part[i] = o->built_levels[below / 8])) {
                    push(&todo, below);
                    ready = false;
                }
            }
            if (!ready) continue;
            for (unsigned i = 0; i < level_fields(tag); i++) lean_keep(part[i]);
            made = tag == LEVEL_SUCC ? lean_level_mk_succ(part[0])
                : tag == LEVEL_MAX   ? lean_level_mk_max(part[0], part[1])
                                     : lean_level_mk_imax(part[0], part[1]);
        }
        o->built_levels[at / 8] = lean_keep(made);
        todo.count--;
    }
    free(todo.items);
    return o->built_levels[root / 8];
}

// --- Expressions

// Where the subexpressions of an expression stand among its fields: `first` and how many.
static void parts(unsigned tag, unsigned *first, unsigned *count) {
    *first = 0;
    *count = 0;
    switch (tag) {
        case EXPR_APP: *count = 2; break;
        case EXPR_LAM:
        case EXPR_FORALL: *first = 1; *count = 2; break;
        case EXPR_LET: *first = 1; *count = 3; break;
        case EXPR_MDATA: *first = 1; *count = 1; break;
        case EXPR_PROJ: *first = 2; *count = 1; break;
    }
}

static void check_shape(olean *o, uint32_t at) {
    static const struct { uint8_t fields, scalars; } shapes[] = {
        [EXPR_BVAR] = {1, 8}, [EXPR_SORT] = {1, 8}, [EXPR_CONST] = {2, 8}, [EXPR_APP] = {2, 8}, [EXPR_LAM] = {3, 9},
        [EXPR_FORALL] = {3, 9}, [EXPR_LET] = {4, 9}, [EXPR_LIT] = {1, 8}, [EXPR_MDATA] = {2, 8}, [EXPR_PROJ] = {3, 8},
    };
    unsigned tag = tag_at(o, at);
    if (tag == EXPR_FVAR || tag == EXPR_MVAR) fail(o, "an expression has a free or an unassigned variable");
    if (tag > EXPR_PROJ) fail(o, "an expression has the wrong shape");
    expect(o, at, tag, shapes[tag].fields, shapes[tag].scalars);
}

static lean_object *literal(olean *o, uint32_t at) {
    unsigned tag = tag_at(o, at);
    if (tag > 1) fail(o, "a literal has the wrong shape");
    expect(o, at, tag, 1, 0);
    lean_object *built = lean_new(tag, 1, 0);
    lean_fields(built)[0] = tag == 0 ? nat(o, field(o, at, 0), at) : string(o, child(o, at, 0));
    return lean_keep(built);
}

// An expression whose subexpressions are built. Annotations (`mdata`) mean nothing to the kernel and are left out.
static lean_object *assemble(olean *o, uint32_t at, lean_object **part) {
    switch (tag_at(o, at)) {
        case EXPR_BVAR: return lean_expr_mk_bvar(nat(o, field(o, at, 0), at));
        case EXPR_SORT: return lean_expr_mk_sort(lean_keep(level(o, field(o, at, 0), at)));
        case EXPR_CONST:
            return lean_expr_mk_const(lean_keep(olean_name(o, field(o, at, 0), at)), lean_keep(list(o, field(o, at, 1), at, level)));
        case EXPR_APP: return lean_expr_mk_app(part[0], part[1]);
        case EXPR_LAM:
        case EXPR_FORALL: {
            lean_object *binder = lean_keep(olean_name(o, field(o, at, 0), at));
            uint8_t info = scalars(o, at)[8];
            if (info > 3) fail(o, "a binder has the wrong shape");
            return tag_at(o, at) == EXPR_LAM ? lean_expr_mk_lambda(binder, part[0], part[1], info)
                                             : lean_expr_mk_forall(binder, part[0], part[1], info);
        }
        case EXPR_LET:
            return lean_expr_mk_let(lean_keep(olean_name(o, field(o, at, 0), at)), part[0], part[1], part[2], 0);
        case EXPR_LIT: return lean_expr_mk_lit(literal(o, child(o, at, 0)));
        case EXPR_MDATA: return part[0];
        default:
            return lean_expr_mk_proj(lean_keep(olean_name(o, field(o, at, 0), at)), nat(o, field(o, at, 1), at), part[0]);
    }
}

lean_object *olean_expression(olean *o, uint32_t root) {
    offsets todo = {0};
    push(&todo, root);
    while (todo.count > 0) {
        uint32_t at = todo.items[todo.count - 1];
        if (o->built_exprs[at / 8]) {
            todo.count--;
            continue;
        }
        check_shape(o, at);
        unsigned first, count;
        parts(tag_at(o, at), &first, &count);
        lean_object *part[3];
        bool ready = true;
        for (unsigned i = 0; i < count; i++) {
            uint32_t below = child(o, at, first + i);
            if (!(part[i] = o->built_exprs[below / 8])) {
                push(&todo, below);
                ready = false;
            }
        }
        if (!ready) continue;
        for (unsigned i = 0; i < count; i++) lean_keep(part[i]);
        o->built_exprs[at / 8] = lean_keep(assemble(o, at, part));
        todo.count--;
    }
    free(todo.items);
    return o->built_exprs[root / 8];
}

static void walk(olean *o, uint32_t root, void (*use)(void *, lean_object *), void *context) {
    offsets todo = {0};
    push(&todo, root);
    while (todo.count > 0) {
        uint32_t at = todo.items[--todo.count];
        if (o->stamps[at / 8] == o->stamp) continue;
        o->stamps[at / 8] = o->stamp;
        unsigned tag = tag_at(o, at), first, count;
        if (tag == EXPR_CONST || tag == EXPR_PROJ) {
            uint64_t pointer = field(o, at, 0);
            if (pointer & 1) use(context, lean_box(0));
            else {
                uint32_t below = (uint32_t)(pointer - o->base);
                if (o->stamps[below / 8] != o->stamp) use(context, o->built_names[below / 8]);
                o->stamps[below / 8] = o->stamp;
            }
        }
        parts(tag, &first, &count);
        for (unsigned i = 0; i < count; i++) push(&todo, (uint32_t)(field(o, at, first + i) - o->base));
    }
    free(todo.items);
}

void olean_used_names(olean *o, const constant *c, void (*use)(void *, lean_object *), void *context) {
    o->stamp++;
    walk(o, c->type_at, use, context);
    if (c->value_at) walk(o, c->value_at, use, context);
}
