"""CSV as spreadsheets in offices write and read it (parts.md 1.2; checks.md K23).

Files are read as UTF-8 with or without a byte order mark, else as GB18030. They are written as
UTF-8 with the mark; a cell that a spreadsheet would run as a formula is prefixed with `'`.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from yishi_core.errors import InvalidInput

MOST_BYTES = 5_000_000
MOST_ROWS = 5_000
MARK = "\ufeff"
COMMENT = "#"
"""Rows that begin with it are explanations and are ignored."""
_RUNS = ("=", "+", "-", "@", "\t", "\r")


@dataclass(frozen=True, slots=True)
class Line:
    """One row with its number as a spreadsheet shows it."""

    number: int
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Sheet:
    """The titles of the columns and the rows below them."""

    titles: tuple[str, ...]
    lines: tuple[Line, ...]


def quoted(cell: str) -> str:
    """A cell that a spreadsheet will not run as a formula."""
    return "'" + cell if cell.startswith(_RUNS) else cell


def unquoted(cell: str) -> str:
    """A cell as it was before `quoted`, without surrounding spaces."""
    cell = cell.strip()
    return cell[1:] if cell.startswith("'") and cell[1:].startswith(_RUNS) else cell


def written(rows: Iterable[Sequence[str]]) -> str:
    """Rows as CSV, without the byte order mark of a file."""
    buffer = io.StringIO()
    csv.writer(buffer, lineterminator="\r\n").writerows(
        [quoted(cell) for cell in row] for row in rows
    )
    return buffer.getvalue()


def read_sheet(data: bytes) -> Sheet:
    """Parse a file; raises `InvalidInput` when it cannot be read, is too long or is empty."""
    if len(data) > MOST_BYTES:
        raise InvalidInput.of(
            "file",
            f"文件超过{MOST_BYTES // 1_000_000}MB,请拆分后分批导入。",
            "The file is too large: send it in parts.",
        )
    titles: tuple[str, ...] = ()
    lines: list[Line] = []
    try:
        for number, row in enumerate(
            csv.reader(io.StringIO(_text(data), newline=""), strict=True), 1
        ):
            cells = tuple(unquoted(cell) for cell in row)
            if not any(cells) or cells[0].startswith(COMMENT):
                continue
            if titles:
                lines.append(Line(number, cells))
            else:
                titles = cells
    except csv.Error as error:
        raise InvalidInput.of(
            "file",
            f"CSV格式有误:{error}。请用表格软件另存为CSV后重试。",
            f"Not a CSV file: {error}.",
        ) from None
    if not lines:
        raise InvalidInput.of("file", "文件中没有数据行。", "The file has no rows.")
    if len(lines) > MOST_ROWS:
        raise InvalidInput.of(
            "file",
            f"共{len(lines)}行,一次最多导入{MOST_ROWS}行,请拆分。",
            f"At most {MOST_ROWS} rows at a time.",
        )
    return Sheet(titles, tuple(lines))


def _text(data: bytes) -> str:
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text
    raise InvalidInput.of(
        "file",
        "文件不是文本,或编码不是UTF-8、GB18030;请另存为CSV。",
        "Not text in UTF-8 or GB18030: save it as CSV.",
    )
