"""Seats change by actions only: who is in, who waits, who moves up, who hears of it."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.utils import translation

from events.meetups.actions import cancel_occurrence, change_occurrence, set_seats
from events.meetups.errors import SeatsTaken
from events.meetups.listeners import ChangeKind, mails_of
from events.meetups.plans import OccurrencePlan
from events.meetups.states import Admission, Eligibility, WaitlistPolicy
from events.pocket.querysets import pocket_rows
from events.registrations import errors
from events.registrations.actions import (
    Guest,
    SignUp,
    accept_offer,
    approve,
    decline,
    decline_offer,
    erase_person,
    let_in,
    outdate,
    place_of,
    put_in,
    put_in_guest,
    register,
    remind,
    remove,
    sweep,
    switch_mode,
    withdraw,
)
from events.registrations.mails import place_in_words
from events.registrations.models import AccessNeed, MeetupQuestion, Registration, RegistrationAnswer
from events.registrations.sections import COMING_DATES
from events.registrations.states import Attendance, RegistrationState
from network.members.actions import choose_language, deactivate_member, reactivate_member
from portal.shared.audiences.rules import Viewer
from portal.shared.outbox.models import OutboxMail
from tests.events.registrations.conftest import NOW
from tests.factories.events import START, OccurrenceFactory, SessionFactory
from tests.factories.network import AffiliationFactory, InstitutionFactory, MemberFactory

pytestmark = pytest.mark.django_db

LATER = NOW + timedelta(hours=1)
ONLINE = SignUp(mode="online")


def sign_up(date, member, *, at=NOW, **values):
    return register(occurrence=date, member=member, sign_up=SignUp(**values), at=at)


def states(date):
    rows = Registration.objects.filter(occurrence=date).order_by("pk")
    return [row.state for row in rows]


def mails(name=None):
    rows = OutboxMail.objects.order_by("pk")
    if name:
        rows = rows.filter(purpose=f"events.registration_{name}")
    return [(row.purpose.removeprefix("events.registration_"), row.to) for row in rows]


@pytest.fixture
def full(date, people):
    """Two with a seat, four in line."""
    return [sign_up(date, member) for member in people]


def test_seats_go_in_order_and_then_the_line_begins(full, people):
    assert [row.state for row in full] == ["confirmed"] * 2 + ["waitlisted"] * 4
    assert [place_of(row) for row in full] == [0, 0, 1, 2, 3, 4]
    assert mails() == [("confirmed" if n < 2 else "waitlisted", member.email) for n, member in enumerate(people)]
    assert "nummer 3 op de wachtlijst" in OutboxMail.objects.get(to=people[4].email).text


def test_a_mail_names_the_zone_and_brings_the_date_as_a_file(date, people):
    sign_up(date, people[0])
    mail = OutboxMail.objects.get()
    assert "10.00" in mail.text
    assert "CET" in mail.text
    assert [attachment["mimetype"] for attachment in mail.attachments] == ["text/calendar; method=PUBLISH"]


def test_two_clicks_are_one_registration_and_one_mail(date, people):
    assert sign_up(date, people[0]) == sign_up(date, people[0], at=LATER)
    assert Registration.objects.count() == len(mails()) == 1


def test_a_late_clock_does_not_pass_the_line(full, date):
    row = sign_up(date, MemberFactory(), at=NOW - timedelta(minutes=5))
    assert place_of(row) == 5


def test_who_withdraws_gives_the_seat_to_the_first_in_line_who_is_asked(full, date, people):
    withdraw(registration=full[0], at=LATER)
    assert states(date) == ["withdrawn", "confirmed", "offered", "waitlisted", "waitlisted", "waitlisted"]
    offered = Registration.objects.get(pk=full[2].pk)
    assert offered.hold_ends_at == LATER + timedelta(hours=48)
    assert mails("offered") == [("offered", people[2].email)]
    assert [place_of(row) for row in full[3:]] == [1, 2, 3]
    withdraw(registration=full[0], at=LATER)
    assert mails("withdrawn") == [("withdrawn", people[0].email)]
    assert mails("offered") == [("offered", people[2].email)]


def test_a_newcomer_does_not_get_an_offered_seat(full, date):
    withdraw(registration=full[0], at=LATER)
    assert sign_up(date, MemberFactory(), at=LATER).state == "waitlisted"


def test_an_offer_taken_and_taken_again(full, date, people):
    withdraw(registration=full[0], at=LATER)
    for _click in range(2):
        assert accept_offer(registration=full[2], at=LATER).state == "confirmed"
    assert mails("confirmed") == [("confirmed", people[n].email) for n in (0, 1, 2)]


def test_an_offer_declined_goes_to_the_next(full, date):
    withdraw(registration=full[0], at=LATER)
    decline_offer(registration=full[2], at=LATER)
    assert states(date)[2:4] == ["withdrawn", "offered"]


def test_an_offer_that_lapsed_goes_to_the_next_also_when_its_owner_comes_too_late(full, date, people):
    withdraw(registration=full[0], at=LATER)
    too_late = LATER + timedelta(hours=48)
    with pytest.raises(errors.OfferOver):
        accept_offer(registration=full[2], at=too_late)
    assert states(date)[2:4] == ["lapsed", "offered"]
    assert mails("lapsed") == [("lapsed", people[2].email)]


def test_the_clock_lets_offers_lapse_once(full, date):
    withdraw(registration=full[0], at=LATER)
    assert sweep(LATER) == 0
    assert sweep(LATER + timedelta(hours=48)) == 2
    assert sweep(LATER + timedelta(hours=48)) == 0
    assert states(date)[2:4] == ["lapsed", "offered"]


def test_in_the_last_day_the_first_in_line_moves_up_at_once(full, date, people):
    withdraw(registration=full[0], at=START - timedelta(hours=23))
    assert states(date)[2] == "confirmed"
    assert mails("promoted") == [("promoted", people[2].email)]


def test_nothing_moves_from_the_start_on(full, date):
    with pytest.raises(errors.Started):
        withdraw(registration=full[0], at=START)
    remove(registration=full[0], by=MemberFactory(), reason="Kwam niet.", at=START)
    assert sweep(START) == 0
    assert states(date) == ["removed", "confirmed"] + ["waitlisted"] * 4
    with pytest.raises(errors.Started):
        sign_up(date, MemberFactory(), at=START)


def test_raised_seats_go_to_the_line_and_lowered_ones_to_nobody(full, date, people):
    set_seats(occurrence=date, on_site=4, online=None, at=LATER)
    assert states(date)[2:] == ["offered", "offered", "waitlisted", "waitlisted"]
    with pytest.raises(SeatsTaken):
        set_seats(occurrence=date, on_site=3, online=None, at=LATER)


def test_a_removed_seat_goes_to_the_line_with_a_reason(full, date, people):
    organiser = MemberFactory()
    with pytest.raises(errors.ReasonMissing):
        remove(registration=full[0], by=organiser, reason=" ", at=LATER)
    row = remove(registration=full[0], by=organiser, reason="Dubbel aangemeld.", at=LATER)
    step = row.moves.last()
    assert (step.to_state, step.by_kind, step.by_key, step.note) == (
        "removed",
        "organiser",
        organiser.key,
        "Dubbel aangemeld.",
    )
    assert "Dubbel aangemeld." in OutboxMail.objects.get(purpose="events.registration_removed").text
    assert states(date)[2] == "offered"


def test_an_erased_account_frees_its_seat_and_keeps_the_count(full, date, people):
    MeetupQuestion.objects.create(meetup=date.meetup, label="Wat wil je?")
    full[0].answers.create(question=MeetupQuestion.objects.get(), value="Geheim")
    assert erase_person(member=people[0], at=LATER) > 0
    assert erase_person(member=people[0], at=LATER) == 0
    assert states(date)[:3] == ["withdrawn", "confirmed", "offered"]
    assert not RegistrationAnswer.objects.exists()
    people[0].delete()
    assert Registration.objects.count() == 6


def test_someone_let_in_above_the_limit_is_logged_and_frees_nothing(full, date):
    row = let_in(registration=full[5], by=MemberFactory(), reason="Spreker.", at=LATER)
    assert (row.state, row.override_reason, row.moves.last().note) == ("confirmed", "Spreker.", "Spreker.")
    withdraw(registration=full[0], at=LATER)
    assert states(date) == ["withdrawn", "confirmed", "waitlisted", "waitlisted", "waitlisted", "confirmed"]


def test_an_organiser_fills_a_fixed_group(date, people):
    date.meetup.admission = Admission.CLOSED
    date.meetup.save()
    with pytest.raises(errors.ByInvitation):
        sign_up(date, people[0])
    rows = [
        put_in(occurrence=date, member=member, sign_up=SignUp(), by=people[5], reason="Peergang 2.", at=NOW)
        for member in people[:3]
    ]
    assert [row.override_reason for row in rows] == ["", "", "Peergang 2."]


def test_approval_gives_a_seat_or_a_place_in_line(date, people):
    date.meetup.admission = Admission.APPROVAL
    date.meetup.save()
    rows = [sign_up(date, member) for member in people[:4]]
    assert states(date) == ["approval"] * 4
    for row in rows[:3]:
        approve(registration=row, by=people[5], at=LATER)
        approve(registration=row, by=people[5], at=LATER)
    decline(registration=rows[3], by=people[5], reason="Vol met eerstejaars.", at=LATER)
    assert states(date) == ["confirmed", "confirmed", "waitlisted", "declined"]
    assert [name for name, _to in mails()][4:] == ["confirmed", "confirmed", "waitlisted", "declined"]


def test_the_maximum_of_a_school_keeps_its_people_waiting_and_lets_others_by(date, people):
    date.meetup.most_per_institution = 1
    date.meetup.save()
    school = InstitutionFactory()
    for member in people[:2]:
        AffiliationFactory(member=member, institution=school)
    rows = [sign_up(date, member) for member in people[:3]]
    assert [row.state for row in rows] == ["confirmed", "waitlisted", "confirmed"]
    withdraw(registration=rows[0], at=LATER)
    assert states(date) == ["withdrawn", "offered", "confirmed"]


def test_groups_have_their_own_seats(date, people):
    group = date.meetup.seat_groups.create(name="ict", seats=1)
    other = sign_up(date, people[0])
    waits = sign_up(date, people[1])
    ict = sign_up(date, people[2], group=group)
    assert [row.state for row in (other, waits, ict)] == ["confirmed", "waitlisted", "confirmed"]


def hybrid(date, online=1):
    date.has_online, date.seats_online, date.online_url = True, online, "https://video.example/zaal"
    date.save()
    return date


def test_switching_takes_the_free_seat_there_and_gives_the_old_one_on(full, date, people):
    hybrid(date)
    switch_mode(registration=full[0], mode="online", at=LATER)
    row = Registration.objects.get(pk=full[0].pk)
    assert (row.mode, row.state) == ("online", "confirmed")
    assert states(date)[2] == "offered"
    assert "https://video.example/zaal" in OutboxMail.objects.filter(to=people[0].email).order_by("pk").last().text


def test_switching_to_a_full_mode_keeps_the_seat(full, date):
    hybrid(date, online=0)
    with pytest.raises(errors.NoSeatThere):
        switch_mode(registration=full[0], mode="online", at=LATER)
    assert Registration.objects.get(pk=full[0].pk).mode == "on_site"


def test_who_waits_and_switches_joins_the_end_of_the_other_line_or_gets_its_seat(full, date):
    hybrid(date, online=1)
    sign_up(date, MemberFactory(), mode="online")
    waiting = sign_up(date, MemberFactory(), mode="online")
    switch_mode(registration=full[2], mode="online", at=LATER)
    assert [place_of(row) for row in (waiting, Registration.objects.get(pk=full[2].pk))] == [1, 2]
    set_seats(occurrence=date, on_site=2, online=3, at=LATER)
    assert Registration.objects.get(pk=full[2].pk).state == "offered"


def test_sessions_have_seats_and_do_not_clash(date, people):
    first, same_time = SessionFactory.create_batch(2, occurrence=date, is_chosen=True, seats=1)
    sign_up(date, people[0], sessions=[first.pk])
    for sessions, refusal in (
        ([first.pk, same_time.pk], errors.SessionsClash),
        ([first.pk], errors.SessionFull),
        ([0], errors.SessionUnknown),
    ):
        with pytest.raises(refusal):
            sign_up(date, people[1], sessions=sessions)
    assert Registration.objects.count() == 1
    assert sign_up(date, people[1], sessions=[same_time.pk]).sessions.get() == same_time


def test_a_question_that_must_be_answered(date, people):
    question = MeetupQuestion.objects.create(meetup=date.meetup, label="Welk vak?", is_required=True)
    with pytest.raises(errors.AnswerMissing):
        sign_up(date, people[0])
    row = sign_up(date, people[0], answers={question.pk: "Wiskunde"}, needs="Een lift")
    assert (row.answers.get().value, row.access_need.text) == ("Wiskunde", "Een lift")
    assert "Een lift" not in "".join(OutboxMail.objects.values_list("text", flat=True))


@pytest.mark.parametrize(
    ("change", "refusal"),
    [
        ({"opens_at": LATER}, errors.NotOpenYet),
        ({"closes_at": NOW}, errors.Closed),
        ({"admission": Admission.NONE}, errors.NoRegistration),
        ({"eligibility": Eligibility.MEMBERS}, errors.MembersOnly),
        ({"waitlist_limit": 0}, errors.NoSeatLeft),
        ({"waitlist_limit": 4}, errors.WaitlistFull),
    ],
)
def test_refusals_by_their_reason(full, date, stranger, change, refusal):
    for name, value in change.items():
        setattr(date.meetup, name, value)
    date.meetup.save()
    with pytest.raises(refusal):
        sign_up(date, stranger)


def test_a_change_of_time_is_told_with_what_it_was_and_a_cancellation_with_its_reason(full, date, people):
    plan = OccurrencePlan.of(date)
    later = START + timedelta(hours=4)
    moved = type(plan)(
        **{
            **{n: getattr(plan, n) for n in plan.__dataclass_fields__},
            "starts_at": later,
            "ends_at": later + timedelta(hours=2),
        }
    )
    change_occurrence(occurrence=date, plan=moved, at=LATER)
    told = OutboxMail.objects.filter(purpose="events.registration_changed")
    assert {mail.to for mail in told} == {member.email for member in people}
    first = told.get(to=people[0].email)
    assert "10.00" in first.text
    assert "14.00" in first.text
    assert len(first.attachments) == 1
    assert told.get(to=people[4].email).attachments == []

    cancel_occurrence(occurrence=date, reason="Spreker ziek.", at=LATER)
    off = OutboxMail.objects.get(purpose="events.registration_cancelled", to=people[0].email)
    assert "Spreker ziek." in off.text
    assert off.attachments[0]["mimetype"].endswith("CANCEL")
    assert sweep(LATER) == 0
    with pytest.raises(errors.NotPlanned):
        sign_up(date, MemberFactory())


def test_reminders_go_once_to_who_comes_and_never_of_what_is_off(full, date, people):
    date.meetup.reminder_hours = [24, 168]
    date.meetup.save()
    assert remind(NOW) == 0
    for at in (START - timedelta(hours=168), START - timedelta(hours=100)):
        remind(at)
    assert mails("reminder") == [("reminder", people[0].email), ("reminder", people[1].email)]
    cancel_occurrence(occurrence=date, reason="Ziek.", at=START - timedelta(hours=30))
    remind(START - timedelta(hours=24))
    assert len(mails("reminder")) == 2


def test_what_is_kept_no_longer_than_promised(date, people):
    question = MeetupQuestion.objects.create(meetup=date.meetup, label="Welk vak?")
    row = sign_up(date, people[0], answers={question.pk: "Wiskunde"}, needs="Een lift")
    Registration.objects.update(attendance=Attendance.ABSENT)
    assert outdate(at=date.ends_at + timedelta(days=13)) == 0
    outdate(at=date.ends_at + timedelta(days=15))
    assert not AccessNeed.objects.exists()
    assert row.answers.exists()
    outdate(at=date.ends_at + timedelta(days=184))
    row.refresh_from_db()
    assert (row.answers.count(), row.attendance, row.state) == (0, Attendance.UNKNOWN, RegistrationState.CONFIRMED)


def test_what_organisers_wrote_of_a_guest_goes_with_the_guest(date, people):
    guest = Guest(name="Wim Bos", email="wim@elders.example")
    row = put_in_guest(occurrence=date, guest=guest, sign_up=SignUp(), by=people[0], reason="Wim is spreker.", at=NOW)
    assert outdate(at=date.ends_at + timedelta(days=182)) == 0
    assert outdate(at=date.ends_at + timedelta(days=184)) > 0
    row.refresh_from_db()
    assert (row.guest_name, row.override_reason, row.moves.get().note) == ("", "", "")
    assert outdate(at=date.ends_at + timedelta(days=185)) == 0


@pytest.mark.parametrize("reason", ["", "  \n"])
def test_a_guest_gets_a_seat_from_an_organiser_with_a_reason_only(date, people, reason):
    guest = Guest(name="Wim Bos", email="wim@elders.example")

    with pytest.raises(errors.ReasonMissing):
        put_in_guest(occurrence=date, guest=guest, sign_up=SignUp(), by=people[0], reason=reason, at=NOW)
    assert not Registration.objects.exists()


def test_automatic_moves_up_without_asking(full, date, people):
    date.meetup.waitlist_policy = WaitlistPolicy.AUTOMATIC
    date.meetup.save()
    withdraw(registration=full[0], at=LATER)
    assert states(date)[2] == "confirmed"


def test_moving_up_costs_the_same_queries_for_a_long_line(date, people, django_assert_max_num_queries):
    rows = [sign_up(date, member) for member in people]
    rows += [sign_up(date, member) for member in MemberFactory.create_batch(20)]
    with django_assert_max_num_queries(40):
        withdraw(registration=rows[0], at=LATER)


def test_who_comes_online_does_not_hear_of_another_room(date, people):
    date.has_online = True
    date.save()
    for member, mode in zip(people, ("on_site", "online"), strict=False):
        sign_up(date, member, mode=mode)
    assert mails_of({date.pk: {ChangeKind.PLACE}}) == 1
    change_occurrence(occurrence=date, plan=replace(OccurrencePlan.of(date), place="Poortzaal"), at=LATER)
    assert mails("changed") == [("changed", people[0].email)]


ROOM = "https://video.example/zaal-7"


def move_by_hours(date, at=LATER):
    plan = OccurrencePlan.of(date)
    later = timedelta(hours=4)
    change_occurrence(
        occurrence=date, plan=replace(plan, starts_at=plan.starts_at + later, ends_at=plan.ends_at + later), at=at
    )


def test_an_offered_seat_is_kept_no_longer_than_an_earlier_start_allows(full, date, people):
    withdraw(registration=full[0], at=LATER)
    starts_at = LATER + timedelta(hours=40)
    plan = replace(OccurrencePlan.of(date), starts_at=starts_at, ends_at=starts_at + timedelta(hours=2))
    change_occurrence(occurrence=date, plan=plan, at=LATER)
    offered = Registration.objects.get(pk=full[2].pk)
    assert offered.hold_ends_at == starts_at - timedelta(hours=24)
    told = OutboxMail.objects.filter(purpose="events.registration_changed")
    assert "tot dinsdag 5 januari 2027 om 02.00" in told.get(to=people[2].email).text
    assert not any("blijft" in mail.text for mail in told.exclude(to=people[2].email))
    assert sweep(offered.hold_ends_at) > 0
    assert states(date)[2:4] == ["lapsed", "confirmed"]


def test_only_who_has_a_seat_reads_the_address_to_take_part_online(date, people):
    date.has_on_site, date.has_online, date.seats_online, date.online_url = False, True, 1, ROOM
    date.save()
    for member in people[:2]:
        sign_up(date, member, mode="online")
    date.meetup.admission = Admission.APPROVAL
    date.meetup.save()
    sign_up(date, people[2], mode="online")
    move_by_hours(date)
    told = {mail.to: ROOM in mail.text for mail in OutboxMail.objects.filter(purpose="events.registration_changed")}
    assert told == {people[0].email: True, people[1].email: False, people[2].email: False}


@pytest.mark.parametrize("policy", WaitlistPolicy)
def test_a_seat_passes_who_can_not_sign_in_any_more_and_keeps_their_place(full, date, people, policy):
    date.meetup.waitlist_policy = policy
    date.meetup.save()
    deactivate_member(member=people[2])
    withdraw(registration=full[0], at=LATER)
    taken = "offered" if policy == WaitlistPolicy.OFFER else "confirmed"
    assert states(date)[2:4] == ["waitlisted", taken]
    reactivate_member(member=people[2])
    withdraw(registration=full[1], at=LATER)
    assert states(date)[2] == taken


def test_of_a_date_without_a_place_the_school_is_where_to_be(date, people, django_assert_num_queries):
    date.meetup.institution = InstitutionFactory(name="Lindenwaard College")
    date.meetup.save()
    date.place, date.city = "", "Zwolle"
    date.save()
    sign_up(date, people[0])
    assert "Waar: Lindenwaard College, Zwolle" in OutboxMail.objects.get().text
    other = OccurrenceFactory(meetup=date.meetup, place="", institution=InstitutionFactory(name="Getij College"))
    sign_up(other, people[0], at=LATER)
    assert "Waar: Getij College" in OutboxMail.objects.latest("pk").text
    move_by_hours(other)
    assert "De plaats was" not in OutboxMail.objects.latest("pk").text
    viewer = Viewer(member_key=people[0].key, is_member=True)
    with django_assert_num_queries(2):
        section = COMING_DATES.context(people[0], viewer, at=NOW)
    assert [line["place"] for line in section["dates"]] == ["Lindenwaard College, Zwolle", "Getij College"]
    with django_assert_num_queries(1):
        rows = list(pocket_rows(people[0].pk, at=NOW))
        places = [place_in_words(row.occurrence, row.mode) for row in rows]
    assert places == ["Lindenwaard College, Zwolle", "Getij College"]


def test_a_change_is_told_in_the_language_of_who_reads_it(date, people):
    for member, language in zip(people[:2], ("nl", "en"), strict=True):
        choose_language(member=member, language=language)
        sign_up(date, member)
    with translation.override("en"):
        change_occurrence(occurrence=date, plan=replace(OccurrencePlan.of(date), place="Poortzaal"), at=LATER)
    dutch, english = OutboxMail.objects.filter(purpose="events.registration_changed").order_by("pk")
    assert "De plaats was: Brugzaal" in dutch.text
    assert "Het was" not in dutch.text
    with translation.override("en"):
        move_by_hours(date, LATER + timedelta(hours=1))
    dutch, english = OutboxMail.objects.filter(purpose="events.registration_changed").order_by("pk")[2:]
    assert "Het was: donderdag 11 februari 2027, 10.00" in dutch.text
    assert "It was: Thursday 11 February 2027, 10.00" in english.text


def test_who_waits_reads_by_mail_what_keeps_them_there(date, people):
    school = InstitutionFactory(name="Lindenwaard College")
    for member in people[:2]:
        AffiliationFactory(member=member, institution=school)
    date.meetup.most_per_institution = 1
    date.meetup.save()
    with translation.override("en"):
        for member in people[:2]:
            sign_up(date, member)
    text = OutboxMail.objects.get(purpose="events.registration_waitlisted").text
    assert "Van jouw school is er al 1 persoon" in text
    assert "bezet" not in text


def test_a_cancellation_promises_a_file_only_to_who_gets_one(full, date, people):
    cancel_occurrence(occurrence=date, reason="Spreker ziek.", at=LATER)
    told = {mail.to: mail for mail in OutboxMail.objects.filter(purpose="events.registration_cancelled")}
    for member, has_file in ((people[0], True), (people[3], False)):
        mail = told[member.email]
        assert (bool(mail.attachments), "Het bestand bij deze mail" in mail.text) == (has_file, has_file)
