"""Taking up what a finished reflection or group left for a story (DECISIONS 13)."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from network.models import Member
from portal.shared.keys import new_key
from portal.shared.registries.actions import use_story_seed
from portal.shared.registries.models import StorySeed
from stories.coach_stories.models import StoryAuthor
from stories.contributions.actions.writing import lock_text, save_answers, save_page, start_contribution
from stories.contributions.errors import MoveRefused
from stories.contributions.models import Contribution
from stories.contributions.questions import Place, questions_of
from stories.contributions.rules import tidy
from stories.contributions.states import Kind


def seeds_for(member_key: str) -> list[StorySeed]:
    """List the unused material this member may take up, oldest first.

    Material is a payload with `members`, the keys of its authors, `title`, and `answers`: texts by question of a story
    ("wanted", "did", "worked", "failed", "tell_do", "tell_dont", "tell_tip"). `named`, where there is one, are the keys
    of those who agreed that their name stands with the story, whoever begins it. `authors`, where there is one, are the
    keys of all who are its authors; who of them is not named stands there as a colleague.
    """
    # Read in Python: JSON lookups differ per database, and unused material is at most some dozens of rows.
    waiting = StorySeed.objects.filter(used_at=None)
    return [seed for seed in waiting if member_key in seed.payload.get("members", [])]


def start_from_seed(*, member: Member, seed_id: int, at: datetime) -> Contribution:
    """Begin a story with the material of a reflection; the first of its authors who does gets it.

    Raises:
        MoveRefused: There is no such material for this member, or someone was first.
        StoriesError: As for start_contribution.
    """
    with transaction.atomic():
        seed = next((seed for seed in seeds_for(member.key) if seed.pk == seed_id), None)
        if seed is None:
            raise MoveRefused
        payload = seed.payload
        if not use_story_seed(seed=seed, at=at):
            raise MoveRefused
        contribution = start_contribution(member=member, kind=Kind.STORY, key=new_key(), at=at)
        texts = {"title": payload.get("title", ""), **payload.get("answers", {})}
        names = {each.name for each in questions_of(Kind.STORY) if each.place in (Place.TEXT, Place.ADVICE)}
        typed = {name: tidy(str(text)) for name, text in texts.items() if name in names | {"title"} and text}
        contribution = save_answers(
            contribution=contribution, seen=contribution.version, typed=typed, valid=that_fit(typed), at=at
        )
        named = payload.get("named", [])
        return _with_authors(contribution, payload.get("authors", named), named, at=at)


def _with_authors(
    contribution: Contribution, keys: Sequence[str], shown: Sequence[str], *, at: datetime
) -> Contribution:
    """Set the others beside the one who begins, who says so in the form as for every text; by name who agreed to it."""
    named = Member.objects.active().filter(key__in=keys).exclude(pk=contribution.member_id)
    members = sorted(named, key=lambda member: list(keys).index(member.key))
    if not members:
        return contribution
    locked, revision = lock_text(contribution)
    page = revision.as_object()
    present = {row.member_id for row in page.authors.all()}
    rows = [
        StoryAuthor(member=member, shows_name=member.key in shown) for member in members if member.pk not in present
    ]
    page.authors.set([*page.authors.all(), *rows])
    save_page(locked, page, revision, at=at)
    return locked


def that_fit(typed: dict[str, object]) -> dict[str, object]:
    """Keep what the page has room for; the rest stands in the form as typed, to be shortened there."""
    room = {"title": 120, "tell_do": 400, "tell_dont": 400, "tell_tip": 400}
    return {name: text for name, text in typed.items() if len(str(text)) <= room.get(name, 20_000)}
