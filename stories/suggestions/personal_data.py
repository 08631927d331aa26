"""What messages to the editors hold about a person: export, erasure, retention (portal.shared.registries)."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from network.models import Member
from portal.shared.registries.crossings import PersonalData, PersonalField
from portal.shared.retention import kept_for
from stories.suggestions.actions import erase_sender, outdate_suggestions
from stories.suggestions.models import Suggestion


class SuggestionsPersonalData(PersonalData):
    """What one member sent to the editors, and answered as editor."""

    label = _("Messages to the editors")
    models = (Suggestion,)
    fields: Sequence[PersonalField] = (
        PersonalField(
            name="messages",
            label=_("Messages to the editors"),
            purpose=_("So that the editors can answer you."),
            kept_for=kept_for("editors_messages"),
            kept_until=_("Until a year after the answer."),
        ),
        PersonalField(
            name="answers",
            label=_("Messages you answered as editor"),
            purpose=_("So that colleagues see who answered."),
            kept_for=kept_for("editors_messages"),
            kept_until=_("Until a year after the answer."),
        ),
    )

    def export(self, member_key: str) -> Mapping[str, object]:
        """Give what this member sent, with the answers, and which messages they answered."""
        member = Member.objects.filter(key=member_key).first()
        if member is None:
            return {"messages": [], "answers": []}
        sent = Suggestion.objects.from_member(member).select_related("page").order_by("created_at", "pk")
        handled = Suggestion.objects.filter(handled_by=member).order_by("handled_at", "pk")
        return {
            "messages": [
                {
                    "kind": row.kind,
                    "about": row.page.title if row.page else "",
                    "text": row.text,
                    "state": row.state,
                    "answer": row.answer,
                    "sent_at": row.created_at.isoformat(),
                }
                for row in sent
            ],
            "answers": [
                {
                    "state": row.state,
                    "answer": row.answer,
                    "at": row.handled_at.isoformat() if row.handled_at else None,
                }
                for row in handled
            ],
        }

    def erase(self, member_key: str, *, at: datetime) -> int:
        """Delete what the person sent, also as a guest with the same address."""
        member = Member.objects.filter(key=member_key).first()
        return erase_sender(member=member) if member else 0

    def outdate(self, *, at: datetime) -> int:
        """Keep closed messages no longer than promised."""
        return outdate_suggestions(at=at)


SUGGESTIONS_DATA = SuggestionsPersonalData()
