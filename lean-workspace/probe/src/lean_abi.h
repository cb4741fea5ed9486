// The little of Lean's object layout and of its exported functions that the probe needs. Declared here because the wheel of
// the embedded Lean has no lean.h; a full toolchain has the same layout. A wrong line shows in the canaries.
#pragma once
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

typedef struct {
    int m_rc;
    unsigned m_cs_sz : 16;
    unsigned m_other : 8;
    unsigned m_tag : 8;
} lean_object;

enum { LEAN_ARRAY = 246, LEAN_STRING = 249, LEAN_MPZ = 250, LEAN_MAX_CTOR_TAG = 243 };

static inline lean_object *lean_box(size_t n) { return (lean_object *)((n << 1) | 1); }
static inline bool lean_is_scalar(const lean_object *o) { return ((size_t)o & 1) == 1; }
static inline size_t lean_unbox(const lean_object *o) { return (size_t)o >> 1; }
static inline unsigned lean_tag(const lean_object *o) { return lean_is_scalar(o) ? (unsigned)lean_unbox(o) : o->m_tag; }
static inline lean_object **lean_fields(lean_object *o) { return (lean_object **)(o + 1); }
static inline lean_object *lean_field(lean_object *o, unsigned i) { return lean_fields(o)[i]; }
static inline uint8_t *lean_scalars(lean_object *o) { return (uint8_t *)(lean_fields(o) + o->m_other); }

// The probe lives for a second and frees nothing of its own; it only has to keep what it hands over alive.
static inline lean_object *lean_keep(lean_object *o) {
    if (lean_is_scalar(o) || o->m_rc == 0) return o;
    if (o->m_rc > 0) o->m_rc++;
    else __atomic_sub_fetch(&o->m_rc, 1, __ATOMIC_RELAXED);
    return o;
}

extern lean_object *lean_alloc_object(size_t size);

static inline lean_object *lean_new(unsigned tag, unsigned fields, size_t scalars) {
    size_t size = (sizeof(lean_object) + fields * sizeof(void *) + scalars + 7) & ~(size_t)7;
    lean_object *o = lean_alloc_object(size);
    memset(o + 1, 0, size - sizeof(lean_object));
    o->m_rc = 2;  // one for us: it is never freed
    o->m_cs_sz = size;
    o->m_other = fields;
    o->m_tag = tag;
    return o;
}

// Arguments are owned unless marked `borrowed`.
extern lean_object *lean_mk_string_from_bytes(const char *bytes, size_t size);
extern lean_object *lean_big_uint64_to_nat(uint64_t n);
extern lean_object *lean_nat_shiftl(lean_object *borrowed_a, lean_object *borrowed_b);
extern lean_object *lean_nat_big_lor(lean_object *borrowed_a, lean_object *borrowed_b);
extern lean_object *lean_array_push(lean_object *array, lean_object *value);

extern lean_object *lean_name_mk_string(lean_object *prefix, lean_object *string);
extern lean_object *lean_name_mk_numeral(lean_object *prefix, lean_object *nat);
extern uint8_t lean_name_eq(lean_object *borrowed_a, lean_object *borrowed_b);
extern lean_object *lean_level_mk_zero(lean_object *unit);
extern lean_object *lean_level_mk_succ(lean_object *level);
extern lean_object *lean_level_mk_max(lean_object *a, lean_object *b);
extern lean_object *lean_level_mk_imax(lean_object *a, lean_object *b);
extern lean_object *lean_level_mk_param(lean_object *name);
extern lean_object *lean_expr_mk_bvar(lean_object *index);
extern lean_object *lean_expr_mk_sort(lean_object *level);
extern lean_object *lean_expr_mk_const(lean_object *name, lean_object *levels);
extern lean_object *lean_expr_mk_app(lean_object *f, lean_object *a);
extern lean_object *lean_expr_mk_lambda(lean_object *name, lean_object *type, lean_object *body, uint8_t info);
extern lean_object *lean_expr_mk_forall(lean_object *name, lean_object *type, lean_object *body, uint8_t info);
extern lean_object *lean_expr_mk_let(
    lean_object *name, lean_object *type, lean_object *value, lean_object *body, uint8_t nondep);
extern lean_object *lean_expr_mk_lit(lean_object *literal);
extern lean_object *lean_expr_mk_proj(lean_object *structure, lean_object *index, lean_object *e);
extern uint8_t lean_expr_eqv(lean_object *borrowed_a, lean_object *borrowed_b);
extern lean_object *lean_environment_find(lean_object *kernel_environment, lean_object *name);

// Constructors of Lean.Expr, Lean.Level and Lean.ConstantInfo, in the order of their declarations.
enum { EXPR_BVAR, EXPR_FVAR, EXPR_MVAR, EXPR_SORT, EXPR_CONST, EXPR_APP, EXPR_LAM, EXPR_FORALL, EXPR_LET, EXPR_LIT,
       EXPR_MDATA, EXPR_PROJ };
enum { LEVEL_ZERO, LEVEL_SUCC, LEVEL_MAX, LEVEL_IMAX, LEVEL_PARAM, LEVEL_MVAR };
enum { INFO_AXIOM, INFO_DEFN, INFO_THM, INFO_OPAQUE, INFO_QUOT, INFO_INDUCT, INFO_CTOR, INFO_REC };
enum { DECL_AXIOM, DECL_DEFN, DECL_THM, DECL_OPAQUE };
enum { SAFETY_UNSAFE, SAFETY_SAFE, SAFETY_PARTIAL };
