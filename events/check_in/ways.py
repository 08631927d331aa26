"""Where check-in is reached from: the desk of a meetup, and one's own registration."""

from collections.abc import Sequence
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from events.check_in.actions import window_now
from events.check_in.certificates import certificate_path, earns_certificate
from events.check_in.codes import has_ticket
from events.check_in.rules import Window
from events.meetups.desk_ways import DeskWay
from events.meetups.models import Meetup, Occurrence
from events.meetups.states import Admission
from events.registrations.afterwards import AfterLine
from events.registrations.models import Registration
from events.registrations.own_ways import OwnWay


class CheckInDesk:
    """The door and its papers, as long as they serve the day."""

    def for_date(self, meetup: Meetup, occurrence: Occurrence, *, at: datetime) -> Sequence[DeskWay]:
        """Give the ways beside a date that goes on and that people sign up for."""
        if meetup.admission == Admission.NONE or window_now(occurrence, at=at) not in (Window.BEFORE, Window.OPEN):
            return []
        ways = [("check_in:desk", _("Check-in"))]
        if occurrence.has_on_site:
            ways += [("check_in:sheet", _("Attendance sheet")), ("check_in:badges", _("Badges"))]
        return [DeskWay(text, reverse(name, args=[meetup.key, occurrence.key])) for name, text in ways]

    def for_meetup(self, meetup: Meetup, *, at: datetime) -> Sequence[DeskWay]:
        """Give none: everything is about one date."""
        return []


class OwnPapers:
    """The ticket until the end, the certificate after it."""

    def for_member(self, row: Registration, *, at: datetime) -> Sequence[OwnWay]:
        """Give the ticket or the certificate of a member, if there is one."""
        if has_ticket(row) and row.occurrence.ends_at > at:
            return [OwnWay(_("Your ticket"), reverse("check_in:ticket", args=[row.key]))]
        if earns_certificate(row, at=at):
            return [OwnWay(_("Certificate of attendance (PDF)"), reverse("check_in:certificate", args=[row.key]))]
        return []

    def for_guest(self, row: Registration, token: str, *, at: datetime) -> Sequence[OwnWay]:
        """Give the ticket of a guest. Their link ends with the date; the mail afterwards brings the certificate."""
        if has_ticket(row) and row.occurrence.ends_at > at:
            return [OwnWay(_("Your ticket"), reverse("check_in:guest_ticket", args=[token]))]
        return []


class CertificateLine:
    """The certificate in the mail afterwards; one's own page has it among the ways."""

    def for_mail(self, registration: Registration, *, at: datetime) -> AfterLine | None:
        """Give the line for who was there."""
        if not earns_certificate(registration, at=at):
            return None
        path = certificate_path(registration, at=at)
        return AfterLine(_("You were there. Your certificate with the hours is ready."), _("Certificate (PDF)"), path)

    def for_page(self, registration: Registration, *, at: datetime) -> AfterLine | None:
        """Give none: see `OwnPapers`."""
        return None


CHECK_IN_DESK = CheckInDesk()
CERTIFICATE_LINE = CertificateLine()
OWN_PAPERS = OwnPapers()
