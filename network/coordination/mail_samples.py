"""Sample values of the mails about looking after a school."""

from datetime import date

from portal.shared.outbox.previews import register_mail_sample

SITE = "https://bruggenbouwen.example"


def _work() -> dict[str, object]:
    return {
        "given_name": "Noor",
        "school": "ROC Lindenwaard (voorbeeld)",
        "title": "i-coach",
        "ends_on": date(2026, 11, 30),
        "url": f"{SITE}/scholen/roc-lindenwaard/",
    }


def register() -> None:
    """Enter the samples; safe to call twice."""
    for name in ("work_confirmed", "work_declined", "work_ended", "coordinator_appointed"):
        register_mail_sample(app="network", name=name, context=_work)
