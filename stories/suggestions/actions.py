"""Writes of the editors' inbox; the sender hears of each step by mail."""

from collections.abc import Callable
from datetime import datetime

from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _
from wagtail.models import Page

from network.models import Institution, Member
from portal.shared.erasing.rules import without_names
from portal.shared.outbox.actions import post
from portal.shared.outbox.messages import OutgoingMail
from stories.suggestions.errors import AnswerNeeded, SenderNeeded, SuggestionMoveRefused
from stories.suggestions.mails import answered_mail, declined_mail, received_mail, taken_up_mail
from stories.suggestions.models import Suggestion
from stories.suggestions.rules import may_move
from stories.suggestions.states import SuggestionKind, SuggestionState


def file_suggestion(
    *,
    kind: SuggestionKind,
    text: str,
    at: datetime,
    page: Page | None = None,
    member: Member | None = None,
    name: str = "",
    email: str = "",
    institution: Institution | None = None,
) -> Suggestion:
    """Put a message in the editors' inbox and send the sender a receipt.

    Parameters:
        kind: What the sender wants.
        text: What they wrote.
        at: Now.
        page: The page it is about.
        member: The sender, when signed in; then name and email stay unused.
        name, email: Of a sender without an account; the address is not verified.
        institution: The sender's school, as they say.

    Raises:
        SenderNeeded: Neither a member nor an address.
    """
    if member is None and not email:
        raise SenderNeeded
    with transaction.atomic():
        suggestion = Suggestion.objects.create(
            kind=kind,
            text=text.strip(),
            page=page,
            member=member,
            sender_name="" if member else name.strip(),
            sender_email="" if member else email.strip().lower(),
            institution=institution,
            created_at=at,
        )
        post(received_mail(suggestion), at=at)
    return suggestion


def _move(
    *,
    suggestion: Suggestion,
    to: SuggestionState,
    by: Member,
    answer: str,
    mail: Callable[[Suggestion], OutgoingMail],
    at: datetime,
) -> Suggestion:
    with transaction.atomic():
        locked = Suggestion.objects.select_for_update().get(pk=suggestion.pk)
        if not may_move(now=SuggestionState(locked.state), to=to):
            raise SuggestionMoveRefused
        locked.state, locked.handled_by, locked.handled_at = to, by, at
        locked.answer = answer
        locked.save(update_fields=["state", "handled_by", "handled_at", "answer"])
        # A former member without an account left no address; the inbox keeps the answer all the same.
        if locked.address():
            post(mail(locked), at=at)
    return locked


def take_up(*, suggestion: Suggestion, by: Member, at: datetime) -> Suggestion:
    """Have an editor work on it, and tell the sender.

    Raises:
        SuggestionMoveRefused: It is in progress or closed already.
    """
    return _move(suggestion=suggestion, to=SuggestionState.IN_PROGRESS, by=by, answer="", mail=taken_up_mail, at=at)


def answer_suggestion(*, suggestion: Suggestion, by: Member, answer: str, at: datetime) -> Suggestion:
    """Close it with an answer that the sender gets by mail.

    Raises:
        AnswerNeeded: The answer is empty.
        SuggestionMoveRefused: It is closed already.
    """
    return _close(suggestion=suggestion, to=SuggestionState.DONE, by=by, answer=answer, mail=answered_mail, at=at)


def decline_suggestion(*, suggestion: Suggestion, by: Member, answer: str, at: datetime) -> Suggestion:
    """Close it without doing anything with it; the sender reads the reason.

    Raises:
        AnswerNeeded: The reason is empty.
        SuggestionMoveRefused: It is closed already.
    """
    return _close(suggestion=suggestion, to=SuggestionState.DECLINED, by=by, answer=answer, mail=declined_mail, at=at)


def _close(
    *,
    suggestion: Suggestion,
    to: SuggestionState,
    by: Member,
    answer: str,
    mail: Callable[[Suggestion], OutgoingMail],
    at: datetime,
) -> Suggestion:
    if not answer.strip():
        raise AnswerNeeded
    return _move(suggestion=suggestion, to=to, by=by, answer=answer.strip(), mail=mail, at=at)


def erase_sender(*, member: Member) -> int:
    """Delete what someone sent, and take their name off what they answered; give the number of rows changed."""
    names = (member.name, member.email, member.family_name)
    with transaction.atomic(), translation.override("nl"):
        changed, _per_model = Suggestion.objects.from_member(member).delete()
        for row in Suggestion.objects.filter(handled_by=member):
            row.handled_by = None
            row.answer = without_names(row.answer, names=names, replacement=_("former member"))
            row.save(update_fields=["handled_by", "answer"])
            changed += 1
    return changed


def outdate_suggestions(*, at: datetime) -> int:
    """Delete what was closed a year ago; give the number of rows deleted."""
    deleted, _per_model = Suggestion.objects.past_keeping(at).delete()
    return deleted
