"""What people do with offers and wishes: who may, what comes of it, who hears of it."""

from datetime import UTC, date, datetime, timedelta

import pytest

from events.offers.actions import (
    approve_listing,
    change_listing,
    confirm_listing,
    load_activity_cards,
    make_offer,
    make_request,
    mind_listings,
    pause_listing,
    resume_listing,
    send_back_listing,
    send_listing,
    take_down_listing,
    take_over_offer,
    withdraw_listing,
)
from events.offers.actions.occupancy import set_taken
from events.offers.actions.rows import move_to
from events.offers.errors import (
    AlreadyDone,
    ChangedMeanwhile,
    EditorsOnly,
    HasHost,
    HasLapsed,
    MembersOnly,
    NotADraft,
    NotYours,
    NotYourSchool,
    OwnListing,
    PeriodOver,
    StillDraft,
    TooMany,
    WasWithdrawn,
)
from events.offers.listeners import ListingChange
from events.offers.models import ActivityTemplate, PlacementOffer, PlacementRequest
from events.offers.rules import LISTINGS_PER_DAY, MoveDecision, decide_move
from events.offers.states import Direction, ListingState
from events.offers.todos import LISTING_TODOS
from network.members.states import AffiliationState
from network.models import Member
from portal.shared.outbox.models import OutboxMail
from tests.factories.exchange_offers import (
    AT,
    OfferFactory,
    RequestFactory,
    add_colleague,
    add_draft,
    add_wish,
    offer_text,
    request_text,
)
from tests.factories.network import InstitutionFactory, MemberFactory
from tests.todos import todos_of

pytestmark = pytest.mark.django_db
LATER = AT + timedelta(hours=1)


def mails() -> list[tuple[str, str]]:
    """Give what was mailed: name and to whom."""
    rows = OutboxMail.objects.order_by("pk").values_list("purpose", "recipient_key")
    names = dict(Member.objects.values_list("key", "given_name"))
    return [(purpose.removeprefix("offers."), names[key]) for purpose, key in rows]


def opened(listing, editor):
    sent = send_listing(listing=listing, member=listing.owner, at=AT)
    return approve_listing(listing=sent, editor=editor, seen=sent.changed_at, at=AT)


def days(number: int) -> datetime:
    return AT + timedelta(days=number)


# Making


def test_an_offer_needs_confirmed_work_at_the_school(school):
    claimed = add_colleague(school, state=AffiliationState.CLAIMED)
    elsewhere, prospect = add_colleague(InstitutionFactory()), MemberFactory(standing="prospect")
    given = {"institution": school, "text": offer_text(), "at": AT}

    for member, error in ((claimed, NotYourSchool), (elsewhere, NotYourSchool), (prospect, MembersOnly)):
        with pytest.raises(error):
            make_offer(member=member, token="a", **given)
    assert PlacementOffer.objects.count() == 0


def test_a_wish_needs_a_school_but_no_proof(school):
    claimed = add_colleague(school, state=AffiliationState.CLAIMED)
    wish = make_request(member=claimed, institution=school, text=request_text(), token="a", at=AT)

    assert (wish.state, wish.member, wish.institution) == (ListingState.DRAFT, claimed, school)
    with pytest.raises(NotYourSchool):
        make_request(member=MemberFactory(), institution=school, text=request_text(), token="a", at=AT)


def test_a_form_that_is_sent_twice_makes_one_row(school, host):
    rows = [
        make_offer(member=host, institution=school, text=offer_text(title=title), token="een", at=AT)
        for title in ("Eerst", "Nog eens")
    ]

    assert rows[0] == rows[1]
    assert list(PlacementOffer.objects.values_list("title", flat=True)) == ["Eerst"]


def test_the_token_of_someone_elses_form_is_a_form_of_ones_own(school, host):
    other = add_colleague(school)
    for member in (host, other):
        make_offer(member=member, institution=school, text=offer_text(), token="een", at=AT)

    assert list(PlacementOffer.objects.order_by("pk").values_list("contact", flat=True)) == [host.pk, other.pk]


