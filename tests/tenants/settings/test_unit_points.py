"""A points table for departments, which a variant brings: they are judged by what is assigned to
them.
"""

from __future__ import annotations

from pathlib import Path

from tests.core.outcomes import stories
from tests.core.plugins.samples import Quiet
from tests.tenants.settings.conftest import county_with
from yishi_core.domain.assessments.models import ScoreEntry
from yishi_core.kernel.database import Database

UNITS = """
[[assessment]]
code = "units"
label = "部门办理考核"
subject_kind = "department"
full_mark = 20
items = [
  { code = "replies", label = "办复率", metric = "reply_rate", points_per = 0.1, cap = 10, auto = true },
  { code = "overdue", label = "逾期", metric = "overdue{entity=assignment}", deduct_per = 1, cap = 0, auto = true },
]
grades = [{ label = "合格", min = 0 }]
"""


async def test_departments_are_judged_by_what_is_assigned_to_them(
    database: Database, tmp_path: Path
) -> None:
    county = await county_with(database, tmp_path, Quiet("units", UNITS))
    org = county.orgs["county"]
    await county.act("county", "switch_plugin", org=org, plugin="units", on=True)
    past = {"assigned_on": "2026-11-01", "due_on": "2026-11-10"}
    for _ in range(2):
        await stories.assigned(county, **past)
    done = await stories.accepted(county, **past)
    await stories.reply(county, done)
    scheme = await county.act("county", "open_assessment", org=org, code="units", year=2026)
    await county.act("county", "count_scores", scheme=scheme)
    found = {
        (entry.judged_org_id, entry.item): (str(entry.counted), str(entry.points))
        for entry in await county.rows(ScoreEntry)
    }
    unit, idle = county.orgs["unit"].id, county.orgs["unit2"].id
    assert found == {
        (unit, "replies"): ("33.30", "3.33"),
        (unit, "overdue"): ("2.00", "-2.00"),
        (idle, "replies"): ("0.00", "0.00"),
        (idle, "overdue"): ("0.00", "0.00"),
    }
