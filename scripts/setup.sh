#!/usr/bin/env bash
# Installs what dsprover needs and is not there yet: Debian packages and the embedded Lean. Safe to repeat; says what it did.
set -euo pipefail
cd "$(dirname "$0")/.."

say() { printf 'setup: %s\n' "$*"; }
fail() {
    printf 'setup: %s\n' "$*" >&2
    exit 3
}

# Package on the left, what shows that it is there on the right: a command, or a pkg-config name behind "lib:".
needs=(
    "git git"
    "make make"
    "gcc cc"
    "pkg-config pkg-config"
    "python3 python3"
    "python3-pip pip"
    "unzip unzip"
    "util-linux setpriv"
    "util-linux flock"
    "tmux tmux"
    "libcurl4-openssl-dev lib:libcurl"
    "libpcre2-dev lib:libpcre2-8"
    "libsqlite3-dev lib:sqlite3"
    "libssl-dev lib:libcrypto"
)

there() {
    case $1 in
    lib:*) command -v pkg-config >/dev/null 2>&1 && pkg-config --exists "${1#lib:}" ;;
    pip) python3 -m pip --version >/dev/null 2>&1 ;;
    *) command -v "$1" >/dev/null 2>&1 ;;
    esac
}

missing=()
for need in "${needs[@]}"; do
    there "${need#* }" || missing+=("${need%% *}")
done

if [ "${#missing[@]}" -gt 0 ]; then
    mapfile -t missing < <(printf '%s\n' "${missing[@]}" | sort -u)
    command -v apt-get >/dev/null 2>&1 ||
        fail "missing: ${missing[*]}. This machine has no apt-get: install their equivalents by hand, then run 'make setup' again."
    if [ "$(id -u)" = 0 ]; then
        as_root=()
    elif command -v sudo >/dev/null 2>&1; then
        as_root=(sudo)
    else
        fail "missing: ${missing[*]}. Run 'make setup' as root, or install sudo."
    fi
    say "installing ${missing[*]}"
    log=$(mktemp)
    trap 'rm -f "$log"' EXIT
    install() { "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends "${missing[@]}" >"$log" 2>&1; }
    # A machine that never ran 'apt-get update' has no package lists: try, update, try again.
    if ! install; then
        "${as_root[@]}" apt-get update >>"$log" 2>&1 || true
        if ! install; then
            tail -n 15 "$log" >&2
            fail "apt-get could not install ${missing[*]}; its last words are above."
        fi
    fi
    say "installed ${missing[*]}"
else
    say "system packages: nothing missing"
fi

# Wanted, not needed: without it Lean processes get a weaker sandbox, or none where only bubblewrap is allowed to make one.
if ! there bwrap; then
    as_root=()
    [ "$(id -u)" = 0 ] || as_root=(sudo -n)
    quietly() { "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get "$@" >/dev/null 2>&1; }
    bubblewrap=(install -y --no-install-recommends bubblewrap)
    if command -v apt-get >/dev/null 2>&1 && { quietly "${bubblewrap[@]}" || { quietly update && quietly "${bubblewrap[@]}"; }; }; then
        say "installed bubblewrap"
    else
        say "bubblewrap is not here and could not be installed; 'dsprover doctor' says how Lean is isolated without it"
    fi
fi

command -v swift >/dev/null 2>&1 ||
    fail "there is no Swift. Install Swift 6.2 or newer from https://www.swift.org/install/linux and put it on the PATH."
version=$(swift --version 2>/dev/null | sed -n 's/.*Swift version \([0-9]*\.[0-9]*\).*/\1/p' | head -n 1)
case $version in
6.[2-9] | 6.[1-9][0-9] | [7-9].*) say "Swift $version" ;;
*) fail "Swift $version is too old; dsprover needs 6.2 or newer." ;;
esac

# Whoever names a Lean wants that one and no other.
if [ -n "${LEAN:-}" ]; then
    lean=$LEAN
    [ ! -d "$lean" ] || lean=$lean/bin/lean
    [ -x "$lean" ] || fail "the variable LEAN names $LEAN, but there is no executable $lean. Correct it, or unset LEAN to get the embedded Lean."
    say "Lean: $lean, from the variable LEAN"
else
    bash lean-workspace/embedded/build.sh
fi
say "done"
