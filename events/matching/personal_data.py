"""What matching holds about a person: export, erasure, retention (portal.shared.registries)."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from events.matching.actions import erase_person, outdate
from events.matching.models import ChainStep, Dismissal, ExchangeChain, Introduction, Suggestion
from network.models import Member
from portal.shared.registries.crossings import ExportFile, PersonalField
from portal.shared.retention import kept_for


class MatchingPersonalData:
    """Suggestions, and what one member did with them."""

    label = _("What fits your places and wishes")
    models = (Suggestion, ExchangeChain, ChainStep, Dismissal, Introduction)
    fields: Sequence[PersonalField] = (
        PersonalField(
            name="suggestions",
            label=_("What fits your places and wishes"),
            purpose=_("So that you find each other, and hear of each suggestion once."),
            kept_for=kept_for("exchange_suggestions"),
            kept_until=_("Until a year after your place or wish ended."),
        ),
        PersonalField(
            name="put_aside",
            label=_("Suggestions you put aside"),
            purpose=_("So that you don’t see them again. Nobody else learns of it."),
            kept_for=kept_for("exchange_suggestions"),
            kept_until=_("Until you take it back, or a year after the place or the wish ended."),
        ),
        PersonalField(
            name="introductions",
            label=_("That the programme team told you and someone else of each other"),
            purpose=_("So that it is done once."),
            kept_for=kept_for("exchange_suggestions"),
            kept_until=_("Until a year after the place or the wish ended."),
        ),
        PersonalField(
            name="told_others",
            label=_("Whom you told of each other, for the programme team"),
            purpose=_("So that it can be seen who did it."),
            kept_for=kept_for("exchange_suggestions"),
            kept_until=_("Until a year after the place or the wish ended."),
            stays=_("That both were told, without your name."),
        ),
    )

    def export(self, member_key: str) -> Mapping[str, object]:
        """Give the pairs of this member's places and wishes, and what they did with them."""
        member = Member.objects.filter(key=member_key).first()
        if member is None:
            return {"suggestions": [], "swaps": [], "put_aside": [], "introductions": [], "told_others": []}
        told = Introduction.objects.select_related("offer", "request")
        return {
            "suggestions": [
                {**_pair(row), "found_at": row.found_at.isoformat(), "fits_now": row.is_current}
                for row in Suggestion.objects.of(member).select_related("offer", "request")
            ],
            "swaps": [
                {"kind": row.kind, "found_at": row.found_at.isoformat()} for row in ExchangeChain.objects.of(member)
            ],
            "put_aside": [
                {**_pair(row), "at": row.at.isoformat()}
                for row in Dismissal.objects.filter(member=member).select_related("offer", "request")
            ],
            "introductions": [
                {**_pair(row), "at": row.at.isoformat()}
                for row in told.filter(request__member=member) | told.filter(offer__contact=member)
            ],
            "told_others": [{"at": row.at.isoformat()} for row in told.filter(made_by=member)],
        }

    def files(self, member_key: str) -> Iterable[ExportFile]:
        """Give no files: these are pairs."""
        return ()

    def erase(self, member_key: str, *, at: datetime) -> int:
        """Take the person out; see `erase_person`."""
        member = Member.objects.filter(key=member_key).first()
        return erase_person(member=member, at=at) if member else 0

    def outdate(self, *, at: datetime) -> int:
        """Keep nothing about what ended long ago."""
        return outdate(at=at)


def _pair(row: Suggestion | Dismissal | Introduction) -> dict[str, str]:
    return {"place": row.offer.title, "wish": row.request.title}


MATCHING_DATA = MatchingPersonalData()
