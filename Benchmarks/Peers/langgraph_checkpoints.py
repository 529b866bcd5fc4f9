"""LangGraph's checkpointer on SQLite: one checkpoint is its nearest operation to one write. It sets write-ahead logging itself."""

import asyncio
import sys

from langgraph.checkpoint.base import empty_checkpoint
from langgraph.checkpoint.sqlite.aio import AsyncSqliteSaver



async def caller(saver, thread, writes):
    config = {"configurable": {"thread_id": thread, "checkpoint_ns": ""}}
    for number in range(writes):
        checkpoint = empty_checkpoint()
        checkpoint["channel_values"] = {
            "finding": {
                "severity": "major", "category": "test", "title": f"test_search fails {number}", "description": "It fails",
                "evidence": "AssertionError", "file": "tests/search.py", "line": 14,
            }
        }
        config = await saver.aput(config, checkpoint, {"source": "loop", "step": number, "parents": {}}, {})


async def main():
    async with AsyncSqliteSaver.from_conn_string(sys.argv[1] + "/langgraph.db") as saver:
        await saver.setup()
        rounds = 0

        def write(count, writes):
            nonlocal rounds
            rounds += 1
            names = [f"{rounds}-{number}" for number in range(count)]
            return asyncio.gather(*(caller(saver, name, writes // count) for name in names))

        await answer(write)


async def answer(write):
    """As `serving.serve`, in the one event loop that the checkpointer belongs to."""
    import time

    print("ready", flush=True)
    loop = asyncio.get_running_loop()
    while line := await loop.run_in_executor(None, sys.stdin.readline):
        count, writes = (int(word) for word in line.split())
        begin = time.perf_counter()
        await write(count, writes)
        print(time.perf_counter() - begin, flush=True)


asyncio.run(main())
