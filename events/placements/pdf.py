"""The agreement of an exchange on paper, as accessible PDF in Dutch."""

from collections.abc import Mapping

from django.conf import settings
from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from events.applications.states import Side
from events.placements.entries import title_of
from events.placements.models import AgreementVersion, ManagerConsent, Placement
from events.placements.reading import day_in_words, days_of, person, school, term_lines, terms_of
from events.placements.states import ConsentState
from portal.shared.documents.pdf import render_pdf

LANGUAGE = "nl"


def agreement_data(
    placement: Placement, version: AgreementVersion, consents: Mapping[Side, ManagerConsent]
) -> dict[str, object]:
    """Give what templates/pdf/agreement.typ asks for.

    Parameters:
        placement: With people and schools.
        version: What is set.
        consents: Those that count for it.
    """
    with translation.override(LANGUAGE):
        terms = [line for line in term_lines(terms_of(version)) if line.name != "days"]
        return {
            "title": _("Agreement: %(title)s") % {"title": title_of(placement)},
            "kind": str(placement.get_direction_display()),
            "people": [
                [str(each.label), str(person(placement, each) or ""), str(school(placement, each))]
                for each in (Side.GUEST, Side.HOST)
            ],
            "days": [day_in_words(day) for day in days_of(version)],
            "terms": [{"label": capfirst(line.label), "text": line.text} for line in terms],
            "confirmed": [[str(each.label), *_confirmed(version, consents, each)] for each in (Side.GUEST, Side.HOST)],
            "version": _version(version),
            "foot": settings.WAGTAIL_SITE_NAME,
            "words": {
                "people_head": [_("Who"), _("Name"), _("School")],
                "days": _("Days"),
                "terms": _("What we agree"),
                "confirmed": _("Who confirmed it"),
                "confirmed_head": [_("Who"), _("Confirmed"), _("Consent of the manager")],
                "note": _(
                    "Both stay employed by their own school. Before the start each of you can withdraw without a "
                    "reason. The portal records agreements; it is not a contract."
                ),
            },
        }


def _confirmed(version: AgreementVersion, consents: Mapping[Side, ManagerConsent], side: Side) -> list[str]:
    confirmed_at = getattr(version, f"{side.value}_confirmed_at")
    consent = consents.get(side)
    if consent is None:
        words = _("not asked yet")
    elif consent.state == ConsentState.GIVEN and consent.decided_at is not None:
        words = _("%(name)s agrees, %(day)s") % {"name": consent.name, "day": _day(consent.decided_at)}
    else:
        words = consent.get_state_display()
    return [_day(confirmed_at) if confirmed_at else _("not yet"), str(words)]


def _day(moment) -> str:
    return date_format(timezone.localtime(moment), "j F Y")


def _version(version: AgreementVersion) -> str:
    values = {"n": version.number, "day": _day(version.holds_since or version.made_at)}
    return (
        _("Version %(n)d, holds since %(day)s") if version.holds_since else _("Version %(n)d of %(day)s, not final")
    ) % values


def agreement_pdf(placement: Placement, version: AgreementVersion, consents: Mapping[Side, ManagerConsent]) -> bytes:
    """Set an agreement; the same facts give the same bytes."""
    data = agreement_data(placement, version, consents)
    return render_pdf("agreement", data, dated=version.holds_since or version.made_at)
