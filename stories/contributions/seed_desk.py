"""Where other subjects have a draft story made of what they handed over (portal.shared.registries)."""

from datetime import datetime

from network.models import Member
from portal.shared.registries.crossings import StoryDraft, StoryRefused
from stories.contributions.actions.seeding import seeds_for, start_from_seed
from stories.contributions.actions.taking_out import take_out_sentence
from stories.contributions.errors import MoveRefused
from stories.errors import StoriesError


class SeedDesk:
    """Drafts as every contributor has them, made of a StorySeed."""

    def begin(self, *, source_kind: str, source_key: str, member_key: str, at: datetime) -> StoryDraft:
        """Make a draft of waiting material, held by this member."""
        waiting = seeds_for(member_key)
        source = (source_kind, source_key)
        seed = next((each for each in waiting if (each.source_kind, each.source_key) == source), None)
        member = Member.objects.active().filter(key=member_key).first()
        if seed is None or member is None:
            raise StoryRefused(str(MoveRefused.message))
        try:
            contribution = start_from_seed(member=member, seed_id=seed.pk, at=at)
        except StoriesError as refusal:
            raise StoryRefused(str(refusal.message)) from refusal
        return StoryDraft(contribution.page_id, contribution.get_absolute_url())

    def take_out(self, *, page_id: int, sentence: str, at: datetime) -> bool:
        """Take a sentence out of a draft; see `take_out_sentence`."""
        try:
            return take_out_sentence(page_id=page_id, sentence=sentence, at=at)
        except StoriesError as refusal:
            raise StoryRefused(str(refusal.message)) from refusal


SEED_DESK = SeedDesk()
