"""From a calendar of a school to the agenda: found, approved, changed, gone."""

from datetime import time, timedelta

import pytest
from django.utils import timezone

from events.calendars.following import read_followed
from events.followed_calendars.actions import (
    approve_event,
    claim_due,
    decline_calendar,
    decline_event,
    erase_person,
    fetch_calendar,
    follow_calendar,
    leave_event,
    note_answer,
    note_failure,
    propose_calendar,
    stop_calendar,
    take_over_cancellation,
    take_over_update,
)
from events.followed_calendars.actions.deciding import Choice, body_of
from events.followed_calendars.errors import (
    AlreadyFollowed,
    CalendarOfAnother,
    StepRefused,
    TimesMissing,
    TooManyCalendars,
)
from events.followed_calendars.fetching import Answer
from events.followed_calendars.models import FollowedCalendar, FoundEvent
from events.followed_calendars.states import CalendarState, Problem
from events.meetups.actions import change_occurrence
from events.meetups.plans import OccurrencePlan
from events.models import Meetup, Occurrence
from network.vocabulary.models import Theme
from portal.shared.caching import versions
from portal.shared.outbox.models import OutboxMail
from tests.events.calendars.test_reading import calendar as written
from tests.events.followed_calendars.conftest import NOW, event
from tests.events.followed_calendars.websites import gives, website
from tests.factories.events import OccurrenceFactory
from tests.factories.network import InstitutionFactory

pytestmark = pytest.mark.django_db
CHOICE = Choice()


def waits(rows) -> list[tuple[str, str]]:
    return [(row.title, row.wait) for row in rows]


@pytest.fixture
def approved(portal, says, editor):
    """One date that came into the agenda."""
    [found] = says(event())
    meetup = approve_event(event=found, editor=editor, choice=CHOICE, at=NOW)
    return Meetup.objects.get(pk=meetup.pk)


def test_a_proposal_waits_and_the_answer_is_mailed(school, coordinator, editor):
    proposed = propose_calendar(
        institution=school, address="https://a.example/a.ics", website="https://a.example", member=coordinator, at=NOW
    )
    assert (proposed.state, claim_due(at=NOW)) == (CalendarState.PROPOSED, [])

    decline_calendar(calendar=proposed, editor=editor, reason="Alleen vergaderingen.", at=NOW)

    mail = OutboxMail.objects.get(purpose="events.calendar_decided")
    assert mail.to == coordinator.email
    assert "Alleen vergaderingen." in mail.text
    with pytest.raises(StepRefused):
        decline_calendar(calendar=proposed, editor=editor, reason="Nog eens.", at=NOW)


def test_one_address_once_and_five_calendars_at_most(school, coordinator, followed, editor):
    other = InstitutionFactory()
    given = {"website": "https://a.example", "member": coordinator, "at": NOW}
    with pytest.raises(AlreadyFollowed):
        propose_calendar(institution=school, address=followed.address, **given)
    stop_calendar(calendar=followed, member=coordinator, at=NOW)
    with pytest.raises(CalendarOfAnother):
        propose_calendar(institution=other, address=followed.address, **given)

    again = propose_calendar(institution=school, address=followed.address, **given)

    assert (again.pk, again.state) == (followed.pk, CalendarState.PROPOSED)
    for number in range(4):
        propose_calendar(institution=school, address=f"https://a.example/{number}", **given)
    with pytest.raises(TooManyCalendars):
        follow_calendar(
            institution=school, address="https://a.example/9", website="https://a.example", editor=editor, at=NOW
        )


def test_the_clock_takes_each_due_calendar_once(followed):
    assert claim_due(at=NOW) == [followed.key]
    assert claim_due(at=NOW) == []
    assert claim_due(at=NOW + timedelta(hours=1)) == [followed.key]


def test_the_worker_reads_a_real_website_and_asks_for_changes_only_after_that(followed, tmp_path):
    with website(tmp_path) as site:
        site.reply = gives(written(event()), ETag='"een"')
        FollowedCalendar.objects.filter(pk=followed.pk).update(address=site.address)
        gate = site.gate()

        assert fetch_calendar(key=followed.key, at=NOW, gate=gate) == 1
        site.reply = gives(b"", status=304)
        assert fetch_calendar(key=followed.key, at=NOW + timedelta(hours=1), gate=gate) == 0
        site.reply = gives(b"", status=500)
        assert fetch_calendar(key=followed.key, at=NOW + timedelta(hours=2), gate=gate) == 0
        fetch_calendar(key=followed.key, at=NOW + timedelta(days=8), gate=gate)

    assert [asked.get("If-None-Match") for asked in site.asked] == [None, '"een"', '"een"', None]
    followed.refresh_from_db()
    assert (followed.failures, followed.problem) == (2, Problem.REFUSED)
    assert followed.next_fetch_at == NOW + timedelta(days=8, hours=4)
    assert [row.title for row in followed.found.all()] == ["Open dag"]


