"""The language of the interface: chosen by a POST only, kept with a member or in a cookie; content stays Dutch."""

import re

import pytest
from django.test import Client

from network.models import Member
from tests.factories.network import MemberFactory
from tests.factories.stories import CoachStoryFactory

pytestmark = pytest.mark.django_db

ENGLISH = '<html lang="en">'
DUTCH = '<html lang="nl">'


@pytest.fixture
def story(portal):
    body = [{"type": "text", "value": "<p>Wat wij deden.</p>"}, {"type": "tip", "value": {"text": "Begin klein."}}]
    return CoachStoryFactory(parent=portal.stories, title="Een brug naar ict", body=body)


def choose(client, language: str, **extra):
    return client.post("/taal/", {"language": language, "next": "/verhalen/", **extra})


def page(client, path: str = "/verhalen/") -> str:
    return client.get(path).content.decode()


def test_a_link_changes_nothing_it_asks(client, portal):
    answer = client.get("/taal/?taal=en&next=/verhalen/")

    assert "taal" not in answer.cookies
    assert re.search(r'value="en"[^>]*checked', answer.content.decode())
    # It asks in the language that was asked for.
    assert ENGLISH in answer.content.decode()
    assert ">Use this language</button>" in answer.content.decode()
    assert answer.headers["Content-Language"] == "en"
    assert DUTCH in page(client)


def test_a_visitor_chooses_in_the_footer_and_comes_back(client, portal):
    assert 'href="/taal/?taal=en&amp;next=%2Fverhalen%2F%3Fthema%3Dx"' in page(client, "/verhalen/?thema=x")

    answer = choose(client, "en")

    assert (answer.status_code, answer.headers["Location"]) == (302, "/verhalen/")
    cookie = answer.cookies["taal"]
    assert (cookie.value, cookie["httponly"], cookie["samesite"]) == ("en", True, "Lax")
    assert ENGLISH in page(client)
    assert 'href="/taal/?taal=nl&amp;next=%2Fverhalen%2F"' in page(client)


def test_the_choice_of_a_member_goes_with_the_member(client, portal, coach):
    client.force_login(coach)
    choose(client, "en")
    elsewhere = Client()
    elsewhere.force_login(coach)

    assert Member.objects.get(pk=coach.pk).interface_language == "en"
    assert ENGLISH in page(elsewhere)
    assert '<h2 id="eigen">Your things</h2>' in page(elsewhere, "/mijn/")


def test_the_cookie_of_someone_else_on_this_computer_does_not_change_a_members_language(client, portal, coach):
    choose(client, "en")
    client.force_login(coach)

    assert DUTCH in page(client)
    assert Member.objects.get(pk=coach.pk).interface_language == "nl"


@pytest.mark.parametrize("language", ["", "fr", "../en", "e" * 500])
def test_an_unknown_language_gets_a_sentence_and_changes_nothing(client, portal, coach, language):
    client.force_login(coach)

    answer = choose(client, language)

    assert answer.status_code == 200
    assert "error-summary" in answer.content.decode()
    assert "taal" not in answer.cookies
    assert Member.objects.get(pk=coach.pk).interface_language == "nl"


@pytest.mark.parametrize(
    "back", ["https://elders.example/", "//elders.example/", "javascript:alert(1)", "197303495", "front", ""]
)
def test_the_way_back_stays_on_the_site(client, portal, back):
    assert choose(client, "en", next=back).headers["Location"] == "/"


def test_a_choice_needs_the_token_of_the_form(portal):
    assert Client(enforce_csrf_checks=True).post("/taal/", {"language": "en"}).status_code == 403


def test_an_english_page_marks_its_dutch_content(client, portal, story):
    choose(client, "en")

    english = page(client, story.url)

    assert ENGLISH in english
    assert '<h1 class="h1--page" lang="nl">Een brug naar ict</h1>' in english
    assert '<div class="prose" lang="nl">' in english
    # What the portal says around it is English, what stands inside the text is Dutch with the text.
    assert "Talk on" in english
    assert "Tip" in english
    assert "Do you have an addition?" in english


def test_who_signs_up_in_english_is_spoken_to_in_english(client, portal):
    choose(client, "en")
    client.post(
        "/account/signup/",
        {
            "given_name": "Ann",
            "family_name": "Smith",
            "email": "ann@elders.example",
            "password1": "een-lang-wachtwoord",
        },
    )

    assert Member.objects.get(email="ann@elders.example").interface_language == "en"


def test_member_made_by_an_operator_speaks_dutch(client, portal):
    assert MemberFactory().interface_language == "nl"
