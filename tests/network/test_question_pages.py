"""Pages about questions: what each reader sees, and what a form keeps."""

import json
import re
from datetime import timedelta

import pytest
from django.contrib.auth.models import Group
from django.core.management import call_command
from django.utils import timezone

from home.editing.reads import gaps
from network.members.states import CONVERSATION_LEADERS, EDITORS
from network.members.viewers import viewer_of_member
from network.questions import actions
from network.questions.models import Question, QuestionFlag, QuestionFollow, QuestionPause, Route
from network.questions.states import Addressee, RouteState
from portal.shared.audiences.rules import Viewer
from portal.shared.audiences.states import Audience
from portal.shared.conversations.states import ReportReason
from portal.shared.outbox.models import OutboxMail
from search.index.models import Entry, EntryFacet, EntryText
from search.results.queries import answer as search
from tests.factories.network import AffiliationFactory, InstitutionFactory, MemberFactory, ThemeFactory
from tests.factories.questions import make_answer, make_question

pytestmark = pytest.mark.django_db


@pytest.fixture
def at():
    return timezone.now()


@pytest.fixture
def asker():
    """Give someone whose name, school and key are found nowhere by accident."""
    member = MemberFactory(
        given_name="Zwaluwina", family_name="Kievitsma", email="geheim@kieviet.example", about="Kievit over mij"
    )
    school = InstitutionFactory(name="Merelcollege", slug="merelcollege")
    AffiliationFactory(member=member, institution=school, local_title="roerdompcoach")
    for field in ("name", "school", "title"):
        member.field_audiences.create(field=field, audience="everyone")
    return member


SECRETS = ("Zwaluwina", "Kievitsma", "geheim@kieviet", "Merelcollege", "merelcollege", "roerdompcoach")


def leaks(text: str, asker) -> list[str]:
    return [word for word in (*SECRETS, asker.key) if word in text]


def test_name_of_who_asked_without_one_is_nowhere(client, asker, at):
    knows = MemberFactory(email="kenner@school.example")
    theme = ThemeFactory(slug="ai", name="AI in het onderwijs")
    knows.themes.add(theme)
    leader = MemberFactory(email="leider@school.example")
    leader.groups.add(Group.objects.get_or_create(name=CONVERSATION_LEADERS)[0])
    editor = MemberFactory()
    editor.groups.add(Group.objects.get_or_create(name=EDITORS)[0])
    question = make_question(member=asker, at=at, title="Hoe durf ik dit?", is_anonymous=True)
    make_answer(question=question, member=asker, at=at, text="Nog iets erbij.")
    given = make_answer(question=question, member=knows, at=at)
    actions.report(thing=question, member=knows, reason=ReportReason.OTHER, text="", at=at)
    actions.close_question(question=question, by=asker, reason="Klaar", at=at)
    pages = {
        "vragen": "/vragen/",
        "mine": "/vragen/?mijn=bij-mij",
        "order": "/vragen/?volgorde=oud",
        "detail": question.get_absolute_url(),
        "related": "/vragen/verwant/?vraag=Hoe+durf+ik+dit",
        "ask": "/vragen/stel/?vraag=Hoe+durf+ik+dit",
        "search": "/zoeken/?q=durf",
        "name": "/zoeken/?q=Hoe+durf+ik",
        "desk": f"/mijn/gesprekken/vragen/{question.key}/",
        "desk list": "/mijn/gesprekken/vragen/",
    }

    found = {}
    for reader in (None, knows, leader, editor):
        if reader is not None:
            client.force_login(reader)
        for name, path in pages.items():
            words = leaks(client.get(path).content.decode(), asker)
            # A school's own filter in search is no sign of who asked.
            if words:
                found[name, reader] = words

    assert found == {}
    assert "Hoe durf ik dit?" in client.get(pages["detail"]).content.decode()
    assert "De vrager" in client.get(pages["detail"]).content.decode()
    for mail in OutboxMail.objects.exclude(to=asker.email):
        assert leaks(f"{mail.subject}{mail.text}{mail.html}", asker) == []
    entry = Entry.objects.get(kind="vraag")
    stored = f"{entry.title}{entry.summary}{entry.url}{EntryText.objects.get(entry=entry).body}"
    assert leaks(stored, asker) == []
    facets = set(EntryFacet.objects.filter(entry=entry).values_list("name", "value"))
    assert facets == {("thema", "ai"), ("staat", "dicht")}
    client.force_login(asker)
    own = client.get(pages["detail"]).content.decode()
    assert "Jij vroeg dit. Anderen zien je naam niet." in own
    assert given.question_id == question.pk


