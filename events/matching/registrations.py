"""What matching tells the pages of exchanges, the digest, the clock and the registries of portal.shared."""

from datetime import timedelta

from django.utils.translation import gettext_lazy as _

from events.matching import mail_samples
from events.matching.digest import MATCHING_DIGEST
from events.matching.mails import NAMES, TOPIC, purpose_of
from events.matching.parts import FOR_TEAM, PLACES_THAT_FIT, SWAPS_AND_RINGS, WHAT_FITS, WISHES_THAT_FIT
from events.matching.personal_data import MATCHING_DATA
from events.matching.tasks import renew_suggestions
from events.offers.ways import offer_parts, own_parts, request_parts
from portal.shared.jobs.registry import register_job
from portal.shared.outbox.topics import MailTopic, mail_topics
from portal.shared.registries.crossings import personal_data
from portal.shared.registries.following import digest_parts

INTRODUCTIONS = MailTopic(
    name=TOPIC,
    label=_("Who fits your place or wish"),
    explanation=_("A mail when the programme team sees that you and someone else fit."),
    purposes=tuple(purpose_of(name) for name in NAMES),
)


def register() -> None:
    """Fill the registries; safe to call twice."""
    request_parts.register("events.matching", PLACES_THAT_FIT, position=50)
    offer_parts.register("events.matching", WISHES_THAT_FIT, position=50)
    own_parts.register("events.matching", WHAT_FITS, position=60)
    own_parts.register("events.matching.chains", SWAPS_AND_RINGS, position=65)
    own_parts.register("events.matching.team", FOR_TEAM, position=95)
    digest_parts.register("events.matching", MATCHING_DIGEST)
    mail_topics.register(TOPIC, INTRODUCTIONS)
    # Before offers and wishes: these let go of their owner when someone leaves.
    personal_data.register("matching", MATCHING_DATA, position=60)
    register_job("matching.suggestions", every=timedelta(minutes=30), run=renew_suggestions)
    mail_samples.register()
