#!/usr/bin/env bash
# First content, usable and layout shift of the pages that people open most: pages.sh ADDRESS EMAIL PASSWORD [RUNS].
# Of any server that was filled with --demo; goals on a quiet machine: first content ≤ 300 ms, usable ≤ 600 ms, shift < 0.1.
# Playwright and its node come with the tests' build; the browser is Chromium of this machine, or what CHROMIUM names.
set -euo pipefail
root="$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)"
[ $# -ge 3 ] || { sed -n 2,4p "${BASH_SOURCE[0]}"; exit 2; }
tests="$(ls -d "$root"/ModelRegistry.Tests/bin/*/net10.0/.playwright 2>/dev/null | head -1)" || true
[ -n "$tests" ] || { echo "Build the tests first: dotnet build ModelRegistry.Tests"; exit 1; }
node="$(ls "$tests"/node/*/node | head -1)"
"$node" "$root/bench/pages.js" "$tests/package" "${CHROMIUM:-$(command -v chromium || command -v chromium-browser || command -v google-chrome)}" "${1%/}" "${@:2}"
