"""What recognitions, re-use and evidence hold about a person: export, erasure, retention."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from portal.shared.registries.crossings import ExportFile, PersonalField
from stories.insights.actions import erase_voice
from stories.insights.models import Evidence, Recognition, Reuse


class InsightsPersonalData:
    """What one member said of insights, for the own school or as editor."""

    label = _("What you said of insights")
    models = (Recognition, Reuse, Evidence)
    fields: Sequence[PersonalField] = (
        PersonalField(
            name="recognitions",
            label=_("Your answers to “Do you recognise this?”"),
            purpose=_("So that readers see at how many schools this is known. Nobody sees your own answer."),
            kept_for=None,
            kept_until=_("Until you change or remove it."),
        ),
        PersonalField(
            name="reuses",
            label=_("What you told about what your school did too"),
            purpose=_("So that other schools learn from it."),
            kept_for=None,
            kept_until=_("As long as the text it belongs to."),
            stays=_("What your school did and how it went."),
        ),
        PersonalField(
            name="evidence",
            label=_("Evidence you proposed or judged"),
            purpose=_("So that it can be seen who found what."),
            kept_for=None,
            kept_until=_("As long as the insight."),
            stays=_("The evidence itself."),
        ),
    )

    def export(self, member_key: str) -> Mapping[str, object]:
        """Give what this member answered, told, proposed and judged."""
        recognitions = Recognition.objects.filter(member__key=member_key).select_related("insight", "institution")
        reuses = Reuse.objects.filter(member__key=member_key).select_related("page", "institution")
        proposed = Evidence.objects.filter(proposed_by__key=member_key).select_related("insight")
        judged = Evidence.objects.filter(decided_by__key=member_key).select_related("insight")
        return {
            "recognitions": [
                {
                    "insight": row.insight.title,
                    "school": str(row.institution),
                    "answer": row.answer,
                    "sentence": row.sentence,
                    "changed_at": row.changed_at.isoformat(),
                }
                for row in recognitions
            ],
            "reuses": [
                {
                    "of": row.page.title,
                    "school": str(row.institution),
                    "result": row.result,
                    "changes": row.changes,
                    "happened_on": row.happened_on.isoformat(),
                }
                for row in reuses
            ],
            "proposed": [{"insight": row.insight.title, "verdict": row.verdict, "why": row.why} for row in proposed],
            "judged": [{"insight": row.insight.title, "state": row.state} for row in judged],
        }

    def files(self, member_key: str) -> Iterable[ExportFile]:
        """Give no files: these are answers."""
        return []

    def erase(self, member_key: str, *, at: datetime) -> int:
        """Delete the answers; what the school did and the evidence stay without the person."""
        return erase_voice(member_key=member_key, at=at)

    def outdate(self, *, at: datetime) -> int:
        """Remove nothing: answers hold until they are changed."""
        return 0


INSIGHTS_DATA = InsightsPersonalData()
