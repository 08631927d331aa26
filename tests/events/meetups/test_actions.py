"""Dates change by actions only: who hears of it, what calendars see, and what is refused."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import transaction

from events.meetups import errors
from events.meetups.actions import (
    add_occurrence,
    announce,
    cancel_occurrence,
    change_meetup,
    change_occurrence,
    drop_draft,
    plan_meetup,
    set_organisers,
    set_seat_groups,
    set_seats,
)
from events.meetups.listeners import People, occurrence_listeners
from events.meetups.models import Meetup, Occurrence
from events.meetups.plans import GroupPlan, MeetupPlan, OccurrencePlan
from events.meetups.states import OccurrenceState
from network.members.viewers import viewer_of_member
from portal.shared.audiences.rules import Viewer
from tests.events.meetups.conftest import NOW
from tests.factories.events import START, MeetupFactory, MeetupPageFactory, OccurrenceFactory
from tests.factories.network import MemberFactory

pytestmark = pytest.mark.django_db

LATER = NOW + timedelta(hours=1)


@pytest.fixture
def meetup(agenda):
    return MeetupFactory(page__parent=agenda)


@pytest.fixture
def date(meetup):
    return OccurrenceFactory(meetup=meetup, seats_on_site=10, changed_at=NOW)


def test_two_clicks_make_one_meetup_with_its_organisers(agenda):
    page, member = MeetupPageFactory(parent=agenda), MemberFactory()
    for _click in range(2):
        meetup = plan_meetup(page=page, plan=MeetupPlan(), organisers=[member], by=member, at=NOW)
    assert Meetup.objects.count() == 1
    assert list(meetup.organisers.all()) == [member]


def test_a_meetup_always_has_an_organiser(agenda, meetup):
    with pytest.raises(errors.NoOrganiser):
        plan_meetup(page=MeetupPageFactory(parent=agenda), plan=MeetupPlan(), organisers=[], by=None, at=NOW)
    with pytest.raises(errors.NoOrganiser):
        set_organisers(meetup=meetup, organisers=[], at=NOW)


def test_an_organiser_who_stays_keeps_the_moment_they_began(meetup):
    stays, goes, comes = MemberFactory.create_batch(3)
    set_organisers(meetup=meetup, organisers=[stays, goes], at=NOW)
    set_organisers(meetup=meetup, organisers=[comes, stays], at=LATER)
    assert list(meetup.organiser_rows.values_list("member_id", "added_at")) == [(stays.pk, NOW), (comes.pk, LATER)]


def test_a_new_date_is_seen_by_organisers_only_until_it_is_announced(meetup, ear):
    organiser, reader = MemberFactory(), Viewer.anonymous()
    set_organisers(meetup=meetup, organisers=[organiser], at=NOW)
    date = add_occurrence(meetup=meetup, plan=OccurrencePlan(START, START + timedelta(hours=1)), at=NOW)
    assert not Occurrence.objects.visible_to(reader).exists()
    assert ear.heard == []
    announce(occurrence=date, at=LATER)
    assert list(Occurrence.objects.visible_to(reader)) == [date]
    assert ear.kinds == [{"announced"}]


def test_a_meetup_is_seen_by_its_organisers_before_its_page_is_published(meetup):
    organiser, member = MemberFactory.create_batch(2)
    set_organisers(meetup=meetup, organisers=[organiser], at=NOW)
    meetup.page.unpublish()

    def sees(viewer: Viewer) -> bool:
        return Meetup.objects.visible_to(viewer).exists()

    today = NOW.date()
    assert [sees(viewer_of_member(each, on=today)) for each in (organiser, member)] == [True, False]
    assert not sees(Viewer.anonymous())


def test_an_announced_date_shows_only_with_its_page_and_publishing_changes_nothing(meetup, date, editor, moderator):
    before = Occurrence.objects.filter(pk=date.pk).values().get()
    meetup.page.unpublish()
    assert not Occurrence.objects.visible_to(Viewer.anonymous()).exists()
    meetup.page.save_revision(user=editor).publish(moderator, skip_permission_checks=True)
    assert Occurrence.objects.visible_to(Viewer.anonymous()).exists()
    assert Occurrence.objects.filter(pk=date.pk).values().get() == before


def test_the_same_date_twice_is_one_date(meetup):
    plan = OccurrencePlan(START, START + timedelta(hours=1))
    assert add_occurrence(meetup=meetup, plan=plan, at=NOW) == add_occurrence(meetup=meetup, plan=plan, at=NOW)


def test_announcing_twice_tells_once_and_a_past_date_is_refused(meetup, ear):
    date = OccurrenceFactory(meetup=meetup, state=OccurrenceState.DRAFT)
    announce(occurrence=date, at=NOW)
    announce(occurrence=date, at=LATER)
    assert len(ear.heard) == 1
    past = OccurrenceFactory(meetup=meetup, state=OccurrenceState.DRAFT, starts_at=NOW - timedelta(days=1))
    with pytest.raises(errors.OccurrenceOver):
        announce(occurrence=past, at=NOW)


@pytest.mark.parametrize(
    ("change", "kinds", "sequence", "is_in_calendars"),
    [
        ({"starts_at": START - timedelta(hours=1)}, {"time"}, 1, True),
        ({"ends_at": START + timedelta(hours=9)}, {"time"}, 1, True),
        ({"place": "Aula"}, {"place"}, 1, True),
        ({"city": "Zwolle", "address": "Stationsplein 1"}, {"place"}, 1, True),
        ({"has_online": True, "online_url": "https://video.example/1"}, {"modes", "online_address"}, 0, True),
        ({"seats_on_site": 11}, {"seats_raised"}, 0, False),
        ({"seats_on_site": None}, {"seats_raised"}, 0, False),
        ({"seats_on_site": 9}, {"seats_lowered"}, 0, False),
        ({"place": "Aula", "seats_on_site": 11}, {"place", "seats_raised"}, 1, True),
    ],
)
def test_a_change_is_told_and_makes_a_new_version_only_for_time_and_place(
    date, ear, change, kinds, sequence, is_in_calendars
):
    change_occurrence(occurrence=date, plan=replace(OccurrencePlan.of(date), **change), at=LATER)
    date.refresh_from_db()
    assert ear.kinds == [kinds]
    assert date.sequence == sequence
    assert date.changed_at == (LATER if is_in_calendars else NOW)
    assert set(ear.heard[0][1].before) == set(change)


def test_what_stays_the_same_calls_nobody(date, ear):
    change_occurrence(occurrence=date, plan=OccurrencePlan.of(date), at=LATER)
    date.refresh_from_db()
    assert (ear.heard, date.sequence, date.changed_at) == ([], 0, NOW)


def test_a_draft_moves_without_a_new_version(meetup, ear):
    date = OccurrenceFactory(meetup=meetup, state=OccurrenceState.DRAFT)
    change_occurrence(occurrence=date, plan=replace(OccurrencePlan.of(date), place="Aula"), at=LATER)
    date.refresh_from_db()
    assert (date.place, date.sequence, ear.heard) == ("Aula", 0, [])


def test_seats_never_go_below_who_is_in(date, counter):
    counter.numbers = {date.pk: People(on_site=4, waiting=3)}
    set_seats(occurrence=date, on_site=4, online=None, at=NOW)
    with pytest.raises(errors.SeatsTaken):
        set_seats(occurrence=date, on_site=3, online=None, at=NOW)
    date.refresh_from_db()
    assert date.seats_on_site == 4


def test_a_mode_someone_signed_up_for_stays(date, counter):
    counter.numbers = {date.pk: People(on_site=1)}
    plan = replace(OccurrencePlan.of(date), has_on_site=False, has_online=True)
    with pytest.raises(errors.ModeInUse):
        change_occurrence(occurrence=date, plan=plan, at=NOW)


def test_a_cancelled_date_stays_visible_with_its_first_reason_and_is_a_new_version(date, ear):
    cancel_occurrence(occurrence=date, reason=" De spreker is ziek. ", at=LATER)
    cancel_occurrence(occurrence=date, reason="Nog een reden", at=LATER)
    shown = Occurrence.objects.visible_to(Viewer.anonymous()).get()
    assert (shown.state, shown.reason, shown.sequence) == ("cancelled", "De spreker is ziek.", 1)
    assert (shown.cancelled_at, shown.changed_at) == (LATER, LATER)
    assert ear.kinds == [{"cancelled"}]


def test_a_cancellation_needs_a_reason(date):
    with pytest.raises(errors.ReasonMissing):
        cancel_occurrence(occurrence=date, reason="  ", at=NOW)


def test_what_is_cancelled_or_over_changes_no_more(date):
    plan = replace(OccurrencePlan.of(date), place="Aula")
    with pytest.raises(errors.OccurrenceOver):
        change_occurrence(occurrence=date, plan=plan, at=date.ends_at)
    with pytest.raises(errors.OccurrenceOver):
        cancel_occurrence(occurrence=date, reason="Te laat", at=date.ends_at)
    cancel_occurrence(occurrence=date, reason="Ziek", at=NOW)
    with pytest.raises(errors.MoveRefused):
        change_occurrence(occurrence=date, plan=plan, at=NOW)


def test_a_draft_is_thrown_away_and_what_readers_know_is_not(meetup, date, ear):
    draft = OccurrenceFactory(meetup=meetup, state=OccurrenceState.DRAFT)
    for _click in range(2):
        drop_draft(occurrence=draft, at=NOW)
    assert ear.kinds == [{"removed"}]
    with pytest.raises(errors.MoveRefused):
        drop_draft(occurrence=date, at=NOW)
    assert list(meetup.occurrences.all()) == [date]


def test_a_listener_that_fails_undoes_the_change(date):
    class Fails:
        def changed(self, occurrence, change, *, at):
            assert transaction.get_connection().in_atomic_block
            raise RuntimeError

    occurrence_listeners.register("tests.fails", Fails())
    try:
        with pytest.raises(RuntimeError):
            set_seats(occurrence=date, on_site=20, online=None, at=NOW)
    finally:
        occurrence_listeners.unregister("tests.fails")
    date.refresh_from_db()
    assert date.seats_on_site == 10


def test_a_setting_sign_ups_read_is_told_for_coming_dates_only(meetup, date, ear):
    OccurrenceFactory(meetup=meetup, starts_at=NOW - timedelta(days=2))
    OccurrenceFactory(meetup=meetup, state=OccurrenceState.DRAFT)
    change_meetup(meetup=meetup, plan=MeetupPlan(most_per_institution=3), at=NOW)
    assert [heard[0] for heard in ear.heard] == [date]
    assert ear.kinds == [{"rules"}]
    change_meetup(meetup=meetup, plan=MeetupPlan(most_per_institution=3, reminder_hours=(24, 168, 24)), at=NOW)
    assert len(ear.heard) == 1
    meetup.refresh_from_db()
    assert meetup.reminder_hours == [168, 24]


def test_a_window_that_closes_before_it_opens_is_refused(meetup):
    with pytest.raises(errors.ClosedWithoutOpening):
        change_meetup(meetup=meetup, plan=MeetupPlan(opens_at=LATER, closes_at=NOW), at=NOW)


def test_groups_fit_in_the_seats_and_a_used_one_stays(meetup, date, counter):
    teachers, ict = set_seat_groups(meetup=meetup, groups=[GroupPlan("Docenten", 6), GroupPlan("ICT", 4)], at=NOW)
    with pytest.raises(errors.GroupsTooLarge):
        set_seat_groups(meetup=meetup, groups=[GroupPlan("Docenten", 11, teachers.key)], at=NOW)
    counter.groups = {ict.pk}
    with pytest.raises(errors.SeatGroupInUse):
        set_seat_groups(meetup=meetup, groups=[GroupPlan("Docenten", 6, teachers.key)], at=NOW)
    set_seat_groups(meetup=meetup, groups=[GroupPlan("ICT en beheer", 5, ict.key)], at=NOW)
    assert list(meetup.seat_groups.values_list("pk", "name", "seats")) == [(ict.pk, "ICT en beheer", 5)]


@pytest.mark.parametrize(
    ("change", "error"),
    [({"ends_at": START}, errors.EndsBeforeStart), ({"has_on_site": False}, errors.NoMode)],
)
def test_a_date_that_can_not_be_is_refused(meetup, change, error):
    plan = replace(OccurrencePlan(START, START + timedelta(hours=1)), **change)
    with pytest.raises(error):
        add_occurrence(meetup=meetup, plan=plan, at=NOW)
