"""Tells who suggests pairs which guests and hosts talk, or talked, already."""

from collections.abc import Iterable, Mapping

from django.db.models import Count, Q

from events.applications.models import Application
from events.offers.talks import Talk, talk_sources


class ApplicationTalks:
    """Every application is a talk, whatever came of it; it holds a place from the yes until the exchange is over."""

    def talks(self, member_id: int | None = None) -> Iterable[Talk]:
        """Give all of them, or those of one member, in one query."""
        rows = Application.objects.order_by()
        if member_id is not None:
            rows = rows.filter(Q(guest_id=member_id) | Q(host_id=member_id))
        return [Talk(*row) for row in rows.values_list("offer_id", "request_id", "guest_id", "host_id")]

    def taken(self) -> Mapping[int, int]:
        """Count the places that are held, by offer."""
        held = Application.objects.filter(holds_place=True, offer__isnull=False).order_by()
        return dict(held.values_list("offer_id").annotate(Count("pk")))


APPLICATION_TALKS = ApplicationTalks()


def register() -> None:
    """Enter the source; safe to call twice."""
    talk_sources.register("applications", APPLICATION_TALKS)
