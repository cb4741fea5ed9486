#!/usr/bin/env bash
# Runs a built probe on theorems whose worth is known: selftest.sh LEAN PROBE. Exit code 0 when it judges all of them rightly.
set -euo pipefail

readonly here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
readonly lean=$1 probe=$2
readonly prefix=$(cd "$(dirname "$lean")/.." && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
for side in Goal Candidate; do
    mkdir "$work/$side"
    cp "$here/canary/$side.lean" "$work/$side/Canary.lean"
    (cd "$work" && "$lean" -R "$side" -o "$side/Canary.olean" "$side/Canary.lean" >"$side/log" 2>&1) || {
        cat "$work/$side/log" >&2
        exit 1
    }
done
{
    printf 'rung\t5\nallow\tpropext\nallow\tClassical\tchoice\nallow\tQuot\tsound\n'
    printf 'pair\t%s\t%s\n' "$work/Goal/Canary.olean" "$work/Candidate/Canary.olean"
    printf 'theorem\t0\tcanary_%s\n' true unchecked axiom hole other missing
} >"$work/request"
said=$("$probe" "$prefix" "$work/request" | sed -n 's/.*"verdict":"\([a-z]*\)".*/\1/p' | tr '\n' ' ') || true
readonly expected="proved kernel axioms axioms type goal "
[[ $said = "$expected" ]] || {
    printf 'error: the probe says "%s" of theorems that are "%s"\n' "$said" "$expected" >&2
    exit 1
}
