"""Sets of quotas: adopted, changed into a new edition, ended."""

from __future__ import annotations

from typing import Any, TypeVar

import pytest

from tests.core import cases
from tests.core.metrics.core_metrics import METRICS
from tests.fixtures.county import County
from yishi_core.domain.assessments.models import SubjectKind
from yishi_core.domain.assessments.scoring import countable
from yishi_core.domain.quotas.models import QuotaRule, QuotaSet, QuotaSubject
from yishi_core.domain.quotas.rules import require_countable, require_org_kinds
from yishi_core.errors import Conflict, Forbidden, InvalidInput, NotFound, YishiError
from yishi_core.kernel.plugins.plugin_set import load_plugins

E = TypeVar("E", bound=YishiError)
ITEM: dict[str, Any] = {
    "code": "consult",
    "label": "每季度协商一次",
    "subject": "station",
    "metric": "consultations",
    "min": 1,
    "period": "quarter",
}


async def adopted(
    town: County, who: str = "township", code: str = "station_two_two", **given: Any
) -> QuotaSet:
    row: QuotaSet = await town.act(
        who,
        "adopt_quota_set",
        **{"org": town.orgs[who], "code": code, "from_on": "2026-01-01", **given},
    )
    return row


async def rules_of(town: County, row: QuotaSet) -> list[QuotaRule]:
    return await town.rows(QuotaRule, QuotaRule.quota_set_id == row.id)


async def test_a_set_of_core_is_adopted_once_and_becomes_the_org_s_own(town: County) -> None:
    row = await adopted(town)
    assert (row.code, row.edition, row.org_path, row.to_on) == (
        "station_two_two",
        1,
        town.orgs["township"].org_path,
        None,
    )
    assert [(r.code, r.subject, r.min, r.period) for r in await rules_of(town, row)] == [
        ("consult", QuotaSubject.STATION, 2, "year"),
        ("study", QuotaSubject.STATION, 2, "year"),
    ]
    with pytest.raises(Conflict):
        await adopted(town)
    assert (await adopted(town, "county")).org_path != row.org_path


@pytest.mark.parametrize(
    "code",
    [
        "station_two_two",
        "council_room_year",
        "four_ones",
        "five_ones_committee",
        "half_year_report",
        "party_study",
        "party_hearing",
        "station_steering",
        "weekly_collect",
        "group_cycle",
        "activity_fund",
        "five_ones_member",
    ],
)
async def test_every_set_of_the_reference_can_be_adopted(town: County, code: str) -> None:
    row = await adopted(town, code=code)
    assert await rules_of(town, row)


async def refusal(town: County, who: str, operation: str, error: type[E], **raw: Any) -> E:
    """The error of an operation whose input has a field `code` of its own."""
    with pytest.raises(error) as caught:
        await town.act(who, operation, **raw)
    return caught.value


async def test_who_adopts_what(town: County) -> None:
    of = {"code": "station_two_two"}
    for caller in ("leader", "member", "auditor", "head"):
        await refusal(town, caller, "adopt_quota_set", Forbidden, org=town.orgs["township"], **of)
    await refusal(town, "village", "adopt_quota_set", Forbidden, org=town.orgs["village"], **of)
    await refusal(town, "neighbour", "adopt_quota_set", NotFound, org=town.orgs["township"], **of)
    error = await refusal(
        town, "county", "adopt_quota_set", InvalidInput, org=town.orgs["county"], code="unheard_of"
    )
    assert "station_two_two" in error.fields[0].text.zh
    await refusal(
        town,
        "county",
        "adopt_quota_set",
        InvalidInput,
        org=town.orgs["county"],
        **of,
        from_on="2099-01-01",
    )
    assert await town.rows(QuotaSet) == []


