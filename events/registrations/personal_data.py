"""What registrations hold about a person: export, erasure, retention (portal.shared.registries)."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from events.registrations.actions import erase_person, outdate
from events.registrations.models import AccessNeed, Registration, RegistrationAnswer, RegistrationMove, SeriesBooking
from events.registrations.rules import KEEP_ANSWERS, KEEP_NEEDS, KEEP_NO_SHOWS
from network.models import Member
from portal.shared.registries.crossings import PersonalData, PersonalField


class RegistrationsPersonalData(PersonalData):
    """For which dates one member signed up, with everything that came along."""

    label = _("Registrations for meetups")
    models = (Registration, SeriesBooking, RegistrationAnswer, AccessNeed, RegistrationMove)
    fields: Sequence[PersonalField] = (
        PersonalField(
            name="registrations",
            label=_("Meetups you signed up for"),
            purpose=_("So that there is a seat for you and you hear what changes."),
            kept_for=None,
            kept_until=_("Until you leave. Then only the number stays."),
            stays=_("The number of people at a date, without your name."),
        ),
        PersonalField(
            name="series",
            label=_("Series of meetups you booked as a whole"),
            purpose=_("So that there is a seat for you at every date, or one place in line for all of them."),
            kept_for=None,
            kept_until=_("Until you leave. Then only the number stays."),
            stays=_("The number of people in a series, without your name."),
        ),
        PersonalField(
            name="answers",
            label=_("Your answers to questions of the organisers"),
            purpose=_("So that the organisers can prepare the meetup."),
            kept_for=KEEP_ANSWERS,
            kept_until=_("Until six months after the meetup."),
        ),
        PersonalField(
            name="needs",
            label=_("What you need to take part"),
            purpose=_("So that the organisers can arrange it. Only they read it."),
            kept_for=KEEP_NEEDS,
            kept_until=_("Until two weeks after the meetup."),
        ),
        PersonalField(
            name="attendance",
            label=_("Whether you came"),
            purpose=_("So that seats go to people who come."),
            kept_for=KEEP_NO_SHOWS,
            kept_until=_("That you did not come: until six months after the meetup."),
        ),
    )

    def export(self, member_key: str) -> Mapping[str, object]:
        """Give every registration of this member, with answers, needs, sessions and history, and each booked series."""
        rows = Registration.objects.of(member_key).select_related("occurrence__meetup__page", "access_need")
        rows = rows.prefetch_related("answers__question", "sessions", "moves")
        bookings = SeriesBooking.objects.of(member_key).select_related("meetup__page").order_by("created_at", "pk")
        return {
            "registrations": [_registration(row) for row in rows.order_by("created_at", "pk")],
            "series": [_booking(booking) for booking in bookings],
        }

    def erase(self, member_key: str, *, at: datetime) -> int:
        """Take the person out of every registration; see `erase_person`."""
        member = Member.objects.filter(key=member_key).first()
        return erase_person(member=member, at=at) if member else 0

    def outdate(self, *, at: datetime) -> int:
        """Keep answers, needs, guests and no-shows no longer than promised."""
        return outdate(at=at)


def _booking(booking: SeriesBooking) -> dict[str, object]:
    return {
        "meetup": booking.meetup.page.title,
        "state": booking.state,
        "how": booking.mode,
        "signed_up_at": booking.created_at.isoformat(),
    }


def _registration(row: Registration) -> dict[str, object]:
    needs = getattr(row, "access_need", None)
    return {
        "meetup": row.occurrence.meetup.page.title,
        "starts_at": row.occurrence.starts_at.isoformat(),
        "state": row.state,
        "how": row.mode,
        "attendance": row.attendance,
        "let_in_because": row.override_reason,
        "needs": needs.text if needs else "",
        "answers": [{"question": answer.question.label, "answer": answer.value} for answer in row.answers.all()],
        "sessions": [session.title for session in row.sessions.all()],
        "steps": [{"at": step.at.isoformat(), "to": step.to_state} for step in row.moves.all()],
    }


REGISTRATIONS_DATA = RegistrationsPersonalData()
