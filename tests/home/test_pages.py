"""The portal's own texts, the programme, and the previews of the blocks."""

from itertools import chain

import pytest
from django.template import Context, Template
from django.test import RequestFactory

from home.front.blocks import front_blocks
from home.models import BackgroundPage, PlainPage, ProgrammePage
from home.programme.models import StepBlock
from network.vocabulary.models import ProgrammeStep
from portal.shared.pages.errors import ApproverMissing, OwnTextRefused
from search.index.models import Entry
from tests.factories.network import MemberFactory
from tests.factories.stories import PilotReportFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("laid_once")]

BODY = [{"type": "text", "value": "<h2>Kop</h2><p>Zinnen over zonnebloemen.</p>"}]


def _add(front, model, **columns):
    return front.add_child(instance=model(**{"title": "Contact", "slug": "contact", "body": BODY, **columns}))


def test_plain_page_shows_its_text_and_a_way_to_add(front, client):
    page = _add(front, PlainPage, lead="Zo bereik je ons.")

    text = client.get("/contact/").content.decode()

    assert "Zinnen over zonnebloemen." in text
    assert "Zo bereik je ons." in text
    assert f'href="/suggestie/{page.pk}/"' in text


def test_breadcrumb_of_a_story_follows_the_name_of_its_list(client, make_story, story_list):
    story = make_story("Een verhaal")
    before = client.get(story.url).content.decode()
    story_list.title = "Wat wij meemaakten"
    story_list.save()

    after = client.get(story.url).content.decode()

    assert (
        '<li lang="nl"><a href="/verhalen/">Verhalen</a></li><li lang="nl"><span aria-current="page">Een verhaal'
        in before
    )
    assert '<li lang="nl"><a href="/verhalen/">Wat wij meemaakten</a></li>' in after


def test_a_page_above_that_went_offline_is_left_out_of_the_way_there(front, client):
    parent = _add(front, BackgroundPage, title="Over ons", slug="over")
    page = _add(parent, PlainPage, title="Team", slug="team")
    parent.unpublish()

    text = client.get(page.url).content.decode()

    assert ("Team" in text, "Over ons" in text) == (True, False)


def test_page_below_another_shows_where_it_stands(front, client):
    parent = _add(front, BackgroundPage, title="Over", slug="over")
    _add(parent, PlainPage, title="Team", slug="team")

    text = client.get("/over/team/").content.decode()

    assert '<li lang="nl"><a href="/over/">Over</a></li>' in text


def test_plain_page_may_be_published_by_its_writer(front, programme_lead):
    page = _add(front, PlainPage, live=False)

    page.save_revision(user=programme_lead).publish(user=programme_lead)

    page.refresh_from_db()
    assert page.live is True


@pytest.mark.parametrize(("by_writer", "refusal"), [(True, OwnTextRefused), (False, ApproverMissing)])
def test_background_page_waits_for_a_second_person(front, programme_lead, by_writer, refusal):
    page = _add(front, BackgroundPage, live=False)
    revision = page.save_revision(user=programme_lead)

    with pytest.raises(refusal):
        revision.publish(user=programme_lead if by_writer else None)

    page.refresh_from_db()
    assert page.live is False


def test_plain_page_becomes_findable_when_published(front, programme_lead):
    page = _add(front, PlainPage, live=False)
    before = Entry.objects.filter(kind="pagina").count()

    page.save_revision(user=programme_lead).publish(user=programme_lead)

    entry = Entry.objects.get(kind="pagina")
    assert (before, entry.title, entry.url) == (0, "Contact", "/contact/")


def test_programme_counts_and_lists_what_stands_in_each_step(front, client, make_story, pilot_list):
    make_story("Eerste stap", step=ProgrammeStep.COLLECT)
    make_story("Ook eerste stap", step=ProgrammeStep.COLLECT)
    PilotReportFactory(parent=pilot_list, title="Tweede stap", step=ProgrammeStep.TRY)

    sections = client.get("/in-vier-stappen/").context["sections"]

    assert [[count.text for count in section.now.counts] for section in sections] == [
        ["2 verhalen"],
        ["1 pilot"],
        [],
        [],
    ]
    assert [item.title for item in sections[1].now.items] == ["Tweede stap"]


def test_programme_hides_what_may_not_be_seen(client, hidden_titles):
    text = client.get("/in-vier-stappen/").content.decode()

    assert "Zichtbaar verhaal" in text
    assert [title for title in hidden_titles if title in text] == []


def test_steps_on_the_front_page_have_the_editors_titles(front, client):
    page = ProgrammePage.objects.get()
    page.steps = [{"type": "step", "value": {"number": "2", "title": "Zelf doen", "text": "x", "do": "y"}}]
    page.save_revision().publish()

    text = client.get("/").content.decode()

    assert '<a href="/in-vier-stappen/#stap-2" lang="nl">Zelf doen</a>' in text


@pytest.mark.parametrize("name", [name for name, _block in front_blocks()] + ["step"])
def test_block_has_a_preview_that_renders(front, name):
    block = dict(chain(front_blocks(), [("step", StepBlock())]))[name]
    block.set_name(name)
    request = RequestFactory().get("/")

    html = Template("{% load wagtailcore_tags %}{% include_block bound %}").render(
        Context({"bound": block.bind(block.get_preview_value()), "request": request})
    )

    assert block.meta.preview_value["title"] in html
    assert block.get_description() != ""


def test_contact_of_a_page_shows_only_what_the_reader_may_see(front, client):
    person = MemberFactory(given_name="Noor", family_name="Verhagen")
    _add(front, PlainPage, contact=person)

    assert "Noor Verhagen" not in client.get("/contact/").content.decode()
    client.force_login(MemberFactory())
    assert "Noor Verhagen" in client.get("/contact/").content.decode()
