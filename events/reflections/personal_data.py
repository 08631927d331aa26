"""What looking back holds about a person: export, erasure, retention (portal.shared.registries)."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from events.applications.states import Side
from events.reflections.actions import erase_person, outdate
from events.reflections.models import JointSummary, Reflection, ReflectionFinding, ReflectionQuote
from events.reflections.words import exchange_title
from network.models import Member
from portal.shared.registries.crossings import PersonalData, PersonalField
from portal.shared.retention import kept_for


class ReflectionsPersonalData(PersonalData):
    """What one member wrote about their exchanges, and let others read of it."""

    label = _("Looking back on exchanges")
    models = (Reflection, JointSummary, ReflectionQuote, ReflectionFinding)
    fields: Sequence[PersonalField] = (
        PersonalField(
            name="reflections",
            label=_("Your reflections on exchanges"),
            purpose=_("So that the two of you learn from it. Sealed until you both handed in, or two weeks passed."),
            kept_for=kept_for("reflections"),
            kept_until=_("Until you delete your account, or a year after the last day of the exchange."),
        ),
        PersonalField(
            name="summaries",
            label=_("Summaries you wrote together, and your yes to them"),
            purpose=_("So that the two of you can tell others about it."),
            kept_for=kept_for("reflections"),
            kept_until=_("Until a year after the last day of the exchange."),
            stays=_("The text, for the other one, without your name and until that year is over."),
        ),
        PersonalField(
            name="quotes",
            label=_("Sentences of yours for a story, and what you said about them"),
            purpose=_("So that nobody uses a sentence that you want to keep between you."),
            kept_for=kept_for("reflections"),
            kept_until=_("Until you delete your account, or a year after the last day of the exchange."),
        ),
        PersonalField(
            name="findings",
            label=_("What your exchanges say of insights"),
            purpose=_("So that other schools know on what an insight rests."),
            kept_for=None,
            kept_until=_("Until one of you takes it back."),
            stays=_("The sentence that you both released, without your name."),
        ),
    )

    def export(self, member_key: str) -> Mapping[str, object]:
        """Give what this member wrote and decided; of the other one only what they made together."""
        schools = ("placement__guest_institution", "placement__host_institution")
        reflections = Reflection.objects.filter(author__key=member_key).select_related(*schools)
        summaries = JointSummary.objects.of_party(member_key).select_related("placement__guest", *schools)
        quotes = ReflectionQuote.objects.filter(reflection__author__key=member_key)
        findings = ReflectionFinding.objects.of_party(member_key).select_related("placement__guest", *schools)
        return {
            "reflections": [
                {
                    "of": exchange_title(row.placement),
                    **row.texts,
                    "asked_at": row.created_at.isoformat(),
                    "handed_in_at": _moment(row.sealed_at),
                }
                for row in reflections
            ],
            "summaries": [
                {
                    "of": exchange_title(row.placement),
                    "title": row.title,
                    "text": row.text,
                    "you_agreed_at": _moment(row.agreed_at(_side(row, member_key))),
                    "name_with_story": row.guest_is_named
                    if _side(row, member_key) == Side.GUEST
                    else row.host_is_named,
                    "story_begun_at": _moment(row.story_at),
                }
                for row in summaries
            ],
            "quotes": [
                {"text": row.text, "state": row.state, "answered_at": _moment(row.answered_at)} for row in quotes
            ],
            "findings": [
                {
                    "of": exchange_title(row.placement),
                    "insight": row.insight_title,
                    "verdict": row.verdict,
                    "sentence": row.sentence,
                    "proposed_by_you": row.proposed_by == _side(row, member_key),
                    "you_released_at": _moment(row.released_at(_side(row, member_key))),
                }
                for row in findings
            ],
        }

    def erase(self, member_key: str, *, at: datetime) -> int:
        """Take the person out of every exchange they looked back on; see `erase_person`."""
        member = Member.objects.filter(key=member_key).first()
        return erase_person(member=member, at=at) if member else 0

    def outdate(self, *, at: datetime) -> int:
        """Keep what people told each other no longer than promised."""
        return outdate(at=at)


def _side(row: JointSummary | ReflectionFinding, member_key: str) -> Side:
    guest = row.placement.guest
    return Side.GUEST if guest is not None and guest.key == member_key else Side.HOST


def _moment(at: datetime | None) -> str | None:
    return at.isoformat() if at else None


REFLECTIONS_DATA = ReflectionsPersonalData()
