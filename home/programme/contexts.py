"""Fills the programme page: each written step together with what happens in it now."""

from dataclasses import dataclass

from django.http import HttpRequest
from django.utils import timezone

from home.programme.models import ProgrammePage
from home.programme.reads import StepNow, steps_now
from network.members.bylines import cards_for, people_by_id
from network.members.viewers import viewer_of
from portal.shared.pages.contexts import fills

# Where someone can begin when a step is still empty, or wants to do more.
WAYS_IN = {1: "/doe-mee/", 2: "/pilots/", 3: "/wat-werkt/", 4: "/bruggen/"}


@dataclass(frozen=True)
class StepSection:
    """One step on the page: the editors' words, the counts, the newest texts, and a way in."""

    text: str
    do: str
    now: StepNow
    way_in: str


def _sections(page: ProgrammePage, steps: list[StepNow]) -> list[StepSection]:
    written = {block.value["number"]: block.value for block in page.steps}
    sections = []
    for step in steps:
        words = written.get(str(step.number), {})
        sections.append(
            StepSection(
                text=words.get("text", ""),
                do=words.get("do", ""),
                now=step,
                way_in=WAYS_IN[step.number],
            )
        )
    return sections


@fills(ProgrammePage)
def programme(page: ProgrammePage, request: HttpRequest) -> dict[str, object]:
    """Fill the programme page."""
    viewer = viewer_of(request)
    people = people_by_id([page.contact_id])
    return {
        "sections": _sections(page, steps_now(viewer, titles=page.step_titles(), with_items=True)),
        "people": cards_for(viewer, [people.get(page.contact_id)], on=timezone.localdate()),
    }
