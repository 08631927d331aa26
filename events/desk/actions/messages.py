"""Sending a message to people of a date, each in a mail of their own; and how many of those arrived."""

import hashlib
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import Count
from django.db.models.functions import Substr

from events.desk.audiences import Audience, dates_of, readers_of
from events.desk.errors import AudienceChanged, NamesGone, NobodyToWrite, TooManyMessages, TooManyTests
from events.desk.mails import MESSAGE, About, Words, message_mails, try_out_mail
from events.desk.models import OrganiserMessage
from events.desk.rules import DAY_SECONDS, HOUR_SECONDS, MESSAGES_PER_DAY, TESTS_PER_HOUR, shows_names
from events.meetups.models import Occurrence, Session
from events.registrations.actions.rows import lock_all
from network.models import Institution, Member
from portal.shared.keys import LENGTH
from portal.shared.limits.actions import allow
from portal.shared.outbox.actions import post
from portal.shared.outbox.models import OutboxMail
from portal.shared.outbox.states import MailState


@dataclass(frozen=True, slots=True)
class MessagePlan:
    """A message as an organiser wants it.

    `form_key` was made with the empty form: the same form sent twice is one message. `seen` is the number of people
    the organiser read before sending.
    """

    form_key: str
    words: Words
    audience: Audience
    seen: int


def send_message(*, occurrence: Occurrence, sender: Member, plan: MessagePlan, at: datetime) -> OrganiserMessage:
    """Keep a message and put a mail for each person in the outbox. Twice gives the first one, and no second mail.

    Raises:
        NamesGone: The date was more than half a year ago.
        TooManyMessages: This organiser sent as many as one may in a day.
        NobodyToWrite: The choice holds nobody.
        AudienceChanged: Other people than the organiser saw would get it.
    """
    first = OrganiserMessage.objects.filter(occurrence=occurrence, form_key=plan.form_key).first()
    if first is not None:
        return first
    if not shows_names(ends_at=occurrence.ends_at, at=at):
        raise NamesGone
    if not allow(name="desk.message", who=sender.key, limit=MESSAGES_PER_DAY, window_seconds=DAY_SECONDS, at=at):
        raise TooManyMessages
    with transaction.atomic():
        # Held, so that nobody signs up, leaves or is erased between the choice of people and their mails, and a
        # second sending of the same form waits here and finds the first.
        held = lock_all({occurrence.pk, *dates_of(occurrence, plan.audience.reach, at=at)})
        locked = next(row for row in held if row.pk == occurrence.pk)
        first = OrganiserMessage.objects.filter(occurrence=locked, form_key=plan.form_key).first()
        if first is not None:
            return first
        readers = readers_of(dates_of(locked, plan.audience.reach, at=at), plan.audience)
        if not readers:
            raise NobodyToWrite
        if len(readers) != plan.seen:
            raise AudienceChanged
        message = OrganiserMessage.objects.create(
            occurrence=locked,
            sender=sender,
            form_key=plan.form_key,
            subject=plan.words.subject,
            text=plan.words.text,
            reach=plan.audience.reach,
            audience=_audience(locked, plan.audience),
            recipients=len(readers),
            sent_at=at,
        )
        for mail in message_mails(message=message, readers=readers, sender=sender, at=at):
            post(mail, at=at)
    return message


def send_test(*, about: About, sender: Member, form_key: str, words: Words, at: datetime) -> None:
    """Mail the message to its writer only. The same words from the same form are mailed once.

    Raises:
        TooManyTests: This hour's tries are used up.
    """
    if not allow(name="desk.test", who=sender.key, limit=TESTS_PER_HOUR, window_seconds=HOUR_SECONDS, at=at):
        raise TooManyTests
    said = hashlib.sha256(f"{words.subject}\n{words.text}".encode()).hexdigest()[:20]
    with transaction.atomic():
        mail = try_out_mail(about=about, words=words, sender=sender, occasion=f"{sender.key}:{form_key}:{said}")
        post(mail, at=at)


def _audience(occurrence: Occurrence, audience: Audience) -> dict[str, object]:
    session = Session.objects.filter(occurrence=occurrence, key=audience.session).first()
    school = Institution.objects.filter(slug=audience.school).first() if audience.school else None
    return {
        "groups": list(audience.groups),
        "mode": audience.mode,
        "session": session.title if session else "",
        "school": school.name if school else "",
    }


_KEPT = ("sent", "failed", "unwanted")
_COUNTED = {
    MailState.QUEUED: "underway",
    MailState.SENDING: "underway",
    MailState.SENT: "sent",
    MailState.FAILED: "failed",
    MailState.GIVEN_UP: "failed",
    MailState.UNWANTED: "unwanted",
}


def deliveries_of(messages: list[OrganiserMessage]) -> dict[str, dict[str, int]]:
    """Count what became of the mails of these messages, by the key of the message, in one query.

    Returns:
        Per message the numbers `sent`, `failed`, `unwanted` and `underway`; a mail that was erased with its reader is
        in none of them.
    """
    if not messages:
        return {}
    counted: dict[str, dict[str, int]] = {row.key: dict.fromkeys((*_KEPT, "underway"), 0) for row in messages}
    rows = OutboxMail.objects.filter(purpose=MESSAGE, created_at__gte=min(row.sent_at for row in messages))
    rows = rows.annotate(message=Substr("idempotency_key", len(MESSAGE) + 2, LENGTH)).order_by()
    numbers = rows.filter(message__in=counted).values_list("message", "state")
    for key, state, number in numbers.annotate(number=Count("pk")):
        counted[key][_COUNTED[MailState(state)]] += number
    return counted


def count_deliveries(at: datetime) -> int:
    """Keep how many mails of each message arrived, before the log of mails forgets it.

    Returns:
        Number of messages of which the numbers changed.
    """
    changed = 0
    with transaction.atomic():
        messages = list(OrganiserMessage.objects.underway(at).select_for_update().order_by("pk"))
        counted = deliveries_of(messages)
        for message in messages:
            # Never back: the mail of someone who left the portal is gone, but it did arrive.
            numbers = {name: max(getattr(message, name), counted[message.key][name]) for name in _KEPT}
            if any(getattr(message, name) != number for name, number in numbers.items()):
                OrganiserMessage.objects.filter(pk=message.pk).update(**numbers)
                changed += 1
    return changed
