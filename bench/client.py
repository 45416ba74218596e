"""A client that costs as little as possible: prepared bytes out, whole answers in, over a few kept
connections.
"""

from __future__ import annotations

import asyncio
import json
import time
from dataclasses import dataclass


@dataclass(frozen=True)
class Call:
    """One request, ready to be sent."""

    head: bytes

    @classmethod
    def post(cls, path: str, body: object, token: str | None = None) -> Call:
        data = json.dumps(body).encode()
        lines = [
            f"POST {path} HTTP/1.1",
            "host: bench",
            "content-type: application/json",
            f"content-length: {len(data)}",
        ]
        if token:
            lines.append(f"authorization: Bearer {token}")
        return cls("\r\n".join(lines).encode() + b"\r\n\r\n" + data)


async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, call: Call) -> bytes:
    """Send one call and read its body."""
    writer.write(call.head)
    head = (await reader.readuntil(b"\r\n\r\n")).lower()
    if not head.startswith(b"http/1.1 20"):
        raise RuntimeError(head.decode())
    if b"transfer-encoding: chunked" in head:
        raise RuntimeError("a chunked answer")
    length = int(head.split(b"content-length:")[1].split(b"\r\n")[0])
    return await reader.readexactly(length)


async def once(port: int, call: Call) -> bytes:
    """One answer, on a connection of its own."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    try:
        return await answer(reader, writer, call)
    finally:
        writer.close()


async def rate(port: int, call: Call, seconds: float, connections: int = 4) -> float:
    """Answers per second over `seconds`, by `connections` callers that each wait for their
    answer.
    """
    done = 0
    start = time.perf_counter()
    end = start + seconds

    async def caller() -> None:
        nonlocal done
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        try:
            while time.perf_counter() < end:
                await answer(reader, writer, call)
                done += 1
        finally:
            writer.close()

    await asyncio.gather(*(caller() for _ in range(connections)))
    return done / (time.perf_counter() - start)
