"""Fills the page of a starter route."""

from dataclasses import dataclass

from django.http import HttpRequest
from django.utils import timezone

from network.members.bylines import PersonCard, cards_for, people_by_id
from network.members.viewers import viewer_of
from network.models import Member
from portal.shared.audiences.rules import Viewer
from portal.shared.pages.addresses import with_addresses
from portal.shared.pages.contexts import fills
from portal.shared.pages.models import BasePage
from search.related.reading import related_things
from stories.routes.models import RoutePage, RouteTick


@dataclass(frozen=True)
class RouteStep:
    """One step as shown; only one of page, items and person is filled."""

    id: str
    kind: str
    title: str
    text: str
    is_ticked: bool
    page: BasePage | None
    items: list[str]
    person: PersonCard | None


def _ticked(page: RoutePage, viewer: Viewer) -> set[str]:
    if viewer.member_key is None:
        return set()
    ticks = RouteTick.objects.filter(page_id=page.pk, member__key=viewer.member_key)
    return {str(step_id) for step_id in ticks.values_list("step_id", flat=True)}


def _readable(page: RoutePage, viewer: Viewer) -> dict[int, BasePage]:
    """Fetch the pages of the steps that this reader may open, per type, without their bodies."""
    by_type: dict[type[BasePage], set[int]] = {}
    for block in page.steps:
        target = block.value["page"] if block.block_type == "reading" else None
        if target is not None and issubclass(target.specific_class or type(target), BasePage):
            by_type.setdefault(target.specific_class, set()).add(target.pk)
    found: dict[int, BasePage] = {}
    for model, ids in by_type.items():
        for row in with_addresses(model.objects.visible_to(viewer).filter(pk__in=ids).defer_streamfields()):
            found[row.pk] = row
    return found


@fills(RoutePage)
def route(page: RoutePage, request: HttpRequest) -> dict[str, object]:
    """Fill the page of one route: its steps, what is ticked off, and who can help."""
    viewer, today = viewer_of(request), timezone.localdate()
    readable, ticked = _readable(page, viewer), _ticked(page, viewer)
    keys = {block.value["member"] for block in page.steps if block.block_type == "person"}
    ids = dict(Member.objects.filter(key__in=keys).values_list("key", "pk")) if keys else {}
    people = people_by_id([page.contact_id, *ids.values()])
    steps = []
    for block in page.steps:
        value = block.value
        target = value.get("page")
        cards = cards_for(viewer, [people.get(ids.get(value.get("member")))], on=today)
        steps.append(
            RouteStep(
                id=block.id,
                kind=block.block_type,
                title=value["title"],
                text=value["text"],
                is_ticked=block.id in ticked,
                page=readable.get(target.pk) if target else None,
                items=list(value.get("items", [])),
                person=cards[0] if cards else None,
            )
        )
    return {
        "route_steps": steps,
        "done": sum(step.is_ticked for step in steps),
        "people": cards_for(viewer, [people.get(page.contact_id)], on=today),
        "related": related_things("route", page.pk, viewer, without=[row.url for row in readable.values()]),
        "is_member": viewer.is_member,
    }
