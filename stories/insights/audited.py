"""What editors decide on evidence leaves a line in the audit log: it moves the standing of an insight."""

from django.utils.translation import gettext_lazy as _

from portal.shared.audit_log.registry import register_kinds

KINDS = (
    ("evidence.accepted", _("Evidence accepted")),
    ("evidence.withdrawn", _("Evidence withdrawn")),
)


def register() -> None:
    """Enter the kinds; called when the app is ready."""
    register_kinds(KINDS)
