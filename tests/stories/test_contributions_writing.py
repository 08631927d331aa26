import json
from datetime import timedelta
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from django.utils.html import escape
from wagtail.models import Comment, Page, Revision

from portal.shared.registries.actions import hand_over_story_seed
from portal.shared.registries.models import StorySeed
from stories.contributions.actions.writing import MAX_BEGUN_PER_DAY
from stories.contributions.models import Contribution
from stories.contributions.pagetexts import block_id
from stories.models import CoachStoryPage, PilotReportPage
from tests.factories.network import AffiliationFactory, InstitutionFactory, MemberFactory
from tests.limits import tried
from tests.stories.contribution_fixtures import (
    ABOUT,
    ANSWERS,
    BASE,
    KEY,
    begin,
    fill,
    moderation,
    page_of,
    send,
    signed_in,
    theme,
    version,
    writer,
)

__all__ = ["moderation", "signed_in", "theme", "writer"]


def edit_as_editor(contribution, **columns):
    """Save another version of the page, as an editor does in Wagtail."""
    editor = MemberFactory()
    page = page_of(contribution)
    for name, value in columns.items():
        setattr(page, name, value)
    return page.save_revision(user=editor, clean=False)


def test_begin_makes_an_unpublished_page_of_the_member(signed_in, writer):
    contribution = begin(signed_in)

    page = CoachStoryPage.objects.get(pk=contribution.page_id)
    assert (page.live, page.owner_id, page.institution_id) == (
        False,
        writer.pk,
        writer.affiliations.get().institution_id,
    )
    assert contribution.state == "draft"


def test_begin_sent_twice_begins_one_text(signed_in):
    begin(signed_in)
    begin(signed_in)

    assert Contribution.objects.count() == 1
    assert CoachStoryPage.objects.count() == 1


def test_begin_with_the_key_of_someone_else_begins_an_own_text(client, signed_in, other_coach):
    first = begin(signed_in)
    client.force_login(other_coach)

    client.post(f"{BASE}nieuw/", {"kind": "story", "key": first.key})

    assert sorted(Contribution.objects.values_list("member__email", flat=True)) == [
        "femke@waddenkust.example",
        "noor@lindenwaard.example",
    ]


def test_answers_land_in_the_page_as_safe_paragraphs(signed_in, writer, theme):
    contribution = begin(signed_in)

    send(signed_in, contribution, "over", {**ABOUT, "themes": [theme.pk]})
    send(signed_in, contribution, "vragen", ANSWERS)

    page = page_of(contribution)
    blocks = [(block["type"], block["value"]) for block in page.body.raw_data]
    assert blocks == [
        ("text", "<h2>Wat wilde ik?</h2><p>Minder knoppen.</p><p>Meer &lt;les&gt; &amp; gesprek.</p>"),
        ("text", "<h2>Wat deed ik?</h2><p>Ik telde vragen<br/>op kaartjes.</p>"),
        ("text", "<h2>Wat werkte?</h2><p>Samen sorteren.</p>"),
        ("text", "<h2>Wat werkte niet?</h2><p>Alleen een nummer geven.</p>"),
        ("do", {"text": "Tel eerst."}),
        ("dont", {"text": "Hang niet op."}),
    ]
    assert [author.member_id for author in page.authors.all()] == [writer.pk]
    assert [each.pk for each in page.themes.all()] == [theme.pk]
    assert (page.title, page.lead, page.sector) == (ABOUT["title"], ABOUT["lead"], "zorg-en-welzijn")


def test_without_consent_no_name_stands_with_the_text(signed_in):
    contribution = begin(signed_in)
    send(signed_in, contribution, "over", ABOUT)
    assert page_of(contribution).authors.count() == 1

    send(signed_in, contribution, "over", {**ABOUT, "byline": "none"})

    page = page_of(contribution)
    assert (page.authors.count(), page.contact_id) == (0, None)


