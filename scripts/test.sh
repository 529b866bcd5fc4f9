#!/usr/bin/env bash
# Every check of the repository, in the order of what they cost: set-up, format, build, tests. `make test` calls it.
#
# End-to-end tests use the executable that ORCHESTRATOR_EXECUTABLE names; where it names none, the release build is made and used.
set -euo pipefail
cd "$(dirname "$0")/.."

step() { printf '\n== %s\n' "$*"; }

sh scripts/setup.sh test

step "Format"
sh scripts/lint.sh

step "Build"
swift build --build-tests

if [ -z "${ORCHESTRATOR_EXECUTABLE:-}" ]; then
    step "Build for release"
    sh scripts/build-release.sh
    ORCHESTRATOR_EXECUTABLE=$PWD/.build/release/orchestrator
fi
export ORCHESTRATOR_EXECUTABLE

step "Test"
log=$(mktemp)
coproc POSTGRES { exec bash scripts/test-postgres.sh; }
postgres=$POSTGRES_PID
# The server lives as long as this end of its pipe is open.
exec {lifeline}>&"${POSTGRES[1]}" {POSTGRES[1]}>&-
stop() {
    exec {lifeline}>&-
    wait "$postgres" 2>/dev/null || true
    rm -f "$log"
}
trap stop EXIT
# Where there is none, each test that needs it fails, and says what to install.
if read -r ORCHESTRATOR_TEST_POSTGRES <&"${POSTGRES[0]}"; then export ORCHESTRATOR_TEST_POSTGRES; else unset ORCHESTRATOR_TEST_POSTGRES; fi
status=0
# Many tests wait for processes; more of them at a time than there are threads would only wait for each other.
swift test --skip-build --experimental-maximum-parallelization-width 4 2>&1 | tee "$log" || status=$?
counted=$(sh scripts/count-tests.sh "$log") || {
    echo "test: no test ran." >&2
    exit 1
}
if [ "$status" -ne 0 ]; then
    step "What failed"
    sh scripts/failed-tests.sh "$log"
    echo "test: 'swift test' ended with exit code $status ($counted)." >&2
    exit "$status"
fi
