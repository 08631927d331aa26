"""Asking someone without account to read a draft, and the answer. It is advice: four eyes stay two members' eyes."""

from datetime import datetime, timedelta

from django.db import transaction

from network.models import Member
from portal.shared.audit_log.actions import note
from portal.shared.limits.actions import allow
from portal.shared.links.actions import make_link, revoke_links, use_link
from portal.shared.links.errors import LinkUnknown
from portal.shared.links.models import SecretLink
from stories.contributions.actions.writing import lock_text
from stories.contributions.errors import MoveRefused, TextChanged, TooMany
from stories.contributions.mails import post_invitation, post_review_answer
from stories.contributions.models import Contribution, Review
from stories.contributions.pagetexts import version_of
from stories.contributions.rules import Version, tidy
from stories.contributions.states import EDITABLE, ContributionState, Verdict

PURPOSE = "contributions.review"
SUBJECT = "review"
VALID_FOR = timedelta(days=21)
MAX_INVITATIONS_PER_DAY = 10
REVIEWABLE = (*EDITABLE, ContributionState.SUBMITTED)


def invite_reviewer(
    *, contribution: Contribution, by: Member, name: str, email: str, message: str, at: datetime
) -> Review:
    """Ask someone to read a draft through a secret link, valid for 21 days.

    Asking the same address again while its link works gives the first invitation, without a second mail.

    Parameters:
        contribution: What to read.
        by: The writer, or an editor; the caller checked that.
        name: Of the reader; kept until a year after the answer.
        email: Where the link goes.
        message: A few words of the one who asks.
        at: Now.

    Raises:
        MoveRefused: It is online or withdrawn.
        TooMany: Ten invitations in a day.
    """
    email = email.strip().lower()
    if not allow(name="contributions.invite", who=by.key, limit=MAX_INVITATIONS_PER_DAY, window_seconds=86400, at=at):
        raise TooMany
    with transaction.atomic():
        locked, revision = lock_text(contribution)
        if locked.state not in REVIEWABLE:
            raise MoveRefused
        known = locked.reviews.filter(email=email, revoked_at=None, answered_at=None, expires_at__gt=at).first()
        if known is not None:
            return known
        review = Review.objects.create(
            contribution=locked,
            name=" ".join(name.split()),
            email=email,
            message=tidy(message),
            invited_by=by,
            invited_at=at,
            expires_at=at + VALID_FOR,
        )
        _link, token = make_link(
            purpose=PURPOSE, subject_kind=SUBJECT, subject_key=review.key, valid_for=VALID_FOR, at=at
        )
        post_invitation(review, title=revision.as_object().title, by=by, token=token, at=at)
    return review


def revoke_review(*, review: Review, at: datetime) -> Review:
    """Withdraw an invitation: its link is dead at once. An answer that was given stays."""
    with transaction.atomic():
        locked = Review.objects.select_for_update().get(pk=review.pk)
        if locked.revoked_at is None and locked.answered_at is None:
            locked.revoked_at = at
            locked.save()
            revoke_links(subject_kind=SUBJECT, subject_key=locked.key, at=at)
            note("link.withdrawn", about=(SUBJECT, locked.key), at=at)
    return locked


def review_of_link(link: SecretLink) -> Review:
    """Give the invitation of a link, while its text may still be read.

    Raises:
        LinkUnknown: The invitation, or the draft, is gone: withdrawn or online by now.
    """
    review = (
        Review.objects.select_related("contribution__member", "contribution__page", "invited_by")
        .filter(key=link.subject_key, contribution__state__in=REVIEWABLE)
        .first()
    )
    if review is None:
        raise LinkUnknown
    return review


def answer_review(*, link: SecretLink, seen: Version, verdict: Verdict, comment: str, at: datetime) -> Review:
    """Record a reader's answer, once, with the version that was on the screen.

    Parameters:
        link: From the address.
        seen: The version the page showed.
        verdict: The answer.
        comment: A remark; may be empty when the reader agrees.
        at: Now.

    Raises:
        LinkError: The link was used, withdrawn or is over; decided under its lock.
        TextChanged: The text is not the one that was read; the link stays good.
    """
    with transaction.atomic():
        review = review_of_link(link)
        contribution, revision = lock_text(review.contribution)
        if contribution.state not in REVIEWABLE:
            raise LinkUnknown
        if version_of(revision) != seen:
            raise TextChanged
        use_link(link=link, at=at)
        review = Review.objects.select_for_update().get(pk=review.pk)
        review.verdict = verdict
        review.comment = tidy(comment)
        review.answered_at = at
        review.revision_id, review.content_hash = seen.revision_id, seen.content_hash
        review.save()
        post_review_answer(review, contribution=contribution, title=revision.as_object().title, at=at)
    return review
