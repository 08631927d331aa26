"""Yes, no, taking back; places that are taken and come free."""

from datetime import date, timedelta

import pytest

from events.applications.actions import (
    accept_application,
    decline_application,
    lapse_surplus,
    place_came_free,
    report_message,
    undo_decision,
    watch_offer,
    withdraw_application,
    write_message,
)
from events.applications.errors import (
    AlreadyAccepted,
    AlreadyDeclined,
    AlreadyLapsed,
    AlreadyWithdrawn,
    BegunAgain,
    ExchangeBegan,
    ExchangeOver,
    MonthFull,
    NothingToWatch,
    NotOneOfTheTwo,
    NotYourStep,
    PlaceFull,
    PlaceGone,
    StillOpen,
    TooManyWritten,
    UndoNotYours,
    UndoTooLate,
    WishTaken,
)
from events.applications.models import ApplicationReport, OfferWatch
from events.applications.notes import APPLICATIONS
from events.applications.rules import MESSAGES_PER_HOUR
from events.applications.states import ApplicationState, LapseReason
from events.offers.states import ListingState, PlacesPer
from network.models import Block
from network.push.actions import add_device
from network.push.keys import new_private_key
from network.push.models import PushMessage, PushWish
from portal.shared.conversations.states import ReportReason
from tests.factories.exchange_applications import (
    NOW,
    ApplicationFactory,
    InvitationFactory,
    PlaceFactory,
    WishFactory,
    colleague,
)
from tests.limits import tried

LATER = NOW + timedelta(hours=1)
NEXT_DAY = NOW + timedelta(hours=25)

pytestmark = pytest.mark.django_db


def accept(application, member, at=NOW):
    return accept_application(application=application, member=member, at=at)


def decline(application, member, note="", at=NOW):
    return decline_application(application=application, member=member, note=note, at=at)


def withdraw(application, member, note="", at=NOW):
    return withdraw_application(application=application, member=member, note=note, at=at)


def undo(application, member, at=LATER):
    return undo_decision(application=application, member=member, at=at)


def fresh(row):
    row.refresh_from_db()
    return row


def test_a_yes_takes_the_place_and_begins_what_follows(application, guest, host, place, heard, mailed):
    locked = accept(application, host)

    assert (locked.state, locked.holds_place, locked.waits_for) == ("accepted", True, "")
    assert fresh(place).state == ListingState.TAKEN
    assert heard.calls == [("accepted", application.key)]
    assert mailed() == [("accepted", guest.email)]


def test_a_second_yes_of_the_same_host_changes_nothing(application, host, heard, mailed):
    accept(application, host)

    assert accept(application, host, at=LATER).changed_at == NOW
    assert (len(heard.calls), len(mailed())) == (1, 1)


def test_only_who_did_not_begin_decides(application, guest, programme_team):
    for step in (accept, decline):
        with pytest.raises(NotYourStep):
            step(application, guest)
        with pytest.raises(NotOneOfTheTwo):
            step(application, programme_team)


def test_the_guest_decides_on_an_invitation():
    invitation = InvitationFactory()

    assert accept(invitation, invitation.guest).state == ApplicationState.ACCEPTED
    assert fresh(invitation.request).state == ListingState.TAKEN


def test_the_last_place_is_given_once(application, host, place):
    other = ApplicationFactory(offer=place)
    accept(application, host)

    with pytest.raises(PlaceFull):
        accept(other, host)

    assert fresh(other).state == ApplicationState.INTERESTED


def test_two_places_are_given_twice(host, place):
    place.places = 2
    place.save()
    first, second, third = (ApplicationFactory(offer=place) for _ in range(3))

    accept(first, host)
    assert fresh(place).state == ListingState.OPEN
    accept(second, host)
    assert fresh(place).state == ListingState.TAKEN
    with pytest.raises(PlaceFull):
        accept(third, host)


def test_places_per_month_are_given_per_month():
    place = PlaceFactory(places_per=PlacesPer.MONTH)
    march, april = date(2027, 3, 1), date(2027, 4, 1)
    one, other, later = (ApplicationFactory(offer=place, month=month) for month in (march, march, april))

    accept(one, place.contact)
    accept(later, place.contact)
    with pytest.raises(MonthFull):
        accept(other, place.contact)

    assert fresh(place).state == ListingState.OPEN


