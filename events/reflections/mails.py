"""What is mailed about looking back. No mail holds a word of a reflection, a quote or a summary."""

from datetime import datetime

from django.urls import reverse
from django.utils import translation

from events.applications.states import Side
from events.placements.models import Placement
from events.reflections.models import JointSummary, ReflectionFinding
from events.reflections.rules import sealed_until
from events.reflections.words import exchange_title, last_day_in_words, member_on, name_on, other_side
from network.members.mails import mail_to
from portal.shared.outbox.actions import post

APP = "events/reflections"
NAMES = (
    "asked",
    "reminder",
    "opened",
    "late",
    "quotes_asked",
    "quote_taken_back",
    "finding_asked",
    "summary_changed",
    "summary_agreed",
    "story_begun",
)


def purpose_of(name: str) -> str:
    """Give the purpose of one of NAMES."""
    return f"events.reflection_{name}"


def _post(name: str, placement: Placement, side: str, *, occasion: str, at: datetime, **context: object) -> bool:
    """Mail who is on one side, if they can still sign in; say whether a mail went out."""
    member = member_on(placement, side)
    if member is None or not member.is_active:
        return False
    with translation.override(member.interface_language):
        shared = {
            "title": exchange_title(placement),
            "other": name_on(placement, other_side(side)),
            "path": reverse("reflections:detail", args=[placement.key]),
            "write_path": reverse("reflections:write", args=[placement.key]),
            "until": last_day_in_words(placement),
            "is_time_up": at >= sealed_until(placement.last_day_on),
        }
    mail = mail_to(
        member,
        app=APP,
        name=name,
        purpose=purpose_of(name),
        occasion=f"{placement.key}:{occasion}",
        context=shared | context,
    )
    post(mail, at=at)
    return True


def post_asked(placement: Placement, side: str, *, at: datetime) -> bool:
    """Ask for a reflection, once per exchange and person."""
    return _post("asked", placement, side, occasion="asked", at=at)


def post_reminder(placement: Placement, side: str, *, at: datetime) -> bool:
    """Remind who did not hand in, once."""
    return _post("reminder", placement, side, occasion="reminder", at=at)


def post_opened(placement: Placement, *, waits_for: str | None, at: datetime) -> None:
    """Tell both that what is in can be read; `waits_for` is the side that did not hand in."""
    for side in Side:
        is_late = side == waits_for
        _post("opened", placement, side, occasion="opened", at=at, is_late=is_late, misses_other=bool(waits_for))


def post_late(placement: Placement, side: str, *, at: datetime) -> bool:
    """Tell this side that the other one handed in after all."""
    return _post("late", placement, side, occasion="late", at=at)


def post_quotes_asked(placement: Placement, side: str, *, number: int, at: datetime) -> bool:
    """Ask the writer about sentences that the other one would like to use."""
    return _post("quotes_asked", placement, side, occasion=at.isoformat(), at=at, number=number)


def post_quote_taken_back(summary: JointSummary, side: str, *, occasion: str, was_in: bool, at: datetime) -> bool:
    """Tell who holds the pen that a sentence may not be used any more."""
    return _post(
        "quote_taken_back",
        summary.placement,
        side,
        occasion=f"{occasion}:{at.isoformat()}",
        at=at,
        was_in=was_in,
        story_path=summary.story_path,
    )


def post_finding_asked(finding: ReflectionFinding, side: str, *, at: datetime) -> bool:
    """Ask this side whether everyone may read what the exchange says of an insight."""
    placement = finding.placement
    path = reverse("reflections:finding", args=[placement.key, finding.key])
    occasion = f"{finding.key}:{finding.version}:{at.date().isoformat()}"
    return _post(
        "finding_asked", placement, side, occasion=occasion, at=at, insight=finding.insight_title, finding_path=path
    )


def post_summary_changed(summary: JointSummary, side: str, *, at: datetime) -> bool:
    """Tell who had said yes that the summary is another one now."""
    return _post("summary_changed", summary.placement, side, occasion=at.isoformat(), at=at)


def post_summary_agreed(summary: JointSummary, side: str, *, at: datetime) -> bool:
    """Tell this side that the other one said yes; when both did, that a story can be made of it."""
    occasion = f"{summary.version}:{summary.is_agreed}"
    return _post("summary_agreed", summary.placement, side, occasion=occasion, at=at, is_agreed=summary.is_agreed)


def post_story_begun(summary: JointSummary, side: str, *, is_named: bool, at: datetime) -> bool:
    """Tell the other author that a draft was made, and how they stand with it."""
    return _post("story_begun", summary.placement, side, occasion="story", at=at, is_named=is_named)
