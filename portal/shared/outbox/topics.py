"""Mail that a reader can do without: each kind is entered by its subject, and each reader may refuse it.

A purpose that stands in no topic is essential (codes, confirmations, deadlines) and always arrives.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from django.core import signing
from django.utils.functional import Promise

from portal.shared.outbox.messages import OutgoingMail
from portal.shared.outbox.models import MailRefusal
from portal.shared.registries.registry import NotRegistered, Registry

SALT = "portal.shared.outbox.topics"


@dataclass(frozen=True, slots=True)
class MailTopic:
    """One kind of mail as a reader knows it, and the purposes it is made of."""

    name: str
    label: str | Promise
    explanation: str | Promise
    purposes: tuple[str, ...]


# Makes a mail anew when it is sent: from its occasion and the moment, None when there is nothing to say any more.
Renewal = Callable[[str, datetime], OutgoingMail | None]

mail_topics: Registry[MailTopic] = Registry("mail topics")
mail_renewals: Registry[Renewal] = Registry("mail renewals")
# The address of unsubscribing from a signed secret; entered by the subject that has the page, as "address".
unsubscribe_pages: Registry[Callable[[str], str]] = Registry("unsubscribe pages")


class UnknownSecret(LookupError):
    """Nobody signed this, or it is about a topic that is gone."""


def topic_of(purpose: str) -> MailTopic | None:
    """Give the topic a purpose belongs to; None for essential mail."""
    return next((topic for topic in mail_topics if purpose in topic.purposes), None)


def is_refused(*, kind: str, key: str, purpose: str) -> bool:
    """Say whether this reader does not want mail of this purpose."""
    topic = topic_of(purpose)
    if topic is None or not key:
        return False
    return MailRefusal.objects.filter(recipient_kind=kind, recipient_key=key, topic=topic.name).exists()


def secret_for(*, key: str, topic: str) -> str:
    """Give the secret by which a member leaves a topic without signing in; it works as long as the key of the site."""
    return signing.dumps([key, topic], salt=SALT)


def read_secret(secret: str) -> tuple[str, MailTopic]:
    """Give whose secret it is, and of which topic.

    Raises:
        UnknownSecret: It is not one of ours.
    """
    try:
        key, name = signing.loads(secret, salt=SALT)
        return str(key), mail_topics.get(str(name))
    except (signing.BadSignature, ValueError, TypeError, NotRegistered) as error:
        raise UnknownSecret from error


def unsubscribe_url(*, key: str, topic: str) -> str:
    """Give the whole address at which a member leaves a topic; empty while no subject has such a page."""
    return unsubscribe_pages.get("address")(secret_for(key=key, topic=topic)) if len(unsubscribe_pages) else ""


def unsubscribe_headers(*, kind: str, key: str, purpose: str) -> dict[str, str]:
    """Give the headers by which mail programs show a button to unsubscribe; none for essential mail.

    Source: RFC 2369, RFC 8058.
    """
    topic = topic_of(purpose)
    if topic is None or kind != "member" or not key or not len(unsubscribe_pages):
        return {}
    return {
        "List-Unsubscribe": f"<{unsubscribe_url(key=key, topic=topic.name)}>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
    }
