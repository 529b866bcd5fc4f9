"""Looks from outside at what several workers did to one store, with nothing of the program's own code.

    leases.py state DATABASE                     statuses of runs with their numbers, and the questions that wait, as JSON
    leases.py held DATABASE PROCESS              the runs that a process holds, each with its epoch, as JSON
    leases.py passed DATABASE RUN=EPOCH…         how many of these leases are over
    leases.py check DATABASE [LEDGER]            what is wrong, one line each

DATABASE is the file of SQLite, or the URL of a schema of a PostgreSQL server, which is read by psql.

The checker reads the history as a register of leases: between the claim of one worker and that of the next, no other worker has written anything, and
after a release nobody has. The ledger is what the agents themselves have noted, outside of the store.
"""
import json
import sqlite3
import subprocess
import sys

TABLES = {
    "runs": "run_id, status, repository_path, lease_epoch, lease_owner, lease_holder",
    "manual_interventions": "intervention_id, status",
    "executions": "execution_id, status",
    "events": "run_id, sequence, kind, actor_kind, actor_name, entity_id, payload",
}


def copied(url, tables):
    """What is asked for of a server's tables, read in one snapshot."""
    connection = sqlite3.connect(":memory:", isolation_level=None)
    connection.row_factory = sqlite3.Row
    query = " UNION ALL ".join(f"SELECT '{table}', json_build_array({TABLES[table]})::text FROM {table}" for table in tables)
    command = ["psql", "--no-psqlrc", "--quiet", "--tuples-only", "--no-align", "--field-separator=\t", "--command", query, url]
    output = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    for table in tables:
        connection.execute(f"CREATE TABLE {table} ({TABLES[table]})")
    for line in output.splitlines():
        table, row = line.split("\t", 1)
        values = [json.dumps(value) if isinstance(value, (dict, list)) else value for value in json.loads(row)]
        connection.execute(f"INSERT INTO {table} VALUES ({', '.join('?' * len(values))})", values)
    return connection


def connect(path, tables):
    if path.startswith("postgresql://"):
        return copied(path, tables)
    connection = sqlite3.connect(f"file:{path}?mode=ro", uri=True, timeout=20)
    connection.row_factory = sqlite3.Row
    return connection


def state(db):
    counts = {row[0]: row[1] for row in db.execute("SELECT status, COUNT(*) FROM runs GROUP BY status")}
    questions = [row[0] for row in db.execute("SELECT intervention_id FROM manual_interventions WHERE status = 'pending'")]
    return {"runs": counts, "questions": questions}


def held(db, process):
    rows = db.execute("SELECT run_id, lease_epoch, lease_holder FROM runs WHERE status = 'executing' AND lease_owner IS NOT NULL")
    return {row["run_id"]: row["lease_epoch"] for row in rows if json.loads(row["lease_holder"])["process_id"] == process}


def passed(db, leases):
    over = 0
    for lease in leases:
        run, epoch = lease.split("=")
        row = db.execute("SELECT status, lease_epoch FROM runs WHERE run_id = ?", (run,)).fetchone()
        over += row["status"] != "executing" or row["lease_epoch"] != int(epoch)
    return over


def check_leases(events):
    """One run's events in order: who writes must be who has claimed last."""
    holder, problems = None, []
    for index, event in enumerate(events):
        if event["actor_kind"] != "worker":
            continue
        if event["kind"] == "lease.claimed":
            holder = event["actor_name"]
            continue
        # A run that goes on after an answer is claimed in the same transaction.
        after = events[index + 1] if index + 1 < len(events) else None
        if event["kind"] == "run.resumed" and after is not None and after["kind"] == "lease.claimed":
            continue
        if event["actor_name"] != holder:
            problems.append(f"{event['run_id']}: {event['kind']} {event['sequence']} by {event['actor_name']}, the lease is of {holder}")
        if event["kind"] == "lease.released":
            holder = None
    return problems


def check_run(db, run):
    events = db.execute("SELECT * FROM events WHERE run_id = ? ORDER BY sequence", (run["run_id"],)).fetchall()
    problems = check_leases(events)
    if [event["sequence"] for event in events] != list(range(1, len(events) + 1)):
        problems.append(f"{run['run_id']}: its events are not numbered without gaps")
    ends = [event["kind"] for event in events if event["kind"] in ("run.completed", "run.aborted", "run.failed")]
    if len(ends) != 1:
        problems.append(f"{run['run_id']}: it is {run['status']} and ended {len(ends)} times")
    completed = [event["entity_id"] for event in events if event["kind"] == "phase.completed"]
    completed += [event["entity_id"] for event in events
                  if event["kind"] == "execution.verified" and json.loads(event["payload"]).get("phase", {}).get("status") == "completed"]
    for phase in {phase for phase in completed if completed.count(phase) > 1}:
        problems.append(f"{run['run_id']}: {phase} was completed more than once")
    return problems


def check_ledger(db, path):
    """Each pass was begun once, one that was completed was ended once, and no two were at work in one directory."""
    problems, starts, ends, lines = [], {}, {}, []
    with open(path) as ledger:
        lines = [line.split() for line in ledger]
    for number, (word, run, execution) in enumerate(lines):
        table = starts if word == "start" else ends
        if execution in table:
            problems.append(f"{execution}: noted '{word}' more than once")
        table[execution] = number
    for row in db.execute("SELECT execution_id, status FROM executions"):
        execution, status = row
        if status == "completed" and not (execution in starts and execution in ends):
            problems.append(f"{execution}: completed, but its agent did not begin and end")
        if status == "running":
            problems.append(f"{execution}: still running")
    places = {row[0]: row[1] for row in db.execute("SELECT run_id, repository_path FROM runs")}
    for execution, start in starts.items():
        end = ends.get(execution, start)
        for word, run, other in lines[start + 1:end]:
            if other != execution and word == "start" and places[run] == places[lines[start][1]]:
                problems.append(f"{execution} and {other} were at work in one directory")
    known = {row[0] for row in db.execute("SELECT execution_id FROM executions")}
    problems += [f"{execution}: unknown to the store" for execution in starts if execution not in known]
    return problems


def check(db, ledger=None):
    problems = []
    for run in db.execute("SELECT run_id, status FROM runs").fetchall():
        problems += check_run(db, run)
    return problems + (check_ledger(db, ledger) if ledger else [])


def main():
    command, database, *rest = sys.argv[1:]
    db = connect(database, list(TABLES) if command == "check" else ["runs", "manual_interventions"])
    db.execute("BEGIN")
    if command == "state":
        print(json.dumps(state(db)))
    elif command == "held":
        print(json.dumps(held(db, int(rest[0]))))
    elif command == "passed":
        print(passed(db, rest))
    else:
        print("\n".join(check(db, *rest)))


main()
