"""How it was: who may answer, that nobody sees who did, and what organisers read of it."""

import csv
import io
import re
from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import NoReverseMatch, reverse
from openpyxl import load_workbook

from events.harvest.actions import FeedbackText, give_feedback, tell_afterwards
from events.harvest.errors import FeedbackClosed, NotHeld, NotOver, NotThere
from events.harvest.models import Feedback
from events.harvest.personal_data import HARVEST_DATA
from events.harvest.querysets import took_part
from events.harvest.states import Quote
from events.harvest.todos import HARVEST_TODOS
from events.meetups.personal_data import MEETUPS_DATA
from events.registrations.models import Registration
from portal.shared.audiences.rules import Viewer
from portal.shared.outbox.models import OutboxMail
from tests.events.harvest.conftest import AFTER
from tests.factories.events import RegistrationFactory
from tests.factories.network import MemberFactory

pytestmark = pytest.mark.django_db

ANSWER = {"score": "4", "tomorrow": "Een toets nalopen.", "better": "Meer koffie.", "quote": "no"}


def answer(row, *, score=4, at=AFTER, **more):
    return give_feedback(registration=row, text=FeedbackText(score=score, **more), at=at)


def results_url(date, name="results"):
    return reverse(f"harvest:{name}", args=[date.meetup.key, date.key])


def link():
    mail = OutboxMail.objects.filter(purpose="events.harvest_afterwards").order_by("pk").last()
    return re.search(r"/agenda/terugblik/[^/\s]+/", mail.text)[0]


def test_who_took_part_answers_from_the_own_page_and_changes_it(client, rows):
    client.force_login(rows[0].member)
    mine = client.get(reverse("registrations:mine", args=[rows[0].key]))
    url = reverse("harvest:own_feedback", args=[rows[0].key])
    assert url in mine.content.decode()
    assert client.get(url).status_code == 200
    assert not Feedback.objects.exists()
    assert client.post(url, ANSWER).context["is_kept"]
    assert client.get(url).context["form"]["tomorrow"].value() == "Een toets nalopen."
    client.post(url, {**ANSWER, "score": "2", "tomorrow": ""})
    row = Feedback.objects.get()
    assert (row.score, row.tomorrow, row.better, row.quote) == (2, "", "Meer koffie.", "no")


def test_a_changed_answer_keeps_its_place_in_the_order(rows):
    first = answer(rows[0])
    assert answer(rows[0], score=1).shuffle == first.shuffle


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"score": ""}, "score"),
        ({"score": "6"}, "score"),
        ({"quote": "x"}, "quote"),
        ({"better": "x" * 1001}, "better"),
    ],
)
def test_a_wrong_answer_says_so_at_the_field_and_keeps_what_was_typed(client, rows, change, field):
    client.force_login(rows[0].member)
    page = client.post(reverse("harvest:own_feedback", args=[rows[0].key]), {**ANSWER, **change})
    assert page.context["form"].errors.keys() == {field}
    assert "Een toets nalopen." in page.content.decode()
    assert not Feedback.objects.exists()


def test_nobody_else_opens_the_page(client, rows):
    url = reverse("harvest:own_feedback", args=[rows[0].key])
    client.force_login(rows[1].member)
    assert (client.get(url).status_code, client.post(url, ANSWER).status_code) == (404, 404)
    client.logout()
    assert "/account/login/" in client.post(url, ANSWER).url
    assert not Feedback.objects.exists()


@pytest.mark.parametrize("state", ["withdrawn", "removed", "waitlisted", "declined"])
def test_who_had_no_seat_does_not_answer(date, state):
    row = RegistrationFactory(occurrence=date, state=state, queued_at=AFTER)
    with pytest.raises(NotThere):
        answer(row)


def test_where_attendance_was_taken_only_who_came_answers(rows):
    Registration.objects.filter(pk=rows[0].pk).update(attendance="present")
    Registration.objects.filter(pk=rows[1].pk).update(attendance="absent")
    assert answer(rows[0]).pk
    for row in rows[1:3]:
        with pytest.raises(NotThere):
            answer(row)


def test_who_was_noted_as_absent_does_not_answer_where_nobody_was_checked_in(rows):
    Registration.objects.filter(pk=rows[1].pk).update(attendance="absent")
    assert set(took_part(Registration.objects.all())) == set(rows) - {rows[1]}


