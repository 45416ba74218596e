"""“5+5”“6+4”协商, its whole way (domain.md 3.5), clause by clause:

- five sources and five priorities as required tags: `test_choosing.py`
- six steps and a four-step agenda: `test_a_meeting_is_held_in_four_steps`, `test_classes.py`
- A/B/C decided at the conclude stage, each with its own paper: `test_classes.py`
- areas, units, responsible leaders: `test_an_area_has_a_leader_who_answers_for_it`
- councils in every town, park, village: `test_the_board_asks_for_a_council_in_every_town_and_village`
- talent pool with import: `test_talents_come_by_file_all_or_none`
- cross-county joint case with the three shared items: `test_with_the_neighbours_everything_is_shared`
- campaign tag dual_help: `test_what_belongs_to_dual_help_is_found_by_its_tag`
"""
