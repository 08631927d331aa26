"""The people of a date as organisers see them: filters, order, and one value per person."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import (
    BigIntegerField,
    Case,
    CharField,
    Count,
    DateTimeField,
    Exists,
    F,
    IntegerField,
    OuterRef,
    Q,
    QuerySet,
    When,
)
from django.db.models.functions import Coalesce, Lower
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from events.desk.rules import shows_needs
from events.meetups.models import Meetup, Occurrence
from events.meetups.states import Mode, OccurrenceState
from events.registrations.actions.rows import line_of, rules_of, taken_at
from events.registrations.models import AccessNeed, MeetupQuestion, Registration, RegistrationMove
from events.registrations.rules import KEEP_NO_SHOWS, DateRules, Seat, Shortage, find_shortage
from events.registrations.states import ACTIVE, Attendance, By, RegistrationState
from network.models import Institution, Member
from portal.shared.lists.facets import Facet

# What asks something of the organisers first, who is out last.
_ORDER = (
    RegistrationState.WAITING_APPROVAL,
    RegistrationState.CONFIRMED,
    RegistrationState.HELD,
    RegistrationState.OFFERED,
    RegistrationState.WAITLISTED,
)
_TONES = {
    RegistrationState.CONFIRMED: "in",
    RegistrationState.WAITING_APPROVAL: "ask",
    RegistrationState.WAITLISTED: "wait",
    RegistrationState.OFFERED: "wait",
    RegistrationState.HELD: "wait",
}
LONGEST_NAME = 80
MOST_WORDS = 4

STATE = Facet("status", gettext_lazy("State"), "state", labels=dict(RegistrationState.choices))
MODE = Facet("vorm", gettext_lazy("How they come"), "mode", labels=dict(Mode.choices))
ATTENDANCE = Facet("aanwezig", gettext_lazy("Attendance"), "attendance", labels=dict(Attendance.choices))


def facets_of(occurrence: Occurrence, *, at: datetime) -> list[Facet]:
    """Give the filters of the list; attendance only once people could come."""
    school = Facet(
        "school",
        gettext_lazy("School"),
        "institution__slug",
        label_path="institution__name",
        label_of=lambda slug: Institution.objects.filter(slug=slug).values_list("name", flat=True).first(),
    )
    group = Facet("groep", gettext_lazy("Group"), "seat_group__key", label_path="seat_group__name")
    session = Facet("sessie", gettext_lazy("Session"), "sessions__key", label_path="sessions__title")
    facets = [STATE, MODE, group, session, school]
    return [*facets, ATTENDANCE] if at >= occurrence.starts_at else facets


def people_of(occurrence: Occurrence) -> QuerySet[Registration]:
    """Give everybody of a date, in the order organisers read them; not who left the portal."""
    rank = Case(
        *(When(state=state, then=place) for place, state in enumerate(_ORDER)),
        default=len(_ORDER),
        output_field=IntegerField(),
    )
    # As `waitlisted` orders the line: of the same moment, the earlier row first.
    in_line = [When(state=RegistrationState.WAITLISTED, then=F(name)) for name in ("queued_at", "pk")]
    return Registration.objects.filter(occurrence=occurrence, erased_at=None).order_by(
        rank,
        Case(in_line[0], default=None, output_field=DateTimeField()),
        Case(in_line[1], default=None, output_field=BigIntegerField()),
        Lower(Coalesce("member__sort_name", "guest_name", output_field=CharField())),
        "pk",
    )


def with_name(rows: QuerySet[Registration], asked: str) -> QuerySet[Registration]:
    """Keep people whose name holds every word that was typed.

    Parameters:
        rows: Of a date.
        asked: As it was typed; empty keeps everybody.
    """
    for word in asked.split()[:MOST_WORDS]:
        rows = rows.filter(
            Q(member__given_name__icontains=word)
            | Q(member__name_prefix__icontains=word)
            | Q(member__family_name__icontains=word)
            | Q(guest_name__icontains=word)
        )
    return rows


@dataclass(frozen=True)
class PersonLine:
    """One person of the list, in words.

    Attributes:
        tone: "in", "ask", "wait" or "out": how the state is coloured beside its word.
        meta: School or organisation, group and way of taking part.
        place: The place in line, 0 for who isn't in line.
        why: What keeps them in line, as a sentence.
        missed: How often they stayed away from meetups of the one who reads, see `missed_by`.
        answers: Questions with what was answered.
    """

    row: Registration
    name: str
    url: str
    state: str
    tone: str
    meta: str
    place: int = 0
    why: str = ""
    until: str = ""
    pair: str = ""
    missed: int = 0
    sessions: list[str] = field(default_factory=list)
    answers: list[tuple[str, str]] = field(default_factory=list)
    attendance: str = ""
    is_open: bool = True

    @property
    def may_choose(self) -> bool:
        """Whether an organiser can still say yes to them."""
        return self.asks and self.is_open

    @property
    def asks(self) -> bool:
        """Whether they wait for an answer of the organisers."""
        return self.row.state == RegistrationState.WAITING_APPROVAL


def name_of(row: Registration) -> str:
    """Give the name of a member or guest; never an address."""
    return str(row.member) if row.member else row.guest_name or _("Someone who left")


def school_of(row: Registration) -> str:
    """Give the school a seat counts for, or what a guest typed."""
    return row.institution.name if row.institution else row.guest_organisation


def answer_words(question: MeetupQuestion, value: str) -> str:
    """Give an answer as it is read."""
    if question.kind != MeetupQuestion.Kind.YES_NO:
        return value
    return _("yes") if value == "yes" else _("no")


def lines_of(
    rows: Iterable[Registration], occurrence: Occurrence, *, reader: Member | None, at: datetime
) -> list[PersonLine]:
    """Give the lines of people of one date, in a fixed number of queries.

    Parameters:
        rows: One page of them, with `related`.
        occurrence: Their date, with its meetup.
        reader: The organiser who reads, for the absences; None: they are not shown.
        at: Now.
    """
    rows = list(rows)
    line = _Line(occurrence)
    pairs = _pairs(rows, occurrence)
    missed = missed_by(rows, occurrence, reader=reader, at=at) if reader else {}
    is_past = at >= occurrence.starts_at
    return [
        PersonLine(
            row=row,
            name=name_of(row),
            url=reverse("desk:person", args=[occurrence.meetup.key, occurrence.key, row.key]),
            state=str(row.get_state_display()),
            tone=_TONES.get(RegistrationState(row.state), "out"),
            meta=_meta(row, occurrence),
            place=line.places.get(row.pk, 0),
            why=line.why(row),
            until=moment_words(row.hold_ends_at) if row.hold_ends_at and row.state in ACTIVE else "",
            pair=pairs.get(row.pk, ""),
            missed=missed.get(row.member_id, 0),
            sessions=[session.title for session in row.sessions.all()],
            answers=[(each.question.label, answer_words(each.question, each.value)) for each in row.answers.all()],
            attendance=str(row.get_attendance_display())
            if is_past and row.state == RegistrationState.CONFIRMED
            else "",
            is_open=not is_past and occurrence.state == OccurrenceState.PLANNED,
        )
        for row in rows
    ]


def related(rows: QuerySet[Registration]) -> QuerySet[Registration]:
    """Read along what a line shows."""
    return rows.select_related("member", "institution", "seat_group").prefetch_related("sessions", "answers__question")


def moment_words(moment: datetime) -> str:
    """Give a moment in short: "donderdag 4 februari, 14.00"."""
    return date_format(localtime(moment), "l j F, H.i")


def _meta(row: Registration, occurrence: Occurrence) -> str:
    mode = str(row.get_mode_display()) if occurrence.has_on_site and occurrence.has_online else ""
    group = row.seat_group.name if row.seat_group else ""
    guest = "" if row.member_id else _("without an account")
    return " · ".join(filter(None, (school_of(row), group, mode, guest)))


class _Line:
    """Who waits at a date: places, and what keeps each of them there."""

    def __init__(self, occurrence: Occurrence) -> None:
        self.rules: DateRules = rules_of(occurrence)
        self.taken = taken_at(occurrence)
        self.places: dict[int, int] = {}
        reached: dict[str, int] = {}
        for waiting in line_of(Registration.objects.waitlisted().filter(occurrence=occurrence)):
            for pk, seat in zip(waiting.ids, waiting.seats, strict=True):
                reached[seat.mode] = reached.get(seat.mode, 0) + 1
                self.places[pk] = reached[seat.mode]

    def why(self, row: Registration) -> str:
        """Say which limit keeps someone in line; empty for who isn't in line."""
        if row.pk not in self.places:
            return ""
        seat = Seat(row.mode, row.seat_group_id, row.institution_id)
        shortage = find_shortage(self.rules, self.taken, [seat])
        if shortage is None:
            return _("The two of a pair need a seat each.") if row.pair_key else ""
        if shortage == Shortage.MODE_FULL:
            return _("All seats on site are taken.") if row.mode == Mode.ON_SITE else _("All seats online are taken.")
        if shortage == Shortage.GROUP_FULL:
            return _("All seats of this group are taken.")
        if shortage == Shortage.KEPT_FOR_GROUPS:
            return _("The seats that are left are kept for groups.")
        return _("This school has the most people there can be.")