def test_a_named_question_shows_the_asker_as_their_profile_allows(client, asker, at):
    question = make_question(member=asker, at=at)
    assert leaks(client.get(question.get_absolute_url()).content.decode(), asker) != []
    asker.field_audiences.filter(field="name").update(audience="members")
    page = client.get(question.get_absolute_url()).content.decode()
    assert leaks(page, asker) == []
    assert "een lid" in page


def test_a_members_question_and_a_hidden_one_are_found_by_nobody_else(client, asker, at):
    member, prospect = MemberFactory(), MemberFactory(standing="prospect")
    for_members = make_question(member=asker, at=at, title="Kwartel voor leden?", audience=Audience.MEMBERS)
    hidden = make_question(member=asker, at=at, title="Kwartel verborgen?")
    actions.withdraw_question(question=hidden, member=asker, at=at)
    on = timezone.localdate()
    readers = {
        "visitor": Viewer.anonymous(),
        "prospect": viewer_of_member(prospect, on=on),
        "member": viewer_of_member(member, on=on),
        "asker": viewer_of_member(asker, on=on),
    }

    seen = {
        name: {question.title for question in Question.objects.visible_to(viewer)} for name, viewer in readers.items()
    }
    found = {name: {hit.title for hit in search("kwartel", viewer=viewer).hits} for name, viewer in readers.items()}

    assert seen == {
        "visitor": set(),
        "prospect": set(),
        "member": {for_members.title},
        "asker": {for_members.title, hidden.title},
    }
    assert found == {
        "visitor": set(),
        "prospect": set(),
        "member": {for_members.title},
        "asker": {for_members.title},
    }
    for question in (for_members, hidden):
        missing = client.get("/vragen/zzzzzzzzzzzzzz/")
        answer = client.get(question.get_absolute_url())
        assert (answer.status_code, missing.status_code) == (404, 404)
        assert "Kwartel" not in answer.content.decode()
    client.force_login(member)
    assert client.get(for_members.get_absolute_url()).status_code == 200
    assert client.get(hidden.get_absolute_url()).status_code == 404


def test_rebuilding_the_index_changes_nothing(asker, at):
    make_answer(question=make_question(member=asker, at=at), at=at)
    before = Entry.objects.get(kind="vraag").content_hash
    call_command("search_rebuild", verbosity=0)
    assert Entry.objects.get(kind="vraag").content_hash == before


def test_public_question_has_its_answers_as_data_and_a_members_question_has_none(client, asker, at):
    question = make_question(member=asker, at=at, title="Wat </script> nu?", body="Uitleg")
    best = make_answer(question=question, at=at, text="Zo <b>dus</b>.")
    make_answer(question=question, at=at, text="Of zo.")
    actions.accept_answer(answer=best, by=asker, at=at)
    page = client.get(question.get_absolute_url()).content.decode()

    data = json.loads(re.search(r'<script type="application/ld\+json">(.*?)</script>', page)[1])
    entity = data["mainEntity"]
    assert (data["@type"], entity["name"], entity["answerCount"]) == ("QAPage", "Wat </script> nu?", 2)
    assert (entity["acceptedAnswer"]["text"], [each["text"] for each in entity["suggestedAnswer"]]) == (
        "Zo <b>dus</b>.",
        ["Of zo."],
    )
    assert page.index("Zo &lt;b&gt;dus") < page.index("<p>Of zo.")
    closed = make_question(member=asker, at=at, audience=Audience.MEMBERS)
    client.force_login(asker)
    page = client.get(closed.get_absolute_url()).content.decode()
    assert ("ld+json" in page, "noindex" in page) == (False, True)


FORM = {"title": "Hoe lang duurt dit?", "body": "Ik wil het weten.", "addressee": "all", "audience": "everyone"}