def test_pilot_answers_and_figures_land_in_the_report(signed_in):
    contribution = begin(signed_in, kind="pilot")
    answers = {"question": "Helpt een vaste dag?", "approach": "26 weken.", "outcome": "stopped", "weeks": "26"}
    figures = {
        "figure0_name": "Docenten die een les aanpasten",
        "figure0_unit": "docenten",
        "figure0_before": "3",
        "figure0_after": "12,5",
        "figure0_source": "Vragenlijst in week 24",
        "figure0_better": "on",
    }

    send(signed_in, contribution, "vragen", answers)
    send(signed_in, contribution, "cijfers", figures)

    page = page_of(contribution)
    assert isinstance(page, PilotReportPage)
    assert (page.question, page.approach, page.outcome, page.weeks) == (
        "Helpt een vaste dag?",
        "<p>26 weken.</p>",
        "stopped",
        26,
    )
    assert [(each.name, each.before, each.after) for each in page.indicators.all()] == [
        ("Docenten die een les aanpasten", Decimal("3"), Decimal("12.5"))
    ]


def test_step_with_an_error_keeps_what_was_typed(signed_in):
    contribution = begin(signed_in)
    long = "x" * 401

    refused = send(signed_in, contribution, "over", {**ABOUT, "lead": long, "title": "Blijft staan"})

    assert refused.status_code == 422
    assert long in refused.content.decode()
    again = signed_in.get(f"{BASE}{KEY}/schrijven/over/").content.decode()
    assert long in again
    assert "Blijft staan" in again
    page = page_of(contribution)
    assert (page.title, page.lead) == ("Blijft staan", "")


def test_back_in_the_browser_shows_what_was_saved(signed_in):
    contribution = begin(signed_in)
    send(signed_in, contribution, "over", ABOUT)

    back = signed_in.get(f"{BASE}{KEY}/schrijven/over/")

    assert ABOUT["title"] in back.content.decode()
    assert "no-store" in back.headers["Cache-Control"]


def test_stale_form_shows_both_versions_and_overwrites_nothing(signed_in):
    contribution = begin(signed_in)
    send(signed_in, contribution, "over", ABOUT)
    seen = version(contribution)
    edit_as_editor(contribution, lead="De redactie schreef dit.")
    revisions = list(Revision.objects.order_by("pk").values("pk", "content"))

    answer = send(signed_in, contribution, "over", {**ABOUT, "lead": "Ik schreef dit."}, seen=seen)

    assert answer.status_code == 409
    text = answer.content.decode()
    assert "De redactie schreef dit." in text
    assert "Ik schreef dit." in text
    assert list(Revision.objects.order_by("pk").values("pk", "content")) == revisions


def test_fresh_form_overwrites(signed_in):
    """The twin of the stale form: with the version of now, the same values are written."""
    contribution = begin(signed_in)
    send(signed_in, contribution, "over", ABOUT)
    edit_as_editor(contribution, lead="De redactie schreef dit.")

    answer = send(signed_in, contribution, "over", {**ABOUT, "lead": "Ik schreef dit."})

    assert answer.status_code == 302
    assert page_of(contribution).lead == "Ik schreef dit."


def test_stale_by_hash_alone_is_noticed(signed_in):
    """Wagtail's autosave overwrites a revision under the same id."""
    contribution = begin(signed_in)
    send(signed_in, contribution, "over", ABOUT)
    seen = version(contribution)
    revision = page_of(contribution).latest_revision
    page = page_of(contribution)
    page.lead = "Anders, zelfde nummer."
    page.save_revision(user=revision.user, clean=False, overwrite_revision=revision)
    assert seen.split("-")[0] == version(contribution).split("-")[0]

    answer = send(signed_in, contribution, "over", {**ABOUT, "lead": "Van mij."}, seen=seen)

    assert answer.status_code == 409
    assert page_of(contribution).lead == "Anders, zelfde nummer."


