"""What follows from silence, from a place or wish that changes, and from a person who leaves."""

from datetime import UTC, date, datetime, timedelta

import pytest

from events.applications.actions import (
    accept_application,
    break_silence,
    erase_person,
    outdate,
    run_clock,
    watch_offer,
    write_message,
)
from events.applications.models import Application, ApplicationMessage, OfferWatch
from events.applications.states import ApplicationState, LapseReason, Side
from events.offers.listeners import ListingChange, listing_listeners
from events.offers.states import ListingState
from portal.shared.calendar_days.models import SchoolHoliday
from portal.shared.retention import kept_for
from tests.factories.exchange_applications import (
    NOW,
    ApplicationFactory,
    ApplicationMessageFactory,
    InvitationFactory,
    WishFactory,
    colleague,
)

pytestmark = pytest.mark.django_db
# Mondays after the deadline of 17:00, five working days apart.
FIRST, SECOND = (datetime(2027, 1, day, 18, 0, tzinfo=UTC) for day in (18, 25))
THIRD = datetime(2027, 2, 1, 18, 0, tzinfo=UTC)


def fresh(row):
    row.refresh_from_db()
    return row


def tell(listing, change, at=NOW):
    name = "offer_changed" if listing._meta.model_name == "placementoffer" else "request_changed"
    getattr(listing_listeners.get("events.applications"), name)(listing, change, at=at)


def test_silence_is_broken_twice_and_then_ends_it_and_both_hear_that(application, guest, host, mailed):
    assert run_clock(FIRST - timedelta(hours=3)) == 0
    for at in (FIRST, FIRST, SECOND, SECOND):
        run_clock(at)
    assert mailed() == [("nudge", host.email), ("last_nudge", host.email)]
    assert "maandag 1 februari" in mailed.text()

    run_clock(THIRD)

    assert (fresh(application).state, application.lapse_reason) == (ApplicationState.LAPSED, LapseReason.SILENCE)
    assert mailed()[2:] == [("silence", guest.email), ("silence", host.email)]
    assert run_clock(THIRD + timedelta(days=30)) == 0


def test_a_step_gives_the_other_side_their_own_time(application, guest, host, mailed):
    break_silence(at=FIRST)
    write_message(application=application, author=host, text="Kom je dinsdag?", token="h", at=FIRST)
    mailed.clear()

    break_silence(at=FIRST + timedelta(days=6))
    assert mailed() == []
    break_silence(at=SECOND)
    assert mailed() == [("nudge", guest.email)]


def test_a_school_holiday_of_the_side_whose_turn_it_is_gives_more_time(application, mailed):
    application.host_institution.holiday_region = "Noord"
    application.host_institution.save()
    SchoolHoliday.objects.create(
        region="Noord", name="voorjaar", starts_on=date(2027, 1, 16), ends_on=date(2027, 1, 24)
    )

    assert break_silence(at=FIRST) == 0
    assert break_silence(at=SECOND) == 1


def test_a_yes_needs_no_reminder(application, host):
    accept_application(application=application, member=host, at=NOW)

    assert break_silence(at=THIRD) == 0


@pytest.mark.parametrize("state", [ListingState.WITHDRAWN, ListingState.LAPSED])
def test_what_waits_for_a_place_that_is_gone_lapses_and_the_guest_hears_it(application, guest, place, state, mailed):
    accepted = ApplicationFactory(offer=place, state=ApplicationState.ACCEPTED, holds_place=True)
    place.state = state
    place.save()

    tell(place, ListingChange.ENDED)

    assert (fresh(application).state, application.lapse_reason) == (ApplicationState.LAPSED, LapseReason.ENDED)
    assert fresh(accepted).state == ApplicationState.ACCEPTED
    assert mailed() == [("listing_gone", guest.email)]


def test_an_invitation_for_a_wish_that_is_gone_lapses_and_a_question_for_a_place_goes_on(guest, mailed):
    wish = WishFactory(member=guest)
    invitation = InvitationFactory(request=wish)
    question = ApplicationFactory(guest=guest, request=wish)

    tell(wish, ListingChange.ENDED)

    assert (fresh(invitation).state, fresh(question).state) == (ApplicationState.LAPSED, ApplicationState.INTERESTED)
    assert mailed() == [("listing_gone", invitation.host.email)]


def test_more_places_open_a_taken_one_and_tell_who_waits(application, host, place, mailed):
    accept_application(application=application, member=host, at=NOW)
    waiting = colleague()
    watch_offer(offer=place, member=waiting, at=NOW)
    mailed.clear()
    place.refresh_from_db()
    place.places = 2
    place.save()

    tell(place, ListingChange.PLACES)

    assert fresh(place).state == ListingState.OPEN
    assert mailed() == [("place_free", waiting.email)]


