"""Organisers write their own questions for who signs up."""

import pytest
from django.urls import reverse

from events.meetups.actions import set_organisers
from events.registrations.models import MeetupQuestion
from tests.events.registrations.conftest import NOW
from tests.factories.events import RegistrationFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def page(client, coach, meetup):
    set_organisers(meetup=meetup, organisers=[coach], at=NOW)
    client.force_login(coach)
    return reverse("registrations:questions", args=[meetup.key])


def question(number, **values):
    return {f"vraag{number}-{name}": value for name, value in {"kind": "text", **values}.items()}


def test_questions_are_added_changed_and_taken_away(client, page, meetup):
    assert page in client.get(reverse("meetups:desk", args=[meetup.key])).content.decode()
    first = question(0, label="Welk vak?", is_required="on")
    client.post(page, {**first, **question(1, label="Lunch?", kind="choice", choices="Ja\n\nNee")})
    rows = list(meetup.questions.all())
    assert [(row.label, row.kind, row.choices, row.is_required) for row in rows] == [
        ("Welk vak?", "text", [], True),
        ("Lunch?", "choice", ["Ja", "Nee"], False),
    ]
    assert client.get(page).context["forms"][1].initial["choices"] == "Ja\nNee"
    client.post(page, {**question(0, key=rows[0].key, label=""), **question(1, key=rows[1].key, label="Eet je mee?")})
    assert [(row.pk, row.label) for row in meetup.questions.all()] == [(rows[1].pk, "Eet je mee?")]


def test_empty_questions_stay_closed(client, page, meetup):
    meetup.questions.create(label="Welk vak?")
    meetup.questions.create(label="Eet je mee?")

    html = client.get(page).content.decode()

    assert html.count('<details class="form__part" open>') == 2
    assert html.count('<details class="form__part">') > 3
    assert '<span lang="nl">Eet je mee?</span></summary>' in html


def test_an_answered_question_stays(client, page, date):
    row = MeetupQuestion.objects.create(meetup=date.meetup, label="Welk vak?")
    RegistrationFactory(occurrence=date).answers.create(question=row, value="Taal")
    assert client.post(page, question(0, key=row.key, label="")).context["refusal"]
    assert client.post(page, question(0, key=row.key, label="Vak?", kind="yes_no")).context["refusal"]
    assert client.post(page, question(0, key=row.key, label="Welk vak geef je?")).status_code == 302
    assert MeetupQuestion.objects.get().label == "Welk vak geef je?"


def test_a_list_needs_answers(client, page):
    assert client.post(page, question(0, label="Lunch?", kind="choice", choices="Ja")).context["refusal"]
    assert not MeetupQuestion.objects.exists()


def test_nobody_else_finds_the_page(client, page, other_coach):
    client.force_login(other_coach)
    assert client.get(page).status_code == client.post(page, {}).status_code == 404
