"""Fills the page of a coach story."""

from django.http import HttpRequest
from django.utils import timezone

from network.members.bylines import byline, cards_for, people_by_id
from network.members.viewers import viewer_of
from portal.shared.audiences.rules import Viewer
from portal.shared.pages.contexts import fills
from portal.shared.pages.sharing import shared_of, shared_with_visitors
from search.related.reading import related_things
from stories.coach_stories.models import CoachStoryPage
from stories.insights.contexts import insights_spoken_to, reuses_of
from stories.insights.states import SourceKind
from stories.reactions.contexts import reactions_context


@fills(CoachStoryPage)
def coach_story(page: CoachStoryPage, request: HttpRequest) -> dict[str, object]:
    """Fill the page of one story."""
    viewer = viewer_of(request)
    spoken_to = insights_spoken_to(kind=SourceKind.STORY, key=str(page.pk), viewer=viewer)
    return {
        "schools": [school for school in (page.institution, *page.partners.all()) if school],
        "minutes": shared_of(page, "minutes", viewer, lambda _viewer: page.reading_minutes),
        "spoken_to": spoken_to,
        "reuses": reuses_of(page),
        "related": related_things("verhaal", page.pk, viewer, without=[said.card.url for said in spoken_to]),
        "is_member": viewer.is_member,
        **shared_with_visitors(page, "people", viewer, lambda viewer: _people(page, viewer)),
        **reactions_context(page, request),
    }


def _people(page: CoachStoryPage, viewer: Viewer) -> dict[str, object]:
    today, authors = timezone.localdate(), list(page.authors.all())
    people = people_by_id([page.contact_id, *(author.member_id for author in authors)])
    return {
        "bylines": [
            byline(viewer, member=people.get(row.member_id), name=row.name, is_named=row.shows_name, on=today)
            for row in authors
        ],
        "people": cards_for(viewer, [people.get(page.contact_id)], on=today),
    }