@pytest.mark.parametrize(("choice", "lead"), [("mine", "Ik schreef dit."), ("theirs", "De redactie schreef dit.")])
def test_choice_between_versions_is_saved(signed_in, choice, lead):
    contribution = begin(signed_in)
    send(signed_in, contribution, "over", ABOUT)
    edit_as_editor(contribution, lead="De redactie schreef dit.")

    answer = send(signed_in, contribution, "over", {**ABOUT, "lead": "Ik schreef dit.", "keep-lead": choice})

    assert answer.status_code == 302
    assert page_of(contribution).lead == lead
    assert lead in signed_in.get(f"{BASE}{KEY}/schrijven/over/").content.decode()


def test_words_an_editor_made_bold_stay_bold(signed_in):
    contribution = begin(signed_in)
    send(signed_in, contribution, "vragen", ANSWERS)
    page = page_of(contribution)
    raw = [dict(block) for block in page.body.raw_data]
    raw[2]["value"] = "<h2>Wat hielp?</h2><p><b>Samen</b> sorteren.</p>"
    page.body = json.dumps(raw)
    page.save_revision(user=MemberFactory(), clean=False)

    send(signed_in, contribution, "vragen", {**ANSWERS, "did": "Iets anders."})

    values = [block["value"] for block in page_of(contribution).body.raw_data]
    assert values[1] == "<h2>Wat deed ik?</h2><p>Iets anders.</p>"
    assert values[2] == "<h2>Wat hielp?</h2><p><b>Samen</b> sorteren.</p>"


def test_sending_a_step_twice_saves_once(signed_in):
    contribution = begin(signed_in)
    seen = version(contribution)
    send(signed_in, contribution, "over", ABOUT, seen=seen)
    revisions = Revision.objects.count()

    second = send(signed_in, contribution, "over", ABOUT, seen=seen)

    assert second.status_code == 302
    assert Revision.objects.count() == revisions


def test_autosave_saves_and_says_when(signed_in):
    contribution = begin(signed_in)
    url = f"{BASE}{KEY}/schrijven/vragen/bewaren/"

    first = signed_in.post(url, {**ANSWERS, "version": version(contribution)}).json()
    second = signed_in.post(url, {**ANSWERS, "tell_tip": "Nog een tip.", "version": first["version"]})

    assert first["saved"]
    assert first["message"].startswith("Bewaard om ")
    assert second.json()["version"] == version(contribution)
    assert page_of(contribution).body.raw_data[-1]["value"] == {"text": "Nog een tip."}
    assert Revision.objects.filter(object_id=str(contribution.page_id)).count() == 1


def test_autosave_of_a_stale_form_writes_nothing(signed_in):
    contribution = begin(signed_in)
    seen = version(contribution)
    send(signed_in, contribution, "vragen", ANSWERS)

    answer = signed_in.post(
        f"{BASE}{KEY}/schrijven/vragen/bewaren/", {**ANSWERS, "did": "Oud venster.", "version": seen}
    )

    assert (answer.status_code, answer.json()["saved"]) == (409, False)
    assert "Oud venster." not in json.dumps(page_of(contribution).body.get_prep_value())


def test_autosave_after_the_session_ended_says_so(signed_in):
    contribution = begin(signed_in)
    seen = version(contribution)
    signed_in.logout()

    answer = signed_in.post(f"{BASE}{KEY}/schrijven/vragen/bewaren/", {**ANSWERS, "version": seen})

    assert (answer.status_code, answer.json()["signed_out"]) == (401, True)
    assert answer.json()["login"].endswith(f"?next={BASE}{KEY}/schrijven/vragen/")


def test_step_sent_after_the_session_ended_waits_for_the_writer(signed_in, writer):
    contribution = begin(signed_in)
    seen = version(contribution)
    signed_in.logout()

    answer = send(signed_in, contribution, "vragen", ANSWERS, seen=seen)
    assert (answer.status_code, answer.url) == (302, f"/account/login/?next={BASE}{KEY}/schrijven/vragen/")
    signed_in.force_login(writer)
    restored = signed_in.get(f"{BASE}{KEY}/schrijven/vragen/").content.decode()

    assert "Ik telde vragen" in restored
    assert 'role="status">Dit typte je eerder.' in restored
    assert page_of(contribution).body.raw_data[:] == []
    send(signed_in, contribution, "vragen", ANSWERS)
    assert 'role="status">Dit typte je eerder.' not in signed_in.get(f"{BASE}{KEY}/schrijven/vragen/").content.decode()


