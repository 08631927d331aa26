"""Promises: put down by organisers, kept by people, and back in time."""

import re
from datetime import UTC, datetime, timedelta
from datetime import date as day

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from events.harvest.actions import (
    PromisePlan,
    add_promise,
    change_promise,
    finish,
    give_back,
    remind_owners,
    set_naming,
    settle_promise,
    take_more_time,
)
from events.harvest.consents import PROMISE_NAMES
from events.harvest.errors import DayPassed, PromiseChanged, TooManyPromises
from events.harvest.models import Promise
from events.harvest.owners import Owner
from events.harvest.sections import OWN_PROMISES
from events.harvest.states import Naming, PromiseState
from events.harvest.todos import HARVEST_TODOS
from events.meetups.actions import set_organisers
from portal.shared.audiences.rules import Viewer
from portal.shared.outbox.models import OutboxMail
from tests.events.harvest.conftest import AFTER
from tests.factories.events import OccurrenceFactory, RegistrationFactory
from tests.factories.network import MemberFactory

pytestmark = pytest.mark.django_db

DUE = day(2027, 3, 12)
WEEK_BEFORE, ON_THE_DAY = datetime(2027, 3, 5, 8, 0, tzinfo=UTC), datetime(2027, 3, 12, 8, 0, tzinfo=UTC)
NOBODY = Viewer.anonymous()


@pytest.fixture
def owner(rows):
    return rows[0].member


@pytest.fixture
def promise(date, rows):
    plan = PromisePlan("De checklist rondsturen", DUE, member=rows[0].member, institution=rows[0].institution)
    return add_promise(occurrence=date, plan=plan, at=AFTER)


@pytest.fixture
def of_guest(date, guest):
    return add_promise(occurrence=date, plan=PromisePlan("Bellen", DUE, guest=guest), at=AFTER)


def mails(name):
    return OutboxMail.objects.filter(purpose=f"events.harvest_{name}").order_by("pk")


def todos(member, at):
    return [item for item in HARVEST_TODOS.todos(member, NOBODY, at=at) if item.key.startswith("promise:")]


def url(date, name="desk", *more):
    return reverse(f"harvest:{name}", args=[date.meetup.key, date.key, *more])


FORM = {"text": "De checklist rondsturen", "owner_name": "", "due_on": "2027-03-12", "link": ""}


def test_an_organiser_puts_it_down_and_the_person_is_asked(organiser, date, rows):
    page = organiser.get(url(date, "new_promise"))
    assert "Femke Zwaluw" in page.content.decode()
    organiser.post(url(date, "new_promise"), {**FORM, "owner": f"lid-{rows[0].member.key}"})
    promise = Promise.objects.get()
    assert (promise.member, promise.institution, promise.naming) == (rows[0].member, rows[0].institution, "asked")
    mail = mails("promise_asked").get()
    assert mail.to == rows[0].member.email
    assert reverse("harvest:own_promise", args=[promise.key]) in mail.text
    assert "vrijdag 12 maart 2027" in mail.text


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"text": ""}, "text"),
        ({"owner": "", "owner_name": ""}, "owner"),
        ({"owner_name": "Werkgroep"}, "owner"),
        ({"owner": "lid-zzz"}, "owner"),
        ({"due_on": "2027-02-12"}, "due_on"),
        ({"due_on": "2030-02-12"}, "due_on"),
        ({"due_on": "x"}, "due_on"),
    ],
)
def test_what_is_wrong_is_said_at_the_field(organiser, date, rows, change, field):
    form = {**FORM, "owner": f"lid-{rows[0].member.key}", **change}
    page = organiser.post(url(date, "new_promise"), form)
    assert page.context["form"].errors.keys() == {field}
    assert not Promise.objects.exists()


def test_only_people_of_the_list_organisers_and_their_schools_can_be_chosen(organiser, coach, date, rows, guest):
    stranger = MemberFactory(given_name="Onbekende")
    keys = set(organiser.get(url(date, "new_promise")).context["form"].owners)
    assert keys == {
        *(f"lid-{row.member.key}" for row in rows),
        f"lid-{coach.key}",
        f"gast-{guest.key}",
        f"school-{rows[0].institution.pk}",
    }
    assert f"lid-{stranger.key}" not in keys


