"""The meetups of the demo (domain list, section 4): planned, announced, signed up for and held by the usual actions."""

from dataclasses import replace
from datetime import date, datetime, time, timedelta

from django.core.files.base import ContentFile
from django.db.models import F
from django.utils import timezone

from events.harvest.actions import (
    HarvestText,
    PromisePlan,
    add_promise,
    finish,
    set_naming,
    set_online,
    tell_afterwards,
    write_harvest,
)
from events.harvest.owners import Owner
from events.meetups.actions import (
    add_occurrence,
    add_series,
    add_session,
    announce,
    announce_all,
    cancel_occurrence,
    change_dates,
    change_occurrence,
    plan_meetup,
)
from events.meetups.models import Meetup, Occurrence, Session
from events.meetups.plans import MeetupPlan, OccurrencePlan, SessionPlan
from events.meetups.rules import clashes, rounds_of
from events.meetups.series import Scope, SeriesRule, local_moment
from events.meetups.states import Admission, Booking, Eligibility, MeetupKind, Mode, WaitlistPolicy
from events.models import AgendaPage, MeetupMaterial, MeetupPage, MeetupSpeaker
from events.registrations.actions import QuestionPlan, SignUp, book_series, register, set_questions
from events.registrations.models import Registration
from events.registrations.states import Attendance
from home.demo.cast import Cast
from home.demo.crowd import add_crowd
from home.demo.files import texts
from home.demo.library import Library, demo_picture, publish_as, set_themes, stream
from portal.shared.calendar_days.models import SchoolHoliday
from portal.shared.calendar_days.states import HolidayRegion
from portal.shared.media.models import PortalDocument
from portal.shared.outbox.actions.delivery import WITHOUT_CONTENT
from portal.shared.outbox.models import OutboxMail
from portal.shared.outbox.states import MailState

# What one fills in for a meetup, and as what it is read.
_SETTINGS = {
    "kind": MeetupKind,
    "admission": Admission,
    "eligibility": Eligibility,
    "booking": Booking,
    "waitlist_policy": WaitlistPolicy,
    "most_per_institution": int,
    "allows_pairs": bool,
    "reminder_hours": tuple,
}
_PLACE = ("place", "city", "address", "online_url", "seats_on_site", "seats_online")
OPENS, CLOSES = time(9), time(17)


def add_meetups(cast: Cast, library: Library, at: datetime) -> None:
    """Add the ten meetups, each in the state of the list; what happened before today was mailed before today."""
    for row in texts("meetups"):
        library.pages[row["key"]] = page = _publish(row, cast, at)
        meetup = _plan(row, page, cast, at)
        announced_at = at + timedelta(days=row["announced"])
        if "series" in row:
            _add_series(row, meetup, cast, announced_at, at)
        for number, each in enumerate(row.get("dates", [])):
            _add_date(each, meetup, cast, announced_at, at, number)
    OutboxMail.objects.filter(purpose__startswith="events.", created_at__lte=at).update(
        state=MailState.SENT, sent_at=F("created_at"), **WITHOUT_CONTENT
    )


def day_of(row: dict, at: datetime) -> date:
    """Give the first of a weekday (0 is Monday) on or after so many days from the day of loading."""
    first = timezone.localdate(at) + timedelta(days=row["days"])
    return first + timedelta(days=(row["weekday"] - first.weekday()) % 7)


def _publish(row: dict, cast: Cast, at: datetime) -> MeetupPage:
    page = MeetupPage(
        title=row["title"],
        slug=row["slug"],
        lead=row["lead"],
        search_description=row["search_description"],
        is_example=True,
        contact=cast.members[row["contact"]],
        accessibility=row.get("accessibility", ""),
        preparation=row.get("preparation", ""),
        picture=demo_picture(row["key"], row["title"]),
        picture_alt=row["image_alt"],
    )
    page.body = stream(page, "body", [("text", row["html"])])
    set_themes(page, row, cast)
    page.speakers = [
        MeetupSpeaker(member=cast.members[each["member"]], role=each["role"], sort_order=place)
        for place, each in enumerate(row.get("speakers", []))
    ]
    page.materials = [
        MeetupMaterial(title=each["title"], description=each["description"], document=_document(each), sort_order=place)
        for place, each in enumerate(row.get("materials", []))
    ]
    return publish_as(
        page,
        parent=AgendaPage.objects.get(),
        author=cast.members[row["organisers"][0]],
        approver=cast.moderator,
        on=at + timedelta(days=row["announced"]),
    )


