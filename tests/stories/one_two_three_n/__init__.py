"""1+2+3+N 十步工作法, its whole way (domain.md 3.7).

Each clause of “Plugin must”, and where it is met:

- quota 2 + 3 kinds a year per station: `quotas` of `variant.toml`, asked with core's
  `quotaProgress`; `test_team_and_year.py`.
- a team with six identity kinds and seat count: `only.identity` of `variant.toml`, core's seats of a
  council, `team.py` tells which kinds are missing; `test_team_and_year.py`.
- ten steps editable: `offers = ["ten_step"]`, whose steps are the setting `steps`;
  `test_whole_way.py`, `test_sizes.py`.
- the size rule picks form and time limit: `sizes.py` (question `sizeRule`, advice at the approval and
  at every planning), forms and days as settings; `test_sizes.py`.
- N suggestions register: core's list `suggestions`, with where each was made and what became of it;
  `test_whole_way.py`.
- a spread table of platforms using the same procedure, a variant's configuration copied to other
  towns: core's `copyVariant`, `spreadVariant` and the table `ownVariantsInUse`; `test_spread.py`.
  Platforms of one brand are counted by `platforms_total{brand}`; `test_team_and_year.py`.
- funds secured by case: core's `recordFundSecured`, figure `fund_secured{case}`;
  `test_whole_way.py`.
- wall posters printable: the pages that will show are the next issues'; what they show is here:
  `guide` of `variant.toml`, asked with core's `variants`, documents on the wall, seats by kind;
  `test_team_and_year.py`.
"""