def test_a_school_or_a_group_is_not_written_to(organiser, date, rows):
    organiser.post(url(date, "new_promise"), {**FORM, "owner": f"school-{rows[0].institution.pk}"})
    organiser.post(url(date, "new_promise"), {**FORM, "owner": "", "owner_name": "Werkgroep"})
    assert [row.naming for row in Promise.objects.all()] == ["nobody", "nobody"]
    assert not mails("promise_asked").exists()
    assert remind_owners(ON_THE_DAY) == 0


def test_thirty_is_enough_and_a_day_that_passed_is_refused(date):
    plan = PromisePlan("Iets", DUE, owner_name="Werkgroep")
    for _number in range(30):
        add_promise(occurrence=date, plan=plan, at=AFTER)
    with pytest.raises(TooManyPromises):
        add_promise(occurrence=date, plan=plan, at=AFTER)
    with pytest.raises(DayPassed):
        add_promise(occurrence=date, plan=PromisePlan("Iets", AFTER.date(), owner_name="Werkgroep"), at=AFTER)


def test_it_comes_back_a_week_before_and_on_the_day_each_once(promise, owner):
    assert remind_owners(WEEK_BEFORE - timedelta(days=1)) == 0
    assert [remind_owners(WEEK_BEFORE + timedelta(hours=hours)) for hours in range(3)] == [1, 0, 0]
    # Not even when the outbox forgot.
    OutboxMail.objects.all().delete()
    assert remind_owners(WEEK_BEFORE + timedelta(days=1)) == 0
    assert [remind_owners(ON_THE_DAY + timedelta(hours=hours)) for hours in range(3)] == [1, 0, 0]
    assert mails("promise_day").get().to == owner.email
    assert remind_owners(ON_THE_DAY + timedelta(days=3)) == 0


@pytest.mark.parametrize("state", [PromiseState.DONE, PromiseState.DROPPED])
def test_what_is_done_or_dropped_comes_back_no_more(promise, state):
    settle_promise(promise=promise, state=state, at=AFTER)
    assert (remind_owners(WEEK_BEFORE), remind_owners(ON_THE_DAY)) == (0, 0)


def test_a_date_that_was_cancelled_after_all_reminds_nobody(promise, date, owner):
    date.state, date.reason, date.cancelled_at = "cancelled", "Ziek", AFTER
    date.save()
    assert (remind_owners(WEEK_BEFORE), remind_owners(ON_THE_DAY)) == (0, 0)
    assert todos(owner, ON_THE_DAY) == []


def test_who_left_is_not_reminded(promise, owner):
    owner.is_active = False
    owner.save()
    assert remind_owners(ON_THE_DAY) == 0


def test_a_guest_is_reminded_by_a_link_and_says_that_it_is_done(client, of_guest, time_machine):
    time_machine.move_to(ON_THE_DAY)
    remind_owners(ON_THE_DAY)
    page = re.search(r"/agenda/afspraak/[^/\s]+/", mails("promise_day").get().text)[0]
    for _scanner in range(3):
        assert client.get(page).status_code == 200
    of_guest.refresh_from_db()
    assert of_guest.state == PromiseState.OPEN
    for _click in range(2):
        assert client.post(page, {"stap": "klaar"}).status_code == 200
    of_guest.refresh_from_db()
    assert (of_guest.state, of_guest.settled_at) == (PromiseState.DONE, ON_THE_DAY)


def test_the_link_of_a_guest_who_became_a_member_asks_for_the_account(client, of_guest, guest):
    owner = MemberFactory()
    page = re.search(r"/agenda/afspraak/[^/\s]+/", mails("promise_asked").get().text)[0]
    guest.member, guest.guest_email, guest.guest_name = owner, "", ""
    guest.save()
    assert client.get(page).status_code == 404
    client.force_login(owner)
    assert client.get(reverse("harvest:own_promise", args=[of_guest.key])).status_code == 200
    assert [item.key for item in todos(owner, AFTER)] == [f"promise:{of_guest.key}"]


def test_the_owner_agrees_finishes_or_takes_more_time_with_a_click_and_a_confirmation(client, promise, owner):
    client.force_login(owner)
    page = reverse("harvest:own_promise", args=[promise.key])

    def after(step, **more):
        assert client.post(page, {"stap": step, **more}).status_code == 200
        promise.refresh_from_db()
        return promise

    assert client.get(page).status_code == 200
    assert after("naam").naming == Naming.NAMED
    assert [consent.text for consent in PROMISE_NAMES.consents(owner.key)] == ["De checklist rondsturen"]
    assert after("zonder-naam").naming == Naming.UNNAMED
    assert list(PROMISE_NAMES.consents(owner.key)) == []
    assert after("later", due_on="2027-04-01").due_on == day(2027, 4, 1)
    assert after("onzin").state == PromiseState.OPEN
    assert after("klaar").state == PromiseState.DONE


