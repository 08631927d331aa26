"""A guest asks for a place, a host invites who has a wish."""

from datetime import date

import pytest

from events.applications.actions import Opening, ask_for_place, invite
from events.applications.errors import (
    AskingMembersOnly,
    ListingPaused,
    MonthFull,
    MonthMissing,
    NoSchoolYet,
    OfferDoesNotFit,
    OtherSchoolsOnly,
    OwnListing,
    PlaceFull,
    QuestionMissing,
    TooManyAsked,
    WishDoesNotFit,
    WishTaken,
)
from events.applications.models import Application
from events.applications.rules import ASKED_PER_DAY
from events.applications.states import ApplicationState, Side
from events.offers.states import Direction, ListingState, PlacesPer
from network.models import Block
from tests.factories.exchange_applications import (
    NOW,
    ApplicationFactory,
    PlaceFactory,
    WishFactory,
    colleague,
    school_of,
)
from tests.factories.network import MemberFactory

OPENING = Opening(question="Wat gebeurt er na een melding?", text="Dinsdag past.")

pytestmark = pytest.mark.django_db


def ask(place, guest, *, opening=OPENING, wish=None):
    return ask_for_place(offer=place, guest=guest, opening=opening, wish=wish, at=NOW)


def test_the_host_hears_who_asks_and_what_they_want_to_learn(place, guest, host, mailed):
    application = ask(place, guest)

    assert (application.state, application.started_by, application.waits_for) == ("interested", "guest", "host")
    assert (application.guest_institution, application.host_institution) == (school_of(guest), place.institution)
    assert [row.text for row in application.messages.all()] == ["Dinsdag past."]
    assert mailed() == [("asked", host.email)]
    text = mailed.text()
    assert "Wat gebeurt er na een melding?" in text
    assert "Dinsdag past." in text
    assert guest.email not in text


def test_asking_twice_is_one_application_and_one_mail(place, guest, mailed):
    first = ask(place, guest)

    assert ask(place, guest).pk == first.pk
    assert len(mailed()) == 1


def test_after_a_no_someone_can_ask_again(place, guest):
    ApplicationFactory(offer=place, guest=guest, state=ApplicationState.DECLINED, ended_at=NOW)

    assert ask(place, guest).state == ApplicationState.INTERESTED
    assert Application.objects.count() == 2


def test_the_own_wish_stands_beside_and_lends_its_question(place, guest):
    wish = WishFactory(member=guest)

    application = ask(place, guest, opening=Opening(), wish=wish)

    assert (application.request, application.learning_question) == (wish, wish.learning_question)


def test_without_a_question_nobody_can_ask(place, guest):
    with pytest.raises(QuestionMissing):
        ask(place, guest, opening=Opening(question="  "))


@pytest.mark.parametrize(
    ("make", "refusal"),
    [
        (lambda guest: WishFactory(), WishDoesNotFit),
        (lambda guest: WishFactory(member=guest, direction=Direction.COACH_TO_COACH), WishDoesNotFit),
        (lambda guest: WishFactory(member=guest, state=ListingState.WITHDRAWN), WishDoesNotFit),
        (lambda guest: WishFactory(member=guest, state=ListingState.TAKEN), WishTaken),
    ],
    ids=["of someone else", "other direction", "ended", "fulfilled"],
)
def test_only_an_own_open_wish_in_the_same_direction_fits(place, guest, make, refusal):
    with pytest.raises(refusal):
        ask(place, guest, wish=make(guest))


def test_nobody_asks_for_what_is_their_own(place, host):
    with pytest.raises(OwnListing):
        ask(place, host)


def test_without_a_school_nobody_asks(place):
    with pytest.raises(NoSchoolYet):
        ask(place, MemberFactory())


def test_a_prospect_does_not_ask(place):
    with pytest.raises(AskingMembersOnly):
        ask(place, MemberFactory(standing="prospect"))


