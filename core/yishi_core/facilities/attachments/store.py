"""The storage of attached files.

A key is `county/yyyy/mm/<32 random hexadecimal digits>`: no part of a name that was sent reaches a
path, and a key of any other form is refused, so that no path leads out of the store.
"""

from __future__ import annotations

import asyncio
import os
import re
import secrets
from collections.abc import AsyncIterator
from pathlib import Path

from yishi_core import clock

KEY = re.compile(r"[0-9]{6}/[0-9]{4}/(?:0[1-9]|1[0-2])/[0-9a-f]{32}")
CHUNK = 256 * 1024


def new_key(county: int) -> str:
    """A new key in the county's folder that cannot be guessed."""
    today = clock.today()
    return f"{county:06d}/{today:%Y}/{today:%m}/{secrets.token_hex(16)}"


class LocalFiles:
    """A file store below one directory of this machine."""

    def __init__(self, directory: Path) -> None:
        self._directory = directory

    async def put(self, county: int, data: bytes) -> str:
        key = new_key(county)
        await asyncio.to_thread(_write, self._path(key), data)
        return key

    async def read(self, key: str) -> AsyncIterator[bytes]:
        file = await asyncio.to_thread(open, self._path(key), "rb")
        try:
            while chunk := await asyncio.to_thread(file.read, CHUNK):
                yield chunk
        finally:
            await asyncio.to_thread(file.close)

    async def remove(self, key: str) -> None:
        await asyncio.to_thread(self._path(key).unlink, missing_ok=True)

    def _path(self, key: str) -> Path:
        if not KEY.fullmatch(key):
            raise ValueError("not a key of this store")
        return self._directory / key


def _write(path: Path, data: bytes) -> None:
    """Write a file completely or not at all: to a temporary file, flushed, then renamed."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    beside = path.with_suffix(".part")
    try:
        with open(os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        beside.replace(path)
    except BaseException:
        beside.unlink(missing_ok=True)
        raise
