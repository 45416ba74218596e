"""Division codes, the reference data, and files of fictional places and of villages."""

from __future__ import annotations

import csv
import gzip
from collections import Counter
from importlib.resources import files
from pathlib import Path

import pytest

from yishi_core.errors import InvalidInput
from yishi_core.kernel.tree.regions import (
    RegionLevel,
    RegionRow,
    TownshipKind,
    VillageKind,
    level_of,
    load_reference,
    parent_of,
    read_regions_csv,
    read_villages_csv,
    township_kind,
    village_kind,
)

FICTIONAL = (
    "code,name\n99,云山省\n9901,云山市\n990101,云山县\n990101100,城关镇\n990101100201,石桥村\n"
)


@pytest.fixture(scope="module")
def reference() -> dict[str, RegionRow]:
    return {row.code: row for row in load_reference()}


def written(folder: Path, text: str, encoding: str = "utf-8") -> Path:
    path = folder / "regions.csv"
    path.write_bytes(text.encode(encoding))
    return path


def told(caught: pytest.ExceptionInfo[InvalidInput]) -> dict[str, str]:
    """Path of each wrong field → its English text."""
    return {field.path: field.text.en for field in caught.value.fields}


@pytest.mark.parametrize(
    ("code", "level", "parent"),
    [
        ("61", RegionLevel.PROVINCE, None),
        ("6109", RegionLevel.CITY, "61"),
        ("610922", RegionLevel.COUNTY, "6109"),
        ("610922100", RegionLevel.TOWNSHIP, "610922"),
        ("610922100201", RegionLevel.VILLAGE, "610922100"),
    ],
)
def test_level_and_parent_follow_from_the_length(
    code: str, level: RegionLevel, parent: str | None
) -> None:
    assert level_of(code) is level
    assert parent_of(code) == parent


@pytest.mark.parametrize(
    "code",
    ["", "6", "610", "61092", "6109221", "61092210020", "6109221002011", "61a9", "６１", "6.1E+11"],
)
def test_anything_else_is_no_code(code: str) -> None:
    for ask in (level_of, parent_of, township_kind, village_kind):
        with pytest.raises(InvalidInput) as caught:
            ask(code)
        assert list(told(caught)) == ["code"]


@pytest.mark.parametrize(
    ("digits", "kind"),
    [
        ("001", TownshipKind.STREET),
        ("099", TownshipKind.STREET),
        ("100", TownshipKind.TOWN),
        ("199", TownshipKind.TOWN),
        ("200", TownshipKind.TOWNSHIP),
        ("399", TownshipKind.TOWNSHIP),
        ("400", TownshipKind.PARK),
        ("599", TownshipKind.PARK),
    ],
)
def test_the_kind_of_a_township_follows_from_its_digits(digits: str, kind: TownshipKind) -> None:
    assert township_kind(f"990101{digits}") is kind
    assert township_kind(f"990101{digits}201") is kind


@pytest.mark.parametrize(
    ("digits", "kind"),
    [
        ("001", VillageKind.COMMUNITY),
        ("199", VillageKind.COMMUNITY),
        ("200", VillageKind.VILLAGE),
        ("399", VillageKind.VILLAGE),
        ("400", VillageKind.OTHER),
        ("498", VillageKind.OTHER),
        ("599", VillageKind.OTHER),
    ],
)
def test_the_kind_of_a_village_follows_from_its_digits(digits: str, kind: VillageKind) -> None:
    assert village_kind(f"990101100{digits}") is kind


@pytest.mark.parametrize("digits", ["000", "600", "999"])
def test_digits_that_the_standard_gives_to_nothing_are_refused(digits: str) -> None:
    with pytest.raises(InvalidInput):
        township_kind(f"990101{digits}")
    with pytest.raises(InvalidInput):
        village_kind(f"990101100{digits}")


def test_a_kind_is_asked_of_its_own_level_only() -> None:
    with pytest.raises(InvalidInput):
        township_kind("990101")
    with pytest.raises(InvalidInput):
        village_kind("990101100")


