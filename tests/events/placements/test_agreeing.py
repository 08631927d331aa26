"""Writing an agreement, changing it, confirming it, taking it back; and how an exchange begins."""

from dataclasses import replace
from datetime import date, time, timedelta

import pytest

from events.applications.listeners import application_listeners
from events.models import AgreementVersion, Placement, PlacementDay
from events.placements.actions import (
    ask_manager,
    confirm_agreement,
    decide_myself,
    save_agreement,
    take_back,
)
from events.placements.errors import (
    AgreementChanged,
    AlreadyCancelled,
    DaysPassed,
    NoDays,
    NothingToTakeBack,
    NotYours,
)
from events.placements.follows import PLACEMENTS_FOLLOW
from events.placements.reading import versions_of
from events.placements.states import ConsentState, DayState, PlacementState
from portal.shared.outbox.models import OutboxMail
from tests.factories.exchange_placements import (
    FIRST_DAY,
    NOW,
    AcceptedApplicationFactory,
    PlacementFactory,
    agree,
    confirm_both,
    day,
    terms,
    write,
)
from tests.factories.network import MemberFactory

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(days=1)
NEXT = date(2027, 3, 18)


def mails(name):
    return OutboxMail.objects.filter(purpose=f"events.placement_{name}").order_by("pk")


def planned(placement):
    return list(placement.days.filter(state=DayState.PLANNED))


def test_an_accepted_application_begins_an_exchange_once():
    application = AcceptedApplicationFactory()

    for listener in [each for each in application_listeners if each is PLACEMENTS_FOLLOW] * 2:
        listener.accepted(application, at=NOW)

    row = Placement.objects.get()
    assert (row.state, row.guest, row.host) == (PlacementState.PLANNING, application.guest, application.host)
    assert row.asked_at == application.created_at


def test_a_yes_can_be_taken_back_until_something_was_written(placement):
    application = placement.application
    assert PLACEMENTS_FOLLOW.may_reopen(application)

    write(placement, placement.guest)

    assert not PLACEMENTS_FOLLOW.may_reopen(application)
    PLACEMENTS_FOLLOW.reopened(application, at=NOW)
    assert Placement.objects.exists()


def test_a_yes_that_is_taken_back_leaves_no_exchange(placement):
    PLACEMENTS_FOLLOW.reopened(placement.application, at=NOW)

    assert not Placement.objects.exists()


def test_who_writes_confirms_and_the_other_is_asked(placement):
    version = write(placement, placement.guest)

    assert (version.number, version.guest_confirmed_at, version.host_confirmed_at) == (1, NOW, None)
    assert [mail.to for mail in mails("proposed")] == [placement.host.email]


def test_a_stranger_writes_nothing(placement):
    with pytest.raises(NotYours):
        write(placement, MemberFactory())

    assert not AgreementVersion.objects.exists()


def test_it_is_agreed_when_both_confirmed_and_nobody_has_to_be_asked(placement):
    write(placement, placement.guest)
    confirm_both(placement)
    decide_myself(placement=placement, member=placement.guest, at=NOW)
    placement.refresh_from_db()
    assert placement.state == PlacementState.PLANNING

    decide_myself(placement=placement, member=placement.host, at=LATER)

    placement.refresh_from_db()
    assert (placement.state, placement.agreed_at, placement.half_days) == (PlacementState.AGREED, LATER, 1)
    assert (placement.first_day_on, placement.last_day_on) == (FIRST_DAY, FIRST_DAY)
    assert versions_of(placement).holding.holds_since == LATER
    [row] = planned(placement)
    assert (row.starts_at.isoformat(), row.sequence, row.place) == ("2027-03-11T08:00:00+00:00", 0, "Servicedesk")
    assert {mail.to for mail in mails("agreed")} == {placement.guest.email, placement.host.email}


def test_both_are_told_to_ask_their_managers(placement):
    write(placement, placement.guest)
    confirm_both(placement)

    assert {mail.to for mail in mails("ask_manager")} == {placement.guest.email, placement.host.email}


