// Growing lists. Who runs out of memory here has nothing left to say.
#pragma once
#include <stdint.h>
#include <stdlib.h>

#include "lean_abi.h"

typedef struct {
    uint32_t *items;
    size_t count, room;
} indices;

static inline void add(indices *list, uint32_t item) {
    if (list->count == list->room) {
        list->room = list->room ? list->room * 2 : 8;
        list->items = realloc(list->items, list->room * sizeof *list->items);
        if (!list->items) exit(9);
    }
    list->items[list->count++] = item;
}

static inline void *zeroed(size_t count, size_t size) {
    void *memory = calloc(count ? count : 1, size);
    if (!memory) exit(9);
    return memory;
}

static inline void keep_name(lean_object ***list, size_t *count, lean_object *name) {
    *list = realloc(*list, (*count + 1) * sizeof **list);
    if (!*list) exit(9);
    (*list)[(*count)++] = name;
}
