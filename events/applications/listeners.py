"""Who hears that an application was accepted, or that this was undone."""

from datetime import datetime
from typing import Protocol

from events.applications.models import Application
from portal.shared.registries.registry import Registry


class ApplicationListener(Protocol):
    """Hears of a step inside its transaction, with offer, wish and application locked and written."""

    def accepted(self, application: Application, *, at: datetime) -> None:
        """Begin what follows: the exchange with its agreement."""

    def may_reopen(self, application: Application) -> bool:
        """Say whether the yes can still be taken back: nothing was confirmed or asked of a manager since."""

    def reopened(self, application: Application, *, at: datetime) -> None:
        """Take back what began."""

    def host_changed(self, application: Application, *, at: datetime) -> None:
        """Follow that another colleague is the host now."""


application_listeners: Registry[ApplicationListener] = Registry("application listeners")