def test_the_same_words_again_confirm_and_make_no_version(placement):
    write(placement, placement.guest)
    first = versions_of(placement).current

    again = save_agreement(
        placement=placement,
        member=placement.host,
        terms=terms(day(key=first.days[0]["key"])),
        based_on=1,
        at=LATER,
    )

    assert (again.pk, again.host_confirmed_at) == (first.pk, LATER)


def test_who_was_overtaken_is_told(placement):
    write(placement, placement.guest)

    with pytest.raises(AgreementChanged):
        save_agreement(placement=placement, member=placement.host, terms=terms(), based_on=0, at=NOW)
    with pytest.raises(AgreementChanged):
        confirm_agreement(placement=placement, member=placement.host, number=2, at=NOW)


def test_a_change_before_it_holds_asks_the_other_again(placement):
    write(placement, placement.guest)

    write(placement, placement.host, cover="Een collega.")

    current = versions_of(placement).current
    assert (current.number, current.guest_confirmed_at, current.host_confirmed_at) == (2, None, NOW)
    assert mails("proposed").last().to == placement.guest.email


@pytest.mark.parametrize(
    "days", [[], [day(on=date(2027, 1, 4))], [day(), day()], [day(on=FIRST_DAY + timedelta(days=n)) for n in range(11)]]
)
def test_an_agreement_needs_one_to_ten_days_that_still_have_to_come(placement, days):
    wanted = terms()

    with pytest.raises(NoDays):
        save_agreement(
            placement=placement,
            member=placement.guest,
            terms=replace(wanted, days=tuple(days)),
            based_on=0,
            at=NOW,
        )


def test_a_key_of_someone_elses_day_is_not_taken_over(agreed):
    foreign = PlacementDay.objects.get().key
    other = agree(PlacementFactory(), day(key=foreign))

    assert other.days.get().key != foreign


