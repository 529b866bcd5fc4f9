"""DBOS on SQLite: one step of a workflow is its nearest operation to one write."""

import sys
from concurrent.futures import ThreadPoolExecutor

from dbos import DBOS

from serving import serve

DBOS(
    config={
        "name": "benchmark", "system_database_url": f"sqlite:///{sys.argv[1]}/dbos.db", "log_level": "ERROR", "run_admin_server": False,
    })


@DBOS.step()
def step(number):
    return {
        "severity": "major", "category": "test", "title": f"test_search fails {number}", "description": "It fails",
        "evidence": "AssertionError", "file": "tests/search.py", "line": 14,
    }


@DBOS.workflow()
def workflow(steps):
    for number in range(steps):
        step(number)


def write(callers, writes):
    if callers == 1:
        return workflow(writes)
    with ThreadPoolExecutor(callers) as threads:
        list(threads.map(lambda _: workflow(writes // callers), range(callers)))


DBOS.launch()
serve(write)
DBOS.destroy()
