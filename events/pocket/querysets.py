"""What goes in the pocket."""

from datetime import datetime

from django.db.models import QuerySet

from events.registrations.models import Registration

# More dates than anyone has coming; a page of this length still reads at once on a phone.
MOST = 30


def pocket_rows(member_id: int, *, at: datetime) -> QuerySet[Registration]:
    """Give the registrations of a member for dates that are not over, the first one first, with what a ticket needs."""
    rows = Registration.objects.active().filter(member_id=member_id, occurrence__ends_at__gt=at)
    rows = rows.select_related(
        "occurrence__meetup__page", "occurrence__meetup__institution", "occurrence__institution", "member"
    )
    return rows.order_by("occurrence__starts_at", "pk")[:MOST]
