"""Sentences of reflections for a story: anyone of the two chooses them, only their writer lets them be used."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from wagtail.models import Page

from events.placements.models import Placement
from events.reflections.actions.rows import lock_exchange, open_summary, own_side
from events.reflections.errors import (
    DraftRefused,
    NotYourSentence,
    SentenceUnknown,
    StepRefused,
    StoryBegun,
    StoryOnline,
    TooManyQuotes,
)
from events.reflections.mails import post_quote_taken_back, post_quotes_asked
from events.reflections.models import OPEN_TEXTS, JointSummary, Reflection, ReflectionQuote
from events.reflections.rules import MOST_QUOTES, sentences
from events.reflections.states import RELEASE_MOVES, ReleaseState
from events.reflections.words import other_side
from network.models import Member
from portal.shared.registries.crossings import StoryRefused, story_desks


def sentences_of(reflection: Reflection) -> list[str]:
    """Give every sentence that may be chosen from a reflection; never of the note to the programme team."""
    return sentences("\n".join(getattr(reflection, name) for name in OPEN_TEXTS))


def choose_sentences(
    *, placement: Placement, member: Member, chosen: Iterable[tuple[str, str]], at: datetime
) -> list[ReflectionQuote]:
    """Choose sentences that could stand in a story. Own ones may be used at once; the writer of others is asked.

    What was chosen before stays as it is: a no is not asked about again.

    Parameters:
        placement: A finished exchange whose reflections are open.
        member: Its guest or host.
        chosen: Pairs of the key of a reflection and one of its sentences.
        at: Now.

    Returns:
        The quotes that are new, or that their writer released by this.

    Raises:
        StepRefused, NotOpenYet: As for save_summary.
        StoryBegun: A draft was made.
        SentenceUnknown: It stands in no handed-in reflection of this exchange.
        TooManyQuotes: More than a story can hold.
    """
    with transaction.atomic():
        locked = lock_exchange(placement)
        side = own_side(locked, member)
        if open_summary(locked).story_at:
            raise StoryBegun
        readable = {row.key: row for row in Reflection.objects.handed_in().filter(placement=locked)}
        known = {(row.reflection_id, row.text): row for row in _quotes(locked)}
        changed: list[ReflectionQuote] = []
        for key, sentence in dict.fromkeys(chosen):
            reflection = readable.get(key)
            if reflection is None or sentence not in sentences_of(reflection):
                raise SentenceUnknown
            quote = known.get((reflection.pk, sentence))
            is_own = reflection.author_id == member.pk
            if quote is None:
                quote = ReflectionQuote(reflection=reflection, text=sentence, asked_at=at)
            elif not (is_own and quote.state == ReleaseState.ASKED):
                continue
            if is_own:
                quote.state, quote.answered_at = ReleaseState.RELEASED, at
            quote.save()
            changed.append(quote)
        if len(known) + sum((quote.reflection_id, quote.text) not in known for quote in changed) > MOST_QUOTES:
            raise TooManyQuotes
        asked = sum(quote.state == ReleaseState.ASKED for quote in changed)
        if asked:
            post_quotes_asked(locked, other_side(side), number=asked, at=at)
    return changed


def answer_quote(
    *, quote: ReflectionQuote, member: Member, state: ReleaseState, at: datetime
) -> tuple[ReflectionQuote, bool]:
    """Let a sentence of one's own be used, or keep it. The same answer twice changes nothing.

    A yes that is taken back after a draft story was made takes the sentence out of the draft, and who holds the pen
    hears it. Once the story is online, the editors do that.

    Returns:
        The quote, and whether the sentence was taken out of a draft.

    Raises:
        StepRefused: There is no way from its state to this one.
        NotYourSentence: Someone else wrote it.
        StoryOnline, DraftRefused: It can be read already, or is about to.
    """
    with transaction.atomic():
        locked = lock_exchange(quote.reflection.placement)
        held = ReflectionQuote.objects.select_related("reflection").filter(pk=quote.pk).first()
        if held is None:
            raise StepRefused
        if held.reflection.author_id != member.pk:
            raise NotYourSentence
        if held.state == state:
            return held, False
        if state not in RELEASE_MOVES[ReleaseState(held.state)]:
            raise StepRefused
        was_released = held.state == ReleaseState.RELEASED
        held.state, held.answered_at = state, at
        held.save(update_fields=["state", "answered_at"])
        summary = open_summary(locked)
        taken_out = was_released and summary.story_at is not None and _take_out(summary, held, member, at=at)
    return held, taken_out


def _take_out(summary: JointSummary, quote: ReflectionQuote, member: Member, *, at: datetime) -> bool:
    if Page.objects.filter(pk=summary.story_page_id, live=True).exists():
        raise StoryOnline
    taken_out = False
    try:
        for desk in story_desks:
            taken_out |= desk.take_out(page_id=summary.story_page_id or 0, sentence=quote.text, at=at)
    except StoryRefused as refusal:
        raise DraftRefused(str(refusal)) from refusal
    other = other_side(quote.reflection.side)
    if summary.story_by_id is not None and summary.story_by_id != member.pk:
        post_quote_taken_back(summary, other, occasion=quote.key, was_in=taken_out, at=at)
    return taken_out


def _quotes(placement: Placement):
    return ReflectionQuote.objects.filter(reflection__placement=placement)
