#!/usr/bin/env bash
# Sets up the full profile: elan, the Lean toolchain, and Mathlib with its compiled files, in lean-workspace/mathlib.
# Can be repeated. Exit codes: 0 Mathlib works, 1 something failed, 3 the hosts it comes from cannot be reached.
set -euo pipefail

readonly workspace=$(cd "$(dirname "${BASH_SOURCE[0]}")/../lean-workspace/mathlib" && pwd)
readonly elan_installer=https://raw.githubusercontent.com/leanprover/elan/master/elan-init.sh
readonly needed_gib=10

say() { printf '%s\n' "$*"; }

# fail CODE MESSAGE WHAT-TO-DO…
fail() {
    printf 'error: %s\n' "$2" >&2
    printf '       %s\n' "${@:3}" >&2
    exit "$1"
}

# elan puts its programs there, and on the PATH of the next login only.
export PATH="$PATH:${ELAN_HOME:-${HOME:?HOME is not set}/.elan}/bin"

mathlib_works() {
    command -v lake >/dev/null || return 1
    [[ -d $workspace/.lake/packages/mathlib ]] || return 1
    (cd "$workspace" && printf 'import Mathlib\nexample : (2 : ℝ) + 2 = 4 := by norm_num\n' |
        lake env lean --stdin) >/dev/null 2>&1
}

# A host is reachable when it answers anything at all over HTTPS within the time.
reachable() {
    curl --silent --output /dev/null --head --connect-timeout 5 --max-time 10 "https://$1/"
}

check_network() {
    local host unreachable=()
    for host in "$@"; do
        reachable "$host" || unreachable+=("$host")
    done
    ((${#unreachable[@]} == 0)) || fail 3 "cannot reach ${unreachable[*]}" \
        "Tried HTTPS to each of: $* (5 s to connect, 10 s in all)." \
        "Mathlib needs these: github.com and raw.githubusercontent.com for elan and the sources," \
        "release.lean-lang.org for the toolchain, and the Mathlib cache that 'lake exe cache get' asks for compiled files." \
        "If this machine reaches package registries only, the full profile cannot be installed on it. Two ways on:" \
        "  - use a proxy (curl and lake read HTTPS_PROXY), or run 'make mathlib' on a machine with a network and copy" \
        "    $workspace/.lake and ~/.elan from there;" \
        "  - go on with the embedded profile, which needs nothing more: dsprover doctor shows it."
}

check_disk() {
    local free
    free=$(df -Pk "$workspace" | awk 'NR == 2 { print int($4 / 1048576) }')
    ((free >= needed_gib)) || fail 1 "only $free GiB are free on the disk of $workspace" \
        "Mathlib with its compiled files takes about $needed_gib GiB. Free some space and run 'make mathlib' again."
}

install_elan() {
    local installer
    say "installing elan, Lean's toolchain manager, into ${ELAN_HOME:-$HOME/.elan}"
    installer=$(mktemp)
    trap 'rm -f "$installer"' RETURN
    curl --silent --show-error --fail --location --max-time 60 --output "$installer" "$elan_installer" ||
        fail 1 "could not download $elan_installer (curl's words are above)" "Run 'make mathlib' again."
    sh "$installer" -y --default-toolchain none ||
        fail 1 "elan's installer failed (its words are above)" "https://github.com/leanprover/elan says how to install it by hand."
}

say "Mathlib workspace: $workspace ($(cat "$workspace/lean-toolchain"))"
if mathlib_works; then
    say "Mathlib is already installed and works."
    exit 0
fi

command -v curl >/dev/null || fail 1 "curl is missing" "Debian/Ubuntu: sudo apt-get install curl"
command -v git >/dev/null || fail 1 "git is missing; lake fetches packages with it" "Debian/Ubuntu: sudo apt-get install git"
check_network github.com raw.githubusercontent.com release.lean-lang.org
check_disk
command -v lake >/dev/null || install_elan

say "fetching the packages of lake-manifest.json and Mathlib's compiled files (some minutes, about 6 GiB)"
(cd "$workspace" && lake exe cache get) || fail 1 "'lake exe cache get' failed in $workspace (its words are above)" \
    "Run 'make mathlib' again: it goes on where it stopped."
mathlib_works || fail 1 "Mathlib is there, but a file that imports it does not check" \
    "Try: cd $workspace && lake build Mathlib   (hours, without compiled files)"
say "Mathlib is installed and works. dsprover doctor shows it."
