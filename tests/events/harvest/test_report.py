"""The report of a date: written by organisers, read by who may open the page, with promises as their owners allow."""

from datetime import date as day
from datetime import timedelta

import pytest
from django.contrib.auth.models import Group
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from wagtail.models import PageViewRestriction

from events.harvest.actions import (
    HarvestText,
    PromisePlan,
    add_promise,
    set_naming,
    set_online,
    settle_promise,
    write_harvest,
)
from events.harvest.errors import NotHeld, NothingToShow, NotOver
from events.harvest.models import Harvest, Promise
from events.harvest.owners import Owner
from events.harvest.rules import KEEP_ANSWERS
from events.harvest.states import PromiseState
from network.members.states import EDITORS
from portal.shared.audiences.rules import Viewer
from search.index.models import EntryText
from tests.events.harvest.conftest import AFTER, SCHOOL
from tests.factories.events import OccurrenceFactory
from tests.factories.initiatives import add_initiative
from tests.factories.network import MemberFactory
from tests.factories.stories import CoachStoryFactory

pytestmark = pytest.mark.django_db

DUE = day(2027, 3, 12)
TEXT = "Zwaluwverslag: we vonden drie dingen uit."


def url(date, name="desk", *more):
    return reverse(f"harvest:{name}", args=[date.meetup.key, date.key, *more])


def put_online(date, member, *, text=TEXT, attended=None):
    write_harvest(occurrence=date, member=member, text=HarvestText(text, attended), at=AFTER)
    return set_online(occurrence=date, is_online=True, at=AFTER)


def page_of(client, date):
    return client.get(date.meetup.page.url).content.decode()


def test_organisers_write_it_keep_it_and_put_it_online(organiser, client, date, rows):
    desk = organiser.get(url(date))
    assert desk.context["form"]["attended"].value() == 6
    organiser.post(url(date), {"summary": TEXT, "attended": "212", "stap": "bewaren"})
    assert "Zwaluwverslag" not in page_of(client, date)
    assert organiser.get(url(date)).context["form"]["attended"].value() == 212
    organiser.post(url(date), {"summary": TEXT, "attended": "212", "stap": "online"})
    client.logout()
    page = page_of(client, date)
    assert "Zwaluwverslag" in page
    assert "212 aanwezigen" in page
    client.force_login(date.meetup.organisers.get())
    organiser.post(url(date), {"summary": TEXT, "attended": "212", "stap": "offline"})
    assert "Zwaluwverslag" not in page_of(client, date)


def test_an_empty_report_does_not_go_online_and_says_so_at_the_field(organiser, coach, date):
    page = organiser.post(url(date), {"summary": " ", "attended": "", "stap": "online"})
    assert page.context["form"].errors.keys() == {"summary"}
    put_online(date, coach)
    with pytest.raises(NothingToShow):
        write_harvest(occurrence=date, member=coach, text=HarvestText(""), at=AFTER)


def test_there_is_nothing_to_report_before_the_end_or_of_what_did_not_go_on(organiser, coach, date, time_machine):
    text = HarvestText(TEXT)
    with pytest.raises(NotOver):
        write_harvest(occurrence=date, member=coach, text=text, at=date.ends_at - timedelta(minutes=1))
    date.state, date.reason, date.cancelled_at = "cancelled", "Ziek", AFTER
    date.save()
    with pytest.raises(NotHeld):
        write_harvest(occurrence=date, member=coach, text=text, at=AFTER)
    assert {organiser.get(url(date)).status_code, organiser.get(url(date, "new_promise")).status_code} == {404}
    assert not Harvest.objects.exists()


def test_only_organisers_and_editors_write(client, coach, date, rows):
    promise = add_promise(occurrence=date, plan=PromisePlan("Iets", DUE, owner_name="Werkgroep"), at=AFTER)
    urls = [url(date), url(date, "new_promise"), url(date, "promise", promise.key)]
    client.force_login(rows[0].member)
    assert {client.get(each).status_code for each in urls} == {404}
    assert {client.post(each, {"summary": "x", "stap": "weg"}).status_code for each in urls} == {404}
    client.force_login(coach)
    assert {client.get(each).status_code for each in urls} == {200}