def test_a_hall_that_checks_in_does_not_shut_out_who_watched_online(date, rows):
    online = RegistrationFactory(occurrence=date, mode="online")
    Registration.objects.filter(pk=rows[0].pk).update(attendance="present")
    assert set(took_part(Registration.objects.all())) == {rows[0], online}


def test_before_the_end_after_three_weeks_and_of_a_cancelled_date_nobody_answers(date, rows):
    for at, error in ((date.ends_at - timedelta(seconds=1), NotOver), (date.ends_at + timedelta(21), FeedbackClosed)):
        with pytest.raises(error):
            answer(rows[0], at=at)
    date.state, date.reason, date.cancelled_at = "cancelled", "Ziek", AFTER
    date.save()
    with pytest.raises(NotHeld):
        answer(rows[0])
    assert not Feedback.objects.exists()


def test_a_refusal_is_a_sentence_and_no_form(client, rows, time_machine):
    time_machine.move_to(AFTER + timedelta(days=30))
    client.force_login(rows[0].member)
    page = client.post(reverse("harvest:own_feedback", args=[rows[0].key]), ANSWER)
    assert page.status_code == 200
    assert "tot drie weken na de bijeenkomst" in page.content.decode()
    assert "<textarea" not in page.content.decode()


def test_one_answer_per_registration_whatever_code_runs(rows):
    answer(rows[0])
    with pytest.raises(IntegrityError), transaction.atomic():
        Feedback.objects.create(registration=rows[0], occurrence=rows[0].occurrence, score=1)


def test_a_guest_answers_by_the_link_of_the_mail_without_signing_in(client, guest):
    tell_afterwards(AFTER)
    page = link()
    for _scanner in range(3):
        assert client.get(page).status_code == 200
    assert not Feedback.objects.exists()
    for score in ("3", "5"):
        assert client.post(page, {**ANSWER, "score": score}).context["is_kept"]
    assert Feedback.objects.get().score == 5
    assert client.get(page).headers["Cache-Control"] == "private, no-store"


def test_the_link_dies_when_answering_closes(client, guest, time_machine):
    tell_afterwards(AFTER)
    time_machine.move_to(guest.occurrence.ends_at + timedelta(days=21))
    assert client.post(link(), ANSWER).status_code == 410
    assert not Feedback.objects.exists()


def test_organisers_read_nothing_below_five_answers(organiser, date, rows):
    for row in rows[:4]:
        answer(row, better="Zwaluwzin")
    page = organiser.get(results_url(date))
    assert "4 antwoorden" in page.content.decode()
    assert "Zwaluwzin" not in page.content.decode()
    assert page.context["results"].scores == []
    for name in ("results_csv", "results_xlsx"):
        assert organiser.get(results_url(date, name)).url == results_url(date)
    answer(rows[4], better="Zwaluwzin")
    page = organiser.get(results_url(date)).content.decode()
    assert page.count("Zwaluwzin") == 5
    assert organiser.get(results_url(date, "results_csv")).status_code == 200


def test_nothing_organisers_get_tells_who_wrote(organiser, coach, date, rows):
    for row in rows:
        answer(row, better="Meer koffie.", quote=Quote.UNNAMED)
    texts = [
        organiser.get(results_url(date)).content.decode(),
        b"".join(organiser.get(results_url(date, "results_csv")).streaming_content).decode(),
        str(MEETUPS_DATA.export(coach.key)) + str(HARVEST_DATA.export(coach.key)),
    ]
    sheet = load_workbook(io.BytesIO(b"".join(organiser.get(results_url(date, "results_xlsx")).streaming_content)))
    texts.append(str(list(sheet.active.values)))
    for row in rows:
        marks = ("Zwaluw", row.member.email, row.member.key, row.key, row.feedback.shuffle)
        assert [mark for mark in marks for text in texts if mark in text] == []
    # No moment either: it would lie beside who opened which mail.
    assert not {"DateField", "DateTimeField"} & {field.get_internal_type() for field in Feedback._meta.fields}