def test_asking_in_two_steps_keeps_what_was_typed_until_it_is_right(client, at):
    theme = ThemeFactory()
    client.force_login(MemberFactory())
    first = client.get("/vragen/stel/", {"vraag": "Hoe lang duurt dit?"}).content.decode()
    assert 'value="Hoe lang duurt dit?"' in first

    wrong = client.post("/vragen/stel/", {**FORM, "theme": ""})
    assert wrong.status_code == 200
    page = wrong.content.decode()
    assert "Ik wil het weten." in page
    assert 'href="#id_theme"' in page

    right = client.post("/vragen/stel/", {**FORM, "theme": theme.pk, "is_anonymous": "on"})
    question = Question.objects.get()
    assert right.headers["Location"] == question.get_absolute_url()
    assert (question.title, question.body, question.theme, question.is_anonymous) == (
        FORM["title"],
        FORM["body"],
        theme,
        True,
    )


def test_who_was_signed_out_finds_the_question_after_signing_in(client):
    theme, member = ThemeFactory(), MemberFactory()
    sent = client.post("/vragen/stel/", {**FORM, "theme": theme.pk})
    assert sent.headers["Location"] == "/account/login/?next=/vragen/stel/"
    assert Question.objects.count() == 0
    client.force_login(member)

    page = client.get("/vragen/stel/").content.decode()

    assert "Ik wil het weten." in page
    assert f'value="{theme.pk}" selected' in page


def test_visitor_sees_related_questions_and_no_form(client, at):
    make_question(at=at, title="Hoeveel uur krijgt een coach?")
    page = client.get("/vragen/stel/", {"vraag": "Hoeveel uur coach"}).content.decode()
    assert "Hoeveel uur krijgt een coach?" in page
    assert "csrfmiddlewaretoken" not in page
    part = client.get("/vragen/verwant/", {"vraag": "Hoeveel uur coach"})
    assert "Hoeveel uur krijgt een coach?" in part.content.decode()
    assert "no-store" in part.headers["Cache-Control"]
    assert client.get("/vragen/verwant/", {"vraag": "uur"}).content.decode().strip() == ""


def test_list_filters_sorts_and_leads_on_when_empty(client, at):
    me = MemberFactory()
    old = make_question(member=me, at=at - timedelta(days=2), title="Oude vraag?", addressee=Addressee.AMBASSADORS)
    new = make_question(at=at, title="Nieuwe vraag?", theme=ThemeFactory(slug="toetsing", name="Toetsing"))
    make_answer(question=old, at=at)

    def titles(query: str) -> list[str]:
        page = client.get(f"/vragen/{query}").content.decode()
        return re.findall(r'<h2 lang="nl"><a [^>]*>([^<]*\?)</a>', page)

    assert titles("") == [new.title, old.title]
    assert titles("?volgorde=oud") == titles("?volgorde=antwoorden") == [old.title, new.title]
    assert titles("?thema=toetsing") == [new.title]
    assert titles("?aan=ambassadors") == titles("?staat=answered") == [old.title]
    assert titles("?thema=bestaat-niet") == titles("?mijn=gesteld") == []
    assert titles("?staat=onzin&pagina=99") == [new.title, old.title]
    assert "/vragen/stel/" in client.get("/vragen/?staat=closed").content.decode()
    client.force_login(me)
    assert titles("?mijn=gesteld") == titles("?mijn=gevolgd") == [old.title]
    assert titles("?mijn=beantwoord") == titles("?mijn=bij-mij") == []


def test_long_list_has_pages(client, at):
    for number in range(21):
        make_question(at=at - timedelta(minutes=number), title=f"Vraag {number}?")
    assert "Vraag 20?" not in client.get("/vragen/").content.decode()
    assert "Vraag 20?" in client.get("/vragen/?pagina=2").content.decode()


def test_answering_keeps_a_text_that_is_too_long(client, at):
    client.force_login(MemberFactory())
    question = make_question(at=at)
    long = "a" * 4001
    response = client.post(f"{question.get_absolute_url()}antwoorden/", {"text": long})
    assert (response.status_code, question.answers.count()) == (200, 0)
    assert long in response.content.decode()
    done = client.post(f"{question.get_absolute_url()}antwoorden/", {"text": "Kort.\r\nEn goed."})
    answer = question.answers.get()
    assert (done.headers["Location"], answer.text) == (
        f"{question.get_absolute_url()}#antwoord-{answer.key}",
        "Kort.\nEn goed.",
    )