def test_nobody_makes_more_than_by_hand(school, host):
    for _number in range(LISTINGS_PER_DAY):
        add_draft(member=host, school=school)

    with pytest.raises(TooMany):
        add_draft(member=host, school=school)


# Sending and judging


def test_a_first_offer_waits_for_the_editors_and_the_next_opens_at_once(school, host, moderator):
    first = send_listing(listing=add_draft(member=host, school=school), member=host, at=AT)
    assert (first.state, first.is_waiting) == (ListingState.DRAFT, True)
    assert mails() == [("waiting", "Mo")]

    approved = approve_listing(listing=first, editor=moderator, seen=first.changed_at, at=LATER)
    assert (approved.state, approved.decided_by, approved.lapses_on) == ("open", moderator, date(2027, 7, 4))
    assert mails()[1:] == [("approved", "Noor")]

    wish = send_listing(listing=add_wish(member=host, school=school), member=host, at=LATER)
    assert (wish.state, wish.decided_by) == (ListingState.OPEN, None)
    assert len(mails()) == 2


def test_what_a_former_host_had_open_opens_nothing_for_who_took_over(school, host, moderator):
    offer = OfferFactory(institution=school, contact=host)
    Member.objects.filter(pk=host.pk).update(is_active=False)
    heir = add_colleague(school)
    take_over_offer(offer=offer, member=heir, at=AT)

    assert send_listing(listing=add_draft(member=heir, school=school), member=heir, at=AT).is_waiting


def test_sending_twice_mails_once(school, host, moderator):
    draft = add_draft(member=host, school=school)
    for _time in range(2):
        send_listing(listing=draft, member=host, at=AT)

    assert mails() == [("waiting", "Mo")]


def test_nobody_lets_their_own_through(school, moderator):
    own = add_draft(member=add_colleague(school), school=school)
    PlacementOffer.objects.filter(pk=own.pk).update(contact=moderator)
    own.refresh_from_db()
    sent = send_listing(listing=own, member=moderator, at=AT)
    Member.objects.filter(pk=moderator.pk).update(is_superuser=True)
    moderator.refresh_from_db()

    with pytest.raises(OwnListing):
        approve_listing(listing=sent, editor=moderator, seen=sent.changed_at, at=AT)


def test_a_member_lets_nothing_through(school, host):
    sent = send_listing(listing=add_draft(member=host, school=school), member=host, at=AT)
    with pytest.raises(EditorsOnly):
        approve_listing(listing=sent, editor=add_colleague(school), seen=sent.changed_at, at=AT)


def test_an_editor_lets_through_only_what_was_read(school, host, moderator):
    sent = send_listing(listing=add_draft(member=host, school=school), member=host, at=AT)
    change_listing(listing=sent, member=host, text=offer_text(title="Iets heel anders"), at=LATER)

    with pytest.raises(ChangedMeanwhile):
        approve_listing(listing=sent, editor=moderator, seen=sent.changed_at, at=LATER)


def test_the_second_editor_hears_that_it_is_done(school, host, moderator):
    sent = send_listing(listing=add_draft(member=host, school=school), member=host, at=AT)
    seen = sent.changed_at
    approve_listing(listing=sent, editor=moderator, seen=seen, at=AT)

    with pytest.raises(AlreadyDone):
        send_back_listing(listing=sent, editor=moderator, remark="Nee", seen=seen, at=AT)


def test_what_comes_back_waits_for_its_owner_until_it_is_sent_again(school, host, moderator):
    sent = send_listing(listing=add_draft(member=host, school=school), member=host, at=AT)
    back = send_back_listing(listing=sent, editor=moderator, remark="Wie ontvangt?", seen=sent.changed_at, at=AT)

    assert (back.state, back.is_waiting) == (ListingState.DRAFT, False)
    assert mails()[1:] == [("sent_back", "Noor")]
    [todo] = todos_of(LISTING_TODOS, host, at=AT)
    assert "Wie ontvangt?" in todo.explanation

    again = send_listing(listing=back, member=host, at=LATER)
    assert (again.is_waiting, again.remark) == (True, "")
    assert list(todos_of(LISTING_TODOS, host, at=LATER)) == []


