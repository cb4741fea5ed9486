#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "olean_bytes.h"

static const size_t LARGEST_FILE = (size_t)1 << 31;

#define PROTECTED(o, whyp, failed)                       \
    jmp_buf here;                                        \
    (o)->escape = &here;                                 \
    if (setjmp(here)) {                                  \
        if (whyp) *(whyp) = (o)->why;                    \
        return failed;                                   \
    }

static const uint8_t *map(const char *path, size_t *size, const char **why) {
    int file = open(path, O_RDONLY | O_CLOEXEC);
    struct stat facts;
    if (file < 0 || fstat(file, &facts) != 0) return *why = "it cannot be opened", NULL;
    *size = (size_t)facts.st_size;
    if (*size < FIRST_OBJECT || *size > LARGEST_FILE) return *why = "it has no sensible size", NULL;
    // A private copy: whoever may still write to the file changes nothing that has been checked.
    uint8_t *bytes = zeroed(*size + 8, 1);
    for (size_t done = 0; done < *size;) {
        ssize_t got = read(file, bytes + done, *size - done);
        if (got <= 0) return *why = "it cannot be read to its end", NULL;
        done += (size_t)got;
    }
    close(file);
    return bytes;
}

static bool open_module(olean *o, const char **why) {
    PROTECTED(o, why, false)
    if (memcmp(o->bytes, "olean", 5) != 0) fail(o, "it is not a compiled module");
    if (o->bytes[VERSION_AT] != 2) fail(o, "it has a file format that is not known");
    o->base = word(o, BASE_AT);
    uint64_t root = word(o, ROOT_AT) - o->base;
    if (root & 7 || root < FIRST_OBJECT || root + 56 > o->size) fail(o, "its root lies outside");
    uint32_t at = (uint32_t)root;
    expect(o, at, 0, 5, 1);
    if (scalars(o, at)[0] != 0) fail(o, "it takes part in the module system, which this probe does not read");
    o->imports_at = child(o, at, 0);
    o->constants_at = child(o, at, 2);
    o->entries_at = child(o, at, 4);
    array_count(o, o->imports_at);
    array_count(o, o->entries_at);
    o->constant_count = array_count(o, o->constants_at);
    o->names = zeroed(o->constant_count, sizeof(lean_object *));
    for (size_t i = 0; i < o->constant_count; i++) {
        uint32_t info = array_item(o, o->constants_at, i);
        if (tag_at(o, info) > INFO_REC) fail(o, "a constant has the wrong shape");
        expect(o, info, tag_at(o, info), 1, 0);
        uint32_t val = child(o, info, 0);
        expect_fields(o, val, 1);
        uint32_t common = child(o, val, 0);
        expect(o, common, 0, 3, 0);
        o->names[i] = olean_name(o, field(o, common, 0), common);
    }
    return true;
}

olean *olean_open(const char *path, const char **why) {
    size_t size;
    const uint8_t *bytes = map(path, &size, why);
    if (!bytes) return NULL;
    olean *o = zeroed(1, sizeof(olean));
    o->bytes = bytes;
    o->size = (uint32_t)size;
    o->built_names = zeroed(size / 8 + 1, sizeof(lean_object *));
    o->built_levels = zeroed(size / 8 + 1, sizeof(lean_object *));
    o->built_exprs = zeroed(size / 8 + 1, sizeof(lean_object *));
    o->stamps = zeroed(size / 8 + 1, sizeof(uint32_t));
    return open_module(o, why) ? o : NULL;
}

size_t olean_constant_count(olean *o) { return o->constant_count; }
lean_object **olean_names(olean *o) { return o->names; }
size_t olean_import_count(olean *o) { return word(o, o->imports_at + 8); }

bool olean_import(olean *o, size_t index, import *out, const char **why) {
    PROTECTED(o, why, false)
    uint32_t at = array_item(o, o->imports_at, index);
    expect(o, at, 0, 1, 8);
    out->module = olean_name(o, field(o, at, 0), at);
    memcpy(&out->flags, scalars(o, at), 8);
    return true;
}

static bool read_constant(olean *o, size_t index, constant *out, const char **why) {
    PROTECTED(o, why, false)
    uint32_t info = array_item(o, o->constants_at, index), val = child(o, info, 0), common = child(o, val, 0);
    out->kind = tag_at(o, info);
    out->name = o->names[index];
    out->level_params = olean_names_list(o, field(o, common, 1), common);
    out->type_at = child(o, common, 2);
    out->type = olean_expression(o, out->type_at);
    switch (out->kind) {
        case INFO_THM:
            expect(o, val, 0, 3, 0);
            out->all = olean_names_list(o, field(o, val, 2), val);
            break;
        case INFO_OPAQUE:
            expect(o, val, 0, 3, 1);
            out->all = olean_names_list(o, field(o, val, 2), val);
            out->safety = scalars(o, val)[0];
            break;
        case INFO_DEFN: {
            expect(o, val, 0, 4, 1);
            out->all = olean_names_list(o, field(o, val, 3), val);
            out->safety = scalars(o, val)[0];
            uint64_t hints = field(o, val, 2);
            if (hints & 1) {
                if (hints >> 1 > 1) fail(o, "a definition has the wrong shape");
                out->hints = lean_box(hints >> 1);
            } else {
                uint32_t at = follow(o, hints, val);
                expect(o, at, 2, 0, 4);
                out->hints = lean_keep(lean_new(2, 0, 4));
                memcpy(lean_scalars(out->hints), scalars(o, at), 4);
            }
            break;
        }
        default: return true;
    }
    out->value_at = child(o, val, 1);
    out->value = olean_expression(o, out->value_at);
    return true;
}

bool olean_constant(olean *o, size_t index, constant *out, const char **why) {
    memset(out, 0, sizeof *out);
    return read_constant(o, index, out, why);
}

// Whether the name at `value` is the dotted `wanted`, whose parts are plain words.
static bool is_name(olean *o, uint64_t value, uint32_t from, const char *wanted, size_t length) {
    while (length > 0) {
        if (value & 1) return false;
        uint32_t at = follow(o, value, from);
        if (tag_at(o, at) != 1) return false;
        expect(o, at, 1, 2, 0);
        size_t size, start = length;
        const char *part = text(o, child(o, at, 1), &size);
        while (start > 0 && wanted[start - 1] != '.') start--;
        if (size != length - start || memcmp(part, wanted + start, size) != 0) return false;
        length = start > 0 ? start - 1 : 0;
        value = field(o, at, 0);
        from = at;
    }
    return value == 1;
}

const char *olean_has_extension(olean *o, const char *const *banned) {
    PROTECTED(o, (const char **)NULL, "extensions that cannot be read")
    for (size_t i = 0; i < array_count(o, o->entries_at); i++) {
        uint32_t at = array_item(o, o->entries_at, i);
        expect(o, at, 0, 2, 0);
        if (array_count(o, child(o, at, 1)) == 0) continue;
        for (const char *const *name = banned; *name; name++)
            if (is_name(o, field(o, at, 0), at, *name, strlen(*name))) return *name;
    }
    return NULL;
}
