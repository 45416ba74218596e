"""三个升级, its whole way (domain.md 3.4).

"Plugin must", clause by clause:

- Culture theme and shared functions on stations: core's columns, words under `shares_with`, and
  hints of what a room still lacks, `rooms.py` (test_rooms).
- Deployment record with 3 "enter" and 3 "show" fields: core's `deployMember` (test_rooms).
- Pre-consultation flag: core's, and required before a linked case is consulted formally,
  `linked.py` (test_linked).
- Joint multi-level case with approval chain: core's joint case; three levels, and consent before
  approval, `linked.py` (test_linked).
- Round counter with per-round minutes and a case time line over years: core's rounds and
  `caseTimeline`; no next round without minutes, `rounds.py` (test_linked). A page or poster of the
  time line shows the same question.
- Subsidy module (own funds, reward, paid): core's subsidies; the reward stays below what the town
  put in, `leading.py` (test_rooms).
- Plaque award: core's `awardPlaque` (test_rooms).
- Annual plan with leader meetings: core's plan, studied by the secretary, `leading.py`; the quota
  set `leaders_take_part` and the schedules (test_leading).
- Orientation tags: core's column, required before approval, `rounds.py` (test_linked).

Of the section's text beside it: the target assessment of towns is `town_target` (test_leading);
steps are `six_step_conversion`, offered of core's library [D].
"""
