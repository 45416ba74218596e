"""政协工作联络站, its whole way (domain.md 3.8), clause by clause:

- weekly collection with a register, also of nothing: `test_every_week_is_in_the_register`
- four ones, 12/4/1/1 a year: `test_the_four_ones_ask_twelve_four_one_and_one_a_year`
- 十有, 五有, 五统一: `test_station_and_rooms_are_checked_by_three_lists`
- quarterly steering and inspection: `test_the_party_committee_studies_and_inspects_each_quarter`
- leader visits: `test_a_leader_s_visit_counts_by_the_leader_s_post`
- four teams: `test_the_board_tells_station_rooms_and_four_teams`
- nine steps, editable: `test_nine_steps.py`
- joint with the park's group: `test_a_matter_is_consulted_together_with_the_park`
- honours: `test_five_years_an_advanced_unit`
- overspend warning: `test_more_than_the_budget_is_spent_with_a_warning`
"""
