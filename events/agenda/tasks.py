"""What the clock does for the agenda."""

from datetime import datetime, timedelta

from events.meetups.models import Occurrence
from search.index.pages import index_pages

# A clock that stood still longer leaves it to the nightly comparison of the index.
LOOKED_BACK = timedelta(hours=2)


def follow_time(at: datetime) -> None:
    """Write the entries of meetups anew of which a date is over: a series goes on with its next date.

    What an entry says of dates depends on the moment, and nobody saves anything when a date passes.
    """
    over = Occurrence.objects.announced().filter(ends_at__gt=at - LOOKED_BACK, ends_at__lte=at)
    pages = set(over.order_by().values_list("meetup__page_id", flat=True))
    if pages:
        index_pages(pages)
