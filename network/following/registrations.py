"""What following tells the registries of portal.shared."""

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from network.following import mail_samples, tasks
from network.following.actions import renewed_digest
from network.following.kinds import PEOPLE, SCHOOLS, THEMES
from network.following.mails import PURPOSE, TOPIC
from network.following.personal_data import FOLLOWING_DATA
from network.following.saved import OWN_SEARCHES, SAVE_SEARCH, SAVED_SEARCH_DIGEST
from network.following.sections import NEWS
from portal.shared.outbox.topics import MailTopic, mail_renewals, mail_topics, unsubscribe_pages
from portal.shared.registries.crossings import own_sections, personal_data
from portal.shared.registries.following import digest_parts, followables
from search.results.panels import result_panels

DIGEST = MailTopic(
    name=TOPIC,
    label=_("What is new in what you follow"),
    explanation=_(
        "One mail, as often as you choose. What fits your place, your wish or a saved search stands in it, too."
    ),
    purposes=(PURPOSE,),
)


def unsubscribe_address(secret: str) -> str:
    """Give the whole address at which a topic is left."""
    return settings.WAGTAILADMIN_BASE_URL.rstrip("/") + reverse("following:unsubscribe", args=[secret])


def register() -> None:
    """Fill the registries; safe to call twice."""
    followables.register("thema", THEMES, position=10)
    followables.register("school", SCHOOLS, position=20)
    followables.register("persoon", PEOPLE, position=30)
    mail_topics.register(TOPIC, DIGEST, position=10)
    mail_renewals.register(PURPOSE, renewed_digest)
    unsubscribe_pages.register("address", unsubscribe_address)
    own_sections.register("network.following", NEWS, position=30)
    own_sections.register("network.saved_searches", OWN_SEARCHES, position=31)
    digest_parts.register("network.saved_searches", SAVED_SEARCH_DIGEST, position=10)
    result_panels.register("network.save_search", SAVE_SEARCH)
    personal_data.register("following", FOLLOWING_DATA, position=30)
    mail_samples.register()
    tasks.register()
