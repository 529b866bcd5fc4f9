#!/bin/sh
# Shows the product at work: builds it, makes a git repository of Examples/quickstart in a temporary directory, and carries out its plan.
set -eu
cd "$(dirname "$0")/.."

step() { printf '\n== %s\n' "$*"; }

step "Set up and build for release (the first time takes some minutes)"
sh scripts/setup.sh
sh scripts/build-release.sh
orchestrator=$PWD/.build/release/orchestrator

repository=$(mktemp -d "${TMPDIR:-/tmp}/orchestrator-quickstart.XXXXXX")
step "Make a small git repository whose test fails, in $repository"
cp -R Examples/quickstart/. "$repository"
cd "$repository"
git init -q
git symbolic-ref HEAD refs/heads/main
git config user.name "Quick Start"
git config user.email "quickstart@example.invalid"
git config commit.gpgsign false
git add -A
git commit -q -m "Start with a greeting whose test fails"
sh test.sh || echo "(the test fails, as it should at this point)"

step "orchestrator run plan.yaml"
status=0
"$orchestrator" run plan.yaml || status=$?
if [ "$status" -ne 0 ]; then
    echo "quickstart: 'orchestrator run' ended with exit code $status; the repository is kept in $repository." >&2
    exit "$status"
fi

step "orchestrator export latest --format markdown"
"$orchestrator" export latest --format markdown

step "What there is now"
cat <<END
The repository, with what the agents did:   $repository
The store, the agents' output, the log:     $repository/data
The program:                                $orchestrator

Try next:
  cd $repository
  git log --oneline
  $orchestrator show latest
  $orchestrator findings latest
  $orchestrator events latest
  $orchestrator config show

'make install' puts the program into /usr/local/bin ('make install PREFIX=\$HOME/.local': into your own directory).
In a repository of yours, 'orchestrator init' writes a configuration and an example plan to start from.
END
