"""What conversations hold about a person: export, erasure, retention (portal.shared.registries)."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from network.models import Member
from portal.shared.registries.crossings import PersonalData, PersonalField
from portal.shared.retention import kept_for
from stories.reactions.actions import erase_person, outdate
from stories.reactions.models import Reaction, ReactionReport, ReactionsClosed


class ReactionsPersonalData(PersonalData):
    """Reactions and reports of one member."""

    label = _("Reactions")
    models = (Reaction, ReactionReport, ReactionsClosed)
    fields: Sequence[PersonalField] = (
        PersonalField(
            name="reactions",
            label=_("Reactions under texts"),
            purpose=_("So that colleagues can talk with each other about a text."),
            kept_for=None,
            kept_until=_("Until you remove them. If you leave, they stay without your name."),
            stays=_("What you wrote under a text, as of a former member. Hidden reactions go."),
        ),
        PersonalField(
            name="reports",
            label=_("Reports of reactions"),
            purpose=_("So that a conversation leader can look at what is wrong."),
            kept_for=kept_for("reaction_reports"),
            kept_until=_("Until a year after the decision."),
        ),
        PersonalField(
            name="decisions",
            label=_("Decisions as conversation leader"),
            purpose=_("So that it can be seen who decided what."),
            kept_for=kept_for("reaction_reports"),
            kept_until=_("Until a year after the decision."),
        ),
    )

    def export(self, member_key: str) -> Mapping[str, object]:
        """Give everything this member wrote, reported and decided; nothing of what others reported about them."""
        reactions = Reaction.objects.filter(member__key=member_key).select_related("page").order_by("created_at", "pk")
        reports = ReactionReport.objects.filter(reporter__key=member_key).select_related("reaction__page")
        decided = ReactionReport.objects.filter(decided_by__key=member_key).select_related("reaction__page")
        closed = ReactionsClosed.objects.filter(closed_by__key=member_key).select_related("page")
        return {
            "reactions": [
                {
                    "under": row.page.title,
                    "text": row.text,
                    "state": row.state,
                    "reason": row.state_reason,
                    "placed_at": row.created_at.isoformat(),
                    "changed_at": row.edited_at.isoformat() if row.edited_at else None,
                }
                for row in reactions
            ],
            "reports": [
                {
                    "under": row.reaction.page.title,
                    "reason": row.reason,
                    "text": row.text,
                    "state": row.state,
                    "answer": row.answer,
                    "reported_at": row.created_at.isoformat(),
                }
                for row in reports
            ],
            "decisions": [
                *({"under": row.reaction.page.title, "state": row.state, "answer": row.answer} for row in decided),
                *({"under": row.page.title, "state": "closed", "answer": row.reason} for row in closed),
            ],
        }

    def erase(self, member_key: str, *, at: datetime) -> int:
        """Take the person out of every conversation; see `erase_person`."""
        member = Member.objects.filter(key=member_key).first()
        return erase_person(member=member) if member else 0

    def outdate(self, *, at: datetime) -> int:
        """Keep reports and hidden texts no longer than promised."""
        return outdate(at=at)


REACTIONS_DATA = ReactionsPersonalData()