def _pairs(rows: Sequence[Registration], occurrence: Occurrence) -> dict[int, str]:
    """Give with whom each of these people comes, in one query."""
    keys = {row.pair_key for row in rows if row.pair_key}
    together: dict[str, list[Registration]] = {}
    for other in Registration.objects.filter(occurrence=occurrence, pair_key__in=keys).select_related("member"):
        together.setdefault(other.pair_key, []).append(other)
    return {
        row.pk: " & ".join(name_of(other) for other in together.get(row.pair_key, []) if other.pk != row.pk)
        for row in rows
        if row.pair_key
    }


def missed_by(
    rows: Iterable[Registration], occurrence: Occurrence, *, reader: Member, at: datetime
) -> Mapping[int, int]:
    """Count how often members stayed away without a word in the past six months, by their primary key.

    Only from meetups the reader runs, so that nobody learns here what they could not read there; only where someone
    else was noted as present in the same way of taking part, so that attendance was really taken.

    Source: DECISIONS 16, "no-shows".
    """
    members = {row.member_id for row in rows if row.member_id}
    present = Registration.objects.confirmed().filter(
        occurrence=OuterRef("occurrence"), mode=OuterRef("mode"), attendance=Attendance.PRESENT
    )
    absences = Registration.objects.confirmed().filter(
        Exists(present),
        member__in=members,
        attendance=Attendance.ABSENT,
        occurrence__meetup__in=Meetup.objects.organised_by(reader.key).values("pk"),
        occurrence__ends_at__gt=at - KEEP_NO_SHOWS,
        occurrence__ends_at__lte=at,
    )
    counted = absences.exclude(occurrence=occurrence).order_by().values_list("member")
    return dict(counted.annotate(number=Count("pk")))