def test_a_wish_is_fulfilled_once(place, host, guest):
    wish = WishFactory(member=guest)
    here = ApplicationFactory(offer=place, guest=guest, request=wish)
    there = ApplicationFactory(guest=guest, request=wish)

    accept(here, host)

    with pytest.raises(WishTaken):
        accept(there, there.host)


def test_a_place_that_is_gone_is_not_given(application, host, place):
    place.state = ListingState.WITHDRAWN
    place.save()

    with pytest.raises(PlaceGone):
        accept(application, host)


def test_a_no_is_kind_and_leads_on(application, guest, host, place, mailed):
    decline(application, host, note="Na de zomer graag.")

    assert fresh(application).decision_note == "Na de zomer graag."
    assert (application.state, application.ended_at) == (ApplicationState.DECLINED, NOW)
    assert fresh(place).state == ListingState.OPEN
    assert mailed() == [("declined", guest.email)]
    text = mailed.text()
    assert "Na de zomer graag." in text
    assert "/uitwisseling/" in text


def test_who_asked_withdraws_and_the_other_one_hears_it(application, guest, host, mailed):
    with pytest.raises(NotYourStep):
        withdraw(application, host)
    withdraw(application, guest, note="Ik heb geen vervanging.")

    assert fresh(application).state == ApplicationState.WITHDRAWN
    assert mailed() == [("withdrawn", host.email)]
    assert "Ik heb geen vervanging." in mailed.text()


@pytest.mark.parametrize(
    ("state", "refusal"),
    [
        (ApplicationState.ACCEPTED, AlreadyAccepted),
        (ApplicationState.DECLINED, AlreadyDeclined),
        (ApplicationState.WITHDRAWN, AlreadyWithdrawn),
        (ApplicationState.LAPSED, AlreadyLapsed),
    ],
)
def test_each_step_on_what_was_decided_says_what_happened(place, guest, host, state, refusal):
    application = ApplicationFactory(offer=place, guest=guest, state=state)
    steps = [
        (accept, host, ApplicationState.ACCEPTED),
        (decline, host, ApplicationState.DECLINED),
        (withdraw, guest, ApplicationState.WITHDRAWN),
    ]

    for step, member, into in steps:
        if state == into:
            assert step(application, member).state == state
            continue
        with pytest.raises(refusal) as refused:
            step(application, member)
        assert str(refused.value).endswith(".")
        assert fresh(application).state == state


@pytest.mark.parametrize("state", [ApplicationState.INTERESTED, ApplicationState.TALKING])
def test_a_yes_taken_back_gives_the_place_back(place, guest, host, state, heard, mailed):
    application = ApplicationFactory(offer=place, guest=guest, state=state)
    accept(application, host)
    mailed.clear()

    locked = undo(application, host)

    assert (locked.state, locked.holds_place, locked.waits_for, locked.ended_at) == (state, False, "host", None)
    assert fresh(place).state == ListingState.OPEN
    assert heard.calls[-1] == ("reopened", application.key)
    assert mailed() == [("reopened", guest.email)]


@pytest.mark.parametrize(("step", "who"), [(decline, "host"), (withdraw, "guest")])
def test_a_no_and_a_withdrawal_are_taken_back(application, step, who):
    member = getattr(application, who)
    step(application, member)

    assert undo(application, member).state == ApplicationState.INTERESTED


def test_an_undo_is_for_who_decided_within_a_day_and_before_anything_came_of_it(application, guest, host, heard):
    with pytest.raises(StillOpen):
        undo(application, host)
    accept(application, host)

    with pytest.raises(UndoNotYours):
        undo(application, guest)
    with pytest.raises(UndoTooLate):
        undo(application, host, at=NOW + timedelta(hours=24))
    heard.lets_reopen = False
    with pytest.raises(ExchangeBegan):
        undo(application, host)

    assert fresh(application).state == ApplicationState.ACCEPTED


def test_a_no_is_not_taken_back_once_the_place_is_given(application, host, place):
    other = ApplicationFactory(offer=place)
    decline(application, host)
    accept(other, host)

    with pytest.raises(PlaceFull):
        undo(application, host)


def test_a_no_is_not_taken_back_beside_a_newer_question(application, guest, host, place):
    decline(application, host)
    ApplicationFactory(offer=place, guest=guest)

    with pytest.raises(BegunAgain):
        undo(application, host)


