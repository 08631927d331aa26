"""What an owner sees on the pages of their wish and place, and what never shows."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from events.matching.models import Dismissal
from events.matching.parts import PLACES_THAT_FIT, WHAT_FITS, WISHES_THAT_FIT
from events.models import Application, PlacementOffer, PlacementRequest
from events.offers.states import Direction, ListingState
from network.contact.actions import block_member
from network.members.states import Standing
from network.models import Member
from portal.shared.audiences.rules import Viewer
from tests.events.matching.conftest import NOW, TODAY, viewer
from tests.factories.exchange_matching import MAASTRICHT, add_offer, add_school, add_wish

pytestmark = pytest.mark.django_db


def places_for(wish):
    part = PLACES_THAT_FIT.context(wish, viewer(wish.member), at=NOW)
    return [row.listing for row in part["found"].rows]


def wishes_for(offer):
    part = WISHES_THAT_FIT.context(offer, viewer(offer.contact), at=NOW)
    return [row.listing for row in part["found"].rows]


def test_owner_of_a_wish_reads_which_place_fits_and_why(as_, offer, wish, guest):
    PlacementOffer.objects.update(starts_on=TODAY + timedelta(days=56), ends_on=TODAY + timedelta(days=86))

    text = as_(guest).get(wish.get_absolute_url()).content.decode()

    assert "Plekken die passen" in text
    assert "Meelopen met de servicedesk" in text
    assert "zelfde thema: toetsing · 20 km · jullie kunnen allebei in maart · elke dag kan · allebei 2 dagdelen" in text


def test_host_of_a_place_reads_which_wish_fits(as_, offer, wish, host):
    text = as_(host).get(offer.get_absolute_url()).content.decode()

    assert "Wensen die passen" in text
    assert "Een dag bij ict" in text
    assert "zelfde thema: toetsing · 20 km · jullie kunnen allebei het hele jaar" in text


def test_own_desk_shows_both(as_, offer, wish, guest):
    own_offer = add_offer(contact=guest, school=wish.institution, title="Mijn plek", themes=("privacy",))
    add_wish(title="Wens over privacy", themes=("privacy",))

    text = as_(guest).get(reverse("offers:own")).content.decode()

    assert [title in text for title in ("Meelopen met de servicedesk", "Wens over privacy")] == [True, True]
    assert own_offer.title in text


def test_nobody_else_sees_what_fits(as_, client, offer, wish, coach, team):
    for listing in (offer, wish):
        for member in (coach, team, None):
            reader = as_(member) if member else client
            if member is None:
                client.logout()
            text = reader.get(listing.get_absolute_url()).content.decode()
            assert "Waarom het past" not in text


def test_nothing_fits_is_said(as_, wish, guest):
    text = as_(guest).get(wish.get_absolute_url()).content.decode()

    assert "Er past nog geen plek" in text


def _hide(offer):
    PlacementOffer.objects.filter(pk=offer.pk).update(state=ListingState.DRAFT)


def _state(state):
    def change(offer):
        PlacementOffer.objects.filter(pk=offer.pk).update(state=state)

    return change


def _columns(**columns):
    def change(offer):
        PlacementOffer.objects.filter(pk=offer.pk).update(**columns)

    return change


def _host_left(offer):
    offer.contact.is_active = False
    offer.contact.save(update_fields=["is_active"])


def _host_works_elsewhere(offer):
    offer.contact.affiliations.update(institution=add_school())


def _same_person(offer):
    PlacementOffer.objects.filter(pk=offer.pk).update(contact=PlacementRequest.objects.get().member)


def _own_school(offer):
    wish = PlacementRequest.objects.get()
    PlacementOffer.objects.filter(pk=offer.pk).update(institution=wish.institution)
    PlacementRequest.objects.update(is_own_school_fine=False)


def _too_far(offer):
    PlacementOffer.objects.filter(pk=offer.pk).update(institution=add_school(MAASTRICHT))
    PlacementRequest.objects.update(most_km=100)


def _talked(offer):
    wish = PlacementRequest.objects.get()
    Application.objects.create(
        offer=offer,
        guest=wish.member,
        host=offer.contact,
        direction=offer.direction,
        guest_institution=wish.institution,
        host_institution=offer.institution,
        started_by="guest",
        state="declined",
    )


def _taken(offer):
    other = add_wish(title="Een ander", themes=("anders",))
    Application.objects.create(
        offer=offer,
        guest=other.member,
        host=offer.contact,
        direction=offer.direction,
        guest_institution=other.institution,
        host_institution=offer.institution,
        started_by="guest",
        state="accepted",
        holds_place=True,
    )


def _blocked(offer):
    block_member(blocker=PlacementRequest.objects.get().member, blocked=offer.contact, at=NOW)


CASES = [
    pytest.param(_state(ListingState.DRAFT), id="not public yet"),
    pytest.param(_state(ListingState.PAUSED), id="paused"),
    pytest.param(_state(ListingState.TAKEN), id="taken"),
    pytest.param(_state(ListingState.LAPSED), id="lapsed"),
    pytest.param(_state(ListingState.WITHDRAWN), id="withdrawn"),
    pytest.param(_columns(opens_on=TODAY + timedelta(days=1)), id="opens later"),
    pytest.param(_columns(direction=Direction.COACH_TO_COACH), id="other direction"),
    pytest.param(_columns(contact=None), id="without host"),
    pytest.param(_host_left, id="host left"),
    pytest.param(_host_works_elsewhere, id="host left the school"),
    pytest.param(_same_person, id="own place"),
    pytest.param(_own_school, id="own school not wanted"),
    pytest.param(_too_far, id="too far"),
    pytest.param(_talked, id="talked before"),
    pytest.param(_taken, id="every place held"),
    pytest.param(_blocked, id="one blocked the other"),
]


@pytest.mark.parametrize("change", CASES)
def test_never_suggested(change, offer, wish):
    assert places_for(wish) == [offer]

    change(offer)

    wish.refresh_from_db()
    assert places_for(wish) == []


@pytest.mark.parametrize("change", CASES)
def test_never_suggested_to_the_host_either(change, offer, wish):
    assert wishes_for(offer) == [wish]

    change(offer)

    offer.refresh_from_db()
    part = WISHES_THAT_FIT.context(offer, viewer(offer.contact), at=NOW) if offer.contact else None
    assert part is None or wish not in [row.listing for row in part["found"].rows]


@pytest.mark.parametrize(
    "columns", [{"is_active": False}, {"standing": Standing.PROSPECT}], ids=["left", "is no member any more"]
)
def test_a_wish_of_who_is_gone_is_not_suggested_to_the_host(columns, offer, wish):
    assert wishes_for(offer) == [wish]

    Member.objects.filter(pk=wish.member_id).update(**columns)

    assert wishes_for(offer) == []


@pytest.mark.parametrize("audience", ["everyone", "members"])
@pytest.mark.parametrize("state", ListingState.values)
@pytest.mark.parametrize("is_member", [True, False])
def test_an_owner_is_suggested_exactly_what_they_may_see_and_ask_for(audience, state, is_member, offer, wish):
    PlacementOffer.objects.update(audience=audience, state=state)
    wish.member.standing = "member" if is_member else "prospect"
    wish.member.save(update_fields=["standing"])

    part = PLACES_THAT_FIT.context(wish, viewer(wish.member), at=NOW)

    shown = [row.listing for row in part["found"].rows] if part else []
    may_see = PlacementOffer.objects.visible_to(viewer(wish.member)).asked_for(on=TODAY).exists()
    assert shown == ([offer] if may_see and is_member else [])


@pytest.mark.parametrize("audience", ["everyone", "members"])
@pytest.mark.parametrize("state", ListingState.values)
@pytest.mark.parametrize("is_member", [True, False])
def test_a_host_is_suggested_exactly_what_they_may_see_and_answer(audience, state, is_member, offer, wish):
    PlacementRequest.objects.update(audience=audience, state=state)
    offer.contact.standing = "member" if is_member else "prospect"
    offer.contact.save(update_fields=["standing"])

    part = WISHES_THAT_FIT.context(offer, viewer(offer.contact), at=NOW)

    shown = [row.listing for row in part["found"].rows] if part else []
    may_see = PlacementRequest.objects.visible_to(viewer(offer.contact)).asked_for(on=TODAY).exists()
    assert shown == ([wish] if may_see and is_member else [])


def test_a_hidden_profile_gives_no_reason_and_no_name(as_, offer, wish, host, guest):
    for member in (host, guest):
        member.given_name, member.family_name = "Zwaluw", "Geheim"
        member.save(update_fields=["given_name", "family_name"])

    text = as_(guest).get(reverse("offers:own")).content.decode()

    assert "Meelopen met de servicedesk" in text
    part = text.partition("Wat past")[2].partition("Plekken die ik aanbied")[0]
    assert "Meelopen met de servicedesk" in part
    assert "Geheim" not in part


def test_put_aside_and_taken_back(as_, offer, wish, guest, host):
    pair = {"offer": offer.key, "request": wish.key, "next": wish.get_absolute_url()}

    answer = as_(guest).post(reverse("matching:dismiss"), pair)
    as_(guest).post(reverse("matching:dismiss"), pair)

    assert answer.url == wish.get_absolute_url()
    assert Dismissal.objects.count() == 1
    assert places_for(wish) == []
    assert wishes_for(offer) == [wish]
    text = as_(guest).get(wish.get_absolute_url()).content.decode()
    assert "1 voorstel dat je opzij zette" in text

    as_(guest).post(reverse("matching:undo"), pair)

    assert places_for(wish) == [offer]
    assert as_(guest).post(reverse("matching:undo"), pair).status_code == 404


def test_only_ones_own_pair_can_be_put_aside(as_, client, offer, wish, coach, team):
    pair = {"offer": offer.key, "request": wish.key}
    assert client.post(reverse("matching:dismiss"), pair).status_code == 302
    for member in (coach, team):
        assert as_(member).post(reverse("matching:dismiss"), pair).status_code == 404
    _hide(offer)
    assert as_(wish.member).post(reverse("matching:dismiss"), pair).status_code == 404
    assert as_(wish.member).post(reverse("matching:dismiss"), {"offer": "\x00", "request": "'"}).status_code == 404
    assert as_(wish.member).get(reverse("matching:dismiss")).status_code == 405
    assert not Dismissal.objects.exists()


def _queries(call):
    with CaptureQueriesContext(connection) as captured:
        call()
    return len(captured)


def test_number_of_queries_does_not_grow(offer, wish, guest):
    seen = viewer(guest)
    one = _queries(lambda: PLACES_THAT_FIT.context(wish, seen, at=NOW))
    desk = _queries(lambda: WHAT_FITS.context(guest, seen, at=NOW))

    for _number in range(2):
        add_offer(themes=("toetsing", "privacy"))
        add_wish(member=guest, school=wish.institution)

    assert len(places_for(wish)) == 3
    assert _queries(lambda: PLACES_THAT_FIT.context(wish, seen, at=NOW)) == one <= 15
    assert _queries(lambda: WHAT_FITS.context(guest, seen, at=NOW)) == desk <= 17


def test_who_has_nothing_open_costs_little(coach):
    seen = viewer(coach)

    assert _queries(lambda: WHAT_FITS.context(coach, seen, at=NOW)) == 2
    assert WHAT_FITS.context(coach, Viewer(member_key=coach.key), at=NOW) is None


def test_the_best_comes_first(wish):
    other = add_offer(title="Ver weg", school=add_school(MAASTRICHT))
    near = add_offer(title="Dichtbij")

    assert places_for(wish) == [near, other]
