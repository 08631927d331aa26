"""What contact tells the registries of portal.shared once its models are loaded."""

from network.contact import mail_samples
from network.contact.offers import CONTACT_OFFERS, OWN_PEOPLE
from network.contact.personal_data import CONTACT_DATA
from network.contact.todos import MESSAGE_TODOS, REPORTED_MESSAGE_TODOS, REQUEST_TODOS
from portal.shared.registries.crossings import own_sections, personal_data, profile_offers, todo_sources


def register() -> None:
    """Fill the registries; safe to call twice."""
    todo_sources.register("contact.messages", MESSAGE_TODOS)
    todo_sources.register("contact.requests", REQUEST_TODOS)
    todo_sources.register("contact.reports", REPORTED_MESSAGE_TODOS)
    # Before the network's own: that closes the account, and names are still needed here.
    personal_data.register("contact", CONTACT_DATA, position=5)
    profile_offers.register("contact", CONTACT_OFFERS)
    own_sections.register("contact", OWN_PEOPLE, position=20)
    mail_samples.register()