def test_production_does_not_fetch_from_this_machine(followed):
    FollowedCalendar.objects.filter(pk=followed.pk).update(address="https://localhost/agenda.ics")

    fetch_calendar(key=followed.key, at=NOW)

    followed.refresh_from_db()
    assert followed.problem == Problem.PRIVATE


def test_what_is_no_calendar_counts_as_a_failure(followed, tmp_path):
    with website(tmp_path) as site:
        site.reply = gives(b"BEGIN:VCALENDAR\r\n" + b"BEGIN:VEVENT\r\nEND:VEVENT\r\n" * 3000)
        FollowedCalendar.objects.filter(pk=followed.pk).update(address=site.address)
        fetch_calendar(key=followed.key, at=NOW, gate=site.gate())
    followed.refresh_from_db()
    assert followed.problem == Problem.LARGE


def test_the_owner_hears_once_of_a_calendar_that_goes_on_failing(followed, coordinator, says):
    for hour in range(8):
        note_failure(calendar=followed, problem=Problem.SLOW, at=NOW + timedelta(hours=hour))
    mails = OutboxMail.objects.filter(purpose="events.calendar_broken")
    assert [mail.to for mail in mails] == [coordinator.email]
    assert "te lang" in mails[0].text
    assert FollowedCalendar.objects.broken().count() == 1

    says(event())
    followed.refresh_from_db()
    assert (followed.failures, followed.problem) == (0, "")
    assert followed.next_fetch_at == NOW + timedelta(hours=1)


def test_a_found_date_waits_and_the_same_calendar_again_changes_nothing(says):
    assert waits(says(event())) == [("Open dag", "approval")]
    first = FoundEvent.objects.get()

    assert waits(says(event())) == [("Open dag", "approval")]
    assert FoundEvent.objects.get().pk == first.pk


def test_found_dates_stay_out_of_sight_until_an_editor_approves(portal, says, client):
    says(event())
    assert "Open dag" not in client.get("/agenda/").content.decode()


def test_an_approved_date_stands_in_the_agenda_once_with_its_source(portal, approved, client, school):
    page = approved.page.specific
    assert (approved.institution, approved.signup_url) == (school, "https://www.noord.example/agenda")
    assert (page.live, page.title, page.lead) == (True, "Open dag", "Kom kijken.")
    assert "Kom kijken." not in str(page.body)
    assert "Iedereen is welkom." in str(page.body)

    for address in ("/agenda/", "/agenda/?maand=2027-07", "/agenda/?provincie=Groningen", "/agenda/?school=roc-noord"):
        text = client.get(address).content.decode()
        assert text.count(f'href="{page.url}"') == 1, address
    assert "aanmelden bij noord.example" in client.get("/agenda/").content.decode()
    # Whether there is a seat there, nobody knows here.
    assert "Open dag" not in client.get("/agenda/?plek=vrij").content.decode()
    text = client.get(page.url).content.decode()
    assert 'href="https://www.noord.example/agenda"' in text
    assert "Dit komt uit de agenda van ROC Noord." in text
    feed = client.get("/agenda/feed.ics").content.decode()
    assert feed.count("SUMMARY:Open dag") == 1
    assert feed.replace("\r\n ", "").count("Aanmelden: https://www.noord.example/agenda") == 1


def test_the_editor_who_approves_is_the_second_pair_of_eyes(approved, editor):
    page = approved.page.specific
    assert [revision.user for revision in page.revisions.all()] == [None]
    assert page.latest_revision_id == page.live_revision_id


def test_approving_twice_makes_one_meetup(portal, says, editor):
    [found] = says(event())
    first = approve_event(event=found, editor=editor, choice=CHOICE, at=NOW)
    assert approve_event(event=found, editor=editor, choice=CHOICE, at=NOW) == first
    assert Meetup.objects.count() == 1


def test_markup_in_a_calendar_stays_text(portal, says, editor, client):
    hostile = "<script>alert(1)</script> <a href='javascript:alert(2)'>klik</a>"
    [found] = says(event(summary=hostile, description=hostile, location=hostile))
    meetup = approve_event(event=found, editor=editor, choice=CHOICE, at=NOW)

    text = client.get(meetup.page.url).content.decode()
    assert "<script>alert" not in text
    assert "<a href='javascript" not in text


def test_markup_in_the_name_of_a_school_stays_text(portal, says, editor, school):
    school.name = "ROC <b>Noord</b>"
    school.save()
    [found] = says(event())

    assert "Dit komt uit de agenda van ROC &lt;b&gt;Noord&lt;/b&gt;." in body_of(found)


