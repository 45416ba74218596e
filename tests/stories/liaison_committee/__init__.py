"""乡镇政协联络委, its whole way (domain.md 3.12).

"Plugin must", clause by clause:

- 五有 check with evidence: core's list `committee_5`, held to a file by `building.py`
  (test_setting_up).
- Document register for the four schemes: four kinds of document, and the quota set `four_schemes`
  that tells which is missing (test_setting_up).
- Monthly ledger report, also nil: core's `submitLedgerReport` (test_ledger).
- Quarter, half-year, year calendar with due dates: eight `schedules` (test_duties).
- Half-year report builder, text and figures and signature: core's duty report, and the chapters of
  `report` counted by `reportOutline` (test_duties). Its printing belongs to the pages.
- Duty files: core's `dutyFile` (test_duties).
- Key proposal register with supervising leader and finish date: core's proposals (test_duties).
- One-deed-per-person tracker: the quota set `deed_each`, by name in `quotaStandings` (test_duties).
- Assessment with deduction rules and recommendation list: `liaison_committee_year` and
  `township_target`; results with their consequences and who leads the committee (test_assessment).
- All counts computed since masked: `figures`, and test_figures.

Of the section's text beside it: head and deputies hold the posts of the setting-up scheme, the head
is a county member (`leading.py`); one committee for each township is core's; the express channel is
core's route of an opinion.
"""
