"""What the programme team notes of exchanges without the people in them leaves a line in the audit log."""

from django.utils.translation import gettext_lazy as _

from portal.shared.audit_log.registry import register_kinds

KINDS = (
    ("exchange.forgotten", _("Earlier exchange taken away")),
    ("exchange.noted", _("Earlier exchange noted")),
)


def register() -> None:
    """Enter the kinds; called when the app is ready."""
    register_kinds(KINDS)