def test_what_the_editor_adds(portal, says, editor):
    theme = Theme.objects.create(name="Toetsen", slug="toetsen")
    [found] = says(event(url="https://noord.example/open-dag"))

    meetup = approve_event(
        event=found, editor=editor, choice=Choice(kind="webinar", themes=[theme], is_online=True), at=NOW
    )

    date = meetup.occurrences.get()
    assert (meetup.kind, meetup.signup_url) == ("webinar", "https://noord.example/open-dag")
    assert list(meetup.page.specific.themes.all()) == [theme]
    assert (date.has_on_site, date.has_online) == (False, True)


def test_days_without_times_need_times(portal, says, editor):
    [found] = says("UID:1\r\nDTSTART;VALUE=DATE:20270701\r\nDTEND;VALUE=DATE:20270703\r\nSUMMARY:Zomerschool")
    with pytest.raises(TimesMissing):
        approve_event(event=found, editor=editor, choice=CHOICE, at=NOW)
    assert not Meetup.objects.exists()

    meetup = approve_event(event=found, editor=editor, choice=Choice(starts=time(9), ends=time(16)), at=NOW)

    date = meetup.occurrences.get()
    assert f"{timezone.localtime(date.starts_at):%d %H}–{timezone.localtime(date.ends_at):%d %H}" == "01 09–02 16"


def test_a_series_is_one_meetup_with_its_dates(portal, says, editor):
    rows = says(event(rrule="FREQ=WEEKLY;COUNT=4"))
    first = approve_event(event=rows[0], editor=editor, choice=CHOICE, at=NOW)
    approve_event(event=rows[1], editor=editor, choice=CHOICE, with_series=True, at=NOW)

    assert first.occurrences.planned().count() == 4
    assert Meetup.objects.count() == 1
    assert not FoundEvent.objects.waiting(NOW).exists()


def test_what_was_declined_stays_away_whatever_changes(portal, says, editor):
    [found] = says(event())
    decline_event(event=found, editor=editor, at=NOW)

    assert waits(says(event(summary="Open dag, nu echt"))) == [("Open dag, nu echt", "")]
    with pytest.raises(StepRefused):
        approve_event(event=found, editor=editor, choice=CHOICE, at=NOW)


def test_a_change_is_proposed_and_taken_over(portal, approved, says, editor):
    [found] = says(event(summary="Open avond", dtstart="20270701T190000", dtend="20270701T210000", location="Zaal 2"))
    assert found.wait == "update"
    date = approved.occurrences.get()
    assert (date.place, date.sequence) == ("Aula", 0)

    take_over_update(event=found, editor=editor, choice=CHOICE, at=NOW)

    date.refresh_from_db()
    assert (f"{timezone.localtime(date.starts_at):%H}", date.place, date.sequence) == ("19", "Zaal 2", 1)
    page = approved.page.specific
    page.refresh_from_db()
    assert (page.title, page.lead) == ("Open avond", "Kom kijken.")
    assert not FoundEvent.objects.waiting(NOW).exists()
    with pytest.raises(StepRefused):
        take_over_update(event=found, editor=editor, choice=CHOICE, at=NOW)


def test_words_that_someone_changed_here_stay(portal, approved, says, editor, moderator):
    page = approved.page.specific
    page.title = "Open dag van ROC Noord"
    page.save_revision(user=editor).publish(user=moderator, skip_permission_checks=True)
    date = approved.occurrences.get()
    plan = OccurrencePlan.of(date)
    change_occurrence(occurrence=date, plan=OccurrencePlan(**{**_columns(plan), "place": "Hal"}), at=NOW)
    [found] = says(event(summary="Iets anders", description="Andere tekst.", location="Zaal 2"))

    take_over_update(event=found, editor=editor, choice=CHOICE, at=NOW)

    page.refresh_from_db()
    date.refresh_from_db()
    assert (page.title, page.lead, date.place) == ("Open dag van ROC Noord", "Andere tekst.", "Hal")


def _columns(plan):
    return {name: getattr(plan, name) for name in OccurrencePlan.__dataclass_fields__}


def test_a_draft_of_someone_is_left_alone(portal, approved, says, editor):
    page = approved.page.specific
    page.lead = "Een nieuwe tekst in de maak."
    page.save_revision(user=editor)
    [found] = says(event(summary="Iets anders"))

    take_over_update(event=found, editor=editor, choice=CHOICE, at=NOW)

    page = type(page).objects.get(pk=page.pk)
    assert page.title == "Open dag"
    assert page.get_latest_revision_as_object().lead == "Een nieuwe tekst in de maak."


def test_a_change_can_be_left_and_the_next_one_is_shown_again(portal, approved, says, editor):
    [found] = says(event(location="Zaal 2"))
    leave_event(event=found, editor=editor, at=NOW)
    assert waits(says(event(location="Zaal 2"))) == [("Open dag", "")]
    assert waits(says(event(location="Zaal 3"))) == [("Open dag", "update")]
    assert approved.occurrences.get().place == "Aula"