def test_the_order_is_no_order_of_writing_and_stays(organiser, date, rows):
    for place, row in enumerate(rows):
        feedback = answer(row, better=f"Zin {place}")
        Feedback.objects.filter(pk=feedback.pk).update(shuffle=f"{(place * 3) % 7}")
    orders = [
        [line.better for line in organiser.get(results_url(date)).context["results"].answers] for _time in range(2)
    ]
    assert (
        orders[0]
        == orders[1]
        == [text for _key, text in sorted((f"{(place * 3) % 7}", f"Zin {place}") for place in range(6))]
    )
    assert orders[0] != [f"Zin {place}" for place in range(6)]


def test_the_places_in_the_order_are_drawn(rows):
    assert len({answer(row).shuffle for row in rows}) == 6


def test_a_name_shows_only_for_who_asks_for_it_and_when_it_points_at_nobody_else(organiser, date, rows):
    answer(rows[0], quote=Quote.NAMED)
    for row in rows[1:5]:
        answer(row)
    page = organiser.get(results_url(date)).content.decode()
    assert "Zwaluw" not in page
    assert "minstens vijf anderen" in page
    answer(rows[5])
    names = [line.name for line in organiser.get(results_url(date)).context["results"].answers]
    assert sorted(names) == ["", "", "", "", "", "Femke Zwaluw"]


def test_the_editors_side_has_no_answers(client, rows):
    answer(rows[0])
    boss = MemberFactory(email="programma@bruggenbouwen.example", is_superuser=True)
    client.force_login(boss)
    for name in ("wagtailsnippets_events_feedback:list", "feedback:index", "feedback:list"):
        with pytest.raises(NoReverseMatch):
            reverse(name)
    assert "feedback" not in client.get("/beheer/snippets/", follow=True).content.decode().casefold()


def test_files_are_safe_to_open(organiser, date, rows):
    for row in rows:
        answer(row, better='=HYPERLINK("http://x";"zwaluw")')
    text = b"".join(organiser.get(results_url(date, "results_csv")).streaming_content).decode("utf-8-sig")
    lines = list(csv.reader(io.StringIO(text), delimiter=";"))
    assert lines[0] == ["Score", "Morgen", "Wat kan beter", "Mag geciteerd worden", "Naam"]
    assert {line[2] for line in lines[1:]} == {'\'=HYPERLINK("http://x";"zwaluw")'}


def test_only_organisers_and_editors_read_it_and_only_when_it_is_over(client, coach, date, rows, time_machine):
    urls = [results_url(date, name) for name in ("results", "results_csv", "results_xlsx")]
    client.force_login(rows[0].member)
    assert {client.get(url).status_code for url in urls} == {404}
    client.force_login(coach)
    assert client.get(urls[0]).status_code == 200
    time_machine.move_to(date.ends_at - timedelta(minutes=1))
    assert {client.get(url).status_code for url in urls} == {404}


def test_the_desk_leads_there_once_it_is_over(organiser, date, time_machine):
    desk = reverse("meetups:desk", args=[date.meetup.key])
    assert results_url(date) in organiser.get(desk).content.decode()
    time_machine.move_to(date.ends_at - timedelta(minutes=1))
    assert results_url(date) not in organiser.get(desk).content.decode()


def test_results_cost_the_same_for_five_and_for_fifteen(organiser, date, rows):
    for row in rows[:5]:
        answer(row, quote=Quote.NAMED)
    with CaptureQueriesContext(connection) as five:
        organiser.get(results_url(date))
    for _number in range(10):
        answer(RegistrationFactory(occurrence=date), quote=Quote.NAMED)
    with CaptureQueriesContext(connection) as fifteen:
        organiser.get(results_url(date))
    assert len(five) == len(fifteen)


def test_it_waits_on_the_own_page_until_answered_or_closed(rows):
    member, viewer = rows[0].member, Viewer.anonymous()
    [item] = HARVEST_TODOS.todos(member, viewer, at=AFTER)
    assert item.url == reverse("harvest:own_feedback", args=[rows[0].key])
    assert item.deadline_at == rows[0].occurrence.ends_at + timedelta(days=21)
    assert HARVEST_TODOS.todos(member, viewer, at=AFTER + timedelta(days=30)) == []
    answer(rows[0])
    assert HARVEST_TODOS.todos(member, viewer, at=AFTER) == []
