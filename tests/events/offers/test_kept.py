"""What offers and wishes keep of people, and for how long."""

from datetime import timedelta

import pytest

from events.offers.actions import outdate
from events.offers.listeners import ListingChange
from events.offers.models import PlacementOffer, PlacementRequest
from events.offers.personal_data import OFFERS_DATA
from events.offers.states import ListingState
from tests.factories.exchange_offers import AT, OfferFactory, RequestFactory, add_colleague
from tests.factories.network import InstitutionFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def zwaluw(school):
    return add_colleague(school, given_name="Zwaantje", family_name="Zwaluw", email="zwaluw@lindenwaard.example")


def test_the_export_holds_what_someone_wrote_and_decided(zwaluw, school):
    OfferFactory(contact=zwaluw, institution=school, title="Balie")
    RequestFactory(member=zwaluw, institution=school, title="Wens")
    OfferFactory(title="Van een ander", decided_by=zwaluw, decided_at=AT, remark="Wie ontvangt?")
    told = OFFERS_DATA.export(zwaluw.key)

    assert [row["title"] for row in told["offers"]] == ["Balie"]
    assert [row["learning_question"] for row in told["requests"]] == ["Wat gebeurt er met een melding?"]
    assert told["decided"] == [{"title": "Van een ander", "remark": "Wie ontvangt?", "decided_at": AT.isoformat()}]


def test_who_leaves_takes_their_name_and_wishes_along_and_leaves_the_place_of_the_school(zwaluw, school, notes):
    OfferFactory(contact=zwaluw, institution=school, state="draft")
    kept = OfferFactory(contact=zwaluw, institution=school, about="Vraag naar Zwaantje Zwaluw.")
    wish = RequestFactory(member=zwaluw, institution=school, about="Ik, Zwaluw")
    OfferFactory(decided_by=zwaluw, decided_at=AT, remark="Groet, Zwaluw")

    assert OFFERS_DATA.erase(zwaluw.key, at=AT) > 0
    assert OFFERS_DATA.erase(zwaluw.key, at=AT) == 0
    rows = str([*PlacementOffer.objects.values(), *PlacementRequest.objects.values()])
    assert "waluw" not in rows
    kept.refresh_from_db()
    assert (kept.contact, kept.state, kept.about) == (None, "open", "Vraag naar oud-lid.")
    wish.refresh_from_db()
    assert (wish.member, wish.state, wish.institution) == (None, ListingState.WITHDRAWN, school)
    assert PlacementOffer.objects.filter(state="draft").count() == 0
    assert notes.heard == [(ListingChange.ENDED, "withdrawn")]


def test_a_year_after_the_end_nobody_knows_whose_it_was():
    school = InstitutionFactory()
    offer = OfferFactory(institution=school, state="lapsed", ended_at=AT)
    wish = RequestFactory(institution=school, state="withdrawn", ended_at=AT, about="Zwaluw")
    RequestFactory(institution=school, state="withdrawn", ended_at=AT + timedelta(days=10))

    assert outdate(at=AT + timedelta(days=364)) == 0
    assert outdate(at=AT + timedelta(days=366)) == 2
    assert outdate(at=AT + timedelta(days=366)) == 0
    offer.refresh_from_db()
    wish.refresh_from_db()
    assert (offer.contact, wish.member, wish.about, wish.institution) == (None, None, "", school)
