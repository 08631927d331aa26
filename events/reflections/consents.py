"""What people let others read of an exchange: sentences, what it says of insights, and their name with a story."""

from collections.abc import Iterable

from django.urls import reverse
from django.utils.translation import gettext as _

from events.applications.states import Side
from events.reflections.models import JointSummary, ReflectionFinding, ReflectionQuote
from events.reflections.states import ReleaseState
from events.reflections.words import exchange_title
from portal.shared.registries.consents import Consent

# The wordings of QuoteForm, AgreeForm and the page of a finding.
WORDING = "2026-11"
_SCHOOLS = ("guest_institution", "host_institution")


class ReflectionConsents:
    """The releases of one member, in three queries."""

    def consents(self, member_key: str) -> Iterable[Consent]:
        """Give what holds; what was taken back left no trace but a no."""
        yield from _quotes(member_key)
        yield from _findings(member_key)
        yield from _names(member_key)


def _quotes(member_key: str) -> Iterable[Consent]:
    rows = ReflectionQuote.objects.filter(reflection__author__key=member_key, state=ReleaseState.RELEASED)
    rows = rows.select_related(*(f"reflection__placement__{school}" for school in _SCHOOLS))
    for row in rows:
        placement = row.reflection.placement
        yield Consent(
            what=_("A sentence of yours: “%(text)s”") % {"text": row.text},
            text=_("Yes, everyone may read it. My name does not stand with the sentence."),
            version=WORDING,
            given_at=row.answered_at or row.asked_at,
            change_url=reverse("reflections:quote", args=[placement.key, row.key]),
        )


def _findings(member_key: str) -> Iterable[Consent]:
    rows = ReflectionFinding.objects.of_party(member_key).select_related("placement__guest", "placement__host")
    for row in rows:
        guest = row.placement.guest
        side = Side.GUEST if guest is not None and guest.key == member_key else Side.HOST
        released_at = row.released_at(side)
        if released_at is None:
            continue
        yield Consent(
            what=_("What your exchange says of “%(insight)s”") % {"insight": row.insight_title},
            text=_("Everyone may read this sentence. It stays, without names, also when the reflections are gone."),
            version=WORDING,
            given_at=released_at,
            change_url=reverse("reflections:finding", args=[row.placement.key, row.key]),
        )


def _names(member_key: str) -> Iterable[Consent]:
    rows = JointSummary.objects.of_party(member_key).select_related(
        "placement__guest", *(f"placement__{school}" for school in _SCHOOLS)
    )
    for row in rows:
        guest = row.placement.guest
        side = Side.GUEST if guest is not None and guest.key == member_key else Side.HOST
        is_named = row.guest_is_named if side == Side.GUEST else row.host_is_named
        agreed_at = row.agreed_at(side)
        if not is_named or agreed_at is None:
            continue
        yield Consent(
            what=_("Your name with the story of “%(title)s”") % {"title": exchange_title(row.placement)},
            text=_("If a story is made of it, my name may stand with it"),
            version=WORDING,
            given_at=agreed_at,
            change_url="" if row.story_at else reverse("reflections:agree", args=[row.placement.key]),
        )


REFLECTION_CONSENTS = ReflectionConsents()
