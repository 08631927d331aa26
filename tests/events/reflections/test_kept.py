"""What looking back holds about a person: consents, export, erasure, and how long it is kept."""

from datetime import datetime, time, timedelta

import pytest
from django.utils import timezone

from events.models import Placement
from events.reflections.actions import (
    agree_summary,
    choose_sentences,
    outdate,
    own_reflection,
    propose_finding,
    release_finding,
    save_summary,
)
from events.reflections.consents import REFLECTION_CONSENTS
from events.reflections.models import JointSummary, Reflection, ReflectionFinding, ReflectionQuote
from events.reflections.personal_data import REFLECTIONS_DATA
from events.reflections.states import Verdict
from portal.shared.registries.crossings import personal_data
from portal.shared.retention import kept_for
from stories.insights.models import Evidence
from tests.events.reflections.conftest import LATER, NOW, write_and_hand_in
from tests.factories.exchange_reflections import LAST_DAY, FinishedPlacementFactory
from tests.factories.stories import InsightFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def full(placement, guest, host, portal):
    """Both in, a summary with one yes, a sentence, and findings released by one and by both."""
    write_and_hand_in(placement, guest, private_note="Zwaluw van de gast.")
    write_and_hand_in(placement, host, private_note="Zwaluw van de gastgever.")
    row = save_summary(
        placement=placement,
        member=guest,
        title="Samen met Gijs Gast",
        text="Gijs Gast keek mee.",
        seen=JointSummary.objects.get().version,
        at=NOW,
    )
    agree_summary(placement=placement, member=guest, seen=row.version, is_named=True, at=NOW)
    own = own_reflection(placement, guest)
    choose_sentences(placement=placement, member=guest, chosen=[(own.key, "Gijs over saw.")], at=NOW)
    for number in range(2):
        finding = propose_finding(
            placement=placement,
            member=guest,
            insight_key=str(InsightFactory(parent=portal.insights).pk),
            verdict=Verdict.SUPPORTS,
            sentence=f"Zin {number}.",
            at=NOW,
        )
    release_finding(finding=finding, member=host, seen=finding.version, at=NOW)
    return placement


def test_export_holds_ones_own_words_and_nothing_the_other_keeps(full, guest, host):
    own, others = (str(REFLECTIONS_DATA.export(member.key)) for member in (guest, host))

    for mine in ("Gijs over saw", "Zwaluw van de gast.", "Gijs Gast keek mee", "Zin 0.", "Zin 1."):
        assert mine in own
    assert "Zwaluw van de gastgever" not in own
    assert "Hanna over" not in own
    assert "Zwaluw van de gast." not in others
    assert "Gijs over" not in others


def test_an_unopened_exchange_shows_nothing_of_the_other_in_an_export(placement, guest, host):
    write_and_hand_in(placement, guest)

    assert REFLECTIONS_DATA.export(host.key) == {"reflections": [], "summaries": [], "quotes": [], "findings": []}


def test_what_someone_agreed_to_is_listed_with_where_to_take_it_back(full, guest, host):
    found = list(REFLECTION_CONSENTS.consents(guest.key))

    assert [each.change_url.split("/terugblik/")[1].split("/")[0] for each in found] == [
        "citaten",
        "inzicht",
        "inzicht",
        "samen",
    ]
    assert len(list(REFLECTION_CONSENTS.consents(host.key))) == 1


def test_who_deletes_their_account_leaves_what_both_released_and_no_words(full, guest, host):
    assert REFLECTIONS_DATA.erase(guest.key, at=LATER) > 0

    assert REFLECTIONS_DATA.erase(guest.key, at=LATER) == 0
    assert [row.author for row in Reflection.objects.all()] == [host]
    assert not ReflectionQuote.objects.exists()
    row = JointSummary.objects.get()
    assert (row.title, row.text) == ("Samen met oud-lid", "oud-lid keek mee.")
    assert (row.changed_by, row.guest_agreed_at, row.guest_is_named) == (None, None, False)
    assert [finding.sentence for finding in ReflectionFinding.objects.all()] == ["Zin 1."]
    assert Evidence.objects.get().why == "Zin 1."
    assert Placement.objects.filter(pk=full.pk).exists()


def test_when_both_left_no_summary_stays(full, guest, host):
    for member in (guest, host):
        REFLECTIONS_DATA.erase(member.key, at=LATER)
        Placement.objects.filter(guest=member).update(guest=None)
        Placement.objects.filter(host=member).update(host=None)

    assert not JointSummary.objects.exists()
    assert not Reflection.objects.exists()
    assert ReflectionFinding.objects.count() == 1


def test_looking_back_is_erased_before_exchanges_forget_who_was_in_them():
    # Erasing goes from back to front.
    order = list(reversed(personal_data.names()))

    assert order.index("reflections") < order.index("events.placements")


def test_a_year_after_the_last_day_only_released_findings_stay(full, guest):
    young = FinishedPlacementFactory(guest=guest, last_day_on=LAST_DAY + timedelta(days=1))
    write_and_hand_in(young, guest, at=NOW + timedelta(days=1))
    noon = timezone.make_aware(datetime.combine(LAST_DAY, time(12)))
    assert outdate(at=noon + kept_for("reflections")) == 0

    assert outdate(at=noon + kept_for("reflections") + timedelta(days=1)) > 0

    assert [row.placement for row in Reflection.objects.all()] == [young]
    assert not JointSummary.objects.exists()
    assert not ReflectionQuote.objects.exists()
    assert [row.sentence for row in ReflectionFinding.objects.all()] == ["Zin 1."]
