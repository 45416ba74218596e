"""Bytes lie under random keys in the county's folder, and no key leads elsewhere."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from yishi_core import clock
from yishi_core.facilities.attachments.store import KEY, LocalFiles

pytestmark = pytest.mark.anyio
JULY = datetime(2026, 7, 31, 17, 0, tzinfo=UTC)  # in China it is August already


@pytest.mark.check("K22", part="random stored name, tenant in the storage path")
async def test_bytes_come_back_in_pieces_from_the_countys_folder(tmp_path: Path) -> None:
    store = LocalFiles(tmp_path)
    data = bytes(range(256)) * 4_000
    with clock.moved(JULY):
        key = await store.put(990101, data)
        other = await store.put(990101, data)
    assert KEY.fullmatch(key)
    assert key.startswith("990101/2026/08/")
    assert key != other
    pieces = [piece async for piece in store.read(key)]
    assert len(pieces) == 4
    assert b"".join(pieces) == data
    assert (tmp_path / key).stat().st_mode & 0o077 == 0


async def test_removed_bytes_are_gone_and_removing_twice_is_no_error(tmp_path: Path) -> None:
    store = LocalFiles(tmp_path)
    key = await store.put(990101, b"x")
    await store.remove(key)
    await store.remove(key)
    with pytest.raises(FileNotFoundError):
        await anext(store.read(key))


@pytest.mark.check("K22", part="path traversal is refused")
@pytest.mark.parametrize(
    "key",
    [
        "../x",
        "/etc/passwd",
        "990101/2026/08/../../../../etc/passwd",
        "990101/2026/13/" + "0" * 32,
        "",
    ],
)
async def test_no_key_leads_out_of_the_store(tmp_path: Path, key: str) -> None:
    store = LocalFiles(tmp_path / "store")
    with pytest.raises(ValueError, match="not a key"):
        await anext(store.read(key))
    with pytest.raises(ValueError, match="not a key"):
        await store.remove(key)


def files_below(folder: Path) -> list[Path]:
    return [p for p in folder.rglob("*") if p.is_file()]


async def test_a_write_that_fails_leaves_nothing_behind(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_file: int) -> None:
        raise OSError(28, "No space left on device")

    store = LocalFiles(tmp_path)
    monkeypatch.setattr("os.fsync", full)
    with pytest.raises(OSError, match="No space"):
        await store.put(990101, b"x")
    assert files_below(tmp_path) == []
