"""Writing to the editors: the form, its refusals, and what arrives."""

from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from home.join.forms import shown_mark
from home.join.rules import LONGEST_FILLING, SHORTEST_FILLING, Filling, judge_filling
from portal.shared.outbox.models import OutboxMail
from stories.models import CoachStoryPage, Suggestion
from stories.suggestions.states import SuggestionKind, SuggestionState
from tests.factories.network import InstitutionFactory

pytestmark = pytest.mark.usefixtures("laid_once")

SECOND = timedelta(seconds=1)


@pytest.mark.parametrize(
    ("took", "filling"),
    [
        pytest.param(None, Filling.TOO_OLD, id="forged"),
        pytest.param(SHORTEST_FILLING - SECOND, Filling.TOO_FAST, id="a machine"),
        pytest.param(-SECOND, Filling.TOO_FAST, id="from the future"),
        pytest.param(SHORTEST_FILLING, Filling.FINE, id="quick"),
        pytest.param(LONGEST_FILLING, Filling.FINE, id="after a weekend"),
        pytest.param(LONGEST_FILLING + SECOND, Filling.TOO_OLD, id="stale"),
    ],
)
def test_judge_filling(took, filling):
    assert judge_filling(took=took) is filling


def _message(**fields) -> dict[str, str]:
    return {
        "kind": "question",
        "text": "Hoe regelen jullie de uren?",
        "name": "Bo de Wit",
        "email": "bo@elders.example",
        "shown": shown_mark(timezone.now() - timedelta(minutes=1)),
        **fields,
    }


def _send(client, **fields):
    return client.post(reverse("home:join"), _message(**fields))


@pytest.mark.django_db
def test_message_of_a_guest_arrives_with_a_receipt(client, front):
    school = InstitutionFactory()

    response = _send(client, institution=str(school.pk))

    suggestion = Suggestion.objects.get()
    mail = OutboxMail.objects.get()
    assert (response.status_code, response.headers["Location"]) == (302, reverse("home:thanks"))
    assert (suggestion.kind, suggestion.state) == (SuggestionKind.QUESTION, SuggestionState.NEW)
    assert (suggestion.sender_name, suggestion.sender_email) == ("Bo de Wit", "bo@elders.example")
    assert (suggestion.institution, suggestion.member, suggestion.page) == (school, None, None)
    assert (mail.to, mail.purpose) == ("bo@elders.example", "stories.suggestion_received")
    assert "Hoe regelen jullie" not in mail.text
    assert client.get(reverse("home:thanks")).status_code == 200


@pytest.mark.django_db
def test_message_of_a_member_needs_no_name(client, front, coach):
    client.force_login(coach)

    assert "email" not in client.get("/doe-mee/").context["form"].fields
    _send(client, name="Iemand anders", email="ander@elders.example")

    suggestion = Suggestion.objects.get()
    assert (suggestion.member, suggestion.sender_name, suggestion.sender_email) == (coach, "", "")
    assert OutboxMail.objects.get().to == coach.email


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("fields", "status"),
    [
        pytest.param({"text": ""}, 422, id="empty"),
        pytest.param({"text": "x" * 4001}, 422, id="too long"),
        pytest.param({"email": "geen adres"}, 422, id="no address"),
        pytest.param({"kind": "bestaat-niet"}, 422, id="unknown kind"),
        pytest.param({"kind": "addition"}, 422, id="kind of another form"),
        pytest.param({"institution": "999999"}, 422, id="unknown school"),
        pytest.param({"institution": "x\x00"}, 422, id="nonsense"),
        pytest.param({"website": "https://spam.example"}, 422, id="honeypot"),
        pytest.param({"shown": shown_mark(timezone.now() + timedelta(days=1))}, 422, id="too fast"),
        pytest.param({"shown": "vervalst"}, 422, id="forged mark"),
        pytest.param({"shown": shown_mark(timezone.now() - timedelta(days=4))}, 422, id="stale"),
    ],
)
def test_refused_message_keeps_the_text_and_says_why(client, front, fields, status):
    response = _send(client, **fields)

    page = response.content.decode()
    assert response.status_code == status
    assert "data-error-summary" in page
    assert fields.get("text", "Hoe regelen jullie de uren?") in page
    assert (Suggestion.objects.count(), OutboxMail.objects.count()) == (0, 0)


@pytest.mark.django_db
@pytest.mark.parametrize("mark", ["too fast", "stale"])
def test_refused_message_can_be_sent_again_with_the_fresh_mark(client, front, mark):
    shown = timezone.now() if mark == "too fast" else timezone.now() - timedelta(days=9)
    refused = _send(client, shown=shown_mark(shown))

    fresh = refused.context["form"]["shown"].value()

    with time_machine.travel(timezone.now() + timedelta(seconds=10), tick=False):
        assert _send(client, shown=fresh).status_code == 302


@pytest.mark.django_db
def test_sixth_message_in_an_hour_waits(client, front):
    answers = [_send(client).status_code for _ in range(6)]

    assert answers == [302, 302, 302, 302, 302, 429]
    assert Suggestion.objects.count() == 5


@pytest.mark.django_db
def test_a_second_press_of_the_button_sends_nothing(client, front):
    shown = shown_mark(timezone.now() - timedelta(minutes=1))

    assert [_send(client, shown=shown).status_code for _press in range(2)] == [302, 302]
    assert Suggestion.objects.count() == 1


@pytest.mark.django_db
def test_reading_the_address_of_the_form_leads_to_the_page(client, front):
    response = client.get(reverse("home:join"))

    assert response.headers["Location"] == "/doe-mee/"


@pytest.mark.django_db
@pytest.mark.parametrize(("query", "kind"), [("?soort=question", "question"), ("?soort=%00", None), ("", None)])
def test_join_page_chooses_the_kind_asked_for(client, front, query, kind):
    form = client.get(f"/doe-mee/{query}").context["form"]

    assert form.initial.get("kind") == kind


@pytest.mark.django_db
def test_addition_to_a_page_names_the_page(client, make_story):
    story = make_story("Een verhaal")
    address = reverse("suggestions:suggest", args=[story.pk])

    shown = client.get(address).content.decode()
    response = client.post(address, _message(kind="addition"))

    assert f'<a href="{story.url}">Een verhaal</a>' in shown
    assert response.status_code == 302
    assert Suggestion.objects.get().page_id == story.pk
    assert "Een verhaal" in OutboxMail.objects.get().text


@pytest.mark.django_db
def test_addition_to_a_hidden_page_is_as_if_it_did_not_exist(client, hidden_titles):
    pages = CoachStoryPage.objects.exclude(title="Zichtbaar verhaal")
    addresses = [reverse("suggestions:suggest", args=[page.pk]) for page in pages]

    answers = {client.get(each).status_code for each in addresses}
    answers |= {client.post(each, _message(kind="addition")).status_code for each in addresses}

    assert len(addresses) == 6
    assert answers == {404}
    assert Suggestion.objects.count() == 0
