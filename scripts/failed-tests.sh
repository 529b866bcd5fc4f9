#!/bin/sh
# Repeats from a log of `swift test` what went wrong, for the end of a log of thousands of lines, where one looks first. Prints nothing
# where nothing did.
set -eu

[ $# -eq 1 ] || {
    echo "usage: scripts/failed-tests.sh LOG" >&2
    exit 2
}

# An issue of Swift Testing is a line of its own, and lines with an arrow that say more of it; XCTest says "error:", a crash "Fatal error".
# Of one issue that says a great deal the beginning is enough.
awk '
    # The arguments of a case are printed too, and may say anything.
    /^[^A-Za-z0-9]*Test case passing / { said = 0; next }
    /^[^A-Za-z0-9]*(Test|Suite) .* recorded an issue / { said = 20 }
    !/^[^A-Za-z0-9]*(Test|Suite) / && /(^|[^a-z])error: |Fatal error: / { said = 1 }
    /^[^A-Za-z0-9]*(Test|Suite) / && !/ recorded an issue / { said = 0 }
    said > 0 { print; said-- }
' "$1" | cut -c 1-1000