def test_fewer_places_make_it_taken(host, place):
    place.places = 2
    place.save()
    accept_application(application=ApplicationFactory(offer=place), member=host, at=NOW)
    place.refresh_from_db()
    place.places = 1
    place.save()

    tell(place, ListingChange.PLACES)

    assert fresh(place).state == ListingState.TAKEN


def test_a_paused_place_changes_nothing_for_who_asked(application, place, mailed):
    tell(place, ListingChange.PAUSED)

    assert fresh(application).state == ApplicationState.INTERESTED
    assert mailed() == []


def test_a_new_host_takes_over_what_stands_and_both_hear_it(application, guest, host, place, heard, mailed):
    accepted = ApplicationFactory(offer=place, state=ApplicationState.ACCEPTED, holds_place=True)
    over = ApplicationFactory(offer=place, state=ApplicationState.ACCEPTED, ended_at=NOW)
    declined = ApplicationFactory(offer=place, state=ApplicationState.DECLINED)
    invited = ApplicationFactory(offer=place, started_by=Side.HOST, host=colleague(place.institution))
    place.contact = new = colleague(place.institution, given_name="Nina", family_name="Nieuw")
    place.save()

    tell(place, ListingChange.OWNER, at=FIRST)

    assert [fresh(row).host for row in (application, accepted)] == [new, new]
    assert [fresh(row).host for row in (over, declined)] == [host, host]
    assert fresh(invited).host not in {host, new}
    assert (application.last_step_at, heard.calls) == (FIRST, [("host_changed", accepted.key)])
    # Of what was accepted the exchange tells them.
    assert mailed() == [("handed_over", new.email), ("new_host", guest.email)]


def test_a_new_host_who_asked_for_it_before_is_not_their_own_guest(application, guest, place, mailed):
    place.contact = guest
    place.save()

    tell(place, ListingChange.OWNER)

    assert (fresh(application).state, application.lapse_reason) == (ApplicationState.LAPSED, LapseReason.LEFT)
    assert mailed() == []


def test_a_place_without_host_keeps_who_asked(application, host, place):
    place.contact = None
    place.save()

    tell(place, ListingChange.OWNER)

    assert fresh(application).host == host


@pytest.mark.parametrize("who", ["guest", "host"])
def test_who_leaves_is_out_of_everything_and_the_other_hears_it(application, guest, host, place, who, mailed):
    leaving, other = (guest, host) if who == "guest" else (host, guest)
    own = ApplicationMessageFactory(application=application, author=leaving, side=who, text="Geheim van mij.")
    others = ApplicationMessageFactory(application=application, author=other, side=Side(who).other, text="Hallo.")
    old = ApplicationFactory(
        offer=place,
        guest=guest,
        state=ApplicationState.DECLINED,
        decided_by=leaving,
        decision_note=f"Groet, {leaving.name}",
    )
    OfferWatch.objects.create(offer=place, member=leaving)

    assert erase_person(member=leaving, at=NOW) > 0
    assert erase_person(member=leaving, at=NOW) == 0

    assert (fresh(application).state, application.lapse_reason) == (ApplicationState.LAPSED, LapseReason.LEFT)
    assert (getattr(application, who), getattr(application, Side(who).other)) == (None, other)
    assert mailed() == [("left", other.email)]
    assert (fresh(own).text, own.author, fresh(others).text) == ("", None, "Hallo.")
    assert leaving.name not in fresh(old).decision_note
    assert Application.objects.count() == 2
    assert not OfferWatch.objects.exists()


def test_a_year_after_the_end_nobody_knows_who_it_was(guest, place):
    old = NOW - kept_for("exchange_applications") - timedelta(seconds=1)
    recent = old + timedelta(seconds=2)
    gone = [
        ApplicationFactory(offer=place, guest=guest, state=state, ended_at=old, changed_at=old)
        for state in (ApplicationState.DECLINED, ApplicationState.LAPSED, ApplicationState.ACCEPTED)
    ]
    stays = [
        ApplicationFactory(offer=place, guest=guest, state=ApplicationState.WITHDRAWN, ended_at=recent),
        # Said yes to long ago, and not over.
        ApplicationFactory(offer=place, state=ApplicationState.ACCEPTED, changed_at=old),
        ApplicationFactory(offer=place, changed_at=old),
    ]
    for row in (*gone, *stays):
        ApplicationMessageFactory(application=row)

    outdate(at=NOW)

    assert [(fresh(row).guest, row.host, row.learning_question) for row in gone] == [(None, None, "")] * 3
    assert all(fresh(row).guest is not None for row in stays)
    assert ApplicationMessage.objects.count() == len(stays)
    assert outdate(at=NOW) == 0
