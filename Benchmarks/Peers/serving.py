"""How a peer is asked: a line "CALLERS WRITES" on standard input, answered by the seconds it took on standard output."""

import sys
import time


def serve(write):
    """Answers until the input ends. `write(callers, writes)` does that many writes in all."""
    print("ready", flush=True)
    for line in sys.stdin:
        callers, writes = (int(word) for word in line.split())
        begin = time.perf_counter()
        write(callers, writes)
        print(time.perf_counter() - begin, flush=True)
