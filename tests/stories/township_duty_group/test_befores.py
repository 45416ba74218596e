"""三在前: consulted before the party decides, the congress adopts, the government acts."""

from __future__ import annotations

from tests.stories.asking import asked
from tests.stories.township_duty_group.group import Group

TOLD = "decisionConsult { id valid } advice { rule }"
DATES = ("consultedOn", "partyDecidedOn", "congressOn", "actionOn", "valid")


async def test_a_decision_is_consulted_before_all_three(group: Group) -> None:
    township = group.township
    plan = {"org": group.place, "title": "镇“十五五”规划", "decision_kind": "five_year_plan"}
    await group.town["neighbour"].refused(
        "recordDecisionConsult", "NOT_FOUND", **plan, consulted_on="2026-02-10"
    )
    await township.refused(
        "recordDecisionConsult",
        "INVALID_INPUT",
        **plan,
        consulted_on="2027-02-10",
        field="input.consultedOn",
    )
    before = await group.figure("decision_consults")
    made = await township.do("recordDecisionConsult", TOLD, **plan, consulted_on="2026-02-10")
    assert (made["decisionConsult"]["valid"], made["advice"]) == (None, [])
    dates = {"party_decided_on": "2026-03-01", "congress_on": "2026-03-20"}
    row = made["decisionConsult"]["id"]
    told = await township.do("changeDecisionConsult", TOLD, decision_consult=row, **dates)
    assert told["decisionConsult"]["valid"] is None
    told = await township.do(
        "changeDecisionConsult", TOLD, decision_consult=row, action_on="2026-04-01"
    )
    assert told["decisionConsult"]["valid"] is True
    assert await group.figure("decision_consults") == before + 1
    assert await group.figure("decision_consults{kind=five_year_plan}") == 1


async def test_one_consulted_afterwards_is_recorded_and_does_not_count(group: Group) -> None:
    township, before = group.township, await group.figure("decision_consults")
    park = {"org": group.place, "title": "园区规划", "decision_kind": "park_plan"}
    dates = {"party_decided_on": "2026-05-01", "congress_on": "2026-06-01"}
    told = await township.do(
        "recordDecisionConsult", TOLD, **park, **dates, consulted_on="2026-05-08"
    )
    row = told["decisionConsult"]
    assert (row["valid"], told["advice"]) == (False, [{"rule": "not_first"}])
    late = await township.do(
        "changeDecisionConsult", TOLD, decision_consult=row["id"], action_on="2026-07-01"
    )
    assert late["decisionConsult"]["valid"] is False
    assert await group.figure("decision_consults") == before
    # the day was misread: the members met in April
    right = await township.do(
        "changeDecisionConsult", TOLD, decision_consult=row["id"], consulted_on="2026-04-08"
    )
    assert (right["decisionConsult"]["valid"], right["advice"]) == (True, [])
    assert await group.figure("decision_consults") == before + 1
    found = await group.town["leader"].ask(
        "{ decisionConsults(where: {valid: {eq: true}}) { nodes { title } } }"
    )
    assert "园区规划" in [n["title"] for n in found["decisionConsults"]["nodes"]]


async def test_the_decisions_are_a_register_with_all_four_dates(group: Group) -> None:
    columns = "columns { title path }"
    [book] = await asked(group.township, "ledgers", columns, entity="DecisionConsult")
    assert [column["title"] for column in book["columns"] if column["path"] in DATES] == [
        "协商日期",
        "党委决策日期",
        "人大通过日期",
        "政府实施日期",
        "三在前",
    ]
