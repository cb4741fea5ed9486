#include "names.h"

#include <stdio.h>
#include <stdlib.h>

enum { PARTS_PRINTED = 64 };

static void insert(name_table *table, uint32_t index) {
    size_t at = name_hash(table->names[index]) & table->mask;
    while (table->slots[at]) at = (at + 1) & table->mask;
    table->slots[at] = index + 1;
}

uint32_t names_find(const name_table *table, lean_object *name) {
    if (!table->slots) return NOT_FOUND;
    for (size_t at = name_hash(name) & table->mask; table->slots[at]; at = (at + 1) & table->mask) {
        lean_object *other = table->names[table->slots[at] - 1];
        if (other == name || (name_hash(other) == name_hash(name) && lean_name_eq(other, name)))
            return table->slots[at] - 1;
    }
    return NOT_FOUND;
}

uint32_t names_add(name_table *table, lean_object *name) {
    uint32_t found = names_find(table, name);
    if (found != NOT_FOUND) return found;
    if (table->count == table->room) {
        table->room = table->room ? table->room * 2 : 1024;
        table->names = realloc(table->names, table->room * sizeof *table->names);
        free(table->slots);
        table->mask = table->room * 2 - 1;
        table->slots = calloc(table->room * 2, sizeof *table->slots);
        if (!table->names || !table->slots) exit(9);
        for (uint32_t i = 0; i < table->count; i++) insert(table, i);
    }
    table->names[table->count] = name;
    insert(table, (uint32_t)table->count);
    return (uint32_t)table->count++;
}

static const char *text_of(lean_object *string, size_t *size) {
    const char *body = (const char *)(string + 1);
    uint64_t bytes;
    memcpy(&bytes, body, 8);
    *size = bytes - 1;
    return body + 24;
}

// The name of the last parts of `parts`, which are in reverse.
static lean_object *joined(lean_object **parts, size_t count) {
    lean_object *name = lean_box(0);
    while (count-- > 0) {
        lean_object *last = lean_keep(lean_field(parts[count], 1));
        name = parts[count]->m_tag == NAME_STR ? lean_name_mk_string(lean_keep(name), last)
                                               : lean_name_mk_numeral(lean_keep(name), last);
    }
    return lean_keep(name);
}

lean_object *name_without_private_head(lean_object *name) {
    lean_object *head = name, *parts[PARTS_PRINTED];
    size_t count = 0, size;
    while (!name_is_anonymous(head)) {
        if (count == PARTS_PRINTED) return name;
        parts[count++] = head;
        head = name_prefix(head);
    }
    if (count == 0 || parts[count - 1]->m_tag != NAME_STR) return name;
    const char *first = text_of(lean_field(parts[count - 1], 1), &size);
    if (size != 8 || memcmp(first, "_private", 8) != 0) return name;
    size_t i = count - 1;
    while (i > 0 && parts[i]->m_tag != NAME_NUM) i--;
    return joined(parts, i);
}

lean_object *name_below(lean_object *name, lean_object *prefix) {
    lean_object *parts[PARTS_PRINTED];
    size_t count = 0;
    if (name_is_anonymous(prefix)) return NULL;
    for (; !lean_name_eq(name, prefix); name = name_prefix(name)) {
        if (name_is_anonymous(name) || count == PARTS_PRINTED) return NULL;
        parts[count++] = name;
    }
    return joined(parts, count);
}

bool name_last_begins_with(lean_object *name, char first) {
    size_t size;
    return !name_is_anonymous(name) && name->m_tag == NAME_STR && *text_of(lean_field(name, 1), &size) == first;
}

bool name_is_under(lean_object *name, lean_object *prefix) {
    for (;; name = name_prefix(name)) {
        if (lean_name_eq(name, prefix)) return true;
        if (name_is_anonymous(name)) return false;
    }
}

static void print_bytes(const char *text, size_t size) {
    for (size_t i = 0; i < size; i++) {
        unsigned char byte = (unsigned char)text[i];
        if (byte == '"' || byte == '\\') printf("\\%c", byte);
        else if (byte < 0x20 || byte == 0x7F) printf("\\u%04x", byte);
        else putchar(byte);
    }
}

void json_print(const char *text, size_t size) {
    putchar('"');
    print_bytes(text, size);
    putchar('"');
}

void name_print(lean_object *name) {
    lean_object *parts[PARTS_PRINTED];
    size_t count = 0, size;
    for (; !name_is_anonymous(name) && count < PARTS_PRINTED; name = name_prefix(name)) parts[count++] = name;
    putchar('"');
    while (count-- > 0) {
        lean_object *last = lean_field(parts[count], 1);
        if (parts[count]->m_tag == NAME_STR) {
            const char *text = text_of(last, &size);
            print_bytes(text, size);
        } else {
            printf("%zu", lean_unbox(last));
        }
        if (count > 0) putchar('.');
    }
    putchar('"');
}
