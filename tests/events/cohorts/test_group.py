"""Putting a group together: who is asked has a seat at each date, who goes frees them, new dates reach everyone."""

from datetime import timedelta

import pytest
from django.utils import translation

from events.cohorts.actions import (
    ask_people,
    come_after_all,
    leave_group,
    say_no,
    say_yes,
    set_pairs,
    set_size,
    take_out,
    tell_new_dates,
)
from events.cohorts.actions.seats import GATHERING
from events.cohorts.errors import (
    GroupTooLarge,
    MembersOnly,
    NoDates,
    NotAFixedGroup,
    ReasonMissing,
    SizeUpsideDown,
    StepRefused,
)
from events.cohorts.models import BuddyPair, Cohort, CohortMember
from events.cohorts.states import PlaceState
from events.meetups.actions import announce, announce_dates
from events.meetups.states import Admission, OccurrenceState
from events.registrations.actions import withdraw
from events.registrations.models import Registration, RegistrationMove
from events.registrations.states import RegistrationState
from portal.shared.outbox.models import OutboxMail
from tests.events.cohorts.conftest import LATER, NOW
from tests.factories.events import START, OccurrenceFactory
from tests.factories.network import MemberFactory

pytestmark = pytest.mark.django_db


def mails(purpose):
    return list(OutboxMail.objects.filter(purpose=f"events.cohort_{purpose}").order_by("pk"))


def seats_of(member):
    return sorted(Registration.objects.confirmed().filter(member=member).values_list("occurrence_id", flat=True))


def test_who_is_asked_has_a_seat_at_each_date_and_gets_one_mail(meetup, dates, people, organiser):
    ask_people(meetup=meetup, members=people[:1], by=organiser, at=NOW)

    assert seats_of(people[0]) == [date.pk for date in dates]
    assert [mail.to for mail in OutboxMail.objects.all()] == [people[0].email]
    [mail] = mails("invited")
    assert "11 februari 2027" in mail.text
    assert "/antwoord/" in mail.text
    assert len(mail.attachments) == 1
    assert CohortMember.objects.get().state == PlaceState.INVITED


def test_a_fixed_group_comes_above_the_seats_and_the_reason_is_kept(meetup, dates, people, organiser):
    ask_people(meetup=meetup, members=people, by=organiser, at=NOW)

    rows = Registration.objects.confirmed().filter(occurrence=dates[0]).order_by("pk")
    assert [bool(row.override_reason) for row in rows] == [False, False, True, True]
    assert {move.by_key for row in rows for move in row.moves.all()} == {organiser.key}


def test_asking_twice_asks_once(meetup, dates, people, organiser):
    for _twice in range(2):
        ask_people(meetup=meetup, members=[people[0], people[0]], by=organiser, at=NOW)

    assert CohortMember.objects.count() == 1
    assert len(mails("invited")) == 1
    assert Registration.objects.count() == 3


def test_a_meetup_that_takes_sign_ups_has_no_fixed_group(meetup, dates, people, organiser):
    meetup.admission = Admission.DIRECT
    meetup.save()

    with pytest.raises(NotAFixedGroup):
        ask_people(meetup=meetup, members=people, by=organiser, at=NOW)

    assert not Cohort.objects.exists()


def test_nobody_is_asked_for_dates_that_nobody_knows(meetup, people, organiser):
    OccurrenceFactory(meetup=meetup, state=OccurrenceState.DRAFT)

    with pytest.raises(NoDates):
        ask_people(meetup=meetup, members=people, by=organiser, at=NOW)


def test_only_members_are_asked_all_or_none(meetup, dates, people, organiser, stranger):
    with pytest.raises(MembersOnly):
        ask_people(meetup=meetup, members=[people[0], stranger], by=organiser, at=NOW)

    assert not CohortMember.objects.exists()
    assert not Registration.objects.exists()


def test_the_group_is_never_larger_than_its_organisers_want(meetup, dates, people, organiser):
    set_size(meetup=meetup, least=2, most=3, at=NOW)
    with pytest.raises(GroupTooLarge):
        ask_people(meetup=meetup, members=people, by=organiser, at=NOW)

    ask_people(meetup=meetup, members=people[:3], by=organiser, at=NOW)
    with pytest.raises(GroupTooLarge):
        set_size(meetup=meetup, least=2, most=2, at=NOW)
    with pytest.raises(SizeUpsideDown):
        set_size(meetup=meetup, least=5, most=4, at=NOW)
    assert Cohort.objects.values_list("least", "most").get() == (2, 3)


def test_who_says_no_frees_the_seats_and_the_organisers_hear_it(meetup, dates, people, organiser):
    [place] = ask_people(meetup=meetup, members=people[:1], by=organiser, at=NOW)

    for _twice in range(2):
        say_no(place=place, at=LATER)

    assert seats_of(people[0]) == []
    assert [mail.to for mail in mails("goodbye")] == [people[0].email]
    [told] = mails("answered_no")
    assert told.to == organiser.email
    assert "Anna Groep" in told.text
    with pytest.raises(StepRefused):
        say_yes(place=place, at=LATER)


