"""Making a draft story of what both said yes to, and following whether it is online."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from wagtail.models import Page

from events.applications.states import Side
from events.placements.models import Placement
from events.reflections.actions.rows import lock_exchange, open_summary, own_side
from events.reflections.errors import DraftRefused, NoStoryDesk, NotAgreed
from events.reflections.mails import post_story_begun
from events.reflections.models import JointSummary, ReflectionQuote
from events.reflections.rules import story_answers
from events.reflections.states import ReleaseState
from events.reflections.words import in_dutch, other_side
from network.models import Member
from portal.shared.registries.actions import hand_over_story_seed
from portal.shared.registries.crossings import StoryRefused, story_desks

SEED_KIND = "reflection"


def begin_story(*, placement: Placement, member: Member, at: datetime) -> JointSummary:
    """Make a draft story of the summary and the released quotes; this member holds the pen, the other one hears it.

    A second time, by either of the two, gives the same draft. Each name stands with it only where its owner said so;
    who holds the pen says so in the form, as with every text.

    Parameters:
        placement: A finished exchange whose summary both said yes to.
        member: Its guest or host.
        at: Now.

    Returns:
        The summary, which knows where the draft stands.

    Raises:
        StepRefused, NotOpenYet: As for save_summary.
        NotAgreed: One of them did not say yes to the summary as it stands.
        NoStoryDesk, DraftRefused: No draft can be made now; nothing changed.
    """
    with transaction.atomic():
        locked = lock_exchange(placement)
        side = own_side(locked, member)
        summary = open_summary(locked)
        if summary.story_at:
            return summary
        if not summary.is_agreed:
            raise NotAgreed
        desk = next(iter(story_desks), None)
        if desk is None:
            raise NoStoryDesk
        hand_over_story_seed(source_kind=SEED_KIND, source_key=summary.key, payload=_material(summary), at=at)
        try:
            draft = desk.begin(source_kind=SEED_KIND, source_key=summary.key, member_key=member.key, at=at)
        except StoryRefused as refusal:
            raise DraftRefused(str(refusal)) from refusal
        summary.story_at, summary.story_by = at, member
        summary.story_page_id, summary.story_path = draft.page_id, draft.url
        summary.save()
        other = other_side(side)
        post_story_begun(summary, other, is_named=other in _named_sides(summary), at=at)
    return summary


def released_quotes(placement: Placement) -> list[ReflectionQuote]:
    """Give the sentences whose writers let them be used, guest first, in the order they were chosen."""
    rows = ReflectionQuote.objects.filter(reflection__placement=placement, state=ReleaseState.RELEASED)
    return list(rows.select_related("reflection").order_by("reflection__side", "asked_at", "pk"))


def note_pages(page_ids: Iterable[int]) -> None:
    """Follow that stories of exchanges came online or went offline. Called inside the change's transaction."""
    summaries = dict(
        JointSummary.objects.filter(story_page_id__in=list(page_ids)).values_list("placement_id", "story_page_id")
    )
    if not summaries:
        return
    online = set(Page.objects.filter(pk__in=summaries.values(), live=True).values_list("pk", flat=True))
    for placement_id, page_id in summaries.items():
        key = str(page_id) if page_id in online else ""
        Placement.objects.filter(pk=placement_id).exclude(story_key=key).update(story_key=key)


def _named_sides(summary: JointSummary) -> list[str]:
    named = {Side.GUEST: summary.guest_is_named, Side.HOST: summary.host_is_named}
    return [side for side, is_named in named.items() if is_named]


def _material(summary: JointSummary) -> dict[str, object]:
    placement = summary.placement
    keys = {Side.GUEST: placement.guest, Side.HOST: placement.host}
    present = {side: member.key for side, member in keys.items() if member is not None}
    quotes = [(quote.text, in_dutch(quote.reflection.side)) for quote in released_quotes(placement)]
    return {
        "members": list(present.values()),
        "authors": list(present.values()),
        "named": [key for side, key in present.items() if side in _named_sides(summary)],
        "title": summary.title,
        "answers": story_answers(text=summary.text, quotes=quotes),
    }
