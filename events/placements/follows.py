"""What exchanges do when an application is accepted, reopened or gets another host."""

from datetime import datetime

from events.applications.models import Application
from events.placements.actions import begin_placement, change_host, may_undo_begin, undo_begin


class PlacementsFollow:
    """The exchange of an application (see `events.applications.listeners`)."""

    def accepted(self, application: Application, *, at: datetime) -> None:
        """Make the exchange."""
        begin_placement(application=application, at=at)

    def may_reopen(self, application: Application) -> bool:
        """Say whether nothing was written, confirmed or asked yet."""
        return may_undo_begin(application=application)

    def reopened(self, application: Application, *, at: datetime) -> None:
        """Take the exchange away."""
        undo_begin(application=application)

    def host_changed(self, application: Application, *, at: datetime) -> None:
        """Hand it over."""
        change_host(application=application, at=at)


PLACEMENTS_FOLLOW = PlacementsFollow()
