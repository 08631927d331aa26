"""Writing to a member, and reading what they wrote."""

from datetime import datetime

from django.db import transaction

from network.contact.actions.standing import has_blocked, is_there, require_writing
from network.contact.errors import TooManyMessages
from network.contact.mails import message_mail
from network.contact.models import Conversation, Message
from network.contact.rules import HOUR_SECONDS, MESSAGES_PER_HOUR, NEW_CONVERSATIONS_PER_HOUR, is_delivered
from network.contact.states import MessageState
from network.members.models import Member
from portal.shared.limits.actions import allow
from portal.shared.outbox.actions import post


def write_message(
    *, sender: Member, receiver: Member | None, conversation: Conversation | None, text: str, token: str, at: datetime
) -> Message:
    """Write to a member: a first message, or one more in a conversation.

    Whether it reaches the other one, the sender doesn't learn: the row, the answer and the work are the same when the
    receiver blocked them, hides or is gone. Only the mail is not posted, and the receiver never sees the row.

    Parameters:
        sender: Who writes.
        receiver: Whom the sender sees, or the other one in the conversation; None when that account is gone.
        conversation: Where the sender writes on; None for a first message.
        text: Plain text, not empty.
        token: Of the form it was typed in; the same form sent twice gives the first message and counts once.
        at: Now.

    Raises:
        ContactMembersOnly, WritingStopped: See `require_writing`.
        TooManyMessages: More in this hour than the limits.

    Source: PRODUCT, "network/"; RELIABILITY G9, G24, G25.
    """
    require_writing(sender, at=at)
    if receiver is not None:
        conversation = conversation or Conversation.objects.between(sender, receiver).first()
    if conversation is not None:
        known = conversation.messages.filter(sender=sender, form_token=token).first()
        if known is not None:
            return known
    _count(sender, is_new=conversation is None, at=at)
    with transaction.atomic():
        if conversation is None:
            first, second = sorted((sender, receiver), key=lambda member: member.pk)
            conversation, _made = Conversation.objects.get_or_create(
                first=first, second=second, defaults={"started_at": at}
            )
        # A block waits here for a message under way, and the other way round.
        Conversation.objects.select_for_update(of=("self",)).filter(pk=conversation.pk).first()
        reaches = is_delivered(
            is_receiver_there=is_there(receiver, sender=sender, at=at),
            is_blocked=has_blocked(receiver, blocked=sender),
        )
        message, is_new = Message.objects.get_or_create(
            conversation=conversation,
            sender=sender,
            form_token=token,
            defaults={
                "text": text,
                "state": MessageState.SENT if reaches else MessageState.WITHHELD,
                "created_at": at,
            },
        )
        # Rendered in any case, so that the time taken tells nothing.
        mail = message_mail(message=message, to=receiver or sender)
        if reaches and is_new:
            post(mail, at=at)
        # Who answers has read.
        conversation.messages.unread_by(sender).update(read_at=at)
    return message


def _count(sender: Member, *, is_new: bool, at: datetime) -> None:
    limits = [("contact.message", MESSAGES_PER_HOUR)]
    if is_new:
        limits.append(("contact.new", NEW_CONVERSATIONS_PER_HOUR))
    for name, limit in limits:
        if not allow(name=name, who=sender.key, limit=limit, window_seconds=HOUR_SECONDS, at=at):
            raise TooManyMessages


def mark_read(*, conversation: Conversation, reader: Member, at: datetime) -> int:
    """Note that someone read what reached them in a conversation; give the number of messages that were new."""
    with transaction.atomic():
        return conversation.messages.unread_by(reader).update(read_at=at)
