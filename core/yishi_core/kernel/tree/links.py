"""Whose people reach a place because of links: its guides, and the areas that cover it with what
they are made of (domain.md 2.2; access.md 4).

An area consists of the work units below it and of what these cover, so a link that covers is
followed upwards: to the bodies that its guide lies below, and to those that guide or cover them.
Guiding is not passed on. `sec.whoami` takes the same steps the other way round.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from yishi_core.kernel.access.places import ancestors
from yishi_core.kernel.tree.models import OrgLink, OrgLinkKind


@dataclass(frozen=True, slots=True)
class Step:
    """A link as far as reach goes: from the path of its guide to that of the guided org."""

    guide: str
    guided: str
    covers: bool


def step_of(link: OrgLink) -> Step:
    """The step that a link makes."""
    return Step(link.guide_path, link.org_path, link.link_kind is OrgLinkKind.COVERS)


def reaching(place: str, steps: Sequence[Step]) -> dict[str, str]:
    """Path of a body whose people reach a place by links → the place, or one above it, that the
    last link names; the nearest of several.
    """
    return _upwards(steps, [(step, step.guided) for step in steps if place.startswith(step.guided)])


def concerned(link: Step, steps: Sequence[Step]) -> set[str]:
    """Paths of the bodies whose people's reach changes with a link."""
    return set(_upwards(steps, [(link, link.guided)]))


def _upwards(steps: Sequence[Step], front: Iterable[tuple[Step, str]]) -> dict[str, str]:
    found: dict[str, str] = {}
    waiting, seen = list(front), set()
    while waiting:
        step, named = waiting.pop()
        seen.add((step, named))
        for path in _guides(step):
            found[path] = max(named, found.get(path, ""), key=len)
        if step.covers:
            above = ((one, named) for one in steps if step.guide.startswith(one.guided))
            waiting.extend(pair for pair in above if pair not in seen)
    return found


def _guides(step: Step) -> list[str]:
    """The guide; of a place that is covered, also the bodies that the guide is part of."""
    return [*(ancestors(step.guide) if step.covers else ()), step.guide]
