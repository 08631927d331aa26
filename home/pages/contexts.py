"""Fills the pages with a text of the portal itself."""

from django.http import HttpRequest
from django.utils import timezone

from home.pages.models import BackgroundPage, PlainPage, TextOfThePortal
from network.members.bylines import cards_for, people_by_id
from network.members.viewers import viewer_of
from portal.shared.pages.contexts import fills


@fills(BackgroundPage)
@fills(PlainPage)
def text_of_the_portal(page: TextOfThePortal, request: HttpRequest) -> dict[str, object]:
    """Give whom to ask, as far as the reader may see that person."""
    people = people_by_id([page.contact_id])
    return {"people": cards_for(viewer_of(request), [people.get(page.contact_id)], on=timezone.localdate())}
