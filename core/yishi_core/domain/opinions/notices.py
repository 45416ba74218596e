"""Recipients of the notices about opinions (domain.md 2.10)."""

from __future__ import annotations

from yishi_core.domain.opinions.events import (
    OPINION_ADOPTED,
    OPINION_ENDORSED,
    OPINION_FED_BACK,
    OPINION_HANDED_IN,
    OPINION_REPORTED,
    OPINION_SET_ASIDE,
)
from yishi_core.domain.opinions.models import Opinion
from yishi_core.errors import Text
from yishi_core.facilities.notifications.declaration import (
    Notice,
    to_author,
    to_holders,
    to_person,
    to_those_of,
)
from yishi_core.kernel.access import Permission

HANDED_IN = Notice(
    OPINION_HANDED_IN,
    Text("收到新的社情民意", "An opinion was handed in"),
    to_holders(Permission.OPINION_EDIT),
)
REPORTED = Notice(
    OPINION_REPORTED,
    Text("社情民意已报送", "An opinion was reported"),
    to_holders(Permission.OPINION_SUBMIT),
)
FED_BACK = Notice(
    OPINION_FED_BACK,
    Text("您反映的社情民意已反馈成效", "You are told what came of your opinion"),
    to_author,
)
SET_ASIDE = Notice(
    OPINION_SET_ASIDE, Text("您反映的社情民意未采用", "Your opinion was not used"), to_author
)

ADOPTED_TEXT = Text("您反映的社情民意被采用", "Your opinion was adopted")
ADOPTED = Notice(OPINION_ADOPTED, ADOPTED_TEXT, to_those_of("opinion_id", Opinion, to_author))
ADOPTED_HIS = Notice(
    OPINION_ADOPTED, ADOPTED_TEXT, to_those_of("opinion_id", Opinion, to_person("person_id"))
)
ENDORSED_TEXT = Text("您反映的社情民意获领导批示", "A leader endorsed your opinion")
ENDORSED = Notice(OPINION_ENDORSED, ENDORSED_TEXT, to_those_of("opinion_id", Opinion, to_author))
ENDORSED_HIS = Notice(
    OPINION_ENDORSED, ENDORSED_TEXT, to_those_of("opinion_id", Opinion, to_person("person_id"))
)
