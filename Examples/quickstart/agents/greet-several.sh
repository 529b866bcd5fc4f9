#!/bin/sh
# Stands in for a coding agent that gets it right the first time, and adds a check for what it built.
set -eu

echo "pass $ORCHESTRATOR_PASS_NUMBER: greeting several people"
sleep 1

cat >greeting.sh <<'END'
#!/bin/sh
# Greets whom it is given: sh greeting.sh Ada Grace Barbara
names=$1
shift
while [ $# -gt 1 ]; do
    names="$names, $1"
    shift
done
[ $# -eq 0 ] || names="$names and $1"
echo "Hello, $names!"
END

cat >checks/several.sh <<'END'
# shellcheck shell=sh
expect "Hello, Ada and Grace!" Ada Grace
expect "Hello, Ada, Grace and Barbara!" Ada Grace Barbara
END

echo "Greets any number of people; checks/several.sh holds it to that." >"$ORCHESTRATOR_SUMMARY_FILE"