def test_a_wrong_new_day_says_so_at_the_field(client, promise, owner):
    client.force_login(owner)
    page = client.post(reverse("harvest:own_promise", args=[promise.key]), {"stap": "later", "due_on": "2027-02-01"})
    assert page.context["form"].errors.keys() == {"due_on"}
    promise.refresh_from_db()
    assert promise.due_on == DUE


def test_more_time_brings_the_reminders_anew_and_organisers_see_the_first_day(organiser, promise, date, owner):
    remind_owners(WEEK_BEFORE)
    take_more_time(promise=promise, owner=Owner(member_key=owner.key), due_on=day(2027, 4, 9), at=WEEK_BEFORE)
    assert remind_owners(ON_THE_DAY) == 0
    assert remind_owners(datetime(2027, 4, 2, 8, 0, tzinfo=UTC)) == 1
    assert remind_owners(datetime(2027, 4, 9, 8, 0, tzinfo=UTC)) == 1
    assert "was 12 maart 2027" in organiser.get(url(date)).content.decode()


def test_nobody_else_opens_or_changes_it(client, promise, rows, coach):
    page = reverse("harvest:own_promise", args=[promise.key])
    for member in (rows[1].member, coach):
        client.force_login(member)
        assert (client.get(page).status_code, client.post(page, {"stap": "klaar"}).status_code) == (404, 404)
    client.logout()
    assert "/account/login/" in client.get(page).url
    promise.refresh_from_db()
    assert promise.state == PromiseState.OPEN


def test_what_is_given_back_is_nobodys_and_organisers_see_that(organiser, promise, date, owner):
    give_back(promise=promise, owner=Owner(member_key=owner.key), at=AFTER)
    promise.refresh_from_db()
    assert (promise.member, promise.institution, promise.naming) == (None, None, Naming.NOBODY)
    assert "teruggegeven" in organiser.get(url(date)).content.decode()
    with pytest.raises(PromiseChanged):
        finish(promise=promise, owner=Owner(member_key=owner.key), at=AFTER)
    assert (remind_owners(ON_THE_DAY), todos(owner, ON_THE_DAY)) == (0, [])


def test_another_person_is_asked_anew_and_a_name_is_for_one_text(promise, owner, rows):
    set_naming(promise=promise, owner=Owner(member_key=owner.key), is_named=True, at=AFTER)
    same = {"due_on": DUE, "member": owner, "institution": rows[0].institution}
    change_promise(promise=promise, plan=PromisePlan("De checklist rondsturen", **same), at=AFTER)
    promise.refresh_from_db()
    assert (promise.naming, mails("promise_changed").count()) == (Naming.NAMED, 0)
    change_promise(promise=promise, plan=PromisePlan("Alles rondsturen", **same), at=AFTER)
    promise.refresh_from_db()
    assert (promise.naming, promise.named_at, mails("promise_changed").count()) == (Naming.ASKED, None, 1)
    remind_owners(WEEK_BEFORE)
    change_promise(promise=promise, plan=PromisePlan("Alles rondsturen", DUE, member=rows[1].member), at=WEEK_BEFORE)
    assert mails("promise_asked").last().to == rows[1].member.email
    with pytest.raises(PromiseChanged):
        finish(promise=promise, owner=Owner(member_key=owner.key), at=AFTER)
    assert remind_owners(ON_THE_DAY) == 1
    assert mails("promise_day").get().to == rows[1].member.email


def test_moves_that_do_not_exist_are_refused(promise):
    settle_promise(promise=promise, state=PromiseState.DROPPED, at=AFTER)
    with pytest.raises(PromiseChanged):
        settle_promise(promise=promise, state=PromiseState.DONE, at=AFTER)
    settle_promise(promise=promise, state=PromiseState.OPEN, at=AFTER)
    promise.refresh_from_db()
    assert (promise.state, promise.settled_at) == (PromiseState.OPEN, None)


