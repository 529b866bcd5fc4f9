#!/usr/bin/env bash
# Fuzzes the loader of configurations and plans with libFuzzer, from the corpus in Fuzzing/Corpus/Configuration.
#
# usage: scripts/fuzz-configuration.sh [SECONDS] [OPTION OF LIBFUZZER…]        600 seconds where nothing is said
#
# It ends with an error for a crash, an input that takes more than a second of the processor or hangs, and more than 256 MB above what the
# process takes to begin with. What it found is in Fuzzing/.build/found; new inputs that reach new code stay in Fuzzing/.build/corpus.
set -euo pipefail
cd "$(dirname "$0")/../Fuzzing"

seconds=${1:-600}
shift || true
swift build -c release --sanitize fuzzer --product FuzzConfiguration
mkdir -p .build/corpus .build/found
# Swift's own backtrace would keep libFuzzer from saving the input.
SWIFT_BACKTRACE=enable=no .build/release/FuzzConfiguration -max_total_time="$seconds" -timeout=60 -rss_limit_mb=300 -max_len=16384 -print_final_stats=1 \
    -artifact_prefix=.build/found/ "$@" .build/corpus Corpus/Configuration