def test_the_reference_holds_the_whole_country(reference: dict[str, RegionRow]) -> None:
    assert Counter(row.level for row in reference.values()) == {
        RegionLevel.PROVINCE: 31,
        RegionLevel.CITY: 342,
        RegionLevel.COUNTY: 2978,
        RegionLevel.TOWNSHIP: 41351,
    }
    assert len(reference) == sum(1 for _ in load_reference()), "a code stands there twice"
    assert reference["61"] == RegionRow("61", "陕西省", RegionLevel.PROVINCE, None)
    assert reference["110101001"] == RegionRow(
        "110101001", "东华门街道", RegionLevel.TOWNSHIP, "110101"
    )


def test_the_levels_in_the_reference_file_agree_with_its_codes() -> None:
    packed = files("yishi_core.kernel.tree").joinpath("reference", "regions.csv.gz").read_bytes()
    rows = list(csv.DictReader(gzip.decompress(packed).decode().splitlines()))
    assert len(rows) == 44702
    assert [row for row in rows if row["level"] != level_of(row["code"])] == []


def test_the_reference_is_a_tree_with_parents_first(reference: dict[str, RegionRow]) -> None:
    seen: set[str] = set()
    for row in reference.values():
        assert row.parent is None or row.parent in seen
        assert row.name == row.name.strip() != ""
        seen.add(row.code)


def test_every_township_of_the_reference_has_a_kind_and_no_place_is_fictional(
    reference: dict[str, RegionRow],
) -> None:
    townships = [code for code, row in reference.items() if row.level is RegionLevel.TOWNSHIP]
    assert Counter(map(township_kind, townships)) == {
        TownshipKind.STREET: 9066,
        TownshipKind.TOWN: 21377,
        TownshipKind.TOWNSHIP: 8198,
        TownshipKind.PARK: 2710,
    }
    assert [code for code in reference if code >= "90"] == []


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_fictional_places_are_read_parents_first_whatever_the_order_and_encoding(
    tmp_path: Path, encoding: str
) -> None:
    heading, *lines = FICTIONAL.splitlines()
    rows = read_regions_csv(
        written(tmp_path, "\r\n".join([heading, *reversed(lines), " ,", ""]), encoding)
    )
    assert [(row.code, row.name, row.parent) for row in rows] == [
        ("99", "云山省", None),
        ("9901", "云山市", "99"),
        ("990101", "云山县", "9901"),
        ("990101100", "城关镇", "990101"),
        ("990101100201", "石桥村", "990101100"),
    ]


def test_a_level_in_the_file_must_agree_with_the_code(tmp_path: Path) -> None:
    right = written(tmp_path, "代码,名称,级别\n99,云山省,province\n9901,云山市,地级\n")
    assert [row.level for row in read_regions_csv(right)] == [
        RegionLevel.PROVINCE,
        RegionLevel.CITY,
    ]
    with pytest.raises(InvalidInput) as caught:
        read_regions_csv(written(tmp_path, "code,name,level\n99,云山省,city\n"))
    assert told(caught) == {
        "rows.2.level": "Row 2: a code of 2 digits is a province, the file says “city”."
    }


def test_every_wrong_row_of_fictional_places_is_named(tmp_path: Path) -> None:
    text = "code,name\n99,云山省\n61,陕西省\n9901,\n990201,无市县\n99,云山省\n990x,市\n"
    with pytest.raises(InvalidInput) as caught:
        read_regions_csv(written(tmp_path, text))
    assert told(caught) == {
        "rows.3.code": "Row 3: the code of a fictional place begins with 90 to 99.",
        "rows.4.name": "Row 4: the name must not be empty nor hold control characters.",
        "rows.5.code": "Row 5: its parent 9902 is not in the file.",
        "rows.6.code": "Row 6: “99” stands in row 2 already.",
        "rows.7.code": "Row 7: the code “990x” may hold digits only.",
    }
    assert caught.value.text.en == "5 rows are wrong: nothing was imported."
    assert caught.value.fields[0].text.zh == "第3行:虚构地区的代码应以90至99开头。"