def test_what_was_typed_after_the_session_ended_is_shown_to_nobody_else(signed_in, other_coach):
    contribution = begin(signed_in)
    seen = version(contribution)
    signed_in.logout()
    send(signed_in, contribution, "vragen", ANSWERS, seen=seen)

    signed_in.force_login(other_coach)

    assert signed_in.get(f"{BASE}{KEY}/schrijven/vragen/").status_code == 404


def test_foreign_text_answers_like_a_missing_one(signed_in, client, other_coach):
    contribution = begin(signed_in)
    client.force_login(other_coach)

    for path in ("", "schrijven/over/", "schrijven/fotos/", "schrijven/nakijken/", "intrekken/", "redactie/"):
        foreign = client.get(f"{BASE}{contribution.key}/{path}")
        missing = client.get(f"{BASE}zzzzzzzzzzzzzz/{path}")
        assert (foreign.status_code, missing.status_code) == (404, 404)
        # The links to sign in and to the other language hold the address that was asked for.
        assert foreign.content.replace(contribution.key.encode(), b"zzzzzzzzzzzzzz") == missing.content
    for path in ("schrijven/over/", "schrijven/over/bewaren/", "intrekken/", "verder/", "meelezers/"):
        assert client.post(f"{BASE}{contribution.key}/{path}", ABOUT).status_code == 404
    assert page_of(contribution).title == "Tekst zonder titel"


def test_prospect_reads_how_to_become_a_member(client, stranger, moderation):
    client.force_login(stranger)

    answer = client.get(f"{BASE}nieuw/")

    assert answer.status_code == 403
    assert "Word eerst lid" in answer.content.decode()


def test_anonymous_signs_in_first_and_comes_back(client, moderation):
    answer = client.get(BASE)

    assert (answer.status_code, answer.url) == (302, f"/account/login/?next={BASE}")


def test_draft_is_nowhere_public(signed_in, client):
    contribution = fill(signed_in, begin(signed_in))
    page = Page.objects.get(pk=contribution.page_id)
    client.logout()

    assert client.get(page.url_path.replace("/voorpagina", "")).status_code == 404
    assert client.get("/verhalen/de-digibordhelden-van-gang-2/").status_code == 404


def test_remarks_of_editors_stand_at_their_question(signed_in):
    contribution = begin(signed_in)
    editor = MemberFactory()
    for path, text in (
        (f"body.{block_id(KEY, 'did')}.text", "Hoe lang duurde het?"),
        ("lead", "Mag korter."),
        ("seo_title", "Algemeen."),
    ):
        Comment.objects.create(page_id=contribution.page_id, user=editor, text=text, contentpath=path)

    text = signed_in.get(f"{BASE}{KEY}/").content.decode()

    for words in ("Wat deed je?", "Hoe lang duurde het?", "In twee zinnen", "Mag korter.", "Over het geheel"):
        assert escape(words) in text


def test_unknown_step_is_missing(signed_in):
    begin(signed_in)

    assert signed_in.get(f"{BASE}{KEY}/schrijven/cijfers/").status_code == 404


@pytest.mark.parametrize("seen", ["", "abc", "99999999999999999999999-x", "²-x", "1"])
def test_nonsense_as_version_is_a_stale_form(signed_in, seen):
    contribution = begin(signed_in)

    answer = signed_in.post(f"{BASE}{KEY}/schrijven/over/", {**ABOUT, "version": seen})

    assert answer.status_code == 409
    assert page_of(contribution).title == "Tekst zonder titel"


@pytest.mark.parametrize(
    "answers",
    [
        {**ABOUT, "title": "a\x00b"},
        {**ABOUT, "themes": ["9" * 5000]},
        {**ABOUT, "themes": ["x", "1"]},
        {**ABOUT, "school": "999999"},
        {**ABOUT, "sector": "hacken"},
    ],
)
def test_nonsense_in_a_field_never_breaks_the_form(signed_in, answers):
    contribution = begin(signed_in)

    assert send(signed_in, contribution, "over", answers).status_code in (302, 422)
    assert signed_in.get(f"{BASE}{KEY}/schrijven/over/").status_code == 200
    assert signed_in.get(f"{BASE}{KEY}/schrijven/nakijken/").status_code == 200


