"""Stands between a server and its clients on 127.0.0.1: proxy.py PORT

Prints the port that it listens on. A line on standard input cuts every connection there is, in the middle of whatever goes on; the end of standard
input ends it.
"""
import asyncio
import sys

writers = set()


async def copy(reader, writer):
    try:
        while data := await reader.read(65536):
            writer.write(data)
            await writer.drain()
    except (ConnectionError, OSError):
        pass
    finally:
        writer.close()


async def serve(reader, writer):
    try:
        there, back = await asyncio.open_connection("127.0.0.1", int(sys.argv[1]))
    except OSError:
        writer.close()
        return
    pair = {writer, back}
    writers.update(pair)
    await asyncio.gather(copy(reader, back), copy(there, writer))
    writers.difference_update(pair)


async def main():
    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    print(server.sockets[0].getsockname()[1], flush=True)
    while await asyncio.get_running_loop().run_in_executor(None, sys.stdin.readline):
        for writer in list(writers):
            writer.transport.abort()


asyncio.run(main())
