#!/usr/bin/env python3
"""Exports a run as the Python Agent Orchestrator does: the rows of its database, nested, with the names of its columns.

Usage: export_legacy_run.py DATABASE RUN [--with-interventions]
Columns of JSON are exported as what they hold where it is JSON, and as their text where it is none.
"""
import json
import sqlite3
import sys


def main(path, run, with_interventions):
    db = sqlite3.connect(path)
    db.row_factory = sqlite3.Row

    def rows(table, column, value):
        return [decoded(dict(row)) for row in db.execute(f"SELECT * FROM {table} WHERE {column} = ? ORDER BY rowid", (value,))]

    def decoded(row):
        for column in ("config_snapshot", "plan_json", "metadata"):
            if row.get(column) is not None:
                try:
                    row[column] = json.loads(row[column])
                except ValueError:
                    pass
        if "resolved" in row:
            row["resolved"] = bool(row["resolved"])
        return row

    phases = []
    for phase in rows("phases", "run_id", run):
        executions = [
            {"execution": execution, "findings": rows("findings", "execution_id", execution["execution_id"])}
            for execution in rows("executions", "phase_id", phase["phase_id"])
        ]
        phases.append({"phase": phase, "executions": executions})
        if with_interventions:
            phases[-1]["manual_interventions"] = rows("manual_interventions", "phase_id", phase["phase_id"])
    document = {"run": rows("runs", "run_id", run)[0], "phases": phases, "artifacts": rows("artifacts", "run_id", run)}
    json.dump(document, sys.stdout, indent=2)


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], "--with-interventions" in sys.argv[3:])
