#!/usr/bin/env bash
# Builds the probe for one Lean: build.sh LEAN-PREFIX OUTPUT-FILE. What it is: README.md beside this file.
#
# A toolchain that has `leanc` compiles `toolchain/Runtime.lean` itself; the embedded Lean, which has none, needs a C compiler.
set -euo pipefail

readonly here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
(($# == 2)) || {
    printf 'usage: bash build.sh LEAN-PREFIX OUTPUT-FILE\n' >&2
    exit 1
}
readonly prefix=$1 output=$2
readonly flags=(-std=gnu11 -O2 -I"$here/src")
readonly sources=("$here"/src/{judge,library,names,olean,olean_terms,probe}.c)

if [[ -x $prefix/bin/leanc ]]; then
    work=$(mktemp -d)
    trap 'rm -rf "$work"' EXIT
    (cd "$here/toolchain" && "$prefix/bin/lean" -c "$work/Runtime.c" Runtime.lean)
    "$prefix/bin/leanc" "${flags[@]}" "${sources[@]}" "$here/toolchain/runtime_toolchain.c" "$work/Runtime.c" -o "$output"
else
    compiler=
    for candidate in "${CC:-cc}" gcc clang; do
        if command -v "$candidate" >/dev/null; then
            compiler=$candidate
            break
        fi
    done
    [[ -n $compiler ]] || {
        printf 'error: there is no C compiler (cc) to build the probe\n' >&2
        exit 1
    }
    if [[ -e $prefix/lib/lean/libleanelpi.dylib ]]; then
        link=(-lleanelpi)
        beside=@executable_path/../lib/lean
    else
        link=(-lleanshared -lleanshared_1 -lleanshared_2 -lInit_shared -Wl,--allow-shlib-undefined)
        beside='$ORIGIN/../lib/lean'
    fi
    # In the toolchain's own folder the probe may be moved with it.
    if [[ $(dirname "$output") = "$prefix/bin" ]]; then link+=("-Wl,-rpath,$beside"); else link+=("-Wl,-rpath,$prefix/lib/lean"); fi
    "$compiler" "${flags[@]}" "${sources[@]}" "$here/src/runtime_embedded.c" -o "$output" -L"$prefix/lib/lean" "${link[@]}"
fi
