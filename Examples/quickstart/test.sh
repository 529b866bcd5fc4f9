#!/bin/sh
# Runs what stands in checks/ and tells what differs the way a compiler does: file:line:column: error: sentence.
cd "$(dirname "$0")" || exit

failures=0

# expect TEXT ARGUMENT…: `sh greeting.sh ARGUMENT…` must print TEXT.
expect() {
    expected=$1
    shift
    printed=$(sh greeting.sh "$@" 2>&1)
    if [ "$printed" = "$expected" ]; then
        echo "ok: sh greeting.sh $* prints '$expected'"
    else
        line=$(grep -n 'echo' greeting.sh | tail -n 1 | cut -d : -f 1)
        echo "greeting.sh:${line:-1}:1: error: 'sh greeting.sh $*' printed '$printed', expected '$expected'"
        failures=$((failures + 1))
    fi
}

for check in checks/*.sh; do
    # shellcheck source=checks/one.sh
    . "./$check"
done

echo "$failures failed"
[ "$failures" -eq 0 ]