@pytest.mark.parametrize("lines", [(), (event(status="CANCELLED"),)], ids=["gone", "cancelled"])
def test_a_date_that_is_gone_is_put_before_an_editor_who_cancels_it(portal, approved, says, editor, lines):
    [found] = says(*lines)
    assert found.wait == "cancellation"
    assert approved.occurrences.get().state == "planned"

    take_over_cancellation(event=found, editor=editor, reason="De school heeft dit afgezegd.", at=NOW)

    date = approved.occurrences.get()
    assert (date.state, date.reason) == ("cancelled", "De school heeft dit afgezegd.")
    assert waits(says(*lines)) == [("Open dag", "")]


def test_a_cancelled_date_that_comes_back_waits_as_a_new_one(portal, approved, says, editor):
    [found] = says()
    take_over_cancellation(event=found, editor=editor, reason="Weg.", at=NOW)

    [found] = says(event())
    assert found.wait == "approval"
    second = approve_event(event=found, editor=editor, choice=CHOICE, at=NOW)
    assert second != approved
    assert Occurrence.objects.planned().count() == 1


def test_a_date_that_was_never_approved_goes_with_its_calendar(portal, says, editor):
    says(event())
    assert waits(says()) == [("Open dag", "")]
    assert waits(says(event())) == [("Open dag", "approval")]


def test_what_is_over_is_not_gone(portal, approved, says):
    later = NOW + timedelta(days=200)
    assert waits(says(at=later)) == [("Open dag", "")]


def test_what_is_long_over_goes_unless_it_came_into_the_agenda(portal, says, editor):
    [first, _second] = says(event(), event(uid="z", summary="Vergadering"))
    approve_event(event=first, editor=editor, choice=CHOICE, at=NOW)
    assert len(says(at=NOW + timedelta(days=160))) == 2
    assert [row.title for row in says(at=NOW + timedelta(days=260))] == ["Open dag"]


def test_an_editor_who_added_a_calendar_is_led_to_the_editors_page(school, editor):
    own = follow_calendar(
        institution=school, address="https://a.example/a.ics", website="https://a.example", editor=editor, at=NOW
    )
    for hour in range(5):
        note_failure(calendar=own, problem=Problem.SLOW, at=NOW + timedelta(hours=hour))
    mail = OutboxMail.objects.get(purpose="events.calendar_broken")
    assert mail.to == editor.email
    assert f"/beheer/gevolgde-agendas/agenda/{own.key}/" in mail.text
    assert "/coordinatie/" not in mail.text


def test_our_own_dates_do_not_come_back_and_another_calendar_gives_nothing_twice(portal, says, school, editor):
    own = OccurrenceFactory(meetup__page__parent=portal.agenda, starts_at=NOW + timedelta(days=9))
    assert waits(says(event(), event(uid=own.uid, summary="Van onszelf"))) == [("Open dag", "approval")]
    other = follow_calendar(
        institution=InstitutionFactory(),
        address="https://b.example/b.ics",
        website="https://b.example",
        editor=editor,
        at=NOW,
    )
    dates = read_followed(written(event()), since=NOW, until=NOW + timedelta(days=366))
    note_answer(calendar=other, answer=Answer(b""), dates=dates, at=NOW)
    assert not other.found.exists()


def test_a_calendar_that_was_stopped_meanwhile_is_not_written(followed, says, coordinator):
    stop_calendar(calendar=followed, member=coordinator, at=NOW)
    assert says(event()) == []
    note_failure(calendar=followed, problem=Problem.SLOW, at=NOW)
    followed.refresh_from_db()
    assert followed.failures == 0


def test_what_the_worker_writes_throws_no_kept_page_away(settings):
    tables = {FollowedCalendar._meta.db_table, FoundEvent._meta.db_table}
    assert tables <= settings.PORTAL_UNSEEN_TABLES
    assert not versions._is_seen('UPDATE "events_followedcalendar" SET "failures" = 1')


def test_the_number_of_queries_does_not_grow_with_what_stays_the_same(says, django_assert_max_num_queries):
    many = [event(uid=f"d{n}", dtstart=f"202707{n + 1:02}T100000", dtend="") for n in range(20)]
    says(*many)
    with django_assert_max_num_queries(10):
        says(*many)


def test_whose_traces_are_erased_takes_nothing_of_others_along(says, school, coordinator, editor):
    [found] = says(event())
    decline_event(event=found, editor=editor, at=NOW)
    calendar = FollowedCalendar.objects.get()

    assert erase_person(member=editor) > 0

    calendar.refresh_from_db()
    found.refresh_from_db()
    assert (calendar.proposed_by, found.decided_by) == (coordinator, None)
