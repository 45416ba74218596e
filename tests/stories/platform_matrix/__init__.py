"""1+2+9+34 平台矩阵, its whole way (domain.md 3.2).

Each clause of “Plugin must”, and where it is met:

- a matrix board (1/2/9/34, fixed/mobile): `station_kinds` of `variant.toml`, shown by core's question
  `platformBoard` part by part; `test_matrix.py`.
- the four-party warning: core says at each event which party is missing; `flow.py` says it once
  more when the matter has been consulted; `test_whole_way.py`.
- grades as dimension of every event: core's `Consultation.grade`, by which events, attendance and
  conversion are counted (`figures`); `test_grades.py`.
- the three-part tracker 交/督/复 with dates, ageing in days and a traffic light: the question
  `handlingTracker` (`tracker.py`); `test_whole_way.py`, `test_tracker.py`.
- a fast-reply deadline of 15 days for small-micro: preset of core's setting
  `assignment_due_days_small`, and an advice where more time is given (`flow.py`);
  `test_whole_way.py`, `test_grades.py`.
- two feedback records required to close: core's `closeOutcome` for the outcome, `flow.py` for the
  step 复; `test_whole_way.py`.
- conversion with selectable base: core's setting `conversion_base`, preset to small consultations;
  `test_grades.py`.
"""