def test_organisers_change_settle_and_take_away(organiser, promise, date, owner):
    page = url(date, "promise", promise.key)
    shown = organiser.get(page).context["form"]
    assert (shown["owner"].value(), shown["due_on"].value()) == (f"lid-{owner.key}", DUE)
    organiser.post(page, {**FORM, "owner": f"lid-{owner.key}", "text": "Alles rondsturen"})
    promise.refresh_from_db()
    assert promise.text == "Alles rondsturen"
    organiser.post(page, {"stap": "klaar"})
    promise.refresh_from_db()
    assert promise.state == PromiseState.DONE
    organiser.post(page, {"stap": "weg"})
    assert not Promise.objects.exists()


def test_an_old_day_may_stay_when_the_text_changes(client, coach, promise, date, owner, time_machine):
    time_machine.move_to(ON_THE_DAY + timedelta(days=9))
    client.force_login(coach)
    client.post(url(date, "promise", promise.key), {**FORM, "owner": f"lid-{owner.key}", "text": "Nu toch"})
    promise.refresh_from_db()
    assert (promise.text, promise.due_on) == ("Nu toch", DUE)


def test_organisers_see_who_is_late(client, coach, promise, date, time_machine):
    client.force_login(coach)
    assert "te laat" not in client.get(url(date)).content.decode()
    time_machine.move_to(ON_THE_DAY + timedelta(days=1))
    client.force_login(coach)
    page = client.get(url(date))
    assert page.context["late"] == 1
    assert "1 afspraak is te laat." in page.content.decode()


def test_what_is_late_waits_on_the_own_page_of_who_organises(promise, of_guest, date, coach, rows):
    def waiting(member, at):
        return [item for item in HARVEST_TODOS.todos(member, NOBODY, at=at) if item.key.startswith("late")]

    assert waiting(coach, ON_THE_DAY) == []
    [item] = waiting(coach, ON_THE_DAY + timedelta(days=1))
    assert (item.title, item.url) == ("2 afspraken van ‘Samen verder’ zijn te laat", url(date))
    assert waiting(rows[1].member, ON_THE_DAY + timedelta(days=1)) == []
    for row in (promise, of_guest):
        settle_promise(promise=row, state=PromiseState.DROPPED, at=AFTER)
    assert waiting(coach, ON_THE_DAY + timedelta(days=1)) == []


def test_it_waits_on_the_own_page_when_asked_when_due_and_when_late(promise, owner):
    assert [item.button for item in todos(owner, AFTER)] == ["Bekijk"]
    set_naming(promise=promise, owner=Owner(member_key=owner.key), is_named=False, at=AFTER)
    assert todos(owner, AFTER) == []
    [item] = todos(owner, WEEK_BEFORE)
    assert item.deadline_at == datetime(2027, 3, 12, 22, 59, tzinfo=UTC)
    assert "De dag is voorbij" in todos(owner, ON_THE_DAY + timedelta(days=1))[0].explanation
    assert OWN_PROMISES.context(owner, NOBODY, at=AFTER)["promises"][0]["text"] == "De checklist rondsturen"
    finish(promise=promise, owner=Owner(member_key=owner.key), at=AFTER)
    assert todos(owner, ON_THE_DAY) == []
    assert OWN_PROMISES.context(owner, NOBODY, at=AFTER) is None


def test_the_own_page_opens_with_all_of_it(client, promise, owner):
    client.force_login(owner)
    page = client.get("/mijn/").content.decode()
    assert page.count(reverse("harvest:own_promise", args=[promise.key])) == 2
    assert reverse("harvest:own_feedback", args=[owner.registrations.get().key]) in page


def test_what_waits_costs_the_same_for_one_and_for_three(promise, owner, date, meetup):
    def ask():
        with CaptureQueriesContext(connection) as found:
            items = list(HARVEST_TODOS.todos(owner, NOBODY, at=ON_THE_DAY + timedelta(days=1)))
            OWN_PROMISES.context(owner, NOBODY, at=AFTER)
        return len(items), len(found)

    before = ask()
    for _number in range(2):
        plan = PromisePlan("Nog iets", DUE, member=owner)
        other = OccurrenceFactory(meetup=meetup)
        RegistrationFactory(occurrence=other, member=owner)
        add_promise(occurrence=other, plan=plan, at=AFTER)
    set_organisers(meetup=meetup, organisers=[owner], at=AFTER)
    after = ask()
    assert (before[0], after[0]) == (1, 6)
    assert before[1] == after[1]


def test_a_name_never_stands_with_a_promise_without_the_moment_of_the_yes(promise):
    with pytest.raises(IntegrityError), transaction.atomic():
        Promise.objects.filter(pk=promise.pk).update(naming=Naming.NAMED, named_at=None)
