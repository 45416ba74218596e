"""乡镇六步议事, its whole way (domain.md 3.1).

What “Plugin must” asks for, and where it is met:

- the six steps with the exact labels: `offers = ["six_step_handling"]`; `test_the_six_steps_are_walked`
- station counts 1/10/N by kind, checked: `[[station_kinds]]`, `platformBoard`;
  `test_the_board_tells_what_is_missing`
- forms list with the two groups: `[only]`, `[vocabularies.form]`, `[vocabularies.form_group]`,
  core's `consultationForms`; `test_forms_are_listed_in_their_groups`
- form advisor: `Topic.recommendedForm` of core, `forms.py`; `test_the_form_follows_the_topic`
- responsible unit and deadline of every outcome before step 6 ends: `handling.py`;
  `test_the_last_step_waits_for_a_unit_and_a_deadline`, `test_every_route_has_somebody_who_answers`
- check interval as a setting: core's `progress_check_days`, preset to 30;
  `test_what_is_handled_is_checked_every_month`
- step 5 requires a disclosure: core's library; `test_the_six_steps_are_walked`
- the three topic sources: `[only] topic_source`; `test_topics_come_from_three_sources`
- document list: `[vocabularies.document_kind]`, the quota set `six_step_documents`;
  `test_the_documents_are_a_list`
- topic scheme with sources, criteria, feedback: setting `criteria`, `choosing.py`, `topicScheme`;
  `test_the_scheme_is_told`, `test_a_chosen_topic_answers_the_criteria`
"""