def test_who_said_no_can_be_asked_again(meetup, dates, people, organiser):
    [place] = ask_people(meetup=meetup, members=people[:1], by=organiser, at=NOW)
    say_no(place=place, at=NOW)

    [again] = ask_people(meetup=meetup, members=people[:1], by=organiser, at=LATER)

    assert again.pk == place.pk
    assert (again.state, again.left_at) == (PlaceState.INVITED, None)
    assert len(seats_of(people[0])) == 3
    assert len(mails("invited")) == 2


def test_leaving_frees_what_is_to_come_and_keeps_what_was(cohort, places, dates, people):
    leave_group(place=places[0], takes_notes_along=False, at=dates[0].ends_at)

    assert seats_of(people[0]) == [dates[0].pk]
    assert len(seats_of(people[1])) == 3
    place = CohortMember.objects.get(pk=places[0].pk)
    assert (place.state, place.left_at) == (PlaceState.LEFT, dates[0].ends_at)


def test_an_organiser_takes_someone_out_with_a_reason_they_read(cohort, places, dates, people, organiser):
    with pytest.raises(ReasonMissing):
        take_out(place=places[0], by=organiser, reason=" ", at=LATER)

    for _twice in range(2):
        take_out(place=places[0], by=organiser, reason="De groep is voor beginners.", at=LATER)

    assert seats_of(people[0]) == []
    [mail] = mails("removed")
    assert "De groep is voor beginners." in mail.text
    assert not OutboxMail.objects.filter(purpose="events.registration_removed").exists()
    states = Registration.objects.filter(member=people[0]).values_list("state", flat=True)
    assert set(states) == {RegistrationState.REMOVED}


def test_a_new_date_reaches_the_group_in_one_mail(meetup, cohort, places, people, organiser):
    new = [
        OccurrenceFactory(meetup=meetup, state=OccurrenceState.DRAFT, starts_at=START + timedelta(days=days))
        for days in (100, 130)
    ]
    say_no(place=ask_people(meetup=meetup, members=[MemberFactory()], by=organiser, at=NOW)[0], at=NOW)
    announce_dates(occurrences=new, at=LATER)

    assert Registration.objects.confirmed().filter(occurrence=new[0]).count() == 4
    assert tell_new_dates(LATER) == 0
    assert tell_new_dates(LATER + GATHERING) == 4
    assert tell_new_dates(LATER + GATHERING * 2) == 0
    assert sorted(mail.to for mail in mails("new_dates")) == sorted(member.email for member in people)
    assert mails("new_dates")[0].text.count("\n- ") == 2


def test_a_date_that_takes_no_registrations_is_announced_all_the_same(meetup, cohort, places, caplog):
    meetup.seat_groups.create(name="Docenten", seats=5)
    new = OccurrenceFactory(meetup=meetup, state=OccurrenceState.DRAFT, seats_on_site=5, starts_at=START - timedelta(2))

    announce(occurrence=new, at=LATER)

    new.refresh_from_db()
    assert new.state == OccurrenceState.PLANNED
    assert not Registration.objects.filter(occurrence=new).exists()
    assert "GroupNeeded" in caplog.text


def test_announcing_a_date_of_another_meetup_seats_nobody(portal, cohort, places):
    other = OccurrenceFactory(meetup__page__parent=portal.agenda, state=OccurrenceState.DRAFT)

    announce(occurrence=other, at=LATER)

    assert not Registration.objects.filter(occurrence=other).exists()


def test_who_misses_one_date_can_take_the_seat_again(cohort, places, dates, people):
    withdraw(registration=Registration.objects.get(member=people[0], occurrence=dates[1]), at=NOW)
    assert seats_of(people[0]) == [dates[0].pk, dates[2].pk]

    for _twice in range(2):
        come_after_all(place=places[0], occurrence=dates[1], at=LATER)

    assert seats_of(people[0]) == [date.pk for date in dates]
    assert [mail.to for mail in mails("new_dates")] == [people[0].email]
    assert tell_new_dates(LATER + GATHERING) == 0


def test_who_goes_leaves_nobody_alone_in_a_pair(cohort, places):
    keys = [place.key for place in places]
    set_pairs(cohort=cohort, groups=[keys[:2], keys[2:]], at=NOW)

    leave_group(place=places[0], takes_notes_along=False, at=LATER)

    assert BuddyPair.objects.count() == 1
    assert CohortMember.objects.get(pk=places[1].pk).pair is None
    assert CohortMember.objects.filter(pair__isnull=False).count() == 2


def test_of_three_buddies_two_stay(cohort, places):
    keys = [place.key for place in places]
    set_pairs(cohort=cohort, groups=[keys[:3]], at=NOW)

    leave_group(place=places[0], takes_notes_along=False, at=LATER)

    assert CohortMember.objects.filter(pair__isnull=False).count() == 2


def test_why_someone_has_a_seat_is_noted_in_dutch_whoever_asks_them(meetup, dates, people, organiser):
    with translation.override("en"):
        ask_people(meetup=meetup, members=people[:1], by=organiser, at=NOW)
    notes = RegistrationMove.objects.filter(registration__member=people[0]).values_list("note", flat=True)
    assert set(notes) == {"Zit in de vaste groep."}
