"""Administrative divisions: their codes, the reference data of the country, and CSV files.

A code has 2 (province), 4 (city), 6 (county), 9 (township) or 12 digits (village); each is a prefix
of the codes below it (GB/T 2260, GB/T 10114 and the village codes of the statistics office;
domain.md 5.12).
"""

from __future__ import annotations

import csv
import gzip
import io
import re
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from importlib.resources import files
from itertools import zip_longest
from pathlib import Path
from typing import TypeVar

from yishi_core.errors import FieldError, InvalidInput, Text
from yishi_core.kernel.entity import Labelled
from yishi_core.kernel.tree.models import TOWNSHIP_BODIES, OrgKind


class RegionLevel(Labelled):
    PROVINCE = "province", "省级"
    CITY = "city", "地级"
    COUNTY = "county", "县级"
    TOWNSHIP = "township", "乡级"
    VILLAGE = "village", "村级"


class TownshipKind(Labelled):
    STREET = "street", "街道"
    TOWN = "town", "镇"
    TOWNSHIP = "township", "乡"
    PARK = "park", "园区及类似单位"


class VillageKind(Labelled):
    COMMUNITY = "community", "社区"
    VILLAGE = "village", "村"
    OTHER = "other", "类似单位"


@dataclass(frozen=True, slots=True)
class RegionRow:
    """One administrative division (domain.md 2.2, 5.12).

    `parent` is the code one level up, None for a province. `kind` is set where a file corrects the
    kind that follows from the code; `urban_rural_code` is set for villages only.
    """

    code: str
    name: str
    level: RegionLevel
    parent: str | None
    kind: TownshipKind | VillageKind | None = None
    urban_rural_code: str | None = None


#: Urban-rural classes of the statistics office (domain.md 5.12).
URBAN_RURAL = frozenset({"111", "112", "121", "122", "123", "210", "220"})

#: No real province has these first two digits; they are used for fictional places in the
#: demonstration and in tests.
FICTIONAL_PROVINCES = frozenset(str(number) for number in range(90, 100))

_LEVELS = dict(zip((2, 4, 6, 9, 12), RegionLevel, strict=True))
_PARENT_LENGTHS = {4: 2, 6: 4, 9: 6, 12: 9}

Kind = TypeVar("Kind")
#: First number of each range of codes → kind. In both tables the last range ends with 599.
_TOWNSHIP_KINDS = {
    1: TownshipKind.STREET,
    100: TownshipKind.TOWN,
    200: TownshipKind.TOWNSHIP,
    400: TownshipKind.PARK,
}
_VILLAGE_KINDS = {1: VillageKind.COMMUNITY, 200: VillageKind.VILLAGE, 400: VillageKind.OTHER}

_KINDS_OF: dict[RegionLevel, type[TownshipKind] | type[VillageKind]] = {
    RegionLevel.TOWNSHIP: TownshipKind,
    RegionLevel.VILLAGE: VillageKind,
}

#: Column headings that a file may use, and the fields they stand for.
_COLUMNS = {
    "code": "code",
    "name": "name",
    "level": "level",
    "kind": "kind",
    "urban_rural_code": "urban_rural_code",
    "代码": "code",
    "名称": "name",
    "级别": "level",
    "类别": "kind",
    "城乡分类代码": "urban_rural_code",
}

_Record = dict[str, str]


def level_of(code: str) -> RegionLevel:
    """The level that follows from the length of a code.

    Raises `InvalidInput` unless the code has 2, 4, 6, 9 or 12 digits.
    """
    if code.isascii() and code.isdigit() and len(code) in _LEVELS:
        return _LEVELS[len(code)]
    if re.fullmatch(r"\d+(\.\d+)?[eE]\+?\d+", code, re.ASCII):
        zh = f"“{code}”是被电子表格改写的数字,请把该列设为文本格式后重新填写"
        raise _wrong(
            zh,
            f"“{code}” is a number that a spreadsheet rewrote: format the column as text and "
            "enter it again",
        )
    if not re.fullmatch(r"\d*", code, re.ASCII):
        raise _wrong(f"代码“{code}”只能由数字组成", f"the code “{code}” may hold digits only")
    if len(code) not in _LEVELS:
        raise _wrong(
            f"代码“{code}”应为2、4、6、9或12位",
            f"the code “{code}” must have 2, 4, 6, 9 or 12 digits",
        )
    return _LEVELS[len(code)]


def parent_of(code: str) -> str | None:
    """The code one level up, None for a province; raises `InvalidInput` as `level_of` does."""
    level_of(code)
    length = _PARENT_LENGTHS.get(len(code))
    return code[:length] if length else None


def township_kind(code: str) -> TownshipKind:
    """Street, town, township or park, from digits 7–9 of a township's or village's code.

    Raises `InvalidInput` for other levels and for digits that GB/T 10114 does not assign (000,
    600–999).
    """
    if level_of(code) not in (RegionLevel.TOWNSHIP, RegionLevel.VILLAGE):
        raise _wrong(
            f"代码“{code}”不是乡级或村级代码", f"“{code}” is no code of a township or village"
        )
    return _kind(code[6:9], _TOWNSHIP_KINDS, "乡级代码(第7至9位)", "digits 7–9, of the township,")


