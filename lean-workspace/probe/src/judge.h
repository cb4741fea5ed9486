// What a theorem of a candidate module is worth, measured against a trusted compile of its statement.
#pragma once
#include "names.h"
#include "olean.h"
#include "runtime.h"

typedef struct judge judge;

typedef struct {
    int rung;           // 4: everything but the kernel; 5: with the kernel
    size_t heartbeats;  // for the kernel, per declaration; 0 for no limit
    lean_object **allowed;
    size_t allowed_count;
} rules;

typedef struct {
    const char *verdict;  // one of the words in README.md
    const char *why;      // NULL or a sentence
    lean_object *about;   // NULL or the constant that it is about
    lean_object **axioms;
    size_t axiom_count;
    lean_object **outside;  // constants of the candidate module that are not the theorem's own
    size_t outside_count;
    size_t replayed;
} finding;

// A candidate module beside the trusted one. NULL when the two cannot be compared: `*blame` is "goal", "candidate",
// "imports" or "environment", and `*why` the reason.
judge *judge_open(const char *goal, const char *candidate, const rules *rules, const char **blame, const char **why);

// Judges one theorem. `own` is the namespace of its own, the anonymous name for the whole module.
finding judge_theorem(judge *j, lean_object *theorem, lean_object *own);
