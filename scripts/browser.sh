#!/usr/bin/env bash
# Installs Chromium for the tests that open the report in a browser, if that can be done without asking anybody. Without it these
# tests are skipped and say so; nothing else needs it.
set -uo pipefail

for name in chromium chromium-browser google-chrome chrome; do
    if command -v "$name" >/dev/null 2>&1; then exit 0; fi
done
as_root=()
[ "$(id -u)" = 0 ] || as_root=(sudo -n)
quietly() { "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get "$@" >/dev/null 2>&1; }
chromium=(install -y --no-install-recommends chromium)
if command -v apt-get >/dev/null 2>&1 && { quietly "${chromium[@]}" || { quietly update && quietly "${chromium[@]}"; }; }; then
    echo "setup: installed chromium, for the tests"
else
    echo "setup: chromium is not here and could not be installed; the tests that open the report in a browser are skipped"
fi
