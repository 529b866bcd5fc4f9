#!/bin/sh
# Stands in for a coding agent. The first time it gets the punctuation wrong; told so by the findings of the test, it mends it.
#
# A real agent reads its prompt on standard input; the same is in ORCHESTRATOR_PROMPT_FILE.
set -eu

write_greeting() {
    cat >greeting.sh <<END
#!/bin/sh
# Greets whom it is given: sh greeting.sh Ada
echo "$1"
END
}

# A moment to think, so that there is something to see.
sleep 1

if grep -q 'Hello, Ada!' "$ORCHESTRATOR_FINDINGS_FILE" 2>/dev/null; then
    echo "pass $ORCHESTRATOR_PASS_NUMBER: the test says that a comma and an exclamation mark are missing"
    # shellcheck disable=SC2016
    write_greeting 'Hello, $1!'
    echo "Greets by name, with the punctuation that the test asks for." >"$ORCHESTRATOR_SUMMARY_FILE"
else
    echo "pass $ORCHESTRATOR_PASS_NUMBER: greeting by name"
    # shellcheck disable=SC2016
    write_greeting 'Hello $1'
    echo "Greets by name." >"$ORCHESTRATOR_SUMMARY_FILE"
fi
