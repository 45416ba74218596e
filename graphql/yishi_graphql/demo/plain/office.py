"""The office of the township without a variant.

It offers one call each for a matter, a topic, a case, an event and their further steps.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from yishi_core.domain.consultations.models import Consultation
from yishi_core.domain.intake.models import Intake
from yishi_core.domain.outcomes.drafts.models import ReplyDraft
from yishi_core.domain.outcomes.models import Assignment, Outcome
from yishi_core.domain.procedures.models import ConsultationCase
from yishi_core.domain.stations.models import Station
from yishi_core.domain.topics.models import Topic
from yishi_graphql.demo.scene import TownshipScene


@dataclass
class Office:
    """The scene with its two stations: the township's hall and the first village's room."""

    scene: TownshipScene
    hall: Station
    room: Station

    def beside(self) -> Office:
        """The same office, for what happens concurrently."""
        return replace(self, scene=self.scene.beside())

    async def matter(self, ago: int, content: str, field: str, **more: Any) -> tuple[Intake, str]:
        """Submit a matter as a resident; return the matter and the query code."""
        sent = await self.scene.act(
            "resident",
            "submit_intake",
            ago=ago,
            station=self.room,
            content=content,
            focus_category=field,
            **{"channel": "qr", **more},
        )
        (intake,) = await self.scene.rows(Intake, Intake.content == content)
        return intake, sent.query_code

    async def accepted(self, ago: int, content: str, field: str, **more: Any) -> tuple[Intake, str]:
        """A matter that the township accepted two days later, and its query code."""
        intake, code = await self.matter(ago, content, field, **more)
        await self.scene.act("township", "accept_intake", ago=ago - 2, intake=intake)
        return intake, code

    async def topic(
        self,
        ago: int,
        title: str,
        text: str,
        field: str,
        intakes: Sequence[Intake] = (),
        **more: Any,
    ) -> Topic:
        """A topic in the township's register, proposed by the township."""
        given = {"topic_source": "resident" if intakes else "cadre", **more}
        topic: Topic = await self.scene.act(
            "township",
            "propose_topic",
            ago=ago,
            org=self.scene.township,
            station=self.hall,
            title=title,
            description=text,
            focus_category=field,
            intakes=list(intakes),
            **given,
        )
        return topic

    async def approved(
        self,
        ago: int,
        title: str,
        text: str,
        field: str,
        intakes: Sequence[Intake] = (),
        **more: Any,
    ) -> Topic:
        """A topic that was screened after three days and approved after five.

        It is approved by the body that its grade requires.
        """
        topic = await self.topic(ago, title, text, field, intakes, **more)
        await self.scene.act(
            "township",
            "screen_topic",
            ago=ago - 3,
            topic=topic,
            decision="screened",
            note="群众关注,条件成熟",
        )
        who, body = {
            "key_special": ("county", "县政协主席会议"),
            "deliberative_special": ("leader", "县委常委会会议"),
        }.get(more.get("grade", ""), ("head", "乡党委会议"))
        approved: Topic = await self.scene.act(
            who, "approve_topic", ago=ago - 5, topic=topic, approved_by=body
        )
        return approved

    async def case(
        self,
        ago: int,
        title: str,
        text: str,
        field: str,
        intakes: Sequence[Intake] = (),
        **more: Any,
    ) -> ConsultationCase:
        """A case opened six days after its topic was proposed."""
        topic = await self.approved(ago, title, text, field, intakes, **more)
        lead = self.scene.posts["member"]
        case: ConsultationCase = await self.scene.act(
            "township", "open_case", ago=ago - 6, topic=topic, lead_member=lead
        )
        return case

    async def steps(self, case: ConsultationCase, *done: tuple[int, str]) -> None:
        """Finish steps: (days ago, code)."""
        for ago, step in done:
            await self.scene.act("township", "advance_step", ago=ago, hour=17, case=case, step=step)

    async def planned(
        self,
        ago: int,
        case: ConsultationCase,
        title: str,
        form: str = "meeting",
        on: int | None = None,
    ) -> Consultation:
        """Plan an event.

        It takes place `on` days ago (negative: in the future), by default a week after planning.
        """
        event: Consultation = await self.scene.act(
            "township",
            "plan_consultation",
            ago=ago,
            case=case,
            title=title,
            date=self.scene.day(ago - 7 if on is None else on),
            place="乡政府二楼会议室",
            form=form,
            moderator=self.scene.posts["clerk"],
            recorder=self.scene.posts["village_secretary"],
            agenda=["通报情况", "各方发言", "形成意见"],
        )
        return event

    async def held(
        self,
        ago: int,
        case: ConsultationCase,
        title: str,
        said: Sequence[str],
        came: int,
        form: str = "meeting",
    ) -> Consultation:
        """An event that was planned, announced and held `ago` days ago, with its four parties."""
        event = await self.planned(ago + 7, case, title, form)
        await self.scene.act("township", "notify_consultation", ago=ago + 5, consultation=event)
        await self.hold(ago, event, said, came)
        return event

    async def hold(self, ago: int, event: Consultation, said: Sequence[str], came: int) -> None:
        """Hold an event: what was said, and who attended."""
        people = self.scene.posts
        await self.scene.act(
            "township",
            "hold_consultation",
            ago=ago,
            hour=15,
            consultation=event,
            suggestions=list(said),
            served_times=came + 6,
            participants=[
                {
                    "person": people["member"],
                    "party_kind": "cppcc_member",
                    "level": "county",
                    "spoke": True,
                },
                {
                    "person": people["member3"],
                    "party_kind": "cppcc_member",
                    "level": "county",
                    "spoke": True,
                },
                {"person": people["expert"], "party_kind": "expert", "spoke": True},
                {"party_kind": "invited_representative", "count": 2},
                {"party_kind": "department_head", "count": 2},
                {"party_kind": "mass_representative", "count": came},
            ],
        )

    async def minuted(self, ago: int, event: Consultation, text: str) -> None:
        """Minutes drafted by the township and confirmed by the county a day later."""
        minutes = await self.scene.act(
            "township", "draft_minutes", ago=ago, consultation=event, text=text
        )
        await self.scene.act(
            "county",
            "confirm_minutes",
            ago=ago - 1,
            minutes=minutes,
            sent_on=self.scene.day(ago - 1),
        )

    async def outcome(
        self, ago: int, case: ConsultationCase, title: str, text: str, route: str | None = "A"
    ) -> Outcome:
        """An outcome, routed on the same day unless `route` is None."""
        outcome: Outcome = await self.scene.act(
            "township", "record_outcome", ago=ago, case=case, title=title, text=text
        )
        if route:
            await self.scene.act(
                "township", "route_outcome", ago=ago, outcome=outcome, route_class=route
            )
        return outcome

    async def assigned(
        self,
        ago: int,
        outcome: Outcome,
        unit: int,
        brief: str,
        *handled: tuple[int, str],
        **more: Any,
    ) -> Assignment:
        """An assignment to one of the two units.

        `handled` are the unit's steps without further input: (days ago, operation).
        """
        given: Assignment = await self.scene.act(
            "township",
            "assign_outcome",
            ago=ago,
            outcome=outcome,
            unit=self.scene.units[unit],
            brief=brief,
            **more,
        )
        for day, operation in handled:
            await self.scene.act(("unit", "unit2")[unit], operation, ago=day, assignment=given)
        return given

    async def replied(
        self, ago: int, assignment: Assignment, unit: int, text: str, result: str
    ) -> None:
        """The unit's reply."""
        await self.scene.act(
            ("unit", "unit2")[unit],
            "reply_assignment",
            ago=ago,
            assignment=assignment,
            text=text,
            result_class=result,
            approved_by="分管副局长",
            communicated_by="visit",
        )

    async def drafted(self, ago: int, assignment: Assignment, unit: int, text: str) -> ReplyDraft:
        """A draft of the unit's reply."""
        draft: ReplyDraft = await self.scene.act(
            ("unit", "unit2")[unit],
            "draft_reply",
            ago=ago,
            assignment=assignment,
            text=text,
            result_class="A",
            approved_by="分管副局长",
            communicated_by="visit",
        )
        return draft

    async def reviewed(
        self,
        ago: int,
        assignment: Assignment,
        unit: int,
        *,
        who: str = "township",
        lacks: str | None = None,
    ) -> None:
        """Submit the draft reply; a day later it passes review unless it `lacks` something."""
        await self.scene.act(
            ("unit", "unit2")[unit], "submit_reply_draft", ago=ago, assignment=assignment
        )
        await self.scene.act(
            who,
            "review_reply_draft",
            ago=ago - 1,
            assignment=assignment,
            passed=lacks is None,
            review_note=lacks,
        )

    async def told_and_closed(self, ago: int, outcome: Outcome, to: str, comment: str) -> None:
        """Give feedback to both sides and close the outcome."""
        await self.scene.act(
            "township",
            "give_feedback",
            ago=ago,
            outcome=outcome,
            direction="to_authority",
            to="乡党委政府",
        )
        await self.scene.act(
            "township",
            "give_feedback",
            ago=ago,
            outcome=outcome,
            direction="to_proposer",
            to=to,
            satisfaction="satisfied",
            comment=comment,
            communicated_by="visit",
        )
        await self.scene.act("township", "close_outcome", ago=ago - 1, outcome=outcome)

    async def disclosed(
        self,
        ago: int,
        case: ConsultationCase,
        kind: str,
        title: str,
        text: str,
        place: str = "village_board",
    ) -> Any:
        """A disclosure drafted by the township and released by the county a day later.

        Its author may not release it.
        """
        told = await self.scene.act(
            "township",
            "draft_disclosure",
            ago=ago,
            case=case,
            kind=kind,
            title=title,
            text=text,
            place=place,
        )
        return await self.scene.act("county", "release_disclosure", ago=ago - 1, disclosure=told)
