"""allauth's table of sessions, written by us."""

from allauth.usersessions.apps import UserSessionsConfig


class PortalSessionsConfig(UserSessionsConfig):
    """Its table and migrations, without its receivers: those keep the IP address and the whole name of the browser.

    What is kept instead, and when, stands in network/sessions/.
    """

    def ready(self) -> None:
        """Connect nothing."""
