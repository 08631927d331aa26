"""The conversation under a text and the leaders' desk, over HTTP."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import Group
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from wagtail.models import PageViewRestriction

from network.members.states import CONVERSATION_LEADERS, MODERATORS
from network.models import FieldAudience
from portal.shared.conversations.states import ReportReason
from stories.models import InsightPage, Reaction, ReactionReport, ReactionsClosed
from stories.reactions.actions import close_thread, hide_reaction, react, report_reaction
from stories.reactions.admin import conversations_menu_item
from stories.reactions.contexts import reactions_context
from tests.factories.network import MemberFactory
from tests.factories.texts import add_insight, add_pilot, add_story


@pytest.fixture
def insight(site):
    return add_insight(site)


@pytest.fixture
def leader(db):
    member = MemberFactory(email="gespreksleider@bruggenbouwen.example", given_name="Gea", family_name="Leider")
    member.groups.add(Group.objects.get_or_create(name=CONVERSATION_LEADERS)[0])
    return member


@pytest.fixture
def reaction(insight, coach):
    return react(page=insight, member=coach, text="Bij ons ook.", token="formulier", at=timezone.now())


def report(reaction, member):
    return report_reaction(
        reaction=reaction, member=member, reason=ReportReason.HURTFUL, text="Niet aardig.", at=timezone.now()
    )


def body(response) -> str:
    return response.content.decode()


def test_a_visitor_reads_reactions_without_names_and_form(client, insight, reaction):
    response = client.get(f"/reacties/bij/{insight.pk}/")

    assert response.status_code == 200
    assert "Bij ons ook." in body(response)
    assert "een lid" in body(response)
    assert "Noor" not in body(response)
    assert "csrfmiddlewaretoken" not in body(response)
    assert f"/account/login/?next=%2Freacties%2Fbij%2F{insight.pk}%2F" in body(response)
    assert "csrftoken" not in response.cookies


def test_a_visitor_reads_the_name_of_who_shows_it_to_everyone(client, insight, reaction, coach):
    FieldAudience.objects.create(member=coach, field="name", audience="everyone")

    assert "Noor Verhagen" in body(client.get(f"/reacties/bij/{insight.pk}/"))


def test_a_member_reads_names_and_gets_a_form(client, insight, reaction, other_coach):
    client.force_login(other_coach)

    response = client.get(f"/reacties/bij/{insight.pk}/")

    assert "Noor Verhagen" in body(response)
    assert body(response).count('name="csrfmiddlewaretoken"') == 1
    assert f'action="/reacties/bij/{insight.pk}/plaats/"' in body(response)
    assert response.headers["Cache-Control"] == "private, no-store"


def test_a_prospect_reads_why_there_is_no_form(client, insight, reaction, stranger):
    client.force_login(stranger)

    response = client.get(f"/reacties/bij/{insight.pk}/")

    assert "Alleen leden kunnen reageren." in body(response)
    assert "csrfmiddlewaretoken" not in body(response)


def test_a_former_member_is_shown_as_such(client, insight, reaction):
    Reaction.objects.update(member=None)

    assert "oud-lid" in body(client.get(f"/reacties/bij/{insight.pk}/"))


def test_a_script_gets_the_section_only(client, insight, reaction):
    response = client.get(f"/reacties/bij/{insight.pk}/", headers={"HX-Request": "true"})

    assert body(response).lstrip().startswith('<section class="stack" id="reacties"')
    assert "HX-Request" in response.headers["Vary"]


def test_text_is_shown_as_typed(client, insight, coach):
    react(page=insight, member=coach, text="<script>x</script>\n{{ y }}", token="een", at=timezone.now())

    page = body(client.get(f"/reacties/bij/{insight.pk}/"))

    assert "&lt;script&gt;x&lt;/script&gt;<br>{{ y }}" in page


@pytest.mark.parametrize("page_id", [0, 999_999, 10**30], ids=["zero", "unknown", "huge"])
def test_unknown_pages_have_no_conversation(client, site, page_id):
    assert client.get(f"/reacties/bij/{page_id}/").status_code == 404


def test_what_a_reader_may_not_see_has_no_conversation(client, site, insight, reaction, coach):
    draft = add_story(site, live=False)
    restriction = PageViewRestriction.objects.create(page=insight, restriction_type=PageViewRestriction.LOGIN)
    seen = {client.get(f"/reacties/bij/{pk}/").status_code for pk in (draft.pk, insight.pk, site.root_page.pk)}
    client.force_login(coach)
    as_member = client.get(f"/reacties/bij/{insight.pk}/").status_code
    PageViewRestriction.objects.filter(pk=restriction.pk).update(restriction_type=PageViewRestriction.PASSWORD)
    hidden = [
        client.get(f"/reacties/bij/{insight.pk}/").status_code,
        client.post(f"/reacties/bij/{insight.pk}/plaats/", {"text": "Hoi"}).status_code,
        client.get(f"/reacties/{reaction.key}/weghalen/").status_code,
        client.post(f"/reacties/{reaction.key}/aanpassen/", {"text": "x"}).status_code,
    ]

    assert seen == {404}
    assert as_member == 200
    assert hidden == [404, 404, 404, 404]


def test_placing_twice_gives_one_reaction_and_lands_on_it(client, insight, coach):
    client.force_login(coach)
    for _n in range(2):
        response = client.post(f"/reacties/bij/{insight.pk}/plaats/", {"text": "Eerste\r\nregel", "token": "abc"})

    reaction = Reaction.objects.get()
    assert reaction.text == "Eerste\nregel"
    assert response.status_code == 302
    assert response.url == f"{insight.url}#reactie-{reaction.key}"


def test_forms_without_token_are_forms_of_their_own(client, insight, coach):
    client.force_login(coach)
    for text in ("Een", "Twee"):
        client.post(f"/reacties/bij/{insight.pk}/plaats/", {"text": text})

    assert sorted(Reaction.objects.values_list("text", flat=True)) == ["Een", "Twee"]


@pytest.mark.parametrize(
    ("text", "placed", "sentence"),
    [
        pytest.param("é\r\n" * 750, 1, "", id="longest"),
        pytest.param("x" * 1502, 0, "Dit is 2 tekens te lang.", id="too-long"),
        pytest.param("  \r\n ", 0, "Vul dit in.", id="empty"),
        pytest.param("x\x00", 0, "Null-tekens zijn niet toegestaan.", id="null"),
    ],
)
def test_a_text_has_a_length(client, insight, coach, text, placed, sentence):
    client.force_login(coach)

    response = client.post(f"/reacties/bij/{insight.pk}/plaats/", {"text": text, "token": "abc"})

    assert Reaction.objects.count() == placed
    assert sentence in body(response)


def test_a_visitor_who_posts_is_asked_to_sign_in(client, insight):
    response = client.post(f"/reacties/bij/{insight.pk}/plaats/", {"text": "Hoi"})

    assert (response.status_code, response.url) == (302, f"/account/login/?next=/reacties/bij/{insight.pk}/plaats/")
    assert Reaction.objects.count() == 0


def test_the_eleventh_in_an_hour_keeps_its_text_in_the_form(client, insight, coach):
    client.force_login(coach)
    for n in range(11):
        response = client.post(f"/reacties/bij/{insight.pk}/plaats/", {"text": f"Reactie {n}", "token": f"t{n}"})

    assert Reaction.objects.count() == 10
    assert "Je hebt het afgelopen uur vaak gereageerd." in body(response)
    assert "Reactie 10</textarea>" in body(response)


def test_get_changes_nothing(client, insight, reaction, coach, other_coach, leader):
    before = list(Reaction.objects.values())
    for who in (coach, other_coach, leader):
        client.force_login(who)
        for path in ("aanpassen", "weghalen", "melden"):
            client.get(f"/reacties/{reaction.key}/{path}/")
        client.get(f"/reacties/bij/{insight.pk}/plaats/")
        client.get(f"/mijn/gesprekken/bij/{insight.pk}/")
        client.get(f"/mijn/gesprekken/{reaction.key}/")

    assert list(Reaction.objects.values()) == before
    assert ReactionReport.objects.count() == ReactionsClosed.objects.count() == 0


def test_a_writer_changes_and_removes_the_own_text(client, insight, reaction, coach):
    client.force_login(coach)

    shown = client.get(f"/reacties/{reaction.key}/aanpassen/")
    client.post(f"/reacties/{reaction.key}/aanpassen/", {"text": "Bij ons niet."})
    after_edit = body(client.get(f"/reacties/bij/{insight.pk}/"))
    asked = client.get(f"/reacties/{reaction.key}/weghalen/")
    client.post(f"/reacties/{reaction.key}/weghalen/")

    assert "Bij ons ook." in body(shown)
    assert "Bij ons niet." in after_edit
    assert "Bij ons niet." in body(asked)
    assert Reaction.objects.values_list("state", "text").get() == ("removed", "")
    assert client.get(f"/reacties/{reaction.key}/weghalen/").status_code == 404


def test_after_fifteen_minutes_the_form_says_what_can_be_done(client, insight, reaction, coach):
    Reaction.objects.update(created_at=timezone.now() - timedelta(minutes=16))
    client.force_login(coach)

    response = client.post(f"/reacties/{reaction.key}/aanpassen/", {"text": "Te laat"})

    assert "Je kunt een reactie 15 minuten lang aanpassen." in body(response)
    assert f"/reacties/{reaction.key}/aanpassen/" not in body(client.get(f"/reacties/bij/{insight.pk}/"))


def test_others_can_not_change_or_remove(client, reaction, other_coach):
    client.force_login(other_coach)

    for path in ("aanpassen", "weghalen"):
        assert client.get(f"/reacties/{reaction.key}/{path}/").status_code == 404
        assert client.post(f"/reacties/{reaction.key}/{path}/", {"text": "x"}).status_code == 404
    assert Reaction.objects.get().text == "Bij ons ook."


@pytest.mark.parametrize("path", ["reacties/{}/aanpassen/", "reacties/{}/melden/", "mijn/gesprekken/{}/"])
def test_a_visitor_signs_in_first(client, reaction, path):
    address = "/" + path.format(reaction.key)

    assert client.get(address).url == f"/account/login/?next={address}"
    assert client.post(address).status_code == 302


def test_the_report_flow(client, insight, reaction, coach, other_coach, leader):
    client.force_login(other_coach)
    wrong = client.post(f"/reacties/{reaction.key}/melden/", {"reason": "onzin"})
    client.post(f"/reacties/{reaction.key}/melden/", {"reason": "hurtful", "text": "Niet aardig."})
    client.force_login(leader)
    listed = body(client.get("/mijn/gesprekken/"))
    detail = body(client.get(f"/mijn/gesprekken/{reaction.key}/"))
    unexplained = client.post(f"/mijn/gesprekken/{reaction.key}/", {"decision": "hide"})
    decided = client.post(f"/mijn/gesprekken/{reaction.key}/", {"decision": "hide", "reason": "Te fel."})
    client.force_login(coach)
    own_view = body(client.get(f"/reacties/bij/{insight.pk}/"))
    client.force_login(other_coach)
    other_view = body(client.get(f"/reacties/bij/{insight.pk}/"))

    assert wrong.status_code == 200
    assert "Het kwetst iemand" in listed
    assert "Femke Hoekstra" in detail
    assert "Zeg waarom" in body(unexplained)
    assert decided.url == "/mijn/gesprekken/"
    assert Reaction.objects.get().state == "hidden"
    assert "Te fel." in own_view
    assert "Bij ons ook." not in other_view
    client.force_login(leader)
    assert reaction.key not in body(client.get("/mijn/gesprekken/"))
    client.post(f"/mijn/gesprekken/{reaction.key}/", {"decision": "restore"})
    assert Reaction.objects.get().state == "visible"
    client.post(f"/mijn/gesprekken/{reaction.key}/", {"decision": "remove", "reason": "Toch weg."})
    assert Reaction.objects.get().state == "removed"
    assert '<form class="form"' not in body(client.get(f"/mijn/gesprekken/{reaction.key}/"))


def test_leaving_a_reaction_as_it_is(client, reaction, other_coach, leader):
    report(reaction, other_coach)
    client.force_login(leader)

    client.post(f"/mijn/gesprekken/{reaction.key}/", {"decision": "dismiss", "reason": "Mag."})
    again = client.post(f"/mijn/gesprekken/{reaction.key}/", {"decision": "dismiss", "reason": "Mag."})

    assert ReactionReport.objects.values_list("state", "answer").get() == ("dismissed", "Mag.")
    assert again.status_code == 200


def test_the_writer_of_a_reaction_does_not_read_its_reports_at_the_desk(client, insight, other_coach, leader):
    own = react(page=insight, member=leader, text="Van mij.", token="een", at=timezone.now())
    report(own, other_coach)
    client.force_login(leader)

    detail = body(client.get(f"/mijn/gesprekken/{own.key}/"))

    assert "Femke" not in detail
    assert "Niet aardig." not in detail


def test_the_desk_does_not_exist_for_others(client, insight, reaction, coach):
    moderator = MemberFactory(email="moderator@bruggenbouwen.example")
    moderator.groups.add(Group.objects.create(name=MODERATORS))
    for who in (coach, moderator):
        client.force_login(who)
        for path in ("", f"{reaction.key}/", f"bij/{insight.pk}/"):
            assert client.get(f"/mijn/gesprekken/{path}").status_code == 404
            assert client.post(f"/mijn/gesprekken/{path}", {"reason": "x"}).status_code == 404
    assert ReactionsClosed.objects.count() == 0


def test_the_desk_is_empty_with_a_way_on(client, site, leader):
    client.force_login(leader)

    assert "Er wacht niets" in body(client.get("/mijn/gesprekken/"))
    assert client.get("/mijn/gesprekken/bestaatniet/").status_code == 404


def test_the_desk_lists_the_longest_waiting_first(client, insight, coach, other_coach, leader):
    now = timezone.now()
    first, second = (react(page=insight, member=coach, text=f"Tekst {n}.", token=str(n), at=now) for n in "12")
    for row, age in ((second, 9), (first, 1)):
        report(row, other_coach)
        ReactionReport.objects.filter(reaction=row).update(created_at=now - timedelta(days=age))
    client.force_login(leader)

    page = body(client.get("/mijn/gesprekken/"))

    assert page.index("Tekst 2.") < page.index("Tekst 1.")
    assert page.count("te laat") == 1


def test_a_leader_closes_and_opens_a_conversation(client, insight, reaction, coach, leader):
    client.force_login(leader)
    client.post(f"/mijn/gesprekken/bij/{insight.pk}/", {"reason": "Het werd te fel."})
    client.force_login(coach)
    closed = body(client.get(f"/reacties/bij/{insight.pk}/"))
    refused = client.post(f"/reacties/bij/{insight.pk}/plaats/", {"text": "Nog iets"}, follow=True)
    client.force_login(leader)
    client.post(f"/mijn/gesprekken/bij/{insight.pk}/", {"open": "1"})

    assert "Het werd te fel." in closed
    assert "Bij ons ook." in closed
    assert "csrfmiddlewaretoken" not in closed
    assert refused.redirect_chain == [(f"{insight.url}#reacties", 302)]
    assert Reaction.objects.count() == 1
    assert ReactionsClosed.objects.count() == 0


def queries_of(client, path: str) -> int:
    client.get(path)  # the first visit also fills caches of addresses and kinds of pages
    with CaptureQueriesContext(
        connection,
    ) as queries:
        assert client.get(path).status_code == 200
    return len(queries)


def test_the_list_costs_the_same_for_one_and_three(client, insight, coach, other_coach, leader):
    path = f"/reacties/bij/{insight.pk}/"
    react(page=insight, member=coach, text="Een.", token="een", at=timezone.now())
    client.force_login(leader)
    one = queries_of(client, path)
    for member in (other_coach, MemberFactory(given_name="Ilse", family_name="Brink")):
        react(page=insight, member=member, text="Meer.", token="meer", at=timezone.now())

    assert queries_of(client, path) == one


def test_the_desk_costs_the_same_for_one_and_three(client, insight, coach, other_coach, leader):
    rows = [react(page=insight, member=coach, text=f"{n}.", token=str(n), at=timezone.now()) for n in range(3)]
    report(rows[0], other_coach)
    client.force_login(leader)
    one = queries_of(client, "/mijn/gesprekken/")
    for row in rows[1:]:
        report(row, other_coach)

    assert queries_of(client, "/mijn/gesprekken/") == one


def test_long_conversations_have_pages_and_texts_show_the_newest(client, rf, insight, coach, other_coach):
    Reaction.objects.bulk_create(
        Reaction(page_id=insight.pk, member=coach, text=f"Nummer {n}.", form_token=str(n)) for n in range(55)
    )
    request = rf.get("/")
    request.user = other_coach

    section = reactions_context(insight, request)["reactions"]

    assert [line.text for line in section.lines] == [f"Nummer {n}." for n in range(35, 55)]
    assert (section.total, section.offer) == (55, "form")
    assert "Nummer 54." in body(client.get(f"/reacties/bij/{insight.pk}/?pagina=2"))
    assert client.get(f"/reacties/bij/{insight.pk}/?pagina=x").status_code == 200


def test_a_leader_sees_hidden_texts_and_the_way_to_the_desk(client, insight, reaction, other_coach, leader):
    hide_reaction(reaction=reaction, leader=leader, reason="Te fel.", at=timezone.now())
    close_thread(page=insight, leader=leader, reason="Klaar.", at=timezone.now())
    client.force_login(leader)

    page = body(client.get(f"/reacties/bij/{insight.pk}/"))

    assert f"/mijn/gesprekken/{reaction.key}/" in page
    assert f"/mijn/gesprekken/bij/{insight.pk}/" in page
    client.force_login(other_coach)
    assert client.get(f"/reacties/{reaction.key}/melden/").status_code == 404


def test_only_leaders_find_the_desk_in_the_menu(rf, leader, coach):
    request = rf.get("/beheer/")
    moderator = MemberFactory(email="moderator@bruggenbouwen.example", is_staff=True)
    moderator.groups.add(Group.objects.create(name=MODERATORS))
    shown = []
    for who in (leader, coach, moderator):
        request.user = who
        shown.append(conversations_menu_item().is_shown(request))

    assert shown == [True, False, False]
    assert str(conversations_menu_item().url) == "/mijn/gesprekken/"


@pytest.mark.parametrize("add", [add_insight, add_story, add_pilot], ids=["insight", "story", "pilot"])
def test_texts_show_the_conversation_and_the_way_to_keep_them(client, site, coach, other_coach, add):
    page = add(site)
    react(page=page, member=coach, text="Bij ons ook.", token="een", at=timezone.now())

    as_visitor = body(client.get(page.url))
    client.force_login(other_coach)
    as_member = body(client.get(page.url))

    for shown in (as_visitor, as_member):
        assert shown.count('id="reacties"') == 1
        assert "Bij ons ook." in shown
        assert f"/mijn/map/bewaar/tekst/{page.pk}/" in shown
    assert "csrfmiddlewaretoken" not in as_visitor
    assert f'action="/reacties/bij/{page.pk}/plaats/"' in as_member
    assert f'method="post" action="/mijn/map/bewaar/tekst/{page.pk}/"' in as_member


def test_a_text_that_is_not_stored_yet_has_no_conversation(rf, db):
    assert reactions_context(InsightPage(title="Nieuw"), rf.get("/")) == {"reactions": None}