def village_kind(code: str) -> VillageKind:
    """Community, village or other, from digits 10–12 of a village's code.

    Raises `InvalidInput` as `township_kind` does. The numbers 498 and 598 are reserved by the
    statistics office but appear in its own files; they count as other.
    """
    if level_of(code) is not RegionLevel.VILLAGE:
        raise _wrong(f"代码“{code}”不是村级代码", f"“{code}” is no code of a village")
    return _kind(code[9:], _VILLAGE_KINDS, "村级代码(第10至12位)", "digits 10–12, of the village,")


def load_reference() -> Iterator[RegionRow]:
    """Every province, city, county and township of the country, parents before their children.

    The source is described in `reference/README.md`.
    """
    packed = (files("yishi_core.kernel.tree") / "reference" / "regions.csv.gz").read_bytes()
    for row in csv.DictReader(io.StringIO(gzip.decompress(packed).decode())):
        yield RegionRow(row["code"], row["name"], level_of(row["code"]), parent_of(row["code"]))


def read_regions_csv(path: Path) -> list[RegionRow]:
    """Read fictional places (codes 90…–99…) from a CSV file.

    The columns are code, name and, optionally, level.

    The file may be in any order and must contain the parents of all its rows; the result lists
    parents first. Raises `InvalidInput` naming every wrong row by its number as a spreadsheet
    counts, the heading being row 1.
    """
    records = _records(path)
    known = {record["code"] for _, record in records}

    def check(record: _Record) -> RegionRow:
        row = _row(record)
        if row.code[:2] not in FICTIONAL_PROVINCES:
            raise _wrong(
                "虚构地区的代码应以90至99开头", "the code of a fictional place begins with 90 to 99"
            )
        if (told := record.get("level")) and told not in (row.level, row.level.label):
            zh = f"{len(row.code)}位代码应为{row.level.label},表中写的是“{told}”"
            raise _wrong(
                zh,
                f"a code of {len(row.code)} digits is a {row.level}, the file says “{told}”",
                "level",
            )
        if row.parent and row.parent not in known:
            raise _wrong(
                f"文件中没有上级地区{row.parent}", f"its parent {row.parent} is not in the file"
            )
        return row

    return _checked(records, check)


def read_villages_csv(
    path: Path, county: str, townships: Collection[str] | None = None
) -> list[RegionRow]:
    """Read the villages of one county from a CSV with the columns code (12 digits) and name.

    Other columns are ignored. `townships` are the 9-digit codes of the county's townships, by
    default those of the reference data. Errors are those of `read_regions_csv`.
    """
    if level_of(county) is not RegionLevel.COUNTY:
        raise _wrong(
            f"县级代码“{county}”应为6位",
            f"the code of the county, “{county}”, must have 6 digits",
            "county",
        )
    if townships is None:
        townships = [row.code for row in load_reference() if row.parent == county]
    known = frozenset(townships)

    def check(record: _Record) -> RegionRow:
        row = _row(record)
        if row.level is not RegionLevel.VILLAGE:
            raise _wrong(
                f"村级代码应为12位,“{row.code}”是{len(row.code)}位",
                f"“{row.code}” must have 12 digits",
            )
        if not row.code.startswith(county):
            raise _wrong(
                f"“{row.code}”不属于本县({county})",
                f"“{row.code}” is not of this county ({county})",
            )
        if row.parent not in known:
            raise _wrong(
                f"本县没有乡镇(街道){row.parent}", f"this county has no township {row.parent}"
            )
        return row

    return _checked(_records(path), check)


def read_township_kinds_csv(path: Path, townships: Collection[str]) -> dict[str, OrgKind]:
    """Code of a township → what its body is, from a CSV with the columns code, name and kind.

    A kind is one of `TOWNSHIP_BODIES`, as its word or its label; an empty one leaves the county's
    usual kind. `townships` are the codes of the county's townships. Raises `InvalidInput` naming
    every wrong row.
    """
    words = {word: kind for kind in TOWNSHIP_BODIES for word in (kind.value, kind.label)}
    listed = "、".join(kind.label for kind in TOWNSHIP_BODIES)
    kinds: dict[str, OrgKind] = {}

    def check(record: _Record) -> RegionRow:
        row = _row({**record, "kind": ""})
        if row.code not in townships:
            raise _wrong(f"本县没有乡镇(街道){row.code}", f"this county has no township {row.code}")
        if (word := record.get("kind", "")) not in words and word:
            raise _wrong(f"类别“{word}”应为{listed}之一", f"“{word}” is none of {listed}", "kind")
        if word:
            kinds[row.code] = words[word]
        return row

    _checked(_records(path), check)
    return kinds


def _wrong(zh: str, en: str, field: str = "code") -> InvalidInput:
    return InvalidInput.of(field, zh, en)


