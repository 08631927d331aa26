"""A certificate of attendance: who was at which dates of a meetup, for how long, and who held it."""

from collections.abc import Sequence
from datetime import datetime

from django.conf import settings
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from events.check_in.rules import total_minutes
from events.meetups.states import OccurrenceState
from events.registrations.models import Registration
from events.registrations.rules import KEEP_ANSWERS
from events.registrations.states import Attendance, RegistrationState
from portal.shared.documents.pdf import render_pdf
from portal.shared.links.actions import make_link

CERTIFICATE_LINK = "events.certificate"
LANGUAGE = "nl"
MINUTES_IN_HOUR = 60


def earns_certificate(row: Registration, *, at: datetime) -> bool:
    """Whether someone was there, at a date that is over; `occurrence` is read."""
    return (
        bool(row.member_id or row.guest_email)
        and row.state == RegistrationState.CONFIRMED
        and row.attendance == Attendance.PRESENT
        and row.occurrence.state == OccurrenceState.PLANNED
        and row.occurrence.ends_at <= at
    )


def attended(row: Registration, *, at: datetime) -> list[Registration]:
    """Give every date of this meetup that this person attended and that is over, the first one first."""
    person = {"member": row.member_id} if row.member_id else {"member": None, "guest_email__iexact": row.guest_email}
    rows = Registration.objects.confirmed().filter(
        **person,
        attendance=Attendance.PRESENT,
        occurrence__meetup=row.occurrence.meetup_id,
        occurrence__state=OccurrenceState.PLANNED,
        occurrence__ends_at__lte=at,
    )
    return list(rows.select_related("occurrence").order_by("occurrence__starts_at", "pk"))


def length_in_words(minutes: int) -> str:
    """Give a length in hours and minutes: "2 uur en 30 minuten"."""
    hours, rest = divmod(minutes, MINUTES_IN_HOUR)
    in_hours = ngettext("%(n)d hour", "%(n)d hours", hours) % {"n": hours}
    in_minutes = ngettext("%(n)d minute", "%(n)d minutes", rest) % {"n": rest}
    if hours and rest:
        return _("%(hours)s and %(minutes)s") % {"hours": in_hours, "minutes": in_minutes}
    return in_hours if hours else in_minutes


def certificate_path(row: Registration, *, at: datetime) -> str:
    """Give where someone finds their certificate; for a guest behind a secret link, made in the transaction.

    It lasts as long as organisers see names, for then the registration itself forgets who it was.
    """
    if row.member_id is not None:
        return reverse("check_in:certificate", args=[row.key])
    _link, token = make_link(
        purpose=CERTIFICATE_LINK,
        subject_kind="registration",
        subject_key=row.key,
        valid_for=row.occurrence.ends_at + KEEP_ANSWERS - at,
        at=at,
        max_uses=None,
    )
    return reverse("check_in:guest_certificate", args=[token])


def certificate_data(row: Registration, dates: Sequence[Registration]) -> dict:
    """Give what templates/pdf/certificate.typ asks for, in Dutch.

    Parameters:
        row: A registration of the member or guest, with `member` and the meetup's page and school.
        dates: What was attended, the first one first.
    """
    meetup = row.occurrence.meetup
    with translation.override(LANGUAGE):
        return {
            "title": _("Certificate of attendance"),
            "name": str(row.member or row.guest_name),
            "was_at": _("was at"),
            "meetup": meetup.page.title,
            "kind": meetup.get_kind_display(),
            "dates": [_date(each) for each in dates],
            "total": length_in_words(total_minutes(_span(each) for each in dates)),
            "held_by": _organised_by(row),
            "foot": settings.WAGTAIL_SITE_NAME,
            "words": {
                "head": [_("Date"), _("Time"), _("How long")],
                "total": _("Together"),
                "held_by": _("Organised by"),
                "note": _("The organisers noted who was there. How long: from start to end of each date."),
            },
        }


def _span(row: Registration) -> tuple[datetime, datetime]:
    return row.occurrence.starts_at, row.occurrence.ends_at


def _date(row: Registration) -> list[str]:
    starts, ends = (timezone.localtime(moment) for moment in _span(row))
    until = date_format(ends, "G.i") if starts.date() == ends.date() else date_format(ends, "j F, G.i")
    times = _("%(start)s to %(end)s") % {"start": date_format(starts, "G.i"), "end": until}
    return [date_format(starts, "j F Y"), times, length_in_words(total_minutes([_span(row)]))]


def _organised_by(row: Registration) -> str:
    # The school that received, or the portal; names of organisers may be hidden, and a certificate travels.
    school = row.occurrence.meetup.institution
    return f"{school}, {settings.WAGTAIL_SITE_NAME}" if school else settings.WAGTAIL_SITE_NAME


def certificate_pdf(row: Registration, dates: Sequence[Registration]) -> bytes:
    """Set a certificate as accessible PDF. The same facts give the same bytes: it is dated at the last end."""
    return render_pdf("certificate", certificate_data(row, dates), dated=max(each.occurrence.ends_at for each in dates))
