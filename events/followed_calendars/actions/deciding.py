"""What an editor decides about found dates: into the agenda or not, taken over or left, cancelled or not.

The words of a page come from the school's calendar: its first version has no writer, and the editor who approves is
the second pair of eyes (DECISIONS 9). From then on the page is a text like any other.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta

from django.db import transaction
from django.utils import timezone, translation
from django.utils.html import format_html, linebreaks
from django.utils.text import Truncator, slugify
from django.utils.translation import gettext as _
from wagtail.models import Page

from events.followed_calendars.actions.reading import values_of
from events.followed_calendars.errors import DateOver, NoAgenda, StepRefused, TimesMissing
from events.followed_calendars.models import FoundEvent
from events.followed_calendars.rules import GONE_MARK
from events.followed_calendars.states import FoundState, Wait
from events.meetup_pages.models import AgendaPage, MeetupPage
from events.meetups.actions import add_occurrence, announce, cancel_occurrence, change_occurrence
from events.meetups.models import Meetup, Occurrence
from events.meetups.plans import MeetupPlan, OccurrencePlan
from events.meetups.series import local_moment
from events.meetups.states import Admission, MeetupKind
from network.models import Member, Theme
from portal.shared.keys import new_key

LONGEST_LEAD = 300
# What people say in a calendar of what is held online.
_ONLINE = ("online", "teams", "zoom", "webinar")


@dataclass(frozen=True, slots=True)
class Choice:
    """What the calendar does not say of a date, so that the editor does.

    Attributes:
        kind: Of meetup.
        themes: What the agenda can be filtered by.
        is_online: Whether it is held online and nowhere else.
        starts: From when, on the local clock; only for days without times.
        ends: Until when, likewise.
    """

    kind: MeetupKind = MeetupKind.NETWORK
    themes: Sequence[Theme] = ()
    is_online: bool = False
    starts: time | None = None
    ends: time | None = None


def sounds_online(event: FoundEvent) -> bool:
    """Whether the words of a date say that it is held online: a first guess for the editor."""
    words = f"{event.title} {event.place}".lower()
    return any(word in words for word in _ONLINE)


def approve_event(
    *, event: FoundEvent, editor: Member, choice: Choice, with_series: bool = False, at: datetime
) -> Meetup:
    """Put a found date into the agenda, with a page that is online at once. Twice is no problem.

    Dates of one series are one meetup: the next one that is approved is added to the first one's.

    Parameters:
        event: What waits.
        editor: Who approves.
        choice: What the calendar does not say.
        with_series: Also the other dates of its series that wait.
        at: Now.

    Raises:
        StepRefused: It waits for something else, or was declined.
        DateOver: It has passed.
        TimesMissing, NotAnHour, EndsBeforeStart: Its times can't be.
        NoAgenda: There is no agenda.
    """
    with transaction.atomic():
        events = _lock_series(event) if with_series else [_lock(event)]
        first = next(row for row in events if row.pk == event.pk)
        if first.state == FoundState.APPROVED and first.occurrence is not None:
            return first.occurrence.meetup
        _require(first, Wait.APPROVAL)
        if first.ends_at <= at:
            raise DateOver
        meetup = _meetup_of_series(first) or _make_meetup(first, editor, choice, at=at)
        for row in events:
            if row.wait == Wait.APPROVAL and row.ends_at > at:
                _add_date(row, meetup, editor, choice, at=at)
    return meetup


def decline_event(*, event: FoundEvent, editor: Member, with_series: bool = False, at: datetime) -> None:
    """Keep a found date out of the agenda, for good; its calendar is not told. Raises StepRefused as above."""
    with transaction.atomic():
        events = _lock_series(event) if with_series else [_lock(event)]
        _require(next(row for row in events if row.pk == event.pk), Wait.APPROVAL)
        for row in events:
            if row.wait == Wait.APPROVAL:
                row.state = FoundState.DECLINED
                _decided(row, editor, at)


def take_over_update(*, event: FoundEvent, editor: Member, choice: Choice, at: datetime) -> None:
    """Take over what the school changed: time and place, and of the words what nobody here changed since.

    Parameters:
        event: What waits.
        editor: Who takes it over.
        choice: Its times, for days without.
        at: Now.

    Raises:
        StepRefused: There is nothing to take over.
        MeetupsError: Its date can't change any more, or not to this.
    """
    with transaction.atomic():
        locked = _lock(event)
        _require(locked, Wait.UPDATE)
        occurrence = _occurrence_of(locked)
        starts_at, ends_at = _moments(locked, choice)
        plan = replace(OccurrencePlan.of(occurrence), starts_at=starts_at, ends_at=ends_at)
        if occurrence.place == locked.accepted.get("place"):
            plan = replace(plan, place=locked.place)
        change_occurrence(occurrence=occurrence, plan=plan, at=at)
        _change_words(locked, occurrence.meetup, editor)
        locked.accepted = values_of(locked)
        _decided(locked, editor, at)


def take_over_cancellation(*, event: FoundEvent, editor: Member, reason: str, at: datetime) -> None:
    """Cancel a date that is gone from its calendar; it stays visible with the reason.

    Raises:
        StepRefused: It does not wait for this.
        ReasonMissing, OccurrenceOver: As `cancel_occurrence`.
    """
    with transaction.atomic():
        locked = _lock(event)
        _require(locked, Wait.CANCELLATION)
        cancel_occurrence(occurrence=_occurrence_of(locked), reason=reason, at=at)
        locked.state = FoundState.GONE
        _decided(locked, editor, at)


def leave_event(*, event: FoundEvent, editor: Member, at: datetime) -> None:
    """Leave the agenda as it is, whatever the calendar says; the next change is shown again.

    Raises:
        StepRefused: Nothing of it waits.
    """
    with transaction.atomic():
        locked = _lock(event)
        _require(locked, Wait.UPDATE, Wait.CANCELLATION)
        _decided(locked, editor, at)


def _lock(event: FoundEvent) -> FoundEvent:
    rows = FoundEvent.objects.select_for_update(of=("self",)).select_related("calendar__institution", "occurrence")
    locked = rows.filter(pk=event.pk).first()
    if locked is None:
        raise StepRefused
    return locked


def _lock_series(event: FoundEvent) -> list[FoundEvent]:
    """Give the dates of a series, held, in primary-key order; of a single date only that one."""
    rows = FoundEvent.objects.select_for_update(of=("self",)).select_related("calendar__institution", "occurrence")
    found = list(rows.filter(calendar=event.calendar_id, uid=event.uid).order_by("pk"))
    if not any(row.pk == event.pk for row in found):
        raise StepRefused
    return found


def _require(event: FoundEvent, *waits: Wait) -> None:
    if event.wait not in waits:
        raise StepRefused


def _occurrence_of(event: FoundEvent) -> Occurrence:
    if event.occurrence is None:
        raise StepRefused
    return event.occurrence


def _decided(event: FoundEvent, editor: Member, at: datetime) -> None:
    event.settled_mark, event.wait = event.mark, Wait.NOTHING
    event.decided_by, event.decided_at = editor, at
    event.save()


def _meetup_of_series(event: FoundEvent) -> Meetup | None:
    siblings = FoundEvent.objects.filter(calendar=event.calendar_id, uid=event.uid, state=FoundState.APPROVED)
    sibling = siblings.exclude(occurrence=None).select_related("occurrence__meetup__page").order_by("pk").first()
    return sibling.occurrence.meetup if sibling and sibling.occurrence else None


def _make_meetup(event: FoundEvent, editor: Member, choice: Choice, *, at: datetime) -> Meetup:
    # The agenda's row is held: two pages at once would take the same place below it.
    agenda = AgendaPage.objects.select_for_update(of=("self",)).order_by("pk").first()
    if agenda is None:
        raise NoAgenda
    page = MeetupPage(
        title=event.title,
        lead=lead_of(event),
        slug=f"{slugify(event.title)[:60] or 'bijeenkomst'}-{new_key()[:6]}",
        body=[("text", body_of(event))],
        live=False,
        has_unpublished_changes=True,
    )
    agenda.add_child(instance=page)
    page.themes.set(choice.themes)
    page.save()
    meetup = Meetup(page=page, created_by=editor, created_at=at)
    MeetupPlan(
        kind=choice.kind,
        institution=event.calendar.institution,
        admission=Admission.NONE,
        signup_url=event.url or event.calendar.website,
    ).apply(meetup)
    meetup.save()
    _publish(page, editor)
    return meetup


def _publish(page: Page, editor: Member) -> None:
    # Editors hold no right to publish; as in the workflow, four eyes are what counts, and publish() asks for those.
    page.save_revision(user=None, log_action=True).publish(user=editor, skip_permission_checks=True)


def _add_date(event: FoundEvent, meetup: Meetup, editor: Member, choice: Choice, *, at: datetime) -> None:
    starts_at, ends_at = _moments(event, choice)
    plan = OccurrencePlan(
        starts_at=starts_at,
        ends_at=ends_at,
        has_on_site=not choice.is_online,
        has_online=choice.is_online,
        place=event.place,
    )
    occurrence = add_occurrence(meetup=meetup, plan=plan, at=at)
    if FoundEvent.objects.filter(occurrence=occurrence).exclude(pk=event.pk).exists():
        # Two dates of a series at one moment are one date.
        event.state = FoundState.DECLINED
    else:
        event.occurrence = announce(occurrence=occurrence, at=at)
        event.state, event.accepted = FoundState.APPROVED, values_of(event)
    _decided(event, editor, at)


def _moments(event: FoundEvent, choice: Choice) -> tuple[datetime, datetime]:
    """Give begin and end; days without times get those of the choice, on the first and on the last day.

    Raises:
        TimesMissing: There are none.
        NotAnHour: The clock changes on that day, at that time.
    """
    if not event.is_all_day:
        return event.starts_at, event.ends_at
    if choice.starts is None or choice.ends is None:
        raise TimesMissing
    first = timezone.localdate(event.starts_at)
    last = max(first, timezone.localdate(event.ends_at - timedelta(minutes=1)))
    return local_moment(first, choice.starts), local_moment(last, choice.ends)


def _change_words(event: FoundEvent, meetup: Meetup, editor: Member) -> None:
    """Take over title and text where they are still those of the calendar; a draft of someone is left alone."""
    page = MeetupPage.objects.select_for_update(of=("self",)).get(pk=meetup.page_id)
    if page.has_unpublished_changes or not page.live:
        return
    before = FoundEvent(calendar=event.calendar, title=event.accepted["title"], text=event.accepted["text"])
    new: dict[str, object] = {}
    if page.title == before.title != event.title:
        new["title"] = event.title
    if before.text != event.text and page.lead == lead_of(before):
        new["lead"] = lead_of(event)
    if before.text != event.text and [block.value.source for block in page.body] == [body_of(before)]:
        new["body"] = [("text", body_of(event))]
    for name, value in new.items():
        setattr(page, name, value)
    if new:
        _publish(page, editor)


def lead_of(event: FoundEvent) -> str:
    """Give the first paragraph of a date's text, or where it comes from when it has none; the page is Dutch."""
    paragraph = _first_paragraph(event)
    if paragraph:
        return Truncator(paragraph).chars(LONGEST_LEAD)
    with translation.override("nl"):
        return _("From the calendar of %(school)s.") % {"school": event.calendar.institution}


def _first_paragraph(event: FoundEvent) -> str:
    return event.text.split("\n\n", 1)[0].replace("\n", " ").strip()


def body_of(event: FoundEvent) -> str:
    """Give the text of a date that its lead does not say whole, and its source, as the text of a page: all escaped."""
    is_said = len(_first_paragraph(event)) <= LONGEST_LEAD
    text = event.text.partition("\n\n")[2] if is_said else event.text
    with translation.override("nl"):
        source = format_html(
            '<p>{} <a href="{}">{}</a></p>',
            _("This comes from the calendar of %(school)s.") % {"school": event.calendar.institution},
            event.calendar.website,
            _("Look there for the latest."),
        )
    return f"{linebreaks(text, autoescape=True) if text else ''}{source}"


def is_gone(event: FoundEvent) -> bool:
    """Whether the date is no longer in its calendar, or is cancelled there."""
    return event.mark == GONE_MARK