def test_villages_of_a_county_are_read_against_its_townships_of_the_reference(
    tmp_path: Path, reference: dict[str, RegionRow]
) -> None:
    township = next(code for code, row in reference.items() if row.parent == "610922")
    path = written(
        tmp_path,
        f"code,name,streetCode\n{township}201,石桥村,{township}\n{township}001,东街社区,{township}\n",
    )
    assert read_villages_csv(path, "610922") == [
        RegionRow(f"{township}001", "东街社区", RegionLevel.VILLAGE, township),
        RegionRow(f"{township}201", "石桥村", RegionLevel.VILLAGE, township),
    ]
    with pytest.raises(InvalidInput) as caught:
        read_villages_csv(path, "610922", townships={"610922999"})
    assert told(caught)["rows.2.code"] == f"Row 2: this county has no township {township}."


def test_a_file_puts_kinds_right_and_tells_the_class_of_villages(tmp_path: Path) -> None:
    """Kinds follow from the code and are editable; the urban-rural class is a village's alone
    (domain.md 2.2, 5.12).
    """
    text = "代码,名称,类别,城乡分类代码\n990101100201,石桥村,社区,121\n990101100202,柳湾村,,220\n"
    rows = read_villages_csv(written(tmp_path, text), "990101", {"990101100"})
    assert [(row.kind, row.urban_rural_code) for row in rows] == [
        (VillageKind.COMMUNITY, "121"),
        (None, "220"),
    ]
    wrong = "代码,名称,类别,城乡分类代码\n990101100201,石桥村,街道,\n990101100202,柳湾村,,999\n"
    with pytest.raises(InvalidInput) as caught:
        read_villages_csv(written(tmp_path, wrong), "990101", {"990101100"})
    assert list(told(caught)) == ["rows.2.kind", "rows.3.urban_rural_code"]
    with pytest.raises(InvalidInput) as caught:
        read_regions_csv(
            written(
                tmp_path,
                FICTIONAL.replace("name\n", "name,urban_rural_code\n").replace(
                    "城关镇", "城关镇,121"
                ),
            )
        )
    assert list(told(caught)) == ["rows.5.urban_rural_code"]


def test_every_wrong_village_is_named_with_its_row_and_reason(tmp_path: Path) -> None:
    text = (
        "code,name\n990101100201,石桥村\n990101100,城关镇\n990102100201,邻县村\n990101101201,无镇村\n"
        "990101100201,石桥村\n\n9.90101E+11,表格村\n990101100777,无类村\n990101100202,\n"
    )
    with pytest.raises(InvalidInput) as caught:
        read_villages_csv(written(tmp_path, text), "990101", {"990101100"})
    assert told(caught) == {
        "rows.3.code": "Row 3: “990101100” must have 12 digits.",
        "rows.4.code": "Row 4: “990102100201” is not of this county (990101).",
        "rows.5.code": "Row 5: this county has no township 990101101.",
        "rows.6.code": "Row 6: “990101100201” stands in row 2 already.",
        "rows.8.code": "Row 8: “9.90101E+11” is a number that a spreadsheet rewrote: "
        "format the column as text and enter it again.",
        "rows.9.code": "Row 9: digits 10–12, of the village, must be within 001–599, not 777.",
        "rows.10.name": "Row 10: the name must not be empty nor hold control characters.",
    }


@pytest.mark.parametrize(
    ("data", "path"),
    [
        (b"", "rows.1"),
        ("代码,地名\n99,云山省\n".encode(), "rows.1"),
        (b'code,name\n99,"open', "rows.2"),
        (b"\xff\xff\xff", "path"),
    ],
)
def test_a_file_that_is_no_table_is_refused(tmp_path: Path, data: bytes, path: str) -> None:
    file = tmp_path / "regions.csv"
    file.write_bytes(data)
    with pytest.raises(InvalidInput) as caught:
        read_regions_csv(file)
    assert list(told(caught)) == [path]


def test_a_missing_file_and_a_county_that_is_none_are_refused(tmp_path: Path) -> None:
    with pytest.raises(InvalidInput) as caught:
        read_regions_csv(tmp_path / "absent.csv")
    assert list(told(caught)) == ["path"]
    with pytest.raises(InvalidInput) as caught:
        read_villages_csv(written(tmp_path, FICTIONAL), "9901")
    assert list(told(caught)) == ["county"]
