"""Attempts by what a variant says (decision 0095): words, numbers, rules of days and files that would
mean something else, or never end; numbered on from `test_attempts_by_acts.py`.
"""

from __future__ import annotations

from typing import Any

import pytest

from tests.tenants.own.conftest import OWN, Office, refusal

STEP = {"code": "collect", "label": "收集", "stage": "collect"}
DAY = {"code": "own_day", "kind": "collect_day", "label": "河口收集日"}


@pytest.mark.parametrize(
    "rrule",
    [
        "FREQ=DAILY;INTERVAL=0",
        "FREQ=SECONDLY;BYMONTH=2;BYMONTHDAY=30",
        "FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30",
        "DTSTART:20200101T000000\nRRULE:FREQ=MINUTELY",
    ],
)
async def test_30_a_rule_of_days_ends_and_gives_a_day(office: Office, rrule: str) -> None:
    found = await office.wrong(await office.copy(), schedules=[{**DAY, "rrule": rrule}])
    assert set(found) == {"schedules.own_day.rrule"}


@pytest.mark.parametrize(
    "words",
    [
        {"resident": "干部发现", "cadre": "群众反映"},
        {"resident": "干部 发现"},
        {"elder": "群众反映"},
        {"own_flood": "群众反映"},
    ],
)
async def test_31_a_word_is_not_renamed_to_another(office: Office, words: dict[str, str]) -> None:
    found = await office.wrong(await office.copy(), vocabularies={"topic_source": words})
    assert set(found) == {f"vocabularies.topic_source.{code}" for code in words}


async def test_32_a_procedure_that_is_not_open_is_not_left_out(office: Office) -> None:
    variant = await office.copy()
    [hall, fixed] = variant.draft["procedures"]
    own = {"code": "own_quick", "label": "快办", "steps": [STEP]}
    found = await office.wrong(variant, procedures=[hall, own])
    assert found == {"procedures.fixed": "此项不对乡镇级开放"}
    found = await office.wrong(variant, procedures=[hall, {**fixed, "on_request": True}, own])
    assert found == {"procedures.fixed": "此项不对乡镇级开放"}


async def test_33_a_quota_of_the_office_itself_is_neither_left_out_nor_put_on_others(
    office: Office,
) -> None:
    variant = await office.copy()
    [quotas] = variant.draft["quotas"]
    four, rooms = quotas["items"]
    for items in ([rooms], [{**four, "org_kinds": ["village_committee"]}, rooms]):
        found = await office.wrong(variant, quotas=[{**quotas, "items": items}])
        assert "quotas.yearly.four" in found
    assert set(await office.wrong(variant, quotas=[])) == {"quotas.yearly.four"}


@pytest.mark.parametrize(
    ("part", "value"),
    [
        ("station_kinds", [{"kind": "council_room", "label": "议事堂", "min": 3_000_000_000}]),
        (
            "quotas",
            [
                {
                    "code": "own_set",
                    "label": "年度",
                    "items": [
                        {
                            "code": "much",
                            "label": "极多",
                            "subject": "station",
                            "metric": "consultations_total",
                            "min": "1e999999",
                            "period": "year",
                        }
                    ],
                }
            ],
        ),
        (
            "assessment",
            [
                {
                    "code": "own_table",
                    "label": "计分",
                    "subject_kind": "station",
                    "full_mark": "1e999999",
                    "items": [{"code": "all", "label": "全部", "base": "1e999999"}],
                }
            ],
        ),
    ],
)
async def test_34_numbers_are_such_as_can_be_counted(office: Office, part: str, value: Any) -> None:
    found = await office.wrong(await office.copy(), **{part: value})
    assert {key.partition(".")[0] for key in found} == {part}


@pytest.mark.parametrize(
    "number", ["9" * 5000, "0x" + "f" * 5000, "1e99999999999999999999", str(2**70)]
)
async def test_35_a_file_with_a_number_that_no_database_keeps_is_refused(
    office: Office, number: str
) -> None:
    text = (
        f'code = "{OWN}"\nlabel = "河口"\nbase = "hall"\n'
        f'station_kinds = [{{ kind = "council_room", label = "议事堂", min = {number} }}]'
    )
    error = await refusal(
        office.county,
        "township",
        "import_variant",
        org=office.county.orgs["township"],
        text=text,
    )
    assert [field.path for field in error.fields] == ["text"]


async def test_36_what_is_counted_at_once_has_a_limit(office: Office) -> None:
    county, variant = office.county, await office.copy()
    long = "+".join(["consultations_total"] * 40)
    found = await office.wrong(variant, figures=[{"metric": long, "label": "很多次"}])
    assert set(found) == {"figures.0.metric"}
    many = [{"metric": f"{n}*consultations_total", "label": f"第{n}"} for n in range(1, 100)]
    assert set(await office.wrong(variant, figures=many)) == {"figures"}
    text = "".join(f"{{consultations_total{{month={n}}}}}" for n in range(1, 100))
    assert "report" in {
        key.partition(".")[0]
        for key in await office.wrong(variant, report=[{"heading": "一", "text": text}])
    }
    await county.act("township", "variant_figures", org=county.orgs["township"])


@pytest.mark.parametrize("label", ["样例\u3164", "样\u034f例", "样\ufe00例", "样例\u2029"])
async def test_37_a_name_with_fillers_is_refused(office: Office, label: str) -> None:
    error = await refusal(
        office.county,
        "township",
        "copy_variant",
        org=office.county.orgs["township"],
        variant="hall",
        code=OWN,
        label=label,
    )
    assert [field.path for field in error.fields] == ["label"]
