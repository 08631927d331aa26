"""What is mailed about fixed groups. No mail holds the text of a note, or who reported one."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime

from django.urls import reverse
from django.utils import translation

from events.calendars.attachments import calendar_attachment
from events.calendars.writer import Method
from events.cohorts.models import Cohort, CohortMember, CohortNote, CohortNoteReport
from events.meetups.states import Mode
from events.registrations.mails import when_in_words
from events.registrations.models import Registration
from network.members.mails import mail_to
from network.models import Member
from portal.shared.conversations.states import ReportReason, ReportState
from portal.shared.outbox.messages import Attachment, OutgoingMail

NAMES = (
    "invited",
    "new_dates",
    "removed",
    "goodbye",
    "answered_no",
    "note_hidden",
    "reported",
    "decided",
    "outcome",
    "story_asked",
    "closed",
)


def group_path(cohort: Cohort) -> str:
    """Give the address of a group's page, without host."""
    return reverse("cohorts:group", args=[cohort.key])


def _mail(name: str, *, to: Member, occasion: str, context: dict) -> OutgoingMail:
    purpose = f"events.cohort_{name}"
    return mail_to(to, app="events/cohorts", name=name, purpose=purpose, occasion=occasion, context=context)


def _about(cohort: Cohort) -> dict[str, object]:
    return {"title": cohort.meetup.page.title, "path": group_path(cohort)}


def _files(rows: Sequence[Registration], *, method: Method, language: str, at: datetime) -> tuple[Attachment, ...]:
    """Give the dates as files: those someone comes to online apart, for only these hold the address to take part."""
    modes = (Mode.ON_SITE, Mode.ONLINE)
    parts = [(mode, [row.occurrence for row in rows if row.mode == mode]) for mode in modes]
    return tuple(
        calendar_attachment(dates, method=method, with_online_address=mode == Mode.ONLINE, language=language, at=at)
        for mode, dates in parts
        if dates
    )


def _with_dates(
    name: str, place: CohortMember, rows: Sequence[Registration], *, method: Method, at: datetime, **words: object
) -> list[OutgoingMail]:
    member = place.member
    if member is None or not member.is_active:
        return []
    language = member.interface_language
    with translation.override(language):
        dates = [when_in_words(row.occurrence) for row in rows]
    context = {**_about(place.cohort), "dates": dates, **words}
    mail = _mail(name, to=member, occasion=f"{place.key}:{at.isoformat()}", context=context)
    return [replace(mail, attachments=_files(rows, method=method, language=language, at=at))]


def invited_mails(*, place: CohortMember, rows: Sequence[Registration], at: datetime) -> list[OutgoingMail]:
    """Ask someone to take part, with the dates at which there is a seat for them."""
    answer = reverse("cohorts:answer", args=[place.cohort.key])
    return _with_dates("invited", place, rows, method=Method.PUBLISH, at=at, answer_path=answer)


def new_dates_mails(*, place: CohortMember, rows: Sequence[Registration], at: datetime) -> list[OutgoingMail]:
    """Tell someone in the group which dates came, all in one mail."""
    return _with_dates("new_dates", place, rows, method=Method.PUBLISH, at=at)


def removed_mails(
    *, place: CohortMember, rows: Sequence[Registration], reason: str, at: datetime
) -> list[OutgoingMail]:
    """Tell someone that the organisers took them out, and why; the dates leave their calendar."""
    return _with_dates("removed", place, rows, method=Method.CANCEL, at=at, remark=reason)


def goodbye_mails(*, place: CohortMember, rows: Sequence[Registration], at: datetime) -> list[OutgoingMail]:
    """Confirm to someone that they are out by their own word; the dates leave their calendar."""
    return _with_dates("goodbye", place, rows, method=Method.CANCEL, at=at)


def answered_no_mails(*, place: CohortMember, organisers: Iterable[Member], at: datetime) -> list[OutgoingMail]:
    """Tell the organisers that someone said no, or left."""
    cohort = place.cohort
    context = {
        "title": cohort.meetup.page.title,
        "who": place.member.name,
        "was_asked": place.joined_at is None,
        "path": reverse("cohorts:compose", args=[cohort.meetup.key]),
    }
    occasion = f"{place.key}:{at.isoformat()}"
    return [_mail("answered_no", to=member, occasion=occasion, context=context) for member in organisers]


def note_hidden_mails(*, note: CohortNote, at: datetime) -> list[OutgoingMail]:
    """Tell the writer that an organiser hid a note, and why; none when the writer's account is gone."""
    if note.member is None or not note.member.is_active:
        return []
    context = {**_about(note.cohort), "reason": note.state_reason}
    return [_mail("note_hidden", to=note.member, occasion=f"{note.key}:{at.isoformat()}", context=context)]


def report_mails(*, note: CohortNote, report: CohortNoteReport, leaders: Iterable[Member]) -> list[OutgoingMail]:
    """Tell the conversation leaders that a report waits."""
    context = {
        "title": note.cohort.meetup.page.title,
        "reason": ReportReason(report.reason).label,
        "path": reverse("cohort_conversations:detail", args=[note.key]),
    }
    return [_mail("reported", to=leader, occasion=f"{note.key}:{report.pk}", context=context) for leader in leaders]


def decided_mails(*, note: CohortNote, at: datetime) -> list[OutgoingMail]:
    """Tell the writer what a leader decided; none when the writer's account is gone."""
    if note.member is None or not note.member.is_active:
        return []
    context = {**_about(note.cohort), "state": note.state, "reason": note.state_reason}
    return [_mail("decided", to=note.member, occasion=f"{note.key}:{at.isoformat()}", context=context)]


def outcome_mails(reports: Iterable[CohortNoteReport]) -> list[OutgoingMail]:
    """Tell those who reported what came of it."""
    return [
        _mail(
            "outcome",
            to=report.reporter,
            occasion=f"{report.note.key}:{report.pk}",
            context={
                "title": report.note.cohort.meetup.page.title,
                "outcome": ReportState(report.state).label,
                "answer": report.answer,
            },
        )
        for report in reports
        if report.reporter is not None and report.reporter.is_active
    ]


def story_asked_mails(*, cohort: Cohort, people: Iterable[Member], at: datetime) -> list[OutgoingMail]:
    """Ask who takes part whether they are an author of the joint story."""
    context = {**_about(cohort), "path": reverse("cohorts:story", args=[cohort.key])}
    occasion = f"{cohort.key}:{at.date().isoformat()}"
    return [_mail("story_asked", to=member, occasion=occasion, context=context) for member in people]


def closed_mails(
    *, cohort: Cohort, people: Iterable[Member], authors: Iterable[Member], at: datetime
) -> list[OutgoingMail]:
    """Tell who takes part that the group finished; its authors, where the joint story begins."""
    writing = {member.pk for member in authors}
    begin = reverse("contributions:start")
    return [
        _mail(
            "closed",
            to=member,
            occasion=f"{cohort.key}:{at.isoformat()}",
            context={
                **_about(cohort),
                "story": cohort.story_title if writing else "",
                "begin_path": begin if member.pk in writing else "",
            },
        )
        for member in people
    ]