def test_who_waits_for_a_place_that_was_given_hears_it_after_the_day_of_the_undo(application, host, place, mailed):
    other = ApplicationFactory(offer=place)
    accept(application, host)
    mailed.clear()

    assert lapse_surplus(at=NOW + timedelta(hours=23)) == 0
    assert lapse_surplus(at=NEXT_DAY) == 1

    assert (fresh(other).state, other.lapse_reason) == (ApplicationState.LAPSED, LapseReason.SURPLUS)
    assert mailed() == [("surplus", other.guest.email)]
    assert "/seintje/" in mailed.text()
    assert lapse_surplus(at=NEXT_DAY) == 0


def test_a_yes_taken_back_keeps_who_waits(application, host, place):
    other = ApplicationFactory(offer=place)
    accept(application, host)
    undo(application, host)

    assert lapse_surplus(at=NEXT_DAY) == 0
    assert accept(other, host).state == ApplicationState.ACCEPTED


def test_only_who_asked_for_the_full_month_is_surplus():
    place = PlaceFactory(places_per=PlacesPer.MONTH)
    march, april = date(2027, 3, 1), date(2027, 4, 1)
    one, other, later = (ApplicationFactory(offer=place, month=month) for month in (march, march, april))
    accept(one, place.contact)

    assert lapse_surplus(at=NEXT_DAY) == 1

    assert (fresh(other).state, fresh(later).state) == (ApplicationState.LAPSED, ApplicationState.INTERESTED)


def test_other_hosts_hear_that_the_guest_found_a_place(place, host, guest, mailed):
    wish = WishFactory(member=guest)
    here = ApplicationFactory(offer=place, guest=guest, request=wish)
    there = InvitationFactory(request=wish)
    accept(here, host)
    mailed.clear()

    lapse_surplus(at=NEXT_DAY)

    assert fresh(there).state == ApplicationState.LAPSED
    assert mailed() == [("wish_taken", there.host.email)]


def test_what_did_not_take_place_gives_back_place_and_wish_and_tells_who_waits(place, host, guest, mailed):
    wish = WishFactory(member=guest)
    application = ApplicationFactory(offer=place, guest=guest, request=wish)
    accept(application, host)
    waiting = colleague()
    watch_offer(offer=place, member=waiting, at=NOW)
    mailed.clear()

    place_came_free(application, has_taken_place=False, at=LATER)
    place_came_free(application, has_taken_place=False, at=LATER)

    assert (fresh(application).state, application.holds_place) == (ApplicationState.ACCEPTED, False)
    assert (fresh(place).state, fresh(wish).state) == (ListingState.OPEN, ListingState.OPEN)
    assert mailed() == [("place_free", waiting.email)]
    assert not OfferWatch.objects.exists()


@pytest.mark.parametrize(
    ("ends_on", "state", "holds"),
    [(None, ListingState.OPEN, False), (date(2027, 6, 30), ListingState.TAKEN, True)],
    ids=["standing", "dated"],
)
def test_what_took_place_frees_a_standing_place_only_and_never_the_wish(guest, ends_on, state, holds):
    place, wish = PlaceFactory(ends_on=ends_on), WishFactory(member=guest)
    application = ApplicationFactory(offer=place, guest=guest, request=wish)
    accept(application, place.contact)

    place_came_free(application, has_taken_place=True, at=LATER)

    assert (fresh(place).state, fresh(application).holds_place) == (state, holds)
    assert fresh(wish).state == ListingState.TAKEN


def test_what_counted_as_over_and_did_not_take_place_after_all_gives_everything_back(guest):
    place, wish = PlaceFactory(ends_on=date(2027, 6, 30)), WishFactory(member=guest)
    application = ApplicationFactory(offer=place, guest=guest, request=wish)
    accept(application, place.contact)
    place_came_free(application, has_taken_place=True, at=LATER)

    place_came_free(application, has_taken_place=False, at=NEXT_DAY)

    assert (fresh(place).state, fresh(wish).state) == (ListingState.OPEN, ListingState.OPEN)
    assert fresh(application).ended_at == LATER
    # Another one fulfils the wish; that the first one is off is told again.
    again = ApplicationFactory(guest=guest, request=wish)
    accept(again, again.host)
    place_came_free(application, has_taken_place=False, at=NEXT_DAY)
    assert fresh(wish).state == ListingState.TAKEN


def test_a_freed_place_can_be_asked_for_and_given_again(place, guest, host):
    application = ApplicationFactory(offer=place, guest=guest)
    accept(application, host)
    place_came_free(application, has_taken_place=False, at=LATER)

    again = ApplicationFactory(offer=place, guest=guest)

    assert accept(again, host).holds_place


