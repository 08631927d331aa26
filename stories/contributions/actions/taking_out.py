"""Taking a sentence out of a draft because who said it took it back (DECISIONS 13; PRODUCT, consent per quote)."""

from datetime import datetime

from django.db import transaction

from stories.contributions.actions.seeding import that_fit
from stories.contributions.actions.submitting import reopen_contribution
from stories.contributions.actions.writing import lock_text, save_answers, shown_answers
from stories.contributions.errors import MoveRefused
from stories.contributions.models import Contribution
from stories.contributions.pagetexts import latest_revision, version_of
from stories.contributions.rules import without_sentence
from stories.contributions.states import EDITABLE, ContributionState


def take_out_sentence(*, page_id: int, sentence: str, at: datetime) -> bool:
    """Take a sentence out of a text that is not online; what is with the editors comes back to its writer first.

    Returns:
        Whether the sentence stood in it. A text that is gone, or that its writer stopped with, holds nothing to read.

    Raises:
        MoveRefused: It is approved already, or online.
    """
    with transaction.atomic():
        contribution = Contribution.objects.filter(page_id=page_id).first()
        if contribution is None:
            return False
        locked, revision = lock_text(contribution)
        changed = _changed(locked, revision.as_object(), sentence)
        if not changed:
            return False
        if locked.state in {ContributionState.APPROVED, ContributionState.PUBLISHED}:
            raise MoveRefused
        stopped = locked.state == ContributionState.WITHDRAWN
        if locked.state not in EDITABLE:
            locked = reopen_contribution(contribution=locked, at=at)
        seen = version_of(latest_revision(locked.page_id))
        saved = save_answers(contribution=locked, seen=seen, typed=changed, valid=that_fit(changed), at=at)
        if stopped:
            saved.state = ContributionState.WITHDRAWN
            saved.save(update_fields=["state"])
    return True


def _changed(contribution: Contribution, page, sentence: str) -> dict[str, object]:
    answers = shown_answers(contribution, page).items()
    texts = {name: text for name, text in answers if isinstance(text, str) and sentence in text}
    return {name: without_sentence(text, sentence) for name, text in texts.items()}