@pytest.mark.parametrize(("state", "refusal"), [(ListingState.PAUSED, ListingPaused), (ListingState.TAKEN, PlaceFull)])
def test_a_paused_or_taken_place_is_not_asked_for(guest, state, refusal):
    with pytest.raises(refusal):
        ask(PlaceFactory(state=state), guest)


def test_a_place_per_month_needs_a_month_of_its_period_with_room(guest):
    place = PlaceFactory(places_per=PlacesPer.MONTH, ends_on=date(2027, 4, 30))
    march, april = date(2027, 3, 1), date(2027, 4, 1)
    ApplicationFactory(offer=place, month=march, state=ApplicationState.ACCEPTED, holds_place=True)

    for month, refusal in ((None, MonthMissing), (date(2027, 5, 1), MonthMissing), (march, MonthFull)):
        with pytest.raises(refusal):
            ask(place, guest, opening=Opening(question="Wat?", month=month))
    assert ask(place, guest, opening=Opening(question="Wat?", month=april)).month == april


def test_a_place_in_all_takes_no_month(place, guest):
    assert ask(place, guest, opening=Opening(question="Wat?", month=date(2027, 3, 1))).month is None


def test_so_many_questions_a_day_are_enough(guest):
    for _number in range(ASKED_PER_DAY):
        ask(PlaceFactory(), guest)

    with pytest.raises(TooManyAsked):
        ask(PlaceFactory(), guest)


def test_whom_the_host_blocked_asks_into_the_void(place, guest, host, mailed):
    Block.objects.create(blocker=host, blocked=guest)

    application = ask(place, guest)

    assert application.state == ApplicationState.INTERESTED
    assert mailed() == []
    assert not Application.objects.wanted_by(host.key).exists()
    assert Application.objects.wanted_by(guest.key).exists()


def test_who_has_a_wish_is_invited(mailed):
    wish, host = WishFactory(), colleague()

    application = invite(request=wish, host=host, opening=Opening(text="Kom langs."), offer=None, at=NOW)

    assert (application.started_by, application.waits_for, application.offer) == (Side.HOST, Side.GUEST, None)
    assert (application.guest, application.guest_institution) == (wish.member, wish.institution)
    assert application.learning_question == wish.learning_question
    assert application.host_institution == school_of(host)
    assert mailed() == [("invited", wish.member.email)]
    assert "Kom langs." in mailed.text()


def test_a_place_of_the_own_school_goes_with_it():
    wish, place = WishFactory(), PlaceFactory()
    host = colleague(place.institution)

    application = invite(request=wish, host=host, opening=Opening(text="Kom."), offer=place, at=NOW)

    assert (application.offer, application.host, application.host_institution) == (place, host, place.institution)


@pytest.mark.parametrize(
    "make",
    [
        lambda host: PlaceFactory(),
        lambda host: PlaceFactory(contact=host, direction=Direction.COACH_TO_COACH),
        lambda host: PlaceFactory(contact=host, state=ListingState.PAUSED),
    ],
    ids=["another school", "other direction", "paused"],
)
def test_only_an_open_place_of_the_own_school_in_the_same_direction_fits(make):
    host = colleague()

    with pytest.raises(OfferDoesNotFit):
        invite(request=WishFactory(), host=host, opening=Opening(text="Kom."), offer=make(host), at=NOW)


def test_inviting_twice_is_one_application(mailed):
    wish, host = WishFactory(), colleague()
    first = invite(request=wish, host=host, opening=OPENING, offer=None, at=NOW)

    assert invite(request=wish, host=host, opening=OPENING, offer=None, at=NOW).pk == first.pk
    assert len(mailed()) == 1


def test_a_wish_may_leave_out_the_own_school():
    wish = WishFactory(is_own_school_fine=False)

    with pytest.raises(OtherSchoolsOnly):
        invite(request=wish, host=colleague(wish.institution), opening=OPENING, offer=None, at=NOW)


def test_a_fulfilled_wish_gets_no_invitation():
    with pytest.raises(WishTaken):
        invite(request=WishFactory(state=ListingState.TAKEN), host=colleague(), opening=OPENING, offer=None, at=NOW)
