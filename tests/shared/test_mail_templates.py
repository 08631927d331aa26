import pytest
from django.template import TemplateDoesNotExist

from portal.shared.models import MailIntro
from portal.shared.outbox.templates import render_mail

FILES = {
    "groet.subject.txt": "{% load i18n %}{% translate 'Yes' %}\n  {{ name }}\n",
    "groet.body.txt": "{% if intro %}{{ intro }}\n{% endif %}\n\n\nDag {{ name }},\n\n{{ site_url }}/mijn/\n",
    "eigen.subject.txt": "Eigen",
    "eigen.body.txt": "Dag {{ name }}",
    "eigen.html": '{% extends "mail/base.html" %}{% block content %}<h1>Dag {{ name }}</h1>{% endblock %}',
}


@pytest.fixture(autouse=True)
def _mail_files(tmp_path, settings, db):
    folder = tmp_path / "proef" / "mail"
    folder.mkdir(parents=True)
    for name, text in FILES.items():
        (folder / name).write_text(text, encoding="utf-8")
    template_settings = settings.TEMPLATES[0]
    settings.TEMPLATES = [template_settings | {"DIRS": [*template_settings["DIRS"], tmp_path]}]


def test_plain_text_is_not_escaped_and_is_tidy():
    mail = render_mail(app="proef", name="groet", context={"name": "Daan 't Hart <i>"})

    assert mail.subject == "Ja Daan 't Hart <i>"
    assert mail.text == "Dag Daan 't Hart <i>,\n\nhttp://127.0.0.1:8000/mijn/\n"


def test_html_made_of_the_plain_text_escapes_links_and_carries_its_styles():
    html = render_mail(app="proef", name="groet", context={"name": "<script>"}).html

    assert "Dag &lt;script&gt;," in html
    assert 'href="http://127.0.0.1:8000/mijn/"' in html
    assert '<html lang="nl">' in html
    assert "<style" not in html
    assert 'class="content" style="' in html


def test_a_long_address_does_not_make_the_mail_wider_than_a_phone():
    html = render_mail(app="proef", name="groet", context={"name": "N"}).html

    link, frame = html.index('href="http://127.0.0.1:8000/mijn/"'), html.index('class="frame"')
    assert "overflow-wrap: anywhere" in html[link : html.index(">", link)]
    assert "table-layout: fixed" in html[frame : html.index(">", frame)]


def test_own_html_is_set_in_the_layout_and_escaped():
    html = render_mail(app="proef", name="eigen", context={"name": "<b>"}).html

    assert "Dag &lt;b&gt;</h1>" in html
    assert "Je krijgt deze mail van Bruggen bouwen." in html


def test_a_mail_speaks_its_readers_language():
    mail = render_mail(app="proef", name="groet", context={"name": "Noor"}, language="en")

    assert mail.subject == "Yes Noor"
    assert '<html lang="en">' in mail.html
    assert "You get this mail from Bruggen bouwen." in mail.html


def test_the_editors_opening_words_stand_in_mails_of_their_purpose_only():
    MailIntro.objects.create(purpose="proef.groet", text="Welkom terug!")

    assert render_mail(app="proef", name="groet", context={"name": "N"}).text.startswith("Welkom terug!\n\nDag N,")
    assert render_mail(app="proef", name="groet", context={"name": "N"}, purpose="iets").text.startswith("Dag N,")


def test_a_mail_without_body_is_an_error():
    with pytest.raises(TemplateDoesNotExist):
        render_mail(app="proef", name="bestaat-niet", context={})
