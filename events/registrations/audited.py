"""What organisers do with seats past the rules leaves a line in the audit log."""

from django.utils.translation import gettext_lazy as _

from portal.shared.audit_log.registry import register_kinds

KINDS = (
    ("seat.above_limit", _("Seat given above the limit, or past the line")),
    ("seat.by_hand", _("Seat given by hand")),
    ("seat.taken_away", _("Seat taken away by an organiser")),
)


def register() -> None:
    """Enter the kinds; called when the app is ready."""
    register_kinds(KINDS)
