"""What planning holds about a person: export, erasure, retention (portal.shared.registries)."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from events.meetups.actions import erase_organiser
from events.meetups.models import Meetup, MeetupOrganiser
from network.models import Member
from portal.shared.registries.crossings import ExportFile, PersonalField


class MeetupsPersonalData:
    """Which meetups one member runs or made."""

    label = _("Meetups you organise")
    models = (MeetupOrganiser, Meetup)
    fields: Sequence[PersonalField] = (
        PersonalField(
            name="organises",
            label=_("Meetups you run"),
            purpose=_("So that people know whom to ask, and you can change dates and seats."),
            kept_for=None,
            kept_until=_("Until you leave as organiser."),
        ),
        PersonalField(
            name="made",
            label=_("Meetups you made or proposed"),
            purpose=_("So that the editors know who began it."),
            kept_for=None,
            kept_until=_("As long as the meetup exists."),
            stays=_("If you leave, it stays without your name."),
        ),
    )

    def export(self, member_key: str) -> Mapping[str, object]:
        """Give the meetups this member runs and made."""
        rows = MeetupOrganiser.objects.filter(member__key=member_key).select_related("meetup__page")
        made = Meetup.objects.filter(Q(created_by__key=member_key) | Q(proposed_by__key=member_key))
        made = made.select_related("page").order_by("pk")
        return {
            "organises": [{"title": row.meetup.page.title, "since": row.added_at.isoformat()} for row in rows],
            "made": [{"title": row.page.title, "at": row.created_at.isoformat()} for row in made],
        }

    def files(self, member_key: str) -> Iterable[ExportFile]:
        """Give no files."""
        return []

    def erase(self, member_key: str, *, at: datetime) -> int:
        """Take the person out of every meetup; see `erase_organiser`."""
        member = Member.objects.filter(key=member_key).first()
        return erase_organiser(member=member) if member else 0

    def outdate(self, *, at: datetime) -> int:
        """Nothing here has an end of its own."""
        return 0


MEETUPS_DATA = MeetupsPersonalData()
