"""What leaving and exporting tell the registries of portal.shared."""

from network.privacy import mail_samples, tasks
from network.privacy.consents import RECORDED
from network.privacy.personal_data import EDITORIAL_DATA, PRIVACY_DATA
from network.privacy.todos import TODOS
from portal.shared.registries.consents import consent_sources
from portal.shared.registries.crossings import personal_data, todo_sources


def register() -> None:
    """Fill the registries; safe to call twice."""
    personal_data.register("privacy", PRIVACY_DATA, position=20)
    personal_data.register("editorial", EDITORIAL_DATA, position=800)
    consent_sources.register("recorded", RECORDED)
    todo_sources.register("privacy", TODOS)
    mail_samples.register()
    tasks.register()