class TestAmendment:
    def move_day(self, placement, **more):
        [row] = planned(placement)
        return write(placement, placement.guest, day(on=NEXT, key=row.key), at=LATER, **more)

    def test_what_holds_stays_in_force_until_the_change_does(self, agreed):
        self.move_day(agreed)

        versions = versions_of(agreed)
        assert (versions.holding.number, versions.current.number, versions.is_amendment) == (1, 2, True)
        assert planned(agreed)[0].starts_at.date() == FIRST_DAY

    def test_the_mail_says_what_changes_and_who_is_asked_again(self, agreed):
        self.move_day(agreed)

        text = mails("proposed").last().text
        assert "donderdag 11 maart 2027" in text
        assert "donderdag 18 maart 2027" in text
        assert "leidinggevenden" in text

    def test_a_day_that_moves_keeps_its_event(self, agreed):
        before = planned(agreed)[0]
        self.move_day(agreed)

        confirm_agreement(placement=agreed, member=agreed.host, number=2, at=LATER)

        [after] = planned(agreed)
        assert (after.uid, after.sequence) == (before.uid, 1)
        assert after.starts_at.date() == NEXT
        agreed.refresh_from_db()
        assert (agreed.state, agreed.first_day_on) == (PlacementState.AGREED, NEXT)

    def test_a_change_of_words_leaves_the_event_alone(self, agreed):
        [row] = planned(agreed)
        write(agreed, agreed.guest, day(key=row.key), practical="Neem een pas mee.", at=LATER)
        confirm_agreement(placement=agreed, member=agreed.host, number=2, at=LATER)

        [after] = planned(agreed)
        assert (after.sequence, after.changed_at) == (0, row.changed_at)
        assert versions_of(agreed).holding.number == 2

    def test_a_day_that_is_left_out_is_taken_out_of_calendars(self, agreed):
        [row] = planned(agreed)
        write(agreed, agreed.guest, day(on=NEXT), at=LATER)
        confirm_agreement(placement=agreed, member=agreed.host, number=2, at=LATER)

        row.refresh_from_db()
        assert (row.state, row.sequence) == (DayState.CANCELLED, 1)
        assert planned(agreed)[0].uid != row.uid
        assert len(mails("amended").last().attachments) == 2

    def test_managers_who_agreed_are_asked_again_about_working_time(self, placement):
        write(placement, placement.guest)
        confirm_both(placement)
        ask_manager(placement=placement, member=placement.guest, name="Rie", email="rie@school.example", at=NOW)
        placement.consents.update(state=ConsentState.GIVEN, decided_at=NOW)
        decide_myself(placement=placement, member=placement.host, at=NOW)
        self.move_day(placement)

        confirm_agreement(placement=placement, member=placement.host, number=2, at=LATER)

        assert versions_of(placement).holding.number == 1
        again = placement.consents.filter(version__number=2).order_by("side")
        assert [(row.side, row.state) for row in again] == [("guest", "asked"), ("host", "not_needed")]
        assert [mail.to for mail in mails("consent_asked")] == ["rie@school.example"] * 2

    def test_managers_are_not_asked_again_about_words(self, placement):
        write(placement, placement.guest)
        confirm_both(placement)
        ask_manager(placement=placement, member=placement.guest, name="Rie", email="rie@school.example", at=NOW)
        placement.consents.update(state=ConsentState.GIVEN, decided_at=NOW)
        decide_myself(placement=placement, member=placement.host, at=NOW)
        [row] = planned(placement)

        write(placement, placement.guest, day(key=row.key), practical="Neem een pas mee.", at=LATER)
        confirm_agreement(placement=placement, member=placement.host, number=2, at=LATER)

        assert versions_of(placement).holding.number == 2
        assert mails("consent_asked").count() == 1

    @pytest.mark.parametrize("side", ["guest", "host"])
    def test_either_leaves_it_as_it_was(self, agreed, side):
        self.move_day(agreed)

        take_back(placement=agreed, member=getattr(agreed, side), number=2, at=LATER)

        versions = versions_of(agreed)
        assert (versions.number, versions.last_number) == (1, 2)
        assert mails("taken_back").count() == 1

    def test_back_to_what_holds_is_no_change(self, agreed):
        [row] = planned(agreed)
        self.move_day(agreed)

        write(agreed, agreed.host, day(key=row.key), at=LATER)

        assert versions_of(agreed).number == 1

    def test_what_holds_cannot_be_taken_back(self, agreed):
        with pytest.raises(NothingToTakeBack):
            take_back(placement=agreed, member=agreed.guest, number=1, at=LATER)

    def test_a_day_that_began_stays(self, placement):
        agree(placement, day(), day(on=NEXT))
        during = planned(placement)[0].starts_at + timedelta(hours=1)

        write(placement, placement.host, day(on=date(2027, 3, 25)), at=during)
        confirm_agreement(placement=placement, member=placement.guest, number=2, at=during)

        assert [row.starts_at.day for row in planned(placement)] == [11, 25]


def test_a_first_agreement_is_taken_back_by_who_wrote_it_only(placement):
    write(placement, placement.guest)

    with pytest.raises(NothingToTakeBack):
        take_back(placement=placement, member=placement.host, number=1, at=NOW)
    take_back(placement=placement, member=placement.guest, number=1, at=NOW)

    assert versions_of(placement).current is None


def test_an_agreement_whose_day_passed_does_not_hold(placement):
    write(placement, placement.guest, day(on=date(2027, 1, 29)))

    with pytest.raises(DaysPassed):
        confirm_agreement(placement=placement, member=placement.host, number=1, at=NOW + timedelta(days=2))


def test_what_is_off_is_not_agreed_on(placement):
    Placement.objects.update(state="cancelled", cancel_reason="other", ended_at=NOW)

    with pytest.raises(AlreadyCancelled):
        write(placement, placement.guest)


def test_another_host_confirms_what_waits(placement):
    write(placement, placement.host)
    colleague = MemberFactory(given_name="Nieuw")
    placement.application.host = colleague
    placement.application.save()

    PLACEMENTS_FOLLOW.host_changed(placement.application, at=LATER)

    placement.refresh_from_db()
    assert placement.host == colleague
    assert versions_of(placement).current.host_confirmed_at is None
    assert {mail.to for mail in mails("host_changed")} == {colleague.email, placement.guest.email}


def test_ends_lie_in_local_time_on_both_sides_of_the_change_of_the_clock(placement):
    agree(placement, day(), day(on=date(2027, 4, 1), starts=time(9)))

    assert [row.starts_at.hour for row in planned(placement)] == [8, 7]