def test_a_promise_of_another_date_is_missing(organiser, date):
    other = OccurrenceFactory(meetup=date.meetup)
    promise = add_promise(occurrence=other, plan=PromisePlan("Iets", DUE, owner_name="Werkgroep"), at=AFTER)
    assert organiser.get(url(date, "promise", promise.key)).status_code == 404


def test_who_may_not_open_the_page_reads_no_report(coach, date):
    put_online(date, coach)
    member = Viewer(member_key="iemand", is_member=True)

    def seen(viewer):
        return Harvest.objects.visible_to(viewer).exists()

    assert seen(Viewer.anonymous())
    PageViewRestriction.objects.create(page=date.meetup.page, restriction_type="login")
    assert (seen(Viewer.anonymous()), seen(member)) == (False, True)
    date.state, date.reason, date.cancelled_at = "cancelled", "Ziek", AFTER
    date.save()
    assert not seen(member)


def test_until_someone_agrees_readers_see_the_school(client, coach, date, rows):
    put_online(date, coach)
    plan = PromisePlan("De checklist rondsturen", DUE, member=rows[0].member, institution=rows[0].institution)
    promise = add_promise(occurrence=date, plan=plan, at=AFTER)
    page = page_of(client, date)
    assert ("De checklist rondsturen" in page, SCHOOL in page, "Zwaluw," in page) == (True, True, False)
    assert "Femke Zwaluw" not in page
    set_naming(promise=promise, owner=Owner(member_key=rows[0].member.key), is_named=True, at=AFTER)
    page = page_of(client, date)
    assert ("Femke Zwaluw" in page, SCHOOL in page) == (True, False)
    # Named, yet a visitor may not open the profile.
    assert f"/netwerk/{rows[0].member.key}/" not in page
    client.force_login(MemberFactory())
    assert f"/netwerk/{rows[0].member.key}/" in page_of(client, date)


def test_a_guest_without_school_is_a_participant_until_named(client, coach, date, guest):
    put_online(date, coach)
    promise = add_promise(occurrence=date, plan=PromisePlan("Bellen", DUE, guest=guest), at=AFTER)
    page = page_of(client, date)
    assert ("een deelnemer" in page, "Gast van Buiten" in page) == (True, False)
    set_naming(promise=promise, owner=Owner(registration_key=guest.key), is_named=True, at=AFTER)
    assert "Gast van Buiten" in page_of(client, date)


def test_a_group_shows_by_its_name_and_what_was_dropped_not_at_all(client, coach, date):
    put_online(date, coach)
    promise = add_promise(occurrence=date, plan=PromisePlan("Iets doen", DUE, owner_name="Werkgroep toets"), at=AFTER)
    assert "Werkgroep toets" in page_of(client, date)
    settle_promise(promise=promise, state=PromiseState.DROPPED, at=AFTER)
    assert "Iets doen" not in page_of(client, date)


def test_a_promise_leads_to_a_story_or_a_joint_action_that_the_reader_may_open(organiser, client, coach, date, portal):
    put_online(date, coach)
    story = CoachStoryFactory(parent=portal.stories, title="Het verhaal erna", slug="erna")
    action = add_initiative(is_running=True, title="Samen verder toetsen")
    form = {"text": "Opschrijven", "owner": "", "owner_name": "Werkgroep", "due_on": "2027-03-12"}
    for address in (f"http://testserver{story.url}", action.get_absolute_url()):
        assert organiser.post(url(date, "new_promise"), {**form, "link": address}).status_code == 302
    for wrong in ("https://elders.example/verhalen/erna/", "/verhalen/bestaat-niet/", "/beheer/", "http://[", "\x00"):
        page = organiser.post(url(date, "new_promise"), {**form, "link": wrong})
        assert page.context["form"].errors.keys() == {"link"}
    client.logout()
    page = page_of(client, date)
    assert ("Het verhaal erna" in page, "Samen verder toetsen" in page) == (True, True)
    story.unpublish()
    page = page_of(client, date)
    assert ("Het verhaal erna" in page, "Samen verder toetsen" in page) == (False, True)


