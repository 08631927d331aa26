"""What a step in Wagtail's workflow means for the contribution: its state, and a mail to the member.

Called from Wagtail's own signals, inside the transaction of the step (listeners.py).
"""

from datetime import datetime

from django.db import transaction
from wagtail.models import Page, TaskState

from stories.contributions.actions.pictures import open_pictures
from stories.contributions.actions.writing import note_version
from stories.contributions.mails import post_changes_requested, post_published
from stories.contributions.models import Contribution
from stories.contributions.states import EDITABLE, ContributionState


def note_handed_over(*, page_id: int, at: datetime) -> None:
    """The text is with the editors, whoever sent it."""
    _move(page_id, ContributionState.SUBMITTED, at=at)


def note_changes_requested(*, task_state: TaskState, page: Page, at: datetime) -> None:
    """The editors ask for changes: the member is next, and reads why."""
    with transaction.atomic():
        contribution = _move(page.pk, ContributionState.CHANGES_REQUESTED, at=at)
        if contribution is not None:
            title = task_state.revision.content["title"]
            post_changes_requested(contribution, title=title, comment=task_state.comment, occasion=task_state.pk, at=at)


def note_approved(*, page: Page, at: datetime) -> None:
    """Approved for a later moment; when the page went online already, that said more."""
    with transaction.atomic():
        if not Page.objects.filter(pk=page.pk, live=True, has_unpublished_changes=False).exists():
            _move(page.pk, ContributionState.APPROVED, at=at)


def note_cancelled(*, page_id: int, at: datetime) -> None:
    """The editors stopped the workflow: the text is the member's again."""
    with transaction.atomic():
        contribution = _locked(page_id)
        if contribution is not None and contribution.state in (
            ContributionState.SUBMITTED,
            ContributionState.CHANGES_REQUESTED,
        ):
            _save_state(contribution, ContributionState.DRAFT, at)


def note_published(*, page: Page, revision_id: int, at: datetime) -> None:
    """The page is online: its pictures are free, and the member gets the address.

    A correction by an editor of what is online already sends no second mail.
    """
    with transaction.atomic():
        contribution = _locked(page.pk)
        if contribution is None or not page.live:
            return
        open_pictures(page, kind=contribution.kind, member=contribution.member)
        if contribution.state == ContributionState.PUBLISHED:
            return
        note_version(contribution)
        _save_state(contribution, ContributionState.PUBLISHED, at)
        post_published(contribution, page=page, occasion=revision_id, at=at)


def note_unpublished(*, page_id: int, at: datetime) -> None:
    """The page is offline. A new version that the member is writing goes on."""
    with transaction.atomic():
        contribution = _locked(page_id)
        if contribution is not None and contribution.state not in (*EDITABLE, ContributionState.SUBMITTED):
            _save_state(contribution, ContributionState.WITHDRAWN, at)


def _move(page_id: int, state: ContributionState, *, at: datetime) -> Contribution | None:
    with transaction.atomic():
        contribution = _locked(page_id)
        if contribution is not None and contribution.state != state:
            _save_state(contribution, state, at)
    return contribution


def _locked(page_id: int) -> Contribution | None:
    rows = Contribution.objects.select_for_update(of=("self",)).select_related("member")
    return rows.filter(page_id=page_id).first()


def _save_state(contribution: Contribution, state: ContributionState, at: datetime) -> None:
    contribution.state = state
    contribution.updated_at = at
    contribution.save()
