"""What is counted of proposals (domain.md 2.20)."""

from __future__ import annotations

from datetime import date
from typing import Any

import sqlalchemy as sa

from yishi_core.domain.procedures.models import ConsultationCase
from yishi_core.domain.proposals.models import CoProposer, Proposal, ProposalState
from yishi_core.domain.stations.metrics import posted
from yishi_core.domain.stations.models import StationAssignment
from yishi_core.facilities.metrics.counter import AsOf, CountedFor, Counter
from yishi_core.facilities.metrics.metric import Counters, Metric, Rate

_HANDED_IN = Proposal.state.not_in((ProposalState.DRAFT, ProposalState.WITHDRAWN))

_DECIDED = Proposal.state.not_in(
    (ProposalState.DRAFT, ProposalState.SUBMITTED, ProposalState.REVIEWED, ProposalState.WITHDRAWN)
)

_FILED = Proposal.state.not_in(
    (
        ProposalState.DRAFT,
        ProposalState.SUBMITTED,
        ProposalState.REVIEWED,
        ProposalState.MERGED,
        ProposalState.CONVERTED_TO_OPINION,
        ProposalState.NOT_FILED,
        ProposalState.WITHDRAWN,
    )
)


def _proposals(*where: sa.ColumnElement[bool], as_of: AsOf | None = None) -> Counters:
    """Proposals by the day on which they were handed in.

    Those of a station come from its cases, or from a person who had a post there on that day; each
    counts once.
    """
    which: dict[str, Any] = {"where": where, "as_of": as_of}
    of_station: dict[str, Any] = {
        **which,
        "distinct": Proposal.id,
        "only": CountedFor.STATION,
    }
    return (
        Counter(
            Proposal,
            Proposal.submitted_on,
            person=Proposal.first_proposer_id,
            case=Proposal.from_case_id,
            **which,
        ),
        Counter(
            Proposal,
            Proposal.submitted_on,
            station=ConsultationCase.station_id,
            reach=(ConsultationCase, ConsultationCase.id == Proposal.from_case_id),
            **of_station,
        ),
        Counter(
            Proposal,
            Proposal.submitted_on,
            station=StationAssignment.station_id,
            reach=posted(Proposal.first_proposer_id, Proposal.submitted_on),
            **of_station,
        ),
    )


def _decided(day: date) -> tuple[sa.ColumnElement[bool], ...]:
    """The condition that it had been decided by a day, as far as its record tells."""
    return (sa.func.coalesce(Proposal.decided_on, Proposal.submitted_on) <= day,)


def _finished(day: date) -> tuple[sa.ColumnElement[bool], ...]:
    """The condition that it had been closed by a day, as far as its record tells."""
    return (sa.func.coalesce(Proposal.closed_on, Proposal.submitted_on) <= day,)


_SIGNED = (Proposal, CoProposer.proposal_id == Proposal.id)

EXCELLENT_PROPOSALS = Metric("excellent_proposals", *_proposals(Proposal.is_excellent.is_(True)))

FILED = Metric("filed", *_proposals(_FILED, as_of=_decided))

FILED_SIGNED = Metric(
    "filed_signed",
    Counter(
        CoProposer,
        Proposal.submitted_on,
        person=CoProposer.person_id,
        case=Proposal.from_case_id,
        through=_SIGNED,
        where=(_FILED,),
    ),
)

KEY_FINISHED = Metric(
    "key_finished",
    *_proposals(Proposal.is_key.is_(True), Proposal.state == ProposalState.CLOSED, as_of=_finished),
)

KEY_PROPOSALS = Metric("key_proposals", *_proposals(Proposal.is_key.is_(True)))

PROPOSALS = Metric("proposals", *_proposals(_HANDED_IN))

PROPOSALS_REVIEWED = Metric("proposals_reviewed", *_proposals(_DECIDED, as_of=_decided))

PROPOSALS_SIGNED = Metric(
    "proposals_signed",
    Counter(
        CoProposer,
        Proposal.submitted_on,
        person=CoProposer.person_id,
        case=Proposal.from_case_id,
        through=_SIGNED,
        where=(_HANDED_IN,),
    ),
)

FILING_RATE = Rate("filing_rate", FILED, PROPOSALS_REVIEWED)

KEY_FINISHED_RATE = Rate("key_finished_rate", KEY_FINISHED, KEY_PROPOSALS)