def needs_of(occurrence: Occurrence, *, at: datetime) -> QuerySet[AccessNeed]:
    """Give what people who come or wait need to take part, by name; nothing two weeks after.

    Source: DECISIONS 16, "access needs".
    """
    if not shows_needs(ends_at=occurrence.ends_at, at=at):
        return AccessNeed.objects.none()
    rows = AccessNeed.objects.filter(
        registration__occurrence=occurrence, registration__state__in=ACTIVE, registration__erased_at=None
    )
    return rows.select_related("registration__member", "registration__institution").order_by(
        Lower(Coalesce("registration__member__sort_name", "registration__guest_name", output_field=CharField())), "pk"
    )


@dataclass(frozen=True)
class StepLine:
    """One step in the history of a registration, in words."""

    when: str
    what: str
    who: str
    note: str


def history_of(row: Registration) -> list[StepLine]:
    """Give what happened to a registration, the first step first, with the names of organisers."""
    moves = list(RegistrationMove.objects.filter(registration=row))
    names = {each.key: str(each) for each in Member.objects.filter(key__in={move.by_key for move in moves})}
    states, people = dict(RegistrationState.choices), dict(By.choices)
    return [
        StepLine(
            when=moment_words(move.at),
            what=str(states.get(move.to_state, move.to_state)),
            who=names.get(move.by_key) or str(people.get(move.by_kind, "")),
            note=_("taken over by the account with this address") if move.note == "merged" else move.note,
        )
        for move in moves
    ]