def test_a_freed_place_stays_paused_when_its_host_paused_it(application, host, place):
    accept(application, host)
    place.refresh_from_db()
    place.is_paused = True
    place.save()

    place_came_free(application, has_taken_place=False, at=LATER)

    assert fresh(place).state == ListingState.PAUSED


def test_only_a_taken_place_is_watched_and_one_row_is_enough(place, guest, host):
    with pytest.raises(NothingToWatch):
        watch_offer(offer=place, member=guest, at=NOW)
    place.state = ListingState.TAKEN
    place.save()

    for _click in range(2):
        watch_offer(offer=place, member=guest, at=NOW)

    assert OfferWatch.objects.count() == 1


def test_who_blocked_the_other_gets_no_mail_of_them(application, guest, host, mailed):
    Block.objects.create(blocker=guest, blocked=host)

    decline(application, host)

    assert fresh(application).state == ApplicationState.DECLINED
    assert mailed() == []


def test_the_first_answer_of_the_host_makes_it_a_conversation(application, guest, host, mailed):
    for number in range(2):
        write_message(application=application, author=guest, text="Nog iets.", token=f"g{number}", at=NOW)
    assert (fresh(application).state, application.waits_for) == (ApplicationState.INTERESTED, "host")

    write_message(application=application, author=host, text="Kom je dinsdag?", token="h", at=LATER)

    assert (fresh(application).state, application.waits_for) == (ApplicationState.TALKING, "guest")
    assert [to for _purpose, to in mailed()] == [host.email, host.email, guest.email]
    assert "Kom je dinsdag?" in mailed.text()
    assert host.email not in mailed.text()


def test_a_form_sent_twice_is_one_message(application, guest, mailed):
    for _click in range(2):
        write_message(application=application, author=guest, text="Hallo.", token="formulier", at=NOW)

    assert (application.messages.count(), len(mailed())) == (1, 1)


def test_writing_goes_on_after_a_yes_and_ends_with_the_exchange(application, guest, host):
    accept(application, host)
    write_message(application=application, author=guest, text="Fijn!", token="a", at=LATER)
    place_came_free(application, has_taken_place=True, at=LATER)

    with pytest.raises(ExchangeOver):
        write_message(application=application, author=guest, text="Nog iets.", token="b", at=LATER)
    assert fresh(application).state == ApplicationState.ACCEPTED


def test_after_a_no_nothing_more_is_said_here_and_strangers_never_write(application, guest, host, programme_team):
    with pytest.raises(NotOneOfTheTwo):
        write_message(application=application, author=programme_team, text="Hoi.", token="a", at=NOW)
    decline(application, host)

    with pytest.raises(AlreadyDeclined):
        write_message(application=application, author=guest, text="Waarom?", token="b", at=NOW)


def test_the_answer_comes_to_devices_that_want_it_without_a_name(application, guest, host, settings):
    settings.PORTAL_VAPID_PRIVATE_KEY = new_private_key()
    device = add_device(
        member=guest, endpoint="https://push.example/gast", p256dh="B", auth="A", device="Firefox", at=NOW
    )
    PushWish.objects.create(member=guest, purpose=APPLICATIONS, since=NOW)

    accept(application, host)

    message = PushMessage.objects.get(subscription=device)
    assert (message.title, message.path) == ("Het antwoord is ja", application.get_absolute_url())
    assert host.family_name not in message.text


def test_so_many_messages_an_hour_are_enough(application, guest):
    def say(form, at=NOW):
        return write_message(application=application, author=guest, text="Hallo.", token=form, at=at)

    say("een")
    tried(MESSAGES_PER_HOUR - 1)
    say("de laatste")
    with pytest.raises(TooManyWritten):
        say("te veel")
    say("een uur later", at=LATER)

    assert application.messages.count() == 3


def test_so_many_reports_an_hour_are_enough(application, guest, host):
    said = [
        write_message(application=application, author=host, text="Hallo.", token=f"h{number}", at=NOW)
        for number in range(3)
    ]

    def report(message):
        report_message(message=message, reporter=guest, reason=ReportReason.HURTFUL, text="", at=NOW)

    report(said[0])
    tried(MESSAGES_PER_HOUR - 1)
    report(said[1])
    with pytest.raises(TooManyWritten):
        report(said[2])

    assert ApplicationReport.objects.count() == 2
