#!/bin/sh
# Sums what `swift test` said in its closing lines: prints "N passed, N failed" for the log given as argument.
#
# Ends with 1 where no test ran, so that a run that tested nothing never looks like a good one.
set -eu

[ $# -eq 1 ] || {
    echo "usage: scripts/count-tests.sh LOG" >&2
    exit 2
}

# XCTest runs first and closes with "Executed 3 tests, with 1 failure (0 unexpected) in …", once for each suite; the last one holds the
# total. Swift Testing closes with "Test run with 3 tests in 2 suites passed after …"; it counts issues, not failed tests, so these are
# counted by the line that each one gets. A run that crashed has no closing line; what had ended by then is counted instead. The arguments
# of a test are printed too, and may look like such lines: so XCTest's are read before Swift Testing starts only, and its own last.
awk '
    /^[^A-Za-z0-9]*Test run started\.$/ { started = 1 }
    !started && /^[ \t]*Executed [0-9]+ tests?, with / {
        line = $0
        sub(/^[ \t]*Executed /, "", line); executed = line + 0
        sub(/^[^,]*, with ([0-9]+ tests? skipped and )?/, "", line); unexpected = line + 0
    }
    /^[^A-Za-z0-9]*Test run with [0-9]+ tests? .*(passed|failed) after / {
        line = $0
        well = line ~ / passed after /
        sub(/.*Test run with /, "", line); run = line + 0
        closed = 1
        next
    }
    /^[^A-Za-z0-9]*Test .* (passed|failed) after [0-9.]+ seconds/ && !/ recorded an? / && !/^[^A-Za-z0-9]*Test case / {
        if ($0 ~ / failed after /) broken++; else fine++
    }
    END {
        if (!closed) run = fine + broken
        else if (well) broken = 0
        else if (broken == 0) broken = 1
        if (broken > run) broken = run
        printf "%d passed, %d failed\n", run - broken + executed - unexpected, broken + unexpected
        exit (run + executed == 0)
    }
' "$1"