def _document(material: dict) -> PortalDocument | None:
    if "text" not in material:
        return None
    file = ContentFile(material["text"].encode(), name=f"demo-{material['file']}")
    credit = "Geschreven voor dit voorbeeldportaal"
    return PortalDocument.objects.create(title=material["title"], credit=credit, file=file, file_size=file.size)


def _plan(row: dict, page: MeetupPage, cast: Cast, at: datetime) -> Meetup:
    settings = {name: read(row[name]) for name, read in _SETTINGS.items() if name in row}
    today = timezone.localdate(at)
    for name, clock, column in (("opens", OPENS, "opens_at"), ("closes", CLOSES, "closes_at")):
        if name in row:
            settings[column] = local_moment(today + timedelta(days=row[name]), clock)
    organisers = [cast.members[key] for key in row["organisers"]]
    plan = MeetupPlan(institution=cast.schools.get(row.get("school", "")), **settings)
    planned_at = at + timedelta(days=row["announced"] - 3)
    meetup = plan_meetup(page=page, plan=plan, organisers=organisers, by=organisers[0], at=planned_at)
    questions = [QuestionPlan(label=each["label"], kind=each["kind"]) for each in row.get("questions", [])]
    if questions:
        set_questions(meetup=meetup, questions=questions)
    return meetup


def _date_plan(row: dict, day: date) -> OccurrencePlan:
    return OccurrencePlan(
        starts_at=local_moment(day, time.fromisoformat(row["start"])),
        ends_at=local_moment(day, time.fromisoformat(row["end"])),
        has_on_site="place" in row or "places" in row,
        has_online="online_url" in row,
        **{name: row[name] for name in _PLACE if name in row},
    )


def _add_date(row: dict, meetup: Meetup, cast: Cast, announced_at: datetime, at: datetime, number: int) -> None:
    day = day_of(row, at)
    occurrence = add_occurrence(meetup=meetup, plan=_date_plan(row, day), at=announced_at)
    for each in row.get("sessions", []):
        plan = SessionPlan(
            title=each["title"],
            about=each.get("about", ""),
            room=each.get("room", ""),
            starts_at=local_moment(day, time.fromisoformat(each["start"])),
            ends_at=local_moment(day, time.fromisoformat(each["end"])),
            is_chosen=each.get("chosen", False),
            seats=each.get("seats"),
        )
        add_session(occurrence=occurrence, plan=plan, at=announced_at)
    announce(occurrence=occurrence, at=announced_at)
    _sign_up(row, occurrence, cast, announced_at, at)
    if "guests_online" in row:
        add_crowd(occurrence, number=row["guests_online"], mode=Mode.ONLINE, since=announced_at)
    if "present" in row:
        _note_attendance(occurrence, row["present"])
    if "report" in row:
        _report(row["report"], occurrence, cast, at)
    if "cancelled" in row:
        cancelled_at = at + timedelta(days=row["cancelled_on"])
        cancel_occurrence(occurrence=occurrence, reason=row["cancelled"], at=cancelled_at)


def _sign_up(row: dict, occurrence: Occurrence, cast: Cast, announced_at: datetime, at: datetime) -> None:
    """Sign members up one after another, between the announcement and today or the date itself."""
    for place, (key, mode, moment) in enumerate(_who_when(row, announced_at, min(at, occurrence.starts_at))):
        sign_up = SignUp(mode=mode, sessions=_chosen_sessions(occurrence, place))
        register(occurrence=occurrence, member=cast.members[key], sign_up=sign_up, at=moment)


def _who_when(row: dict, since: datetime, until: datetime) -> list[tuple[str, Mode, datetime]]:
    """Give who signs up, how and at which moment, in order."""
    wanted = [
        (key, mode)
        for name, mode in (("registered", Mode.ON_SITE), ("registered_online", Mode.ONLINE), ("waiting", Mode.ON_SITE))
        for key in row.get(name, [])
    ]
    step = (until - since) / (len(wanted) + 1)
    return [(key, mode, since + step * place) for place, (key, mode) in enumerate(wanted, start=1)]


def _chosen_sessions(occurrence: Occurrence, place: int) -> list[int]:
    """Choose a session of each round, another one for each person; a long one takes the next round with it."""
    sessions = list(occurrence.sessions.filter(is_chosen=True))
    chosen: list[Session] = []
    for each in rounds_of(sessions):
        session = sessions[each.positions[place % len(each.positions)]]
        if not clashes([*chosen, session]):
            chosen.append(session)
    return [session.pk for session in chosen]