def test_who_has_it_passes_it_on_and_for_others_that_page_is_not_there(client, at):
    knows, other = MemberFactory(), MemberFactory()
    theme = ThemeFactory(slug="ai", name="AI in het onderwijs")
    knows.themes.add(theme)
    question = make_question(at=at)
    path = f"{question.get_absolute_url()}doorgeven/"
    client.force_login(other)
    assert client.get(path).status_code == client.post(path).status_code == 404
    client.force_login(knows)
    assert client.get(path).status_code == 200
    assert Route.objects.get().state == RouteState.WAITING

    assert client.post(path).headers["Location"] == "/vragen/bij-mij/"

    assert Route.objects.get().state == RouteState.DECLINED
    assert client.get(path).status_code == 404


def test_pages_of_the_asker_and_of_a_writer_are_not_there_for_others(client, asker, at):
    question = make_question(member=asker, at=at)
    answer = make_answer(question=question, at=at)
    client.force_login(MemberFactory())
    own = [f"{question.get_absolute_url()}{name}/" for name in ("sluiten", "heropenen", "verbergen")]
    own += [f"/vragen/antwoord/{answer.key}/{name}/" for name in ("aanpassen", "weghalen")]
    for path in own:
        assert (path, client.get(path).status_code, client.post(path).status_code) == (path, 404, 404)
    client.post(f"/vragen/antwoord/{answer.key}/beste/")
    question.refresh_from_db()
    assert question.state == "answered"


def test_mail_link_stops_the_mails_on_post_only_and_says_so_again(client, asker, at):
    question = make_question(member=asker, at=at, title="Wie weet dit?")
    make_answer(question=question, at=at)
    mail = OutboxMail.objects.get(purpose="network.question_news")
    path = re.search(r"(/vragen/niet-meer-volgen/\S+/)", mail.text)[1]
    assert "Wie weet dit?" in client.get(path).content.decode()
    assert QuestionFollow.objects.count() == 1

    assert "geen mail meer" in client.post(path).content.decode()

    assert QuestionFollow.objects.count() == 0
    assert client.get(path).status_code == 410
    make_answer(question=question, at=at)
    assert OutboxMail.objects.filter(purpose="network.question_news").count() == 1


def test_pause_is_set_and_ended_on_the_own_page(client):
    member = MemberFactory()
    client.force_login(member)
    past = client.post("/vragen/bij-mij/", {"is_paused": "on", "until": "2020-01-01"})
    assert (past.status_code, QuestionPause.objects.count()) == (200, 0)
    client.post("/vragen/bij-mij/", {"is_paused": "on", "until": ""})
    assert QuestionPause.objects.get().until is None
    client.post("/vragen/bij-mij/", {"until": ""})
    assert QuestionPause.objects.count() == 0


def test_leader_decides_at_the_desk_and_a_reason_is_needed(client, at):
    leader = MemberFactory()
    leader.groups.add(Group.objects.get_or_create(name=CONVERSATION_LEADERS)[0])
    answer = make_answer(question=make_question(at=at, title="Gemeld?"), at=at, text="Dit is het.")
    actions.report(thing=answer, member=MemberFactory(), reason=ReportReason.HURTFUL, text="Kijk", at=at)
    client.force_login(leader)
    path = f"/mijn/gesprekken/vragen/{answer.key}/"
    assert path in client.get("/mijn/gesprekken/vragen/").content.decode()
    assert client.post(path, {"decision": "hide", "reason": ""}).status_code == 200
    assert QuestionFlag.objects.get().state == "open"

    client.post(path, {"decision": "hide", "reason": "Over een persoon"})

    answer.refresh_from_db()
    assert (answer.state, QuestionFlag.objects.get().state) == ("hidden", "upheld")
    assert "Dit is het." not in client.get(answer.question.get_absolute_url()).content.decode()


def test_editors_report_lists_every_unanswered_question_without_its_asker(client, asker, at):
    editor = MemberFactory(is_superuser=True, is_staff=True)
    make_question(member=asker, at=at - timedelta(days=20), title="Wacht al lang?")
    make_answer(question=make_question(at=at, title="Is beantwoord?"), at=at)
    client.force_login(editor)
    page = client.get("/beheer/rapport/vragen-zonder-antwoord/").content.decode()
    assert ("Wacht al lang?" in page, "Is beantwoord?" in page) == (True, False)
    table = client.get("/beheer/rapport/vragen-zonder-antwoord/?export=csv")
    text = b"".join(table.streaming_content).decode() if table.streaming else table.content.decode()
    assert "Wacht al lang?" in text
    assert leaks(text, asker) == []
    waiting = gaps(Viewer.anonymous(), at=at)
    assert (waiting.question_count, waiting.question_days > 10) == (1, True)
