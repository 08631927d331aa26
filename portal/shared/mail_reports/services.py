"""The mail services the portal can use instead of SMTP, through anymail: one of them, by setting."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from importlib import import_module
from typing import Any


def _never_soft(_raw: Mapping[str, Any]) -> bool:
    return False


@dataclass(frozen=True, slots=True)
class MailService:
    """One mail service.

    Parameters:
        name: As PORTAL_MAIL_SERVICE says it; also anymail's module.
        view: Name of anymail's view that reads its reports.
        settings: What anymail calls its settings, per setting of ours: key, secret, domain.
        is_soft: Says of a report of a bounce, as the service sent it, whether the address may work tomorrow; anymail
            gives both the same name for some services.
    """

    name: str
    view: str
    settings: Mapping[str, str]
    is_soft: Callable[[Mapping[str, Any]], bool] = _never_soft

    @property
    def backend(self) -> str:
        """Dotted path of the backend that sends."""
        return f"anymail.backends.{self.name}.EmailBackend"

    def webhook(self) -> Callable:
        """Give anymail's view for the reports; reads the settings when called."""
        return getattr(import_module(f"anymail.webhooks.{self.name}"), self.view).as_view()


SERVICES = {
    service.name: service
    for service in (
        MailService(
            "brevo",
            "BrevoTrackingWebhookView",
            {"key": "BREVO_API_KEY"},
            is_soft=lambda raw: raw.get("event") == "soft_bounce",
        ),
        MailService(
            "mailgun", "MailgunTrackingWebhookView", {"key": "MAILGUN_API_KEY", "domain": "MAILGUN_SENDER_DOMAIN"}
        ),
        MailService(
            "mailjet",
            "MailjetTrackingWebhookView",
            {"key": "MAILJET_API_KEY", "secret": "MAILJET_SECRET_KEY"},
            is_soft=lambda raw: raw.get("event") == "bounce" and not raw.get("hard_bounce", False),
        ),
        MailService(
            "postmark",
            "PostmarkTrackingWebhookView",
            {"key": "POSTMARK_SERVER_TOKEN"},
            is_soft=lambda raw: raw.get("Type") == "SoftBounce",
        ),
    )
}