LIST_QUERIES = 7


@pytest.mark.parametrize("number", [1, 3])
def test_list_costs_the_same_for_one_and_three(signed_in, number, django_assert_num_queries):
    for at in range(number):
        begin(signed_in, key=f"{KEY[:-1]}{'cdf'[at]}")
    signed_in.get(BASE)

    with django_assert_num_queries(LIST_QUERIES):
        page = signed_in.get(BASE)

    assert page.content.decode().count("Tekst zonder titel") == number


def seed(member) -> StorySeed:
    return hand_over_story_seed(
        source_kind="reflection",
        source_key="r1",
        payload={"members": [member.key], "title": "Twee dagen bij ict", "answers": {"did": "Ik liep mee.", "x": "y"}},
        at=timezone.now(),
    )


def test_reflection_is_the_beginning_of_a_story_once(signed_in, writer):
    material = seed(writer)
    assert "Twee dagen bij ict" in signed_in.get(f"{BASE}nieuw/").content.decode()

    for _twice in range(2):
        assert signed_in.post(f"{BASE}nieuw/{material.pk}/").status_code == 302

    contribution = Contribution.objects.get()
    page = page_of(contribution)
    assert page.title == "Twee dagen bij ict"
    assert [block["value"] for block in page.body.raw_data] == ["<h2>Wat deed ik?</h2><p>Ik liep mee.</p>"]
    assert "Twee dagen bij ict" not in signed_in.get(f"{BASE}nieuw/").content.decode()


def test_reflection_of_others_is_nobodys_beginning(signed_in, other_coach):
    material = seed(other_coach)

    assert "Twee dagen bij ict" not in signed_in.get(f"{BASE}nieuw/").content.decode()
    signed_in.post(f"{BASE}nieuw/{material.pk}/")

    assert Contribution.objects.count() == 0
    material.refresh_from_db()
    assert material.used_at is None


def test_file_in_a_text_step_is_ignored(signed_in):
    contribution = begin(signed_in)

    answer = send(signed_in, contribution, "over", ABOUT, extra=SimpleUploadedFile("x.svg", b"<svg/>"))

    assert answer.status_code == 302


def test_a_member_begins_so_many_texts_a_day(signed_in):
    begin(signed_in)
    tried(MAX_BEGUN_PER_DAY - 1)
    begin(signed_in, key=KEY[::-1])

    answer = signed_in.post(f"{BASE}nieuw/", {"kind": "story", "key": "3" * len(KEY)}, follow=True)

    assert "Je deed dit vandaag heel vaak." in answer.content.decode()
    assert Contribution.objects.count() == 2


def test_school_of_a_text_stays_when_its_writer_works_elsewhere_by_now(signed_in, writer):
    contribution = fill(signed_in, begin(signed_in))
    school = page_of(contribution).institution
    writer.affiliations.update(ends_on=timezone.localdate() - timedelta(days=1))
    AffiliationFactory(member=writer, institution__name="Vaartcollege")

    page = signed_in.get(f"{BASE}{KEY}/schrijven/over/").content.decode()
    send(signed_in, contribution, "over", {**ABOUT, "title": "Andere titel", "school": school.pk})

    assert f'<option value="{school.pk}" selected>{school}</option>' in page
    assert (page_of(contribution).title, page_of(contribution).institution) == ("Andere titel", school)


def test_school_where_its_writer_never_worked_is_no_choice(signed_in, writer):
    contribution = fill(signed_in, begin(signed_in))
    school = page_of(contribution).institution

    answer = send(signed_in, contribution, "over", {**ABOUT, "school": InstitutionFactory().pk})

    assert (answer.status_code, page_of(contribution).institution) == (422, school)
