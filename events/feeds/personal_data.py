"""What feeds hold about a person: export, erasure, retention (portal.shared.registries)."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from pathlib import PurePosixPath

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from events.feeds.actions import erase_feed
from events.feeds.models import CalendarFeed
from events.feeds.personal import own_calendar
from network.models import Member
from portal.shared.registries.crossings import ExportFile, PersonalField


class FeedsPersonalData:
    """The secret address of one member's own dates."""

    label = _("Your dates in your own calendar")
    models = (CalendarFeed,)
    fields: Sequence[PersonalField] = (
        PersonalField(
            name="calendar_feed",
            label=_("The address by which your calendar reads your dates"),
            purpose=_("So that your own calendar shows what you signed up for. Who has the address can read it."),
            kept_for=None,
            kept_until=_("Until you withdraw it."),
        ),
    )

    def export(self, member_key: str) -> Mapping[str, object]:
        """Give since when there is an address; the address itself is a secret that an export must not spread."""
        feed = CalendarFeed.objects.filter(member__key=member_key).first()
        return {"calendar_feed": {"made_at": feed.made_at.isoformat()} if feed else None}

    def files(self, member_key: str) -> Iterable[ExportFile]:
        """Give the dates of this member as a calendar."""
        member = Member.objects.filter(key=member_key).first()
        if member is None:
            return ()
        content = own_calendar(member_key, language=member.interface_language, at=timezone.now())
        return (ExportFile(path=PurePosixPath("agenda/agenda.ics"), content=content),)

    def erase(self, member_key: str, *, at: datetime) -> int:
        """Delete the address."""
        return erase_feed(member_key=member_key)

    def outdate(self, *, at: datetime) -> int:
        """Nothing here has an end of its own."""
        return 0


FEEDS_DATA = FeedsPersonalData()
