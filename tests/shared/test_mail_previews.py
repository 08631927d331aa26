"""Every mail text can be read in /beheer/ before anyone gets it."""

import pytest
from django.template import engines
from django.urls import reverse
from django.utils.html import escape

from portal.shared.models import MailIntro
from portal.shared.outbox.previews import mail_samples, mail_templates
from tests.factories.network import MemberFactory

pytestmark = pytest.mark.once

KEYS = mail_templates()


@pytest.fixture
def operator_client(client, site):
    client.force_login(MemberFactory(email="beheer@bruggenbouwen.example", is_superuser=True))
    return client


@pytest.fixture
def strict_templates():
    """Write a mark where a template asks for a value that the sample lacks."""
    engine = engines["django"].engine
    before, engine.string_if_invalid = engine.string_if_invalid, "ONTBREEKT"
    yield
    engine.string_if_invalid = before


def test_every_mail_text_has_a_sample_and_every_sample_a_text():
    assert sorted(mail_samples.names()) == KEYS


@pytest.mark.parametrize("language", ["nl", "en"])
@pytest.mark.parametrize("key", KEYS)
def test_sample_gives_every_value_that_the_text_asks_for(db, strict_templates, key, language):
    text = mail_samples.get(key).render(language)

    for part in (text.subject, text.text, text.html):
        assert "ONTBREEKT" not in part
        assert part.strip() != ""


def test_opening_words_are_written_for_a_mail_by_its_subject(operator_client):
    page = operator_client.get(reverse("mailintro:add")).content.decode()
    subject = mail_samples.get("stories/contribution_received").render().subject

    assert f'<option value="stories.contribution_received">{escape(subject)}</option>' in page


def test_list_shows_opening_words_and_no_codes(operator_client):
    MailIntro.objects.create(purpose="stories.contribution_received", text="Fijn dat je schrijft!")

    page = operator_client.get(reverse("mailpreview:index")).content.decode()

    assert "<td>Fijn dat je schrijft!</td>" in page
    assert "stories.contribution_received" not in page


def test_list_names_every_mail(operator_client):
    response = operator_client.get(reverse("mailpreview:index"))

    assert [row["key"] for row in response.context_data["rows"]] == mail_samples.names()


@pytest.mark.parametrize("key", KEYS)
def test_each_mail_is_shown(operator_client, key):
    response = operator_client.get(reverse("mailpreview:mail", args=[key]))

    assert (response.status_code, response.context_data["page_title"]) == (200, mail_samples.get(key).render().subject)


def test_mail_is_shown_in_english_and_with_the_opening_words(operator_client):
    MailIntro.objects.create(purpose="stories.contribution_received", text="Fijn dat je schrijft!")
    url = reverse("mailpreview:mail", args=["stories/contribution_received"])

    response = operator_client.get(url, {"taal": "en"})

    text = response.context_data["mail"].text
    assert text.startswith("Hello Noor,\n\nFijn dat je schrijft!\n\n")


def test_unknown_mail_is_not_found(operator_client):
    assert operator_client.get(reverse("mailpreview:mail", args=["geen/mail"])).status_code == 404


def test_visitor_sees_no_mail_texts(client, site):
    assert client.get(reverse("mailpreview:index")).status_code == 302