def _kind(digits: str, kinds: dict[int, Kind], zh: str, en: str) -> Kind:
    number = int(digits)
    if not 1 <= number <= 599:
        raise _wrong(
            f"{zh}应在001至599之间,不是{digits}", f"{en} must be within 001–599, not {digits}"
        )
    return kinds[max(first for first in kinds if first <= number)]


def _records(path: Path) -> list[tuple[int, _Record]]:
    """Row number and recognised columns of every row of a file that is not empty."""
    rows: list[list[str]] = []
    try:
        for row in csv.reader(io.StringIO(csv_text(path), newline=""), strict=True):
            rows.append([cell.strip() for cell in row])
    except csv.Error as error:
        at = len(rows) + 1
        raise _wrong(
            f"第{at}行不是有效的CSV", f"row {at} is no valid CSV: {error}", f"rows.{at}"
        ) from error
    heading = [_COLUMNS.get(cell, "") for cell in rows[0]] if rows else []
    if not {"code", "name"} <= set(heading):
        zh = "第1行应为表头,并包含“code”和“name”(或“代码”和“名称”)两列"
        raise _wrong(zh, "row 1 must be the heading, with the columns “code” and “name”", "rows.1")
    records = [
        (number, dict(zip_longest(heading, row, fillvalue="")))
        for number, row in enumerate(rows[1:], 2)
    ]
    return [(number, record) for number, record in records if any(record.values())]


def csv_text(path: Path) -> str:
    """The text of a file in UTF-8, with or without a byte order mark, or in GB18030.

    Chinese spreadsheets write both. Raises `InvalidInput` when the file cannot be read or decoded.
    """
    try:
        data = path.read_bytes()
    except OSError as error:
        raise _wrong(
            f"无法读取文件{path}", f"the file {path} cannot be read: {error.strerror}", "path"
        ) from error
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise _wrong(
        "文件编码应为UTF-8或GB18030", "the file must be encoded in UTF-8 or GB18030", "path"
    )


def _row(record: _Record) -> RegionRow:
    """The division of one record; raises `InvalidInput` when its code or name is not valid."""
    code, name = record["code"], record["name"]
    level = level_of(code)
    row = RegionRow(
        code,
        name,
        level,
        parent_of(code),
        _told_kind(level, record.get("kind")),
        _told_class(level, record.get("urban_rural_code")),
    )
    if row.level in (RegionLevel.TOWNSHIP, RegionLevel.VILLAGE):
        township_kind(code)
    if row.level is RegionLevel.VILLAGE:
        village_kind(code)
    if not name or not name.isprintable():
        raise _wrong(
            "名称不能为空,也不能含控制字符",
            "the name must not be empty nor hold control characters",
            "name",
        )
    return row


def _told_kind(level: RegionLevel, told: str | None) -> TownshipKind | VillageKind | None:
    """The kind given in a file, by value or label; None when the cell is empty."""
    kinds: list[TownshipKind | VillageKind] = [*(_KINDS_OF.get(level) or ())]
    found = next((kind for kind in kinds if told in (kind.value, kind.label)), None)
    if told and found is None:
        words = "、".join(kind.label for kind in kinds)
        raise _wrong(
            f"类别“{told}”不适用,可选:{words}", f"“{told}” is no kind of such a division", "kind"
        )
    return found


def _told_class(level: RegionLevel, told: str | None) -> str | None:
    """The urban-rural class of a village: three digits of the statistics office."""
    if told and (level is not RegionLevel.VILLAGE or told not in URBAN_RURAL):
        words = sorted(URBAN_RURAL)
        zh, en = (
            f"城乡分类代码仅村级填写,可选:{'、'.join(words)}",
            f"a class is given to villages only: {', '.join(words)}",
        )
        raise _wrong(zh, en, "urban_rural_code")
    return told or None


def _checked(
    records: Sequence[tuple[int, _Record]], check: Callable[[_Record], RegionRow]
) -> list[RegionRow]:
    """The rows sorted by code; raises one `InvalidInput` naming all wrong and duplicate rows."""
    rows: list[RegionRow] = []
    wrong: list[FieldError] = []
    first: dict[str, int] = {}
    for number, record in records:
        try:
            row = check(record)
            if (earlier := first.setdefault(row.code, number)) != number:
                raise _wrong(
                    f"代码“{row.code}”与第{earlier}行重复",
                    f"“{row.code}” stands in row {earlier} already",
                )
            rows.append(row)
        except InvalidInput as error:
            told = Text(f"第{number}行:{error.text.zh}。", f"Row {number}: {error.text.en}.")
            wrong.append(FieldError(f"rows.{number}.{error.fields[0].path}", told))
    if wrong:
        summary = Text(
            f"文件有{len(wrong)}行有误,未作任何导入。",
            f"{len(wrong)} rows are wrong: nothing was imported.",
        )
        raise InvalidInput(summary, wrong)
    return sorted(rows, key=lambda row: row.code)
