// The probe of rungs 4 and 5: reads a request, prints one JSON object a line, and ends. See README.md.
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "judge.h"

enum { FORMAT = 1, LONGEST_LINE = 1 << 16, MOST_ALLOWED = 64 };

static double milliseconds(void) {
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec * 1e3 + (double)now.tv_nsec / 1e6;
}

static _Noreturn void bad_request(const char *what) {
    fprintf(stderr, "the request is not understood: %s\n", what);
    exit(2);
}

// The parts of a name, separated by tabs.
static lean_object *name_of(char *text, size_t parts) {
    lean_object *name = lean_box(0);
    for (size_t i = 0; i < parts && text; i++) {
        char *part = strsep(&text, "\t");
        name = lean_name_mk_string(lean_keep(name), lean_mk_string_from_bytes(part, strlen(part)));
    }
    return lean_keep(name);
}

static void print_text(const char *key, const char *text) {
    printf(",\"%s\":", key);
    json_print(text, strlen(text));
}

static void print_names(const char *key, lean_object **names, size_t count) {
    printf(",\"%s\":[", key);
    for (size_t i = 0; i < count; i++) {
        if (i > 0) putchar(',');
        name_print(names[i]);
    }
    putchar(']');
}

static void print_finding(size_t pair, size_t item, const finding *f, double took) {
    printf("{\"pair\":%zu,\"item\":%zu,\"verdict\":\"%s\"", pair, item, f->verdict);
    if (f->why) print_text("why", f->why);
    if (f->about) {
        printf(",\"about\":");
        name_print(f->about);
    }
    print_names("axioms", f->axioms, f->axiom_count);
    print_names("outside", f->outside, f->outside_count);
    printf(",\"replayed\":%zu,\"ms\":%.3f}\n", f->replayed, took);
    fflush(stdout);
}

typedef struct {
    rules rules;
    judge *judge;
    size_t pairs, items, theorems;
} session;

static void open_pair(session *s, char *goal, char *candidate) {
    const char *blame = NULL, *why = NULL;
    s->judge = judge_open(goal, candidate, &s->rules, &blame, &why);
    if (!s->judge) {
        printf("{\"pair\":%zu,\"unreadable\":\"%s\"", s->pairs, blame);
        print_text("why", why ? why : "");
        puts("}");
        fflush(stdout);
    }
    s->pairs++;
    s->items = 0;
}

static void judge_line(session *s, char *own_parts, char *name) {
    if (s->pairs == 0) bad_request("a theorem before the first pair");
    if (s->judge) {
        double start = milliseconds();
        size_t own = strtoul(own_parts, NULL, 10);
        char *copy = strdup(name);
        lean_object *prefix = name_of(copy, own);
        finding f = judge_theorem(s->judge, name_of(name, SIZE_MAX), prefix);
        print_finding(s->pairs - 1, s->items, &f, milliseconds() - start);
        free(copy);
    }
    s->items++;
    s->theorems++;
}

static void obey(session *s, char *line) {
    static lean_object *axioms[MOST_ALLOWED];
    char *rest = line, *word = strsep(&rest, "\t");
    if (strcmp(word, "rung") == 0 && rest) {
        s->rules.rung = atoi(rest);
    } else if (strcmp(word, "heartbeats") == 0 && rest) {
        s->rules.heartbeats = strtoull(rest, NULL, 10);
    } else if (strcmp(word, "allow") == 0 && rest) {
        if (s->rules.allowed_count == MOST_ALLOWED) bad_request("too many axioms");
        s->rules.allowed = axioms;
        axioms[s->rules.allowed_count++] = name_of(rest, SIZE_MAX);
    } else if (strcmp(word, "pair") == 0 && rest) {
        char *goal = strsep(&rest, "\t");
        if (!rest) bad_request("a pair needs two files");
        open_pair(s, goal, rest);
    } else if (strcmp(word, "theorem") == 0 && rest) {
        char *own = strsep(&rest, "\t");
        if (!rest) bad_request("a theorem needs a name");
        judge_line(s, own, rest);
    } else {
        bad_request(word);
    }
}

int main(int count, char **arguments) {
    if (count != 3) {
        fputs("usage: dsprover-probe LEAN-PREFIX REQUEST-FILE\n", stderr);
        return 2;
    }
    FILE *request = fopen(arguments[2], "r");
    if (!request) bad_request(strerror(errno));
    const char *why = NULL;
    if (!runtime_start(arguments[1], &why)) {
        fprintf(stderr, "%s\n", why);
        return 3;
    }
    printf("{\"probe\":%d}\n", FORMAT);
    session s = {.rules.rung = 5};
    static char line[LONGEST_LINE];
    while (fgets(line, sizeof line, request)) {
        size_t size = strlen(line);
        if (size == 0 || line[size - 1] != '\n') bad_request("a line is too long");
        line[size - 1] = 0;
        if (size > 1) obey(&s, line);
    }
    printf("{\"end\":%zu}\n", s.theorems);
    fflush(stdout);
    // No destructors: everything has been said.
    _Exit(0);
}
