"""What belongs together is found: pairs in each other's first three, every ring, and the best for everyone together."""

import pytest
from numpy import zeros
from scipy.optimize import linear_sum_assignment

from events.matching.actions.renewing import WEIGHED
from events.matching.assignment import assign
from events.matching.chains import choose_chains, find_chains
from events.matching.finding import Blocks, best_fits, best_offers, best_wishes, fits_of_wish
from events.matching.rules import Distances, OfferFacts, WishFacts
from tests.events.matching.planted import TODAY, plant

SEEDS = (1, 2, 3)


@pytest.fixture(params=SEEDS)
def crowd(request):
    made = plant(seed=request.param)
    made.places = [OfferFacts(**row) for row in made.offers]
    made.all_wishes = [WishFacts(**row) for row in made.wishes]
    return made


def test_planted_pairs_are_in_each_others_first_three(crowd):
    places = {place.pk: place for place in crowd.places}
    wishes = {wish.pk: wish for wish in crowd.all_wishes}

    found = [
        (offer, wish)
        for offer, wish in crowd.pairs
        if offer in [fit.offer.pk for fit in best_offers(wishes[wish], crowd.places, on=TODAY, most=3)]
        and wish in [fit.wish.pk for fit in best_wishes(places[offer], crowd.all_wishes, on=TODAY, most=3)]
    ]

    assert len(crowd.pairs) == 50
    assert len(found) >= 45


def test_every_planted_ring_is_found(crowd):
    chains = find_chains(best_fits(crowd.places, crowd.all_wishes, on=TODAY, most=WEIGHED))

    found = {frozenset((step.offer.pk, step.wish.pk) for step in chain.steps) for chain in chains}
    assert len(crowd.rings) == 20
    assert {frozenset(ring) for ring in crowd.rings} <= found


def test_chains_lead_round_and_share_nothing_once_chosen(crowd):
    chains = find_chains(best_fits(crowd.places, crowd.all_wishes, on=TODAY, most=WEIGHED))

    for chain in chains:
        hosts = [step.offer.school_id for step in chain.steps]
        guests = [step.wish.school_id for step in chain.steps]
        assert guests[1:] + guests[:1] == hosts
        assert len(set(guests)) == len(chain.steps) in (2, 3)
    chosen = [listing for chain in choose_chains(chains) for listing in chain.listings]
    assert len(chosen) == len(set(chosen)) > 0


def test_proposal_is_nearly_the_best_there_is(crowd):
    points = zeros((len(crowd.all_wishes), len(crowd.places)))
    blocks, distances = Blocks(crowd.places), Distances()
    for wish in crowd.all_wishes:
        for fit in fits_of_wish(wish, blocks, on=TODAY, distances=distances):
            points[wish.pk - 1, fit.offer.pk - 1] = fit.points
    best = points[linear_sum_assignment(points, maximize=True)].sum()

    proposed = assign(best_fits(crowd.places, crowd.all_wishes, on=TODAY, most=WEIGHED))

    assert len({fit.wish.pk for fit in proposed}) == len({fit.offer.pk for fit in proposed}) == len(proposed)
    assert sum(fit.points for fit in proposed) >= 0.95 * best


def test_a_place_gets_as_many_as_it_has_room_for():
    place = OfferFacts(pk=1, owner_id=1, school_id=1, direction="coach_to_coach", free_places=2)
    wishes = [
        WishFacts(pk=pk, owner_id=pk, school_id=2, direction="coach_to_coach", half_days=half_days)
        for pk, half_days in ((2, 2), (3, 5), (4, 3))
    ]

    proposed = assign(best_fits([place], wishes, on=TODAY, most=WEIGHED))

    assert [fit.wish.pk for fit in proposed] == [2, 4]


def test_a_wish_leaves_its_best_place_to_who_has_no_other():
    near, far = [
        OfferFacts(pk=pk, owner_id=pk, school_id=pk, spot=spot, direction="coach_to_coach")
        for pk, spot in ((1, (52.09, 5.12)), (2, (52.16, 5.39)))
    ]
    only_near, either = [
        WishFacts(pk=pk, owner_id=pk, school_id=3, spot=(52.09, 5.12), direction="coach_to_coach", most_km=most_km)
        for pk, most_km in ((3, 5), (4, None))
    ]

    proposed = assign(best_fits([near, far], [only_near, either], on=TODAY, most=WEIGHED))

    assert {(fit.wish.pk, fit.offer.pk) for fit in proposed} == {(3, 1), (4, 2)}
