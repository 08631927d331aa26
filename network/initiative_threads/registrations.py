"""What these conversations tell the registries of portal.shared, and the menu of /beheer/."""

import network.initiative_threads.admin  # noqa: F401 - importing it adds the menu item
from network.initiative_threads import mail_samples
from network.initiative_threads.personal_data import THREADS_DATA
from network.initiative_threads.todos import MESSAGE_REPORT_TODOS
from portal.shared.registries.crossings import personal_data, todo_sources


def register() -> None:
    """Fill the registries; safe to call twice."""
    todo_sources.register("initiative_threads", MESSAGE_REPORT_TODOS)
    personal_data.register("initiative_threads", THREADS_DATA)
    mail_samples.register()
