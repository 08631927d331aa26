"""Sample values of the mails about messages to the editors."""

from portal.shared.outbox.previews import register_mail_sample
from stories.suggestions.models import Suggestion

ANSWER = "Dank je wel. We hebben de tweede alinea aangepast en jouw voorbeeld genoemd."


def _context() -> dict[str, object]:
    return {"suggestion": Suggestion(answer=ANSWER), "page_title": "Koffie met het team", "given_name": "Noor"}


def register() -> None:
    """Enter the samples; safe to call twice."""
    for name in ("received", "taken_up", "answered", "declined"):
        register_mail_sample(app="stories", name=f"suggestion_{name}", context=_context)
