"""What organisers write, as mail: one to each person, so that nobody sees an address of anybody else."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils import translation

from events.desk.models import OrganiserMessage
from events.desk.states import Reach
from events.meetups.models import Occurrence
from events.registrations.mails import Addressee, addressee_of, own_path, when_in_words
from events.registrations.models import Registration
from network.models import Member
from portal.shared.outbox.messages import OutgoingMail
from portal.shared.outbox.templates import render_mail

MESSAGE = "events.organiser_message"
TEST = "events.organiser_message_test"


@dataclass(frozen=True, slots=True)
class Words:
    """What an organiser wrote."""

    subject: str
    text: str


@dataclass(frozen=True, slots=True)
class About:
    """Which date a message is about, and how far from there."""

    occurrence: Occurrence
    reach: Reach = Reach.DATE


def message_mails(
    *, message: OrganiserMessage, readers: Sequence[Registration], sender: Member, at: datetime
) -> list[OutgoingMail]:
    """Give the mails of a message, in the transaction that keeps it. No Reply-To: an address is shown to nobody.

    Parameters:
        message: As it is kept.
        readers: One row per person, see `readers_of`.
        sender: Who wrote it.
        at: Now.
    """
    mails = []
    about = About(message.occurrence, Reach(message.reach))
    for row in readers:
        to = addressee_of(row)
        if to is None:
            continue
        words = Words(message.subject, message.text)
        occasion = f"{message.key}:{row.key}"
        path = own_path(row, at=at)
        mails.append(_mail(MESSAGE, to, about, words, sender=sender, path=path, occasion=occasion))
    return mails


def try_out_mail(*, about: About, words: Words, sender: Member, occasion: str) -> OutgoingMail:
    """Give the mail to its writer only, with a word that it is a test."""
    return _mail(TEST, _myself(sender), about, words, sender=sender, path="", occasion=occasion)


def shown_mail(*, about: About, words: Words, sender: Member) -> OutgoingMail:
    """Give the mail as people would read it, to show it before it is sent."""
    return _mail(MESSAGE, _myself(sender), about, words, sender=sender, path="", occasion="")


def _myself(sender: Member) -> Addressee:
    return Addressee(
        sender.given_name or sender.email, sender.email, sender.interface_language, kind="member", key=sender.key
    )


def _mail(
    purpose: str, to: Addressee, about: About, words: Words, *, sender: Member, path: str, occasion: str
) -> OutgoingMail:
    page = about.occurrence.meetup.page
    with translation.override(to.language):
        context = {
            "name": to.name,
            "title": page.title,
            "page_path": page.get_url() or "/agenda/",
            "when": when_in_words(about.occurrence),
            "reach": about.reach,
            "subject_words": words.subject,
            "text": words.text,
            "sender": str(sender),
            "path": path,
            "is_test": purpose == TEST,
        }
    mail = render_mail(app="events/desk", name="message", context=context, language=to.language, purpose=MESSAGE)
    return OutgoingMail(
        purpose=purpose,
        idempotency_key=f"{purpose}:{occasion}",
        to=to.email,
        subject=mail.subject,
        text=mail.text,
        html=mail.html,
        recipient_kind=to.kind,
        recipient_key=to.key,
    )
