"""Sample values of the mails about invitations."""

from datetime import UTC, datetime

from network.invitations.states import InvitationKind
from portal.shared.outbox.previews import register_mail_sample

SITE = "https://bruggenbouwen.example"


def _invitation() -> dict[str, object]:
    return {
        "name": "Bram",
        "inviter": "Noor Verhagen",
        "school": "ROC Lindenwaard (voorbeeld)",
        "kind": InvitationKind.ICT_PARTNER.value,
        "message": "We zitten elke dinsdag samen aan tafel. Dan is het handig als je hier ook bent.",
        "is_reminder": False,
        "expires_at": datetime(2026, 12, 21, 12, tzinfo=UTC),
        "url": f"{SITE}/uitnodiging/voorbeeld/",
    }


def _accepted() -> dict[str, object]:
    return {"given_name": "Noor", "person": "Bram Vos", "url": f"{SITE}/netwerk/voorbeeld/"}


def register() -> None:
    """Enter the samples; safe to call twice."""
    register_mail_sample(app="network", name="invitation", context=_invitation)
    register_mail_sample(app="network", name="invitation_accepted", context=_accepted)