async def test_a_change_is_a_new_edition_and_the_old_one_ends_the_day_before(town: County) -> None:
    old = await adopted(town)
    new = await town.act(
        "township",
        "revise_quota_set",
        quota_set=old,
        items=[ITEM],
        from_on="2026-07-01",
        reason="调整为季度",
    )
    assert (new.edition, new.replaces_id, new.code) == (2, old.id, old.code)
    assert (await town.fresh(old)).to_on == cases.day("2026-06-30")
    assert {r.to_on for r in await rules_of(town, old)} == {cases.day("2026-06-30")}
    assert [(r.code, r.period, r.from_on, r.to_on) for r in await rules_of(town, new)] == [
        ("consult", "quarter", cases.day("2026-07-01"), None)
    ]
    await town.refused(
        "township",
        "revise_quota_set",
        code="REFUSED",
        rule="ended",
        quota_set=old,
        items=[ITEM],
        from_on="2026-08-01",
        reason="再改",
    )
    await town.refused(
        "township",
        "revise_quota_set",
        code="INVALID_INPUT",
        quota_set=new,
        items=[ITEM],
        from_on="2026-07-01",
        reason="同日",
    )
    await town.refused(
        "village",
        "revise_quota_set",
        code="FORBIDDEN",
        quota_set=new,
        items=[ITEM],
        from_on="2026-08-01",
        reason="再改",
    )


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"metric": "stations"}, "items.0.metric"),
        ({"metric": "activities{kind=party}"}, "items.0.metric"),
        ({"min": 0}, "items.0.min"),
        ({"period": "decade"}, "items.0.period"),
        ({"org_kinds": ["liaison_group"]}, "items.0.org_kinds"),
        ({"subject": "org", "org_kinds": ["unheard_of"]}, "items.0.org_kinds"),
        ({"per_member": True}, "items.0.per_member"),
        ({"last_months": 0}, "items.0.last_months"),
    ],
)
async def test_what_is_no_quota(town: County, given: dict[str, Any], field: str) -> None:
    raw = {"org": town.orgs["township"], "name": "自定指标", "items": [{**ITEM, **given}]}
    error = await refusal(town, "township", "define_quota_set", InvalidInput, code="own", **raw)
    assert [f.path for f in error.fields] == [field]
    assert await town.rows(QuotaSet) == []


async def test_a_set_of_one_s_own_is_defined_ended_and_defined_again(town: County) -> None:
    raw = {"org": town.orgs["township"], "name": "自定指标", "items": [ITEM]}
    row = await town.act("township", "define_quota_set", code="own", from_on="2026-01-01", **raw)
    twice = await refusal(
        town,
        "township",
        "define_quota_set",
        InvalidInput,
        code="twice",
        **{**raw, "items": [ITEM, ITEM]},
    )
    assert twice.fields[0].path == "items.1.code"
    await town.refused(
        "township",
        "end_quota_set",
        code="INVALID_INPUT",
        quota_set=row,
        to_on="2026-01-01",
        reason="停用",
    )
    ended = await town.act(
        "township", "end_quota_set", quota_set=row, to_on="2026-06-30", reason="停用"
    )
    assert (ended.to_on, ended.change_reason) == (cases.day("2026-06-30"), "停用")
    await town.refused(
        "township",
        "end_quota_set",
        code="REFUSED",
        rule="ended",
        quota_set=row,
        to_on="2026-07-30",
        reason="停用",
    )
    again = await town.act("township", "define_quota_set", code="own", from_on="2026-07-01", **raw)
    assert again.edition == 2


def test_every_metric_that_a_variant_names_can_be_counted() -> None:
    installed = load_plugins()
    for variant in (installed.core, *installed.variants.values()):
        for definition in variant.quotas:
            for item in definition.items:
                subject = QuotaSubject.read(item.subject)
                require_countable(
                    METRICS, item.metric, subject, f"{variant.code}.{definition.code}.{item.code}"
                )
                require_org_kinds(subject, item.org_kinds, item.code)
        for scheme in variant.assessment:
            kind = SubjectKind.read(scheme.subject_kind)
            assert all(countable(METRICS, i.metric or "", kind) for i in scheme.items if i.auto), (
                f"{variant.code}.{scheme.code}"
            )
