#!/usr/bin/env bash
# Starts a PostgreSQL server of its own on a free port of 127.0.0.1, in a temporary directory, as an ordinary user; prints its URL; and stops it,
# and removes everything, when its standard input ends. A line 'restart' there lets the server die at once, as in a crash, and start again.
#
# usage: scripts/test-postgres.sh [--durable]        without --durable nothing is forced to the disk: for tests that lose nothing by that
#
# The server's programs are those that POSTGRES_BIN, pg_config or the usual places name. Where there are none, it says what to install.
set -euo pipefail

die() {
    printf 'test-postgres: %s\n' "$*" >&2
    exit 1
}

durable=off
if [ "${1:-}" = --durable ]; then durable=on; fi

find_programs() {
    local place
    for place in "${POSTGRES_BIN:-}" $(ls -d /usr/lib/postgresql/*/bin /opt/homebrew/opt/postgresql*/bin /usr/local/opt/postgresql*/bin 2>/dev/null | sort -Vr) \
        "$(pg_config --bindir 2>/dev/null || true)" "$(dirname "$(command -v initdb || echo /)")"; do
        if [ -x "$place/initdb" ] && [ -x "$place/pg_ctl" ]; then
            printf '%s\n' "$place"
            return
        fi
    done
    die "no PostgreSQL server is installed. Debian: 'apt-get install postgresql'; macOS: 'brew install postgresql'; elsewhere name its programs in POSTGRES_BIN."
}
programs=$(find_programs)

# Not below TMPDIR: the ordinary user that the server runs as must get there, also where root has a directory of its own.
directory=$(mktemp -d /tmp/orchestrator-postgres.XXXXXX)
# The server refuses to run as root.
as=()
if [ "$(id -u)" -eq 0 ]; then
    user=nobody
    if id postgres >/dev/null 2>&1; then user=postgres; fi
    chown "$user" "$directory"
    if command -v runuser >/dev/null 2>&1; then as=(runuser -u "$user" --); else as=(setpriv "--reuid=$user" "--regid=$(id -g "$user")" --clear-groups); fi
fi
cd "$directory"

stop() {
    "${as[@]}" "$programs/pg_ctl" --pgdata="$directory/data" --mode=immediate stop >/dev/null 2>&1 || true
    rm -rf "$directory"
}
trap stop EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

"${as[@]}" "$programs/initdb" --pgdata="$directory/data" --username=orchestrator --auth=trust --encoding=UTF8 --locale=C --no-sync >"$directory/initdb.log" 2>&1 </dev/null ||
    die "initdb failed: $(tail -n 3 "$directory/initdb.log")"
# For the tests of passwords: this one user must give one.
{
    echo "host all guarded 127.0.0.1/32 scram-sha-256"
    cat "$directory/data/pg_hba.conf"
} >"$directory/pg_hba.conf"
cat "$directory/pg_hba.conf" >"$directory/data/pg_hba.conf"
cat >>"$directory/data/postgresql.conf" <<END
listen_addresses = '127.0.0.1'
unix_socket_directories = '$directory'
fsync = $durable
max_connections = 1000
shared_buffers = 128MB
max_locks_per_transaction = 256
autovacuum = $durable
END

for _ in 1 2 3 4 5 6 7 8 9 10; do
    port=$((20000 + (RANDOM * 32768 + RANDOM) % 12000))
    if "${as[@]}" "$programs/pg_ctl" --pgdata="$directory/data" --log="$directory/server.log" --wait --timeout=60 --options="-p $port" start \
        >/dev/null 2>&1 </dev/null; then
        echo "postgresql://orchestrator@127.0.0.1:$port/postgres"
        # Whoever started this has what it needs; the end of its pipe, or of its life, ends the server.
        exec >/dev/null
        while read -r command; do
            [ "$command" != restart ] || "${as[@]}" "$programs/pg_ctl" --pgdata="$directory/data" --log="$directory/server.log" --wait --mode=immediate restart \
                >/dev/null 2>&1 </dev/null
        done
        exit 0
    fi
    grep -q "Address already in use" "$directory/server.log" 2>/dev/null || break
done
die "the server could not be started: $(tail -n 3 "$directory/server.log" 2>/dev/null)"
