// The parts of the reader of compiled modules know these of each other: the file, and how its bytes are reached safely.
#pragma once
#include <setjmp.h>
#include <stdio.h>
#include <stdlib.h>

#include "olean.h"

// Header of version 2: "olean", version, flags, Lean's version (33), git hash (40), address of the image, root.
enum { VERSION_AT = 5, BASE_AT = 0x50, ROOT_AT = 0x58, FIRST_OBJECT = 0x60, DEEPEST_NAME = 1000, WIDEST_NAT = 1 << 16 };

struct olean {
    const uint8_t *bytes;
    uint32_t size;
    uint64_t base;
    // What has been built of the object at an offset, by offset / 8; 0 for nothing yet.
    lean_object **built_names, **built_levels, **built_exprs;
    uint32_t *stamps, stamp;
    uint32_t imports_at, constants_at, entries_at;
    size_t constant_count;
    lean_object **names;
    jmp_buf *escape;
    const char *why;
};

static inline _Noreturn void fail(olean *o, const char *why) {
    o->why = why;
    longjmp(*o->escape, 1);
}

static inline void *zeroed(size_t count, size_t size) {
    void *memory = calloc(count ? count : 1, size);
    if (!memory) {
        fputs("out of memory\n", stderr);
        exit(9);
    }
    return memory;
}

// A growing stack of offsets: files may nest deeper than the C stack does.
typedef struct {
    uint32_t *items;
    size_t count, room;
} offsets;

static inline void push(offsets *stack, uint32_t at) {
    if (stack->count == stack->room) {
        stack->room = stack->room ? stack->room * 2 : 256;
        stack->items = realloc(stack->items, stack->room * sizeof(uint32_t));
        if (!stack->items) exit(9);
    }
    stack->items[stack->count++] = at;
}

// --- Bytes

static inline uint64_t word(const olean *o, uint32_t at) {
    uint64_t value;
    memcpy(&value, o->bytes + at, 8);
    return value;
}

static inline unsigned tag_at(const olean *o, uint32_t at) { return o->bytes[at + 7]; }
static inline unsigned fields_at(const olean *o, uint32_t at) { return o->bytes[at + 6]; }
static inline unsigned size_at(const olean *o, uint32_t at) { return o->bytes[at + 4] | o->bytes[at + 5] << 8; }

// The offset that a pointer of the object at `from` leads to: a whole object header, and before it.
static inline uint32_t follow(olean *o, uint64_t pointer, uint32_t from) {
    uint64_t at = pointer - o->base;
    if (pointer & 7 || at < FIRST_OBJECT || at >= from || at + 8 > o->size) fail(o, "a pointer leads out of the file");
    return (uint32_t)at;
}

// Checks that an object is a whole constructor object with at least that many fields.
static inline void expect_fields(olean *o, uint32_t at, unsigned fields) {
    unsigned size = size_at(o, at);
    if (tag_at(o, at) > LEAN_MAX_CTOR_TAG || fields_at(o, at) < fields || size < 8 + 8 * fields_at(o, at) ||
        size > o->size - at)
        fail(o, "an object has the wrong shape");
}

// Checks that a constructor object is whole and has that many fields and at least that many bytes of scalars.
static inline void expect(olean *o, uint32_t at, unsigned tag, unsigned fields, unsigned scalars) {
    unsigned size = size_at(o, at);
    if (tag_at(o, at) != tag || fields_at(o, at) != fields || size < 8 + 8 * fields + scalars || size > o->size - at)
        fail(o, "an object has the wrong shape");
}

static inline uint64_t field(const olean *o, uint32_t at, unsigned index) { return word(o, at + 8 + 8 * index); }
static inline uint32_t child(olean *o, uint32_t at, unsigned index) { return follow(o, field(o, at, index), at); }
static inline const uint8_t *scalars(const olean *o, uint32_t at) { return o->bytes + at + 8 + 8 * fields_at(o, at); }

static inline size_t array_count(olean *o, uint32_t at) {
    if (tag_at(o, at) != LEAN_ARRAY || o->size - at < 24) fail(o, "an array has the wrong shape");
    uint64_t count = word(o, at + 8);
    if (count > (o->size - at - 24) / 8) fail(o, "an array leaves the file");
    return count;
}

static inline uint32_t array_item(olean *o, uint32_t at, size_t index) { return follow(o, word(o, at + 24 + 8 * index), at); }

static inline const char *text(olean *o, uint32_t at, size_t *size) {
    if (tag_at(o, at) != LEAN_STRING || o->size - at < 32) fail(o, "a string has the wrong shape");
    uint64_t bytes = word(o, at + 8);
    if (bytes == 0 || bytes > o->size - at - 32) fail(o, "a string leaves the file");
    *size = bytes - 1;
    return (const char *)o->bytes + at + 32;
}

// What `olean_terms.c` builds: each takes a field of the object at `from`.
lean_object *olean_name(olean *o, uint64_t value, uint32_t from);
lean_object *olean_names_list(olean *o, uint64_t value, uint32_t from);
lean_object *olean_expression(olean *o, uint32_t at);
