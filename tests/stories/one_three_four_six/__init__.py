"""一三四六, its whole way (domain.md 3.3).

What “Plugin must” asks for, and where it is met:

- six-link procedure: `offers = ["six_link"]`; `test_the_six_links_are_walked`
- 八有 with evidence per item: core's `liaison_station_8`, `stations.py`;
  `test_every_item_of_the_standard_is_shown`
- yearly quota (2 + 2) per station with traffic light: core's `station_two_two`, `quotaProgress`;
  `test_twice_two_has_a_traffic_light`
- member-to-station completeness: core's `memberPlacement`; `test_every_member_has_a_station`
- `plus_theme` per station: `stations.py`; `test_one_station_has_one_feature`
- study party group per station: `models.py`, `[[station_kinds]]`;
  `test_every_station_has_a_study_party_group`
- crowd-funding entry: core's `recordFundSecured`; `test_wishes_and_crowd_funding_are_recorded`
- wish list: core's wishes; `test_wishes_and_crowd_funding_are_recorded`
- supervision by class: `supervising.py`, `links.py`, the settings; `test_each_class_is_supervised_in_its_way`
- evaluation score that feeds the assessment: `links.py`, `[[assessment]]`;
  `test_the_score_feeds_the_assessment`
"""