def test_editors_have_what_waits_on_their_page_but_never_their_own(school, host, moderator):
    send_listing(listing=add_draft(member=host, school=school, title="Van Noor"), member=host, at=AT)
    own = add_draft(title="Van Mo")
    PlacementOffer.objects.filter(pk=own.pk).update(contact=moderator, submitted_at=AT)

    assert [todo.title for todo in todos_of(LISTING_TODOS, moderator, at=AT)] == ["Om te lezen: “Van Noor”"]


def test_editors_take_down_what_should_not_be_read_and_read_the_next_first(school, host, moderator, notes):
    offer = OfferFactory(institution=school, contact=host)
    with pytest.raises(EditorsOnly):
        take_down_listing(listing=offer, editor=add_colleague(school), reason="Nee", at=AT)
    taken = take_down_listing(listing=offer, editor=moderator, reason="Er staat een naam in.", at=AT)

    assert (taken.state, taken.remark, taken.end_reason) == (ListingState.WITHDRAWN, "Er staat een naam in.", "")
    assert mails() == [("taken_down", "Noor")]
    assert notes.heard == [(ListingChange.ENDED, "withdrawn")]
    assert send_listing(listing=add_draft(member=host, school=school), member=host, at=AT).is_waiting
    with pytest.raises(WasWithdrawn):
        take_down_listing(listing=offer, editor=moderator, reason="Nog eens", at=AT)


def test_a_period_that_passed_is_not_sent(school, host):
    draft = add_draft(member=host, school=school, ends_on=date(2027, 1, 3))
    with pytest.raises(PeriodOver):
        send_listing(listing=draft, member=host, at=AT)


# Keeping


@pytest.mark.parametrize("factory", [OfferFactory, RequestFactory])
def test_only_the_owner_does_anything_with_it(factory):
    listing, stranger = factory(), add_colleague(InstitutionFactory())
    steps = [
        lambda: pause_listing(listing=listing, member=stranger, reason="", at=AT),
        lambda: resume_listing(listing=listing, member=stranger, at=AT),
        lambda: confirm_listing(listing=listing, member=stranger, at=AT),
        lambda: withdraw_listing(listing=listing, member=stranger, reason="", at=AT),
        lambda: send_listing(listing=listing, member=stranger, at=AT),
        lambda: change_listing(listing=listing, member=stranger, text=offer_text(), at=AT),
    ]
    for step in steps:
        with pytest.raises(NotYours):
            step()


@pytest.mark.parametrize("factory", [OfferFactory, RequestFactory])
def test_pausing_keeps_it_in_the_list_with_a_reason(factory, notes):
    listing = factory()
    paused = pause_listing(listing=listing, member=listing.owner, reason="Verbouwing", at=LATER)

    assert (paused.state, paused.is_listed, paused.paused_because) == (ListingState.PAUSED, True, "Verbouwing")
    resumed = resume_listing(listing=paused, member=listing.owner, at=LATER)
    assert (resumed.state, resumed.paused_because) == (ListingState.OPEN, "")
    assert notes.heard == [(ListingChange.PAUSED, "paused"), (ListingChange.REOPENED, "open")]


def test_one_paused_while_taken_is_paused_once_a_place_comes_free():
    offer = OfferFactory()
    set_taken(offer, is_taken=True, at=AT)
    taken = pause_listing(listing=offer, member=offer.contact, reason="Even niet", at=AT)
    assert taken.state == ListingState.TAKEN

    set_taken(taken, is_taken=False, at=LATER)
    assert taken.state == ListingState.PAUSED


def test_steps_taken_twice_change_and_tell_nothing_more(notes):
    offer = OfferFactory()
    for _time in range(2):
        pause_listing(listing=offer, member=offer.contact, reason="Een", at=AT)
    for _time in range(2):
        withdraw_listing(listing=offer, member=offer.contact, reason="Weg", at=AT)

    assert [change for change, _state in notes.heard] == [ListingChange.PAUSED, ListingChange.ENDED]