def test_the_latest_report_stands_open_and_earlier_ones_are_folded(client, coach, date):
    later = OccurrenceFactory(meetup=date.meetup, starts_at=date.starts_at + timedelta(hours=6))
    put_online(date, coach, text="De eerste keer")
    write_harvest(occurrence=later, member=coach, text=HarvestText("De tweede keer"), at=AFTER)
    set_online(occurrence=later, is_online=True, at=AFTER)
    page = page_of(client, date)
    assert page.index("De tweede keer") < page.index("1 eerder verslag") < page.index("De eerste keer")


def test_the_page_costs_the_same_for_one_report_and_for_three(client, coach, meetup, rows):
    def add(number, start):
        date = OccurrenceFactory(meetup=meetup, starts_at=start)
        put_online(date, coach)
        for row in rows[:number]:
            plan = PromisePlan("Iets", DUE, member=row.member, institution=row.institution)
            promise = add_promise(occurrence=date, plan=plan, at=AFTER)
            set_naming(promise=promise, owner=Owner(member_key=row.member.key), is_named=True, at=AFTER)

    start = rows[0].occurrence.starts_at
    add(1, start - timedelta(days=7))
    with CaptureQueriesContext(connection) as one:
        client.get(meetup.page.url)
    for weeks in (2, 3):
        add(5, start - timedelta(days=7 * weeks))
    with CaptureQueriesContext(connection) as three:
        client.get(meetup.page.url)
    assert len(one) == len(three)


def test_the_desk_costs_the_same_for_one_promise_and_for_five(organiser, date, rows):
    def add(row):
        plan = PromisePlan("Iets", DUE, member=row.member, institution=row.institution)
        add_promise(occurrence=date, plan=plan, at=AFTER)

    add(rows[0])
    with CaptureQueriesContext(connection) as one:
        organiser.get(url(date))
    for row in rows[1:5]:
        add(row)
    with CaptureQueriesContext(connection) as five:
        organiser.get(url(date))
    assert len(one) == len(five)


def test_search_finds_the_report_and_never_who_promised(coach, date, rows):
    plan = PromisePlan("De checklist rondsturen", DUE, member=rows[0].member)
    add_promise(occurrence=date, plan=plan, at=AFTER)
    promise = Promise.objects.get()

    def found():
        return EntryText.objects.get(entry__object_key=str(date.meetup.page.pk), entry__kind="bijeenkomst").body

    assert "Zwaluwverslag" not in found()
    put_online(date, coach)
    set_naming(promise=promise, owner=Owner(member_key=rows[0].member.key), is_named=True, at=AFTER)
    assert "Zwaluwverslag" in found()
    assert "De checklist rondsturen" in found()
    assert "Femke" not in found()
    set_online(occurrence=date, is_online=False, at=AFTER)
    assert "Zwaluwverslag" not in found()


def test_editors_do_not_read_who_came_nor_anyone_half_a_year_later(client, organiser, editor, date, rows, time_machine):
    address = url(date, "new_promise")
    name, school = str(rows[0].member), str(rows[0].institution)
    assert name in organiser.get(address).content.decode()
    editor.groups.add(Group.objects.get_or_create(name=EDITORS)[0])
    client.force_login(editor)
    page = client.get(address).content.decode()
    assert (name in page, school in page) == (False, True)
    time_machine.move_to(date.ends_at + KEEP_ANSWERS, tick=False)
    organisers = date.meetup.organisers
    client.force_login(organisers.get())
    page = client.get(address).content.decode()
    assert (name in page, str(organisers.get()) in page) == (False, True)
