"""Days of exchanges in mails, in personal feeds and among the coming dates."""

import base64
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from icalendar import Calendar

from events.placements.actions import cancel_placement, confirm_agreement
from events.placements.own_dates import EXCHANGE_DAYS
from events.placements.states import CancelReason
from events.registrations.sections import COMING_DATES
from portal.shared.audiences.rules import Viewer
from portal.shared.outbox.models import OutboxMail
from tests.factories.exchange_placements import NOW, PlacementFactory, agree, day, write
from tests.factories.network import MemberFactory

pytestmark = pytest.mark.django_db
SINCE = NOW - timedelta(days=60)
NEXT = date(2027, 3, 18)


def files(mail):
    return [Calendar.from_ical(base64.b64decode(each["content"])) for each in mail.attachments]


def events(calendar):
    return list(calendar.walk("VEVENT"))


def last(name):
    return OutboxMail.objects.filter(purpose=f"events.placement_{name}").order_by("pk").last()


def test_the_mail_carries_the_days(agreed):
    [calendar] = files(last("agreed"))

    [event] = events(calendar)
    assert calendar["METHOD"] == "PUBLISH"
    assert (str(event["UID"]), event["SEQUENCE"]) == (agreed.days.get().uid, 0)
    assert "Uitwisselingsstage" in str(event["SUMMARY"])


def test_a_day_that_moves_and_one_that_goes_come_in_two_files(placement):
    agree(placement, day(), day(on=NEXT))
    first, second = placement.days.order_by("starts_at")
    write(placement, placement.guest, day(on=date(2027, 3, 25), key=first.key))
    confirm_agreement(placement=placement, member=placement.host, number=2, at=NOW)

    put, take = files(last("amended"))

    assert (put["METHOD"], take["METHOD"]) == ("PUBLISH", "CANCEL")
    assert [(str(e["UID"]), e["SEQUENCE"]) for e in events(put)] == [(first.uid, 1)]
    assert [(str(e["UID"]), e["SEQUENCE"], str(e["STATUS"])) for e in events(take)] == [(second.uid, 1, "CANCELLED")]


def test_what_is_off_is_taken_out_of_both_calendars(agreed):
    cancel_placement(placement=agreed, member=agreed.guest, reason=CancelReason.BUSY, note="", at=NOW)

    for name in ("cancelled", "cancelled_own"):
        [calendar] = files(last(name))
        assert calendar["METHOD"] == "CANCEL"
        assert [str(event["UID"]) for event in events(calendar)] == [agreed.days.get().uid]


@pytest.mark.parametrize("side", ["guest", "host"])
def test_days_stand_in_both_personal_feeds(agreed, side):
    [entry] = EXCHANGE_DAYS.entries(getattr(agreed, side).key, since=SINCE, at=NOW)

    other = "host" if side == "guest" else "guest"
    assert entry.uid == agreed.days.get().uid
    assert str(getattr(agreed, other)) in entry.description


def test_days_stand_in_nobody_elses_feed(agreed):
    assert EXCHANGE_DAYS.entries(MemberFactory().key, since=SINCE, at=NOW) == []


def test_a_day_that_is_off_stays_as_cancelled_for_sixty_days(agreed):
    cancel_placement(placement=agreed, member=agreed.guest, reason=CancelReason.BUSY, note="", at=NOW)
    key = agreed.host.key

    [entry] = EXCHANGE_DAYS.entries(key, since=SINCE, at=NOW + timedelta(days=59))
    assert entry.status.value == "CANCELLED"
    assert EXCHANGE_DAYS.entries(key, since=SINCE, at=NOW + timedelta(days=61)) == []


def test_the_mark_changes_with_the_words_of_the_agreement(agreed):
    key = agreed.guest.key
    before = EXCHANGE_DAYS.mark(key, since=SINCE, at=NOW)
    assert before == EXCHANGE_DAYS.mark(key, since=SINCE, at=NOW + timedelta(days=1))
    write(agreed, agreed.guest, day(key=agreed.days.get().key), practical="Pas mee.", at=NOW + timedelta(hours=1))
    confirm_agreement(placement=agreed, member=agreed.host, number=2, at=NOW + timedelta(hours=1))

    after = EXCHANGE_DAYS.mark(key, since=SINCE, at=NOW)

    assert after.text != before.text
    [entry] = EXCHANGE_DAYS.entries(key, since=SINCE, at=NOW)
    assert (entry.sequence, entry.changed_at) == (0, NOW + timedelta(hours=1))
    assert "Pas mee." in entry.description


def test_queries_do_not_grow_with_the_days(placement):
    agree(placement)
    one = _queries(placement.guest)
    for n in (1, 2):
        more = PlacementFactory(application__guest=placement.guest)
        agree(more, day(on=NEXT + timedelta(days=n)))

    assert _queries(placement.guest) == one


def _queries(member):
    found = []
    for ask in (
        lambda: EXCHANGE_DAYS.mark(member.key, since=SINCE, at=NOW),
        lambda: EXCHANGE_DAYS.entries(member.key, since=SINCE, at=NOW),
        lambda: EXCHANGE_DAYS.coming(member.key, at=NOW),
    ):
        with CaptureQueriesContext(
            connection,
        ) as asked:
            ask()
        found.append(len(asked))
    return found


def test_asking_costs_one_two_and_one_queries(agreed):
    assert _queries(agreed.guest) == [1, 2, 1]


def test_coming_dates_list_the_day(agreed):
    context = COMING_DATES.context(agreed.host, Viewer.anonymous(), at=NOW)

    assert [(line["url"], line["state"]) for line in context["dates"]] == [(agreed.get_absolute_url(), "afgesproken")]
    assert COMING_DATES.context(agreed.host, Viewer.anonymous(), at=NOW + timedelta(days=90)) is None
