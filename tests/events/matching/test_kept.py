"""What matching holds about a person: export, erasure, and no longer than promised."""

from datetime import timedelta

import pytest

from events.matching.actions import dismiss, introduce, renew
from events.matching.models import ChainStep, Dismissal, ExchangeChain, Introduction, Suggestion
from events.matching.personal_data import MATCHING_DATA
from events.models import PlacementRequest
from events.offers.states import ListingState
from tests.events.matching.conftest import NOW
from tests.factories.exchange_matching import add_offer, add_wish

pytestmark = pytest.mark.django_db


@pytest.fixture
def _swapped(offer, wish, team):
    """Two schools swap, the first pair was told, and someone put another pair aside."""
    back = add_offer(school=wish.institution, themes=("privacy", "avg"), title="Terug")
    add_wish(school=offer.institution, themes=("privacy", "avg"), title="Weer terug")
    for row in (offer, wish):
        row.themes.add(*back.themes.all())
    renew(at=NOW)
    introduce(offer=offer, request=wish, by=team, at=NOW)
    dismiss(member=wish.member, offer=offer, request=wish, at=NOW)


@pytest.mark.usefixtures("_swapped")
def test_export_gives_ones_own_pairs_and_nobody_elses_choice(offer, wish, guest, host, team):
    mine, theirs = MATCHING_DATA.export(guest.key), MATCHING_DATA.export(host.key)

    pair = {"place": "Meelopen met de servicedesk", "wish": "Een dag bij ict"}
    assert pair in [{name: row[name] for name in pair} for row in mine["suggestions"]]
    assert len(mine["swaps"]) == 1
    assert [row["place"] for row in mine["put_aside"]] == ["Meelopen met de servicedesk"]
    assert theirs["put_aside"] == []
    assert (len(mine["introductions"]), len(theirs["introductions"])) == (1, 1)
    assert len(MATCHING_DATA.export(team.key)["told_others"]) == 1
    assert MATCHING_DATA.export("bestaat-niet")["suggestions"] == []


@pytest.mark.usefixtures("_swapped")
def test_erasure_takes_the_person_out_and_can_be_repeated(guest, wish, host):
    assert MATCHING_DATA.erase(guest.key, at=NOW) > 0
    assert MATCHING_DATA.erase(guest.key, at=NOW) == 0

    for model in (Suggestion, Dismissal, Introduction, ChainStep):
        assert not model.objects.filter(request=wish).exists()
    assert not ExchangeChain.objects.exists()
    assert Suggestion.objects.exists()


@pytest.mark.usefixtures("_swapped")
def test_whom_the_team_told_stays_told_without_the_name(team):
    MATCHING_DATA.erase(team.key, at=NOW)

    assert Introduction.objects.get().made_by is None


@pytest.mark.usefixtures("_swapped")
def test_a_year_after_the_end_nothing_is_left(wish):
    PlacementRequest.objects.filter(pk=wish.pk).update(state=ListingState.WITHDRAWN, ended_at=NOW)
    before = Suggestion.objects.filter(request=wish).count()

    assert MATCHING_DATA.outdate(at=NOW + timedelta(days=364)) == 0
    assert MATCHING_DATA.outdate(at=NOW + timedelta(days=366)) == before + 2

    for model in (Suggestion, Dismissal, Introduction):
        assert not model.objects.filter(request=wish).exists()
