#!/bin/sh
# A linter in a few lines: white space at the end of a line is an error.
cd "$(dirname "$0")" || exit

if found=$(grep -n '[[:space:]]$' greeting.sh); then
    echo "$found" | sed 's/^\([0-9]*\):.*/greeting.sh:\1:1: error: white space at the end of the line/'
    exit 1
fi
