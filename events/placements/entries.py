"""The days of an exchange as entries of a calendar."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from urllib.parse import urljoin

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from events.applications.states import Side
from events.calendars.attachments import entries_attachment
from events.calendars.entries import CalendarEntry, EntryStatus
from events.calendars.writer import Method
from events.placements.models import AgreementVersion, Placement, PlacementDay
from events.placements.reading import other, person, school
from events.placements.states import DayState
from portal.shared.outbox.messages import Attachment


def title_of(placement: Placement) -> str:
    """Give what an exchange is called in a list: where someone joins in."""
    return _("Exchange at %(school)s") % {"school": school(placement, Side.HOST)}


def day_entry(
    day: PlacementDay, placement: Placement, version: AgreementVersion | None, *, side: Side, is_off: bool = False
) -> CalendarEntry:
    """Give the entry of one day for one of the two, in the language that is active.

    Parameters:
        day: As it stands now.
        placement: With people and schools.
        version: The agreement that holds; None once its texts are gone.
        side: Who reads it.
        is_off: Take it out of this person's calendar, though the day itself may go on.
    """
    is_cancelled = is_off or day.state == DayState.CANCELLED
    url = urljoin(f"{settings.WAGTAILADMIN_BASE_URL.rstrip('/')}/", placement.get_absolute_url())
    with_whom = person(placement, other(side))
    paragraphs = [
        _("This day does not go on.") if is_cancelled else "",
        _("With %(name)s, %(school)s") % {"name": with_whom, "school": school(placement, other(side))}
        if with_whom
        else "",
        _("Contact on the day: %(contact)s") % {"contact": version.day_contact}
        if version and version.day_contact and not is_cancelled
        else "",
        version.practical if version and not is_cancelled else "",
        _("The agreement: %(address)s") % {"address": url},
    ]
    title = title_of(placement)
    return CalendarEntry(
        uid=day.uid,
        starts_at=day.starts_at,
        ends_at=day.ends_at,
        changed_at=max(filter(None, (day.changed_at, version.holds_since if version else None))),
        sequence=day.sequence,
        status=EntryStatus.CANCELLED if is_cancelled else EntryStatus.CONFIRMED,
        summary=_("Does not go on: %(title)s") % {"title": title} if is_cancelled else title,
        description="\n\n".join(filter(None, paragraphs)),
        location=day.place or str(school(placement, Side.HOST)),
        categories=(str(placement.get_direction_display()),),
        url=url,
        organiser=str(school(placement, Side.HOST)),
    )


def day_attachments(
    days: Iterable[PlacementDay],
    placement: Placement,
    version: AgreementVersion | None,
    *,
    side: Side,
    language: str,
    at: datetime,
    is_off: bool = False,
) -> Sequence[Attachment]:
    """Give the files of a mail: one that puts days in the calendar or moves them, one that takes days out.

    Parameters:
        days: Those the mail tells of, as they stand now.
        placement, version, side, is_off: As for `day_entry`.
        language: The reader's, "nl" or "en".
        at: Now; the stamp of what is off for this person only.
    """
    with translation.override(language):
        entries = [day_entry(day, placement, version, side=side, is_off=is_off) for day in days]
        names = {Method.PUBLISH: _("exchange.ics"), Method.CANCEL: _("does-not-go-on.ics")}
    found = []
    for method, name in names.items():
        some = [entry for entry in entries if (entry.status == EntryStatus.CANCELLED) == (method == Method.CANCEL)]
        if some:
            found.append(entries_attachment(some, method=method, name=name, at=at if is_off else None))
    return tuple(found)
