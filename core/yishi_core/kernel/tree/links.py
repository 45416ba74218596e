"""Which bodies' people reach a place through links (domain.md 2.2; access.md 4).

A body that guides a place reaches it, and so does an area that covers it, together with the parts
of that area. An area consists of the work units below it and of the places these cover, so a
covering link is followed upwards: to the bodies above its guide, and to those that guide or cover
them. A guiding link is not followed further. `sec.whoami` takes the same steps in the opposite
direction.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from yishi_core.kernel.access.places import ancestors
from yishi_core.kernel.tree.models import OrgLink, OrgLinkKind


@dataclass(frozen=True, slots=True)
class Step:
    """The part of a link that reach depends on: the paths of its guide and of the guided org."""

    guide: str
    guided: str
    covers: bool


def step_of(link: OrgLink) -> Step:
    """The step that a link stands for."""
    return Step(link.guide_path, link.org_path, link.link_kind is OrgLinkKind.COVERS)


def reaching(place: str, steps: Sequence[Step]) -> dict[str, str]:
    """Map each body that reaches a place by links to where it reaches.

    Keys are paths of bodies; the value is the path, the place's own or one above it, that the last
    link names. Of several such paths the nearest is kept.
    """
    return _upwards(steps, [(step, step.guided) for step in steps if place.startswith(step.guided)])


def concerned(link: Step, steps: Sequence[Step]) -> set[str]:
    """Paths of the bodies whose reach changes when a link starts or ends."""
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
    """The path of the guide; for a covering link also the paths of the bodies above it."""
    return [*(ancestors(step.guide) if step.covers else ()), step.guide]
