"""What registrations do when a date changes, inside the transaction of the change (events.meetups.listeners)."""

from collections.abc import Collection, Mapping
from datetime import datetime

from django.db.models import Count, Q
from django.utils.functional import lazy

from events.meetups.listeners import ChangeKind, OccurrenceChange, People
from events.meetups.models import Meetup, Occurrence
from events.meetups.states import Booking, Mode
from events.registrations.actions.promotion import settle, shorten_offers
from events.registrations.mails import place_in_words, post_mail, when_in_words
from events.registrations.models import Registration
from events.registrations.states import RegistrationState

TOLD = {ChangeKind.TIME, ChangeKind.PLACE, ChangeKind.ONLINE_ADDRESS, ChangeKind.CANCELLED}
_FREES_SEATS = {ChangeKind.SEATS_RAISED, ChangeKind.MODES, ChangeKind.RULES, ChangeKind.TIME}


class RegistrationsFollow:
    """Moves the line up where seats came, and tells who comes what changed."""

    def changed(self, occurrence: Occurrence, change: OccurrenceChange, *, at: datetime) -> None:
        """Follow a change of a locked date."""
        # As it stands: the one that was handed over may carry settings read before the lock.
        occurrence.meetup = Meetup.objects.select_related("page", "institution").get(pk=occurrence.meetup_id)
        if ChangeKind.TIME in change.kinds:
            shorten_offers(occurrence, at=at)
        self._tell(occurrence, change, at=at)
        if occurrence.meetup.booking == Booking.SERIES:
            # Decided over all dates together, once per step (`series_listener.py`).
            return
        if change.kinds & _FREES_SEATS and ChangeKind.CANCELLED not in change.kinds:
            settle(occurrence, at=at)

    def _tell(self, occurrence: Occurrence, change: OccurrenceChange, *, at: datetime) -> None:
        if not change.kinds & TOLD:
            return
        is_cancelled = ChangeKind.CANCELLED in change.kinds
        rows = Registration.objects.active().filter(occurrence=occurrence, series_booking=None)
        was = as_before(occurrence, change.before)
        for row in rows.select_related("member").order_by("pk"):
            # A guest who did not open the first mail yet: perhaps somebody typed a stranger's address.
            if row.state == RegistrationState.HELD and not row.pair_key:
                continue
            if not concerns(change, mode=row.mode, state=row.state):
                continue
            row.occurrence = occurrence
            has_seat = row.state == RegistrationState.CONFIRMED
            words = {
                "has_seat": has_seat,
                # In the language of who reads it.
                "was_when": lazy(when_in_words, str)(was),
                "was_place": lazy(place_in_words, str)(was, row.mode),
            }
            post_mail("cancelled" if is_cancelled else "changed", row, at=at, words=words, had_seat=has_seat)


def concerns(change: OccurrenceChange, *, mode: str, state: str) -> bool:
    """Say whether someone hears of a change: of another time, another room for who comes there, another address for
    who has a seat online.
    """
    if change.kinds & {ChangeKind.TIME, ChangeKind.CANCELLED}:
        return True
    if mode != Mode.ONLINE:
        return ChangeKind.PLACE in change.kinds
    return ChangeKind.ONLINE_ADDRESS in change.kinds and state == RegistrationState.CONFIRMED


def as_before(occurrence: Occurrence, before: Mapping[str, object]) -> Occurrence:
    """Give the date as it was; never saved."""
    values = {field.attname: getattr(occurrence, field.attname) for field in Occurrence._meta.concrete_fields}
    was = Occurrence(**{**values, **before})
    was.meetup = occurrence.meetup
    return was


class RegistrationsCount:
    """Counts the people of dates, groups and sessions."""

    def people(self, occurrence_ids: Collection[int]) -> Mapping[int, People]:
        """Give who has a seat, by mode, and who waits, per date, in one query."""
        found: dict[int, People] = {}
        holds_place = Q(state=RegistrationState.HELD, queued_at__isnull=False)
        rows = Registration.objects.active().filter(occurrence__in=occurrence_ids).order_by()
        waits = Q(state__in=(RegistrationState.WAITLISTED, RegistrationState.WAITING_APPROVAL)) | holds_place
        for pk, mode, all_of_them, waiting in rows.values_list("occurrence", "mode").annotate(
            number=Count("pk"), waiting=Count("pk", filter=waits)
        ):
            seated = all_of_them - waiting
            here = People(
                on_site=seated if mode == Mode.ON_SITE else 0,
                online=seated if mode == Mode.ONLINE else 0,
                waiting=waiting,
            )
            found[pk] = found.get(pk, People()) + here
        return found

    def in_groups(self, meetup_id: int) -> Collection[int]:
        """Give the seat groups of this meetup that registrations point to."""
        rows = Registration.objects.filter(occurrence__meetup=meetup_id, seat_group__isnull=False).order_by()
        return set(rows.values_list("seat_group", flat=True))

    def in_sessions(self, occurrence_id: int) -> Mapping[int, int]:
        """Give how many people chose each session of this date."""
        rows = Registration.objects.active().filter(occurrence=occurrence_id, sessions__isnull=False).order_by()
        return dict(rows.values_list("sessions").annotate(number=Count("pk")))


class RegistrationsMail:
    """Counts the mails that the listeners of dates, and of whole series, would send."""

    def mails(self, kinds: Mapping[int, Collection[ChangeKind]]) -> int:
        """Give one per registration that hears of a change, and one per booked series however many dates change."""
        rows = Registration.objects.active().filter(occurrence__in=list(kinds)).order_by()
        rows = rows.filter(Q(member__is_active=True) | Q(member=None) & ~Q(guest_email=""))
        rows = rows.exclude(state=RegistrationState.HELD, pair_key="")
        told = set()
        for pk, date, booking, mode, state in rows.values_list("pk", "occurrence", "series_booking", "mode", "state"):
            if concerns(OccurrenceChange(frozenset(kinds[date])), mode=mode, state=state):
                told.add(("series", booking) if booking else ("date", pk))
        return len(told)


REGISTRATIONS_FOLLOW = RegistrationsFollow()
REGISTRATIONS_COUNT = RegistrationsCount()
REGISTRATIONS_MAIL = RegistrationsMail()
