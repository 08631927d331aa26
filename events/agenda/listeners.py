"""What search does when a date changes, inside the transaction of the change (events.meetups.listeners).

Kept pages and feeds need nothing of the kind: any write gives them a new version (portal.shared.caching).
"""

from datetime import datetime

from events.meetups.listeners import ChangeKind, OccurrenceChange
from events.meetups.models import Occurrence
from portal.shared.pages.listeners import pages_changed

# What an entry of search says of dates; see searchable.py.
_SAID = {
    ChangeKind.ANNOUNCED,
    ChangeKind.TIME,
    ChangeKind.PLACE,
    ChangeKind.MODES,
    ChangeKind.SESSIONS,
    ChangeKind.CANCELLED,
}


class SearchFollows:
    """Writes the entry of a meetup anew when one of its dates changes in a way that the entry tells."""

    def changed(self, occurrence: Occurrence, change: OccurrenceChange, *, at: datetime) -> None:
        """Follow a change of a locked date."""
        if change.kinds & _SAID:
            pages_changed([occurrence.meetup.page_id])


SEARCH_FOLLOWS = SearchFollows()
