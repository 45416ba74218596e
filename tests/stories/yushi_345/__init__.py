"""雨事多商量 with its 345, in a county (domain.md 3.6).

The clauses of "Plugin must", and where each is met:

- 六有 checklist: core's standard `room_6` (test_district.py)
- two convener slots both required: `conveners.py`, settings `first_convener_posts`, `second_convener_posts` (test_conveners.py)
- three links: the procedure `three_links_345` (test_links.py)
- four quality checks as gate questions: its required fields, each demanding yes (test_links.py)
- five activity kinds: `quotas` `five_activities` of each council room, words of `activity_kind` (test_members.py)
- echo wall public page with four blocks: core's `publicEchoWall`; `walls.py` lets no link end before its blocks are public (test_links.py)
- demo-point flag and batch: core's `Station.is_demo_point`, `demo_batch`, metric `demo_points` (test_district.py)
- talent pool by field: core's `TalentPool`, metric `talents{field}` (test_district.py)
- member score: `assessment` `member_five` (test_members.py)
- duty groups: core's `member_group` with `group_kind` `duty` (test_district.py)
- promotion meetings and trainings counted: `activities{kind=work_meeting}`, `activities{kind=training}`, `activity_times` (test_district.py)
"""
