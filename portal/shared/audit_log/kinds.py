"""The kinds of acts that belong to no subject alone."""

from django.utils.translation import gettext_lazy as _

from portal.shared.audit_log.registry import register_kinds

KINDS = (
    ("editing.made", _("Made in the editors' pages")),
    ("editing.changed", _("Changed in the editors' pages")),
    ("editing.deleted", _("Deleted in the editors' pages")),
    ("editing.restricted", _("Who may see a page changed")),
    ("export.downloaded", _("List downloaded")),
    ("job.started", _("Periodic job started by hand")),
    ("link.renewed", _("Secret link renewed")),
    ("link.shared", _("Secret link shared")),
    ("link.withdrawn", _("Secret link withdrawn")),
    ("mail.held", _("Waiting mail held")),
    ("mail.let_go", _("Mail let go without sending")),
    ("mail.sent_again", _("Mail sent again")),
    ("moderation.closed", _("Conversation closed")),
    ("moderation.dismissed", _("Report dismissed")),
    ("moderation.hidden", _("Text hidden")),
    ("moderation.opened", _("Conversation opened again")),
    ("moderation.removed", _("Text removed")),
    ("moderation.restored", _("Text shown again")),
    ("moderation.stopped", _("Member stopped from writing messages")),
    ("task.dropped", _("Failed task dropped")),
    ("task.retried", _("Failed task tried again")),
)


def register() -> None:
    """Enter them; called when the app is ready."""
    register_kinds(KINDS)
