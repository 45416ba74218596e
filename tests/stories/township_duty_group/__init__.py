"""乡镇委员活动小组, its year (domain.md 3.11).

The clauses of "Plugin must", and where each is met:

- quarter-end study reminders: `schedules` (`quarter_study`), to-do and notice of the day; core's quota `party_study` judges (test_year.py)
- half-year hearing record: an activity `party_meeting`, the schedule `half_year_hearing`, core's quota `party_hearing` (test_year.py)
- village score of 8 points with sub-items: `assessment` `village`, the role `target_assessor` (test_village_points.py)
- "three befores" register, order check: core's `DecisionConsult`, its metric `decision_consults` and its ledger (test_befores.py)
- budget per member with 1000-yuan check: core's quota `activity_fund`, the variant's `activity_spending` (test_year.py)
- inspections, appraisals: activities; an appraisal ends with a written opinion: `appraisals.py` (test_duty.py)
- publicity by level: `publicity{level}`, a town's own of level township (test_duty.py)
- members' project ledger: core's `MemberProject`, `IntroducedProject` (test_duty.py)
- deeds, donations: core's `Deed`, `Donation` (test_duty.py)
"""
