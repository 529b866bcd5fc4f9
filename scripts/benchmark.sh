#!/bin/sh
# Measures what the product promises to be fast at, in release, and prints a table with the goals.
#
# usage: scripts/benchmark.sh [GROUP…]        all groups where none is named
#
# The program that is started is the one that ORCHESTRATOR_EXECUTABLE names, else the release build, which is made first.
set -eu
cd "$(dirname "$0")/.."

if [ -z "${ORCHESTRATOR_EXECUTABLE:-}" ]; then
    sh scripts/build-release.sh
    ORCHESTRATOR_EXECUTABLE=$PWD/.build/release/orchestrator
fi
export ORCHESTRATOR_EXECUTABLE
swift build -c release --package-path Benchmarks
exec Benchmarks/.build/release/benchmarks "$@"
