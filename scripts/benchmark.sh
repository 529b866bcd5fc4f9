#!/bin/sh
# Measures in release what the product promises to be fast at, next to SQLite itself and to other stores, and prints the figures with their goals.
#
# usage: scripts/benchmark.sh [GROUP…]        all groups where none is named
#
# The program that is started is the one that ORCHESTRATOR_EXECUTABLE names, else the release build, which is made first. The other stores are Python packages,
# installed into Benchmarks/.venv from PyPI.
set -eu
cd "$(dirname "$0")/.."

if [ -z "${ORCHESTRATOR_EXECUTABLE:-}" ]; then
    sh scripts/build-release.sh
    ORCHESTRATOR_EXECUTABLE=$PWD/.build/release/orchestrator
fi
export ORCHESTRATOR_EXECUTABLE

venv=Benchmarks/.venv
if ! cmp -s Benchmarks/requirements.txt "$venv/installed.txt"; then
    python3 -m venv "$venv" && "$venv/bin/pip" install --quiet --requirement Benchmarks/requirements.txt || {
        echo "benchmark: the stores to compare with can't be installed: python3, its venv module and PyPI are needed." >&2
        exit 1
    }
    cp Benchmarks/requirements.txt "$venv/installed.txt"
fi
BENCHMARK_PYTHON=$PWD/$venv/bin/python
export BENCHMARK_PYTHON

swift build -c release --package-path Benchmarks
cd Benchmarks
exec .build/release/benchmarks "$@"
