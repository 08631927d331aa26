"""What the clock finds and keeps, and the swaps and rings people see on their desk."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from events.matching.actions import dismiss, renew
from events.matching.exchanges import proposed_chains
from events.matching.models import ChainStep, ExchangeChain, Suggestion
from events.matching.parts import SWAPS_AND_RINGS
from events.matching.querysets import askable
from events.models import PlacementOffer, PlacementRequest
from events.offers.states import ListingState
from portal.shared.audiences.rules import Viewer
from tests.events.matching.conftest import NOW, TODAY, viewer
from tests.factories.exchange_matching import AMERSFOORT, UTRECHT, add_offer, add_school, add_wish

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(hours=1)
HILVERSUM = (52.22, 5.17)
CONTENT = {"toetsing": ("toetsing", "toetsen-maken"), "privacy": ("privacy", "avg"), "wifi": ("wifi", "netwerk")}


def pairs():
    return set(Suggestion.objects.filter(is_current=True).values_list("offer", "request"))


def make_ring(*steps):
    """Make schools around, each with a wish that fits the place of the next one; give (wish, place) per step."""
    schools = [add_school(spot) for spot in (UTRECHT, AMERSFOORT, HILVERSUM)[: len(steps)]]
    return [
        (
            add_wish(school=schools[n], themes=CONTENT[theme], title=f"Wens {theme}"),
            add_offer(school=schools[(n + 1) % len(schools)], themes=CONTENT[theme], title=f"Plek {theme}"),
        )
        for n, theme in enumerate(steps)
    ]


def chains_for(member):
    part = SWAPS_AND_RINGS.context(member, viewer(member), at=NOW)
    return part["chains"] if part else []


def test_what_fits_is_kept_once_with_the_moment_it_was_found(offer, wish):
    assert renew(at=NOW) == 1
    assert renew(at=LATER) == 0

    row = Suggestion.objects.get()
    assert (row.offer, row.request, row.found_at) == (offer, wish, NOW)
    assert (row.is_current, row.is_proposed) == (True, True)


def test_what_no_longer_fits_keeps_its_row_and_is_not_found_again(offer, wish):
    renew(at=NOW)
    PlacementOffer.objects.update(state=ListingState.PAUSED)
    renew(at=LATER)
    assert pairs() == set()

    PlacementOffer.objects.update(state=ListingState.OPEN)

    assert renew(at=LATER) == 0
    assert (pairs(), Suggestion.objects.get().found_at) == ({(offer.pk, wish.pk)}, NOW)


def test_what_one_of_the_two_did_not_want_is_proposed_to_nobody(offer, wish, host):
    dismiss(member=host, offer=offer, request=wish, at=NOW)

    assert renew(at=NOW) == 0


def test_only_what_every_member_may_read_is_kept(offer, wish):
    hidden = [add_offer(state=state) for state in (ListingState.DRAFT, ListingState.PAUSED, ListingState.WITHDRAWN)]

    renew(at=NOW)

    assert pairs() == {(offer.pk, wish.pk)}
    offers, _requests = askable(Viewer(is_member=True), on=TODAY)
    assert not set(hidden) & set(offers)


def test_a_swap_stands_on_the_desk_of_all_four(as_):
    (wish_a, offer_b), (wish_b, offer_a) = make_ring("toetsing", "privacy")
    renew(at=NOW)

    for person in (wish_a.member, offer_b.contact, wish_b.member, offer_a.contact):
        [chain] = chains_for(person)
        assert chain.is_swap
        assert {(step.request, step.offer) for step in chain.steps} == {(wish_a, offer_b), (wish_b, offer_a)}
    text = as_(wish_a.member).get(reverse("offers:own")).content.decode()
    assert "Ruilen met andere scholen" in text
    assert "zelfde thema’s: toetsen-maken en toetsing" in text
    assert "<b>Jij</b>" in text


def test_a_swap_that_one_can_no_longer_ask_for_takes_no_place_of_another():
    make_ring("toetsing", "privacy")
    renew(at=NOW)
    swap = ExchangeChain.objects.get()
    better = ExchangeChain.objects.create(
        kind=swap.kind, points=swap.points + 1, is_proposed=True, signature="beter", found_at=NOW
    )
    for number in range(2):
        paused = add_offer(title=f"Gepauzeerd {number}", state=ListingState.PAUSED)
        ChainStep.objects.create(chain=better, position=number, offer=paused, request=add_wish(title=f"Wens {number}"))
    team = Viewer(is_member=True, is_programme_team=True)

    assert [chain.key for chain in proposed_chains(team, on=TODAY, most=1)] == [swap.key]


def test_a_ring_of_three_stands_on_the_desk_of_all(as_):
    ring = make_ring("toetsing", "privacy", "wifi")
    renew(at=NOW)

    for wish, offer in ring:
        for person in (wish.member, offer.contact):
            [chain] = chains_for(person)
            assert not chain.is_swap
            assert {(step.request, step.offer) for step in chain.steps} == set(ring)
    assert "Kring van drie" in as_(ring[0][0].member).get(reverse("offers:own")).content.decode()


def test_where_two_can_swap_no_third_is_asked():
    make_ring("toetsing", "privacy", "wifi")
    # Of the first school someone can receive who has the wish of the second: these two need no third.
    add_offer(school=PlacementRequest.objects.get(title="Wens toetsing").institution, themes=CONTENT["privacy"])
    PlacementOffer.objects.filter(title="Plek wifi").delete()

    renew(at=NOW)

    assert list(ExchangeChain.objects.values_list("kind", flat=True)) == ["swap"]


@pytest.mark.parametrize("state", [ListingState.DRAFT, ListingState.PAUSED, ListingState.TAKEN, ListingState.WITHDRAWN])
def test_a_chain_with_something_hidden_or_closed_shows_to_nobody(state):
    ring = make_ring("toetsing", "privacy", "wifi")
    renew(at=NOW)
    PlacementRequest.objects.filter(pk=ring[1][0].pk).update(state=state)

    assert [chains_for(person) for wish, offer in ring for person in (wish.member, offer.contact)] == [[]] * 6


def test_a_chain_that_someone_did_not_want_goes_for_them_at_once_and_for_all_at_the_next_run():
    ring = make_ring("toetsing", "privacy", "wifi")
    renew(at=NOW)
    wish, offer = ring[0]

    dismiss(member=wish.member, offer=offer, request=wish, at=NOW)

    assert chains_for(wish.member) == []
    assert len(chains_for(ring[1][0].member)) == 1
    renew(at=LATER)
    assert (ExchangeChain.objects.count(), ChainStep.objects.count()) == (0, 0)


def test_a_chain_keeps_its_row_as_long_as_it_is_found():
    make_ring("toetsing", "privacy")
    renew(at=NOW)
    row = ExchangeChain.objects.get()

    renew(at=LATER)

    assert (ExchangeChain.objects.get(), ExchangeChain.objects.get().found_at) == (row, NOW)


def test_number_of_queries_of_chains_does_not_grow():
    ring = make_ring("toetsing", "privacy")
    member = ring[0][0].member
    renew(at=NOW)
    seen = viewer(member)
    with CaptureQueriesContext(connection) as one:
        assert len(SWAPS_AND_RINGS.context(member, seen, at=NOW)["chains"]) == 1

    other = add_school(HILVERSUM)
    add_wish(school=other, themes=CONTENT["privacy"])
    add_offer(school=other, themes=CONTENT["toetsing"])
    renew(at=LATER)

    with CaptureQueriesContext(connection) as more:
        assert len(SWAPS_AND_RINGS.context(member, seen, at=NOW)["chains"]) == 2
    assert len(more) == len(one)


def test_without_a_chain_one_query(coach):
    seen = viewer(coach)
    with CaptureQueriesContext(connection) as captured:
        assert SWAPS_AND_RINGS.context(coach, seen, at=NOW) is None
    assert len(captured) == 1