@pytest.mark.parametrize(
    ("state", "error"),
    [
        (ListingState.DRAFT, StillDraft),
        (ListingState.LAPSED, HasLapsed),
        (ListingState.WITHDRAWN, WasWithdrawn),
    ],
)
def test_what_is_not_in_the_list_is_neither_paused_nor_opened_again(state, error):
    offer = OfferFactory(state=state)
    with pytest.raises(error):
        pause_listing(listing=offer, member=offer.contact, reason="", at=AT)
    with pytest.raises(error):
        resume_listing(listing=offer, member=offer.contact, at=AT)
    if state != ListingState.DRAFT:
        with pytest.raises(error):
            send_listing(listing=offer, member=offer.contact, at=AT)


@pytest.mark.parametrize("before", ListingState)
@pytest.mark.parametrize("after", ListingState)
def test_every_illegal_move_is_refused_with_a_sentence(before, after):
    offer = OfferFactory.build(institution=None, contact=None, opened_by=None, state=before)
    errors = {
        MoveDecision.ALREADY_THERE: AlreadyDone,
        MoveDecision.IS_DRAFT: StillDraft,
        MoveDecision.IS_LAPSED: HasLapsed,
        MoveDecision.IS_WITHDRAWN: WasWithdrawn,
        MoveDecision.NO_WAY_BACK: NotADraft,
    }
    decision = decide_move(before=before, after=after)
    if decision is MoveDecision.ALLOWED:
        move_to(offer, after, at=AT)
        assert offer.state == after
        return
    with pytest.raises(errors[decision]) as refused:
        move_to(offer, after, at=AT)
    assert str(refused.value).endswith(".")
    assert offer.state == before


def test_changing_says_that_it_holds_and_tells_of_other_places(notes):
    offer = OfferFactory(lapses_on=date(2027, 1, 10), lapse_told_at=AT)
    changed = change_listing(listing=offer, member=offer.contact, text=offer_text(places=3), at=AT)

    assert (changed.lapses_on, changed.lapse_told_at, changed.places) == (date(2027, 7, 4), None, 3)
    assert notes.heard == [(ListingChange.PLACES, "open")]
    change_listing(listing=offer, member=offer.contact, text=offer_text(places=3, title="Anders"), at=AT)
    assert len(notes.heard) == 1


# The clock


def test_an_owner_is_asked_two_weeks_before_and_says_that_it_holds(host, school, moderator):
    offer = opened(add_draft(member=host, school=school), moderator)
    OutboxMail.objects.all().delete()

    assert mind_listings(datetime(2027, 6, 19, 9, tzinfo=UTC)) == 0
    notice_at = datetime(2027, 6, 20, 9, tzinfo=UTC)
    mind_listings(notice_at)
    mind_listings(notice_at + timedelta(hours=1))
    assert mails() == [("lapsing", "Noor")]
    [todo] = todos_of(LISTING_TODOS, host, at=notice_at)
    assert todo.url == f"/uitwisseling/plekken/{offer.key}/klopt-nog/"

    confirmed = confirm_listing(listing=offer, member=host, at=notice_at)
    assert (confirmed.state, confirmed.lapses_on) == (ListingState.OPEN, date(2027, 12, 20))
    assert list(todos_of(LISTING_TODOS, host, at=notice_at)) == []


def test_without_an_answer_it_lapses_and_comes_back_when_it_still_holds(notes):
    offer = OfferFactory(lapses_on=date(2027, 1, 10), is_paused=True, state="paused", paused_because="Even niet")
    mind_listings(days(6))
    offer.refresh_from_db()
    assert offer.state == ListingState.PAUSED

    mind_listings(days(7))
    offer.refresh_from_db()
    assert (offer.state, offer.is_paused, offer.ended_at) == (ListingState.LAPSED, False, days(7))

    back = confirm_listing(listing=offer, member=offer.contact, at=days(8))
    assert (back.state, back.ended_at, back.lapses_on) == (ListingState.OPEN, None, date(2027, 7, 12))
    assert [change for change, _state in notes.heard] == [ListingChange.ENDED, ListingChange.REOPENED]