def _note_attendance(occurrence: Occurrence, present: int) -> None:
    """Note who was there, the first that many who signed up, and who did not come."""
    rows = list(Registration.objects.seated().filter(occurrence=occurrence).order_by("member_id", "created_at", "pk"))
    members = [row for row in rows if row.member_id]
    rows = [*members, *(row for row in rows if not row.member_id)]
    there = [row.pk for row in rows[:present]]
    Registration.objects.filter(pk__in=there).update(
        attendance=Attendance.PRESENT, checked_in_at=occurrence.starts_at - timedelta(minutes=4)
    )
    Registration.objects.filter(pk__in=[row.pk for row in rows[present:]]).update(attendance=Attendance.ABSENT)


def _report(report: dict, occurrence: Occurrence, cast: Cast, at: datetime) -> None:
    """Write the report on the day after and what was promised, with who said that their name may be there."""
    written_at = occurrence.ends_at + timedelta(days=1)
    # Everyone heard afterwards, in words of then.
    tell_afterwards(occurrence.ends_at + timedelta(days=5))
    text = HarvestText(report["summary"].strip(), report["attended"])
    write_harvest(occurrence=occurrence, member=cast.members[report["by"]], text=text, at=written_at)
    for each in report.get("promises", []):
        member = cast.members[each["member"]]
        due_on = timezone.localdate(at) + timedelta(days=each["days"])
        plan = PromisePlan(each["text"], due_on, member=member)
        promise = add_promise(occurrence=occurrence, plan=plan, at=written_at)
        owner = Owner(member_key=member.key)
        set_naming(promise=promise, owner=owner, is_named=True, at=written_at)
        if each.get("done"):
            finish(promise=promise, owner=owner, at=written_at + timedelta(days=9))
    set_online(occurrence=occurrence, is_online=True, at=written_at)


def _add_series(row: dict, meetup: Meetup, cast: Cast, announced_at: datetime, at: datetime) -> None:
    series = row["series"]
    first = day_of(series, at)
    plan = _date_plan(series, first)
    dates = add_series(
        meetup=meetup,
        plan=plan,
        rule=SeriesRule(interval=series["every_weeks"], count=series["count"]),
        start=first,
        starts=time.fromisoformat(series["start"]),
        ends=time.fromisoformat(series["end"]),
        at=announced_at,
    )
    for number, occurrence in enumerate(dates):
        _put_at(occurrence, series.get("places", []), number, cast, announced_at)
    announce_all(meetup=meetup, at=announced_at)
    if "skipped" in series:
        _add_exceptions(series, dates, announced_at)
    for key, mode, moment in _who_when(series, announced_at, at):
        book_series(meetup=meetup, member=cast.members[key], sign_up=SignUp(mode=mode), at=moment)


def _put_at(occurrence: Occurrence, places: list[list[str]], number: int, cast: Cast, announced_at: datetime) -> None:
    """Let the dates of a series go from school to school."""
    if not places:
        return
    place, city, slug = places[number % len(places)]
    plan = replace(OccurrencePlan.of(occurrence), place=place, city=city, institution=cast.schools[slug])
    change_occurrence(occurrence=occurrence, plan=plan, at=announced_at)


def _add_exceptions(series: dict, dates: list[Occurrence], announced_at: datetime) -> None:
    """Skip one date for a school holiday, and move another one to an earlier day."""
    moved = dates[series["moved"] - 1]
    in_holiday = (each for each in dates if each != moved and _is_holiday(timezone.localdate(each.starts_at)))
    skipped = next(in_holiday, dates[series["skipped"] - 1])
    cancel_occurrence(occurrence=skipped, reason=series["skipped_reason"], at=announced_at)
    day = timezone.localdate(moved.starts_at) + timedelta(days=series["moved_days"])
    starts, ends = (local_moment(day, time.fromisoformat(series[name])) for name in ("moved_start", "moved_end"))
    plan = replace(OccurrencePlan.of(moved), starts_at=starts, ends_at=ends)
    change_dates(occurrence=moved, plan=plan, scope=Scope.ONE, at=announced_at)


def _is_holiday(day: date) -> bool:
    return SchoolHoliday.objects.of_region(HolidayRegion.MIDDLE).touching(day, day).exists()
