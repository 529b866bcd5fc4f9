"""Reads the store of a project from outside, with nothing of the program's own code.

    store.py dump DATABASE                    the latest run as JSON, with all problems of the store
    store.py kill DATABASE EVENTS PROCESS     kills the process at the instant when the store has that many events
"""
import hashlib
import json
import os
import signal
import sqlite3
import sys

TABLES = {
    "phases": "SELECT * FROM phases ORDER BY number",
    "executions": """SELECT executions.*, number AS phase FROM executions JOIN phases USING (phase_id)
        ORDER BY number, pass_number""",
    "findings": """SELECT findings.*, pass_number AS pass, number AS phase FROM findings JOIN executions USING (execution_id)
        JOIN phases USING (phase_id) ORDER BY finding_id""",
    "interventions": "SELECT * FROM manual_interventions ORDER BY intervention_id",
    "artifacts": "SELECT * FROM artifacts ORDER BY artifact_id",
    "events": "SELECT * FROM events ORDER BY run_id, sequence",
}


def connect(path):
    connection = sqlite3.connect(f"file:{path}?mode=ro", uri=True, timeout=20)
    connection.row_factory = sqlite3.Row
    return connection


def event_hash(event):
    """SHA-256 over length-prefixed fields; the payload stands in the store in the very text that was hashed."""
    rest = {name: event[name] for name in ("actor_kind", "actor_name", "entity", "entity_id", "kind", "time")}
    members = {name: json.dumps(value, ensure_ascii=False) for name, value in rest.items()}
    members["payload"] = event["payload"]
    text = "{" + ",".join(f'"{name}":{members[name]}' for name in sorted(members)) + "}"
    digest = hashlib.sha256()
    for field in ("1", event["run_id"], str(event["sequence"]), event["previous_hash"], text):
        data = field.encode()
        digest.update(len(data).to_bytes(8, "big") + data)
    return digest.hexdigest()


def event_problems(run, events):
    previous, problems = "0" * 64, []
    for position, event in enumerate(events, 1):
        if event["sequence"] != position:
            problems.append(f"event {event['sequence']} stands at place {position}")
        if event["previous_hash"] != previous:
            problems.append(f"event {event['sequence']} does not follow the one before")
        if event["hash"] != event_hash(event):
            problems.append(f"event {event['sequence']} is not what was hashed")
        previous = event["hash"]
    if (run["last_event"], run["last_event_hash"]) != (len(events), previous):
        problems.append("the run's row names another last event")
    return problems


def row_problems(run, tables):
    problems = []
    completed = sum(phase["status"] == "completed" for phase in tables["phases"])
    if run["completed_phases"] != completed:
        problems.append(f"completed_phases is {run['completed_phases']}, not {completed}")
    running = [execution for execution in tables["executions"] if execution["status"] == "running"]
    if running and (run["status"] != "executing" or len(running) > 1):
        problems.append(f"{len(running)} executions are running in a run that is {run['status']}")
    for phase in tables["phases"]:
        passes = [each for each in tables["executions"] if each["phase_id"] == phase["phase_id"]]
        if [each["pass_number"] for each in passes] != list(range(1, len(passes) + 1)):
            problems.append(f"the passes of phase {phase['number']} have gaps")
        passed = [each for each in passes if each["verification"] == "passed"]
        if phase["status"] == "completed" and passed != passes[-1:]:
            problems.append(f"phase {phase['number']} is completed without its last pass alone being verified")
    return problems


def file_problems(tables, base):
    problems = []
    for artifact in tables["artifacts"]:
        try:
            with open(os.path.join(base, artifact["path"]), "rb") as file:
                if hashlib.sha256(file.read()).hexdigest() != artifact["sha256"]:
                    problems.append(f"artifact {artifact['path']} is not what was written")
        except OSError as error:
            problems.append(f"artifact {artifact['path']}: {error.strerror}")
    return problems


def dump(path, base):
    connection = connect(path)
    with connection:
        connection.execute("BEGIN")
        run = dict(connection.execute("SELECT * FROM runs ORDER BY created_at DESC, run_id DESC LIMIT 1").fetchone())
        tables = {}
        for name, query in TABLES.items():
            rows = [dict(row) for row in connection.execute(query)]
            tables[name] = [row for row in rows if row.get("run_id", run["run_id"]) == run["run_id"]]
        integrity = [row[0] for row in connection.execute("PRAGMA integrity_check") if row[0] != "ok"]
    problems = integrity + event_problems(run, tables["events"]) + row_problems(run, tables) + file_problems(tables, base)
    json.dump({"run": run, **tables, "problems": problems}, sys.stdout)


def kill_at(path, events, process):
    connection = None
    while True:
        try:
            connection = connection or connect(path)
            if connection.execute("SELECT COUNT(*) FROM events").fetchone()[0] >= events:
                break
        except sqlite3.Error:
            # The store is being made.
            connection = None
        try:
            os.kill(process, 0)
        except ProcessLookupError:
            return
    os.kill(process, signal.SIGKILL)


if sys.argv[1] == "dump":
    dump(sys.argv[2], sys.argv[3])
else:
    kill_at(sys.argv[2], int(sys.argv[3]), int(sys.argv[4]))