def test_what_had_an_end_needs_a_later_one_first():
    wish = RequestFactory(ends_on=date(2027, 1, 10), lapses_on=date(2027, 1, 10))
    mind_listings(days(7))
    with pytest.raises(PeriodOver):
        confirm_listing(listing=wish, member=wish.member, at=days(7))

    longer = change_listing(listing=wish, member=wish.member, text=request_text(ends_on=date(2027, 3, 1)), at=days(7))
    assert longer.state == ListingState.LAPSED
    assert confirm_listing(listing=wish, member=wish.member, at=days(7)).state == ListingState.OPEN


def test_what_is_draft_or_withdrawn_is_not_confirmed():
    for state, error in ((ListingState.DRAFT, StillDraft), (ListingState.WITHDRAWN, WasWithdrawn)):
        offer = OfferFactory(state=state)
        with pytest.raises(error):
            confirm_listing(listing=offer, member=offer.contact, at=AT)


# Hosts who leave


def leave(host: Member) -> None:
    host.affiliations.update(ends_on=(AT - timedelta(days=1)).date())


def test_coordinators_hear_once_that_a_host_left(school, host, notes):
    coordinator = add_colleague(school, given_name="Coor", is_coordinator=True)
    offer = OfferFactory(institution=school, contact=host)
    OfferFactory(institution=school, contact=coordinator)
    mind_listings(AT)
    assert mails() == []

    leave(host)
    mind_listings(AT)
    mind_listings(LATER)
    assert mails() == [("host_left", "Coor")]
    assert [todo.url for todo in todos_of(LISTING_TODOS, coordinator, at=AT)] == [
        f"/uitwisseling/plekken/{offer.key}/overnemen/"
    ]
    assert list(todos_of(LISTING_TODOS, add_colleague(school), at=AT)) == []

    taken = take_over_offer(offer=offer, member=coordinator, at=LATER)
    assert taken.contact == coordinator
    assert notes.heard == [(ListingChange.OWNER, "open")]
    assert list(todos_of(LISTING_TODOS, coordinator, at=LATER)) == []


def test_a_host_who_came_back_and_left_again_is_told_again(school, host):
    add_colleague(school, given_name="Coor", is_coordinator=True)
    OfferFactory(institution=school, contact=host)
    leave(host)
    mind_listings(AT)
    host.affiliations.update(ends_on=None)
    mind_listings(AT)
    leave(host)
    mind_listings(LATER)

    assert mails() == [("host_left", "Coor")] * 2


def test_a_confirmed_colleague_takes_over_and_nobody_else(school, host):
    offer, colleague = OfferFactory(institution=school, contact=host), add_colleague(school)
    with pytest.raises(HasHost):
        take_over_offer(offer=offer, member=colleague, at=AT)

    Member.objects.filter(pk=host.pk).update(is_active=False)
    for stranger in (add_colleague(InstitutionFactory()), add_colleague(school, state=AffiliationState.CLAIMED)):
        with pytest.raises(NotYourSchool):
            take_over_offer(offer=offer, member=stranger, at=AT)
    assert take_over_offer(offer=offer, member=colleague, at=AT).contact == colleague
    with pytest.raises(HasHost):
        take_over_offer(offer=offer, member=add_colleague(school), at=AT)


# Cards


def test_cards_are_two_per_direction_and_come_on_an_empty_list_only():
    load_activity_cards()
    directions = sorted(ActivityTemplate.objects.values_list("direction", flat=True))
    assert directions == sorted([*Direction.values, *Direction.values])

    ActivityTemplate.objects.exclude(title="Een les van binnenuit").delete()
    load_activity_cards()
    assert ActivityTemplate.objects.count() == 1


def test_withdrawn_wishes_are_gone_from_what_others_see():
    wish = RequestFactory()
    withdraw_listing(listing=wish, member=wish.member, reason="Gevonden", at=AT)
    with pytest.raises(WasWithdrawn):
        change_listing(listing=wish, member=wish.member, text=request_text(), at=AT)
    assert PlacementRequest.objects.listed().count() == 0
