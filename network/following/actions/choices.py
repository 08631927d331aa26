"""Which mail someone wants, and how often."""

from collections.abc import Collection
from datetime import datetime

from django.db import transaction

from network.following.mails import TOPIC
from network.following.models import Digest
from network.following.states import Rhythm
from network.members.models import Member
from portal.shared.outbox.actions import refuse_topic, welcome_topic
from portal.shared.outbox.topics import mail_topics

MEMBER = "member"


def choose_mail(*, member: Member, rhythm: str, topics: Collection[str], at: datetime) -> None:
    """Set which mail comes.

    Parameters:
        member: To whom.
        rhythm: How often the digest comes; a value of Rhythm.
        topics: Names of the other topics that come; those of the registry that are missing here stop.
        at: Now; a digest that starts again tells what is new from here.
    """
    wanted = {*topics} - {TOPIC} | ({TOPIC} if rhythm != Rhythm.NEVER else set())
    with transaction.atomic():
        digest, _made = Digest.objects.select_for_update().get_or_create(member=member, defaults={"covered_until": at})
        for topic in mail_topics:
            if topic.name not in wanted:
                refuse_topic(kind=MEMBER, key=member.key, topic=topic.name, at=at)
            elif welcome_topic(kind=MEMBER, key=member.key, topic=topic.name) and topic.name == TOPIC:
                digest.covered_until = at
        if rhythm != Rhythm.NEVER:
            digest.rhythm = rhythm
        digest.save(update_fields=["rhythm", "covered_until"])
