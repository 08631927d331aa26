"""What is not public shows nowhere: hidden texts of every type in every state, on every open address."""

import json
import re
from types import SimpleNamespace
from urllib.parse import quote

import pytest
import wagtail_factories
from django.utils import timezone
from wagtail.models import Collection, CollectionViewRestriction, Page

from home.front.defaults import front_page_body
from home.models import BackgroundPage, JoinPage, PlainPage, ProgrammePage
from network.members.fields import PRESETS
from network.models import FieldAudience
from portal.shared.media.models import PortalDocument, PortalImage
from portal.shared.pages.listeners import pages_changed
from search.index.actions import sync_engines
from stories.insights.actions import accept_evidence, propose_evidence, record_reuse, refresh_all_standings
from stories.insights.states import ReuseResult, SourceKind, Verdict
from stories.models import CoachStoryPage, InsightPage, PilotReportPage, RoutePage
from tests.factories.network import AffiliationFactory, InstitutionFactory, MemberFactory, RoleFactory, ThemeFactory
from tests.security.states import MARKER, PARENTS, PATH, STATES, TYPES, edit_unpublished, make_page, plain_words
from tests.security.surfaces import addresses_about, fixed_addresses, lists

WORDS = [f"{MARKER}{part}" for part in ("titel", "lead", "tekst", "auteur", "foto")]
QUESTIONS = [*WORDS, MARKER[:4], f"{MARKER}titl", PATH]
# These crawl the whole site more than once for each type. A second database is asked for the first type only, as the
# questions are the same.
FURTHER = (pytest.mark.thorough, pytest.mark.once)
WIDE = [TYPES[0], *(pytest.param(model, marks=FURTHER) for model in TYPES[1:])]
# What differs from one answer to the next, whatever the site holds.
PASSING = re.compile(rb'(?:name="csrfmiddlewaretoken"|name="shown") [^>]*|<updated>[^<]*</updated>')


@pytest.fixture(autouse=True)
def _own_media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def world(portal):
    """A site with two schools, a member whom everyone sees, and a live text of each type with words of its own."""
    portal.home.body = json.dumps(front_page_body())
    portal.home.save()
    portal.home.add_child(instance=JoinPage(title="Doe mee", slug="doe-mee"))
    portal.home.add_child(instance=ProgrammePage(title="In vier stappen", slug="in-vier-stappen"))
    school, partner = InstitutionFactory(slug="lindenwaard"), InstitutionFactory(slug="waddenkust")
    author = MemberFactory(given_name="Noor", family_name="Verhagen")
    for field, audience in PRESETS["O"].items():
        FieldAudience.objects.create(member=author, field=field, audience=audience)
    AffiliationFactory(member=author, institution=school, role=RoleFactory())
    made = SimpleNamespace(
        **vars(portal),
        school=school,
        partner=partner,
        author=author,
        theme=ThemeFactory(slug="toetsen"),
        picture=None,
        editor=MemberFactory(),
    )
    made.live = {
        model: make_page(made, model, parent=parent_of(made, model), slug=f"open-{place}", words=plain_words(model))
        for place, model in enumerate(TYPES)
    }
    made.picture = picture()
    refresh_all_standings(at=timezone.now())
    sync_engines(at=timezone.now())
    return made


class PictureFactory(wagtail_factories.ImageFactory):
    class Meta:
        model = PortalImage


def picture(**columns) -> PortalImage:
    """Put a picture on the site whose name and file hold the marker."""
    return PictureFactory(title=f"{MARKER}foto", file__filename=f"{MARKER}foto.png", **columns)


def parent_of(world, model) -> Page:
    """Give the page below which texts of this type stand."""
    return getattr(world, PARENTS.get(model, "home"))


def hide(world, model) -> dict[str, Page]:
    """Make one page of a type in every hidden state, and tie the live texts to it in every way there is."""
    parent = parent_of(world, model)
    pages = {
        state: make(world, model, Page.objects.get(pk=parent.pk).specific, f"{PATH}-{place}")
        for place, (state, make) in enumerate(STATES.items())
    }
    for page in pages.values():
        tie(world, page)
    # As the worker does after each change.
    sync_engines(at=timezone.now())
    return pages


def tie(world, page) -> None:
    """Let a text be evidence, be rested on, re-used and talked about."""
    now, insight, story = timezone.now(), world.live[InsightPage], world.live[CoachStoryPage]
    kinds = {CoachStoryPage: SourceKind.STORY, PilotReportPage: SourceKind.PILOT}
    pair = (insight, page, kinds.get(type(page))) if type(page) in kinds else (page, story, SourceKind.STORY)
    if type(page) in kinds or isinstance(page, InsightPage):
        about, source, kind = pair
        evidence = propose_evidence(
            insight=about,
            source_kind=kind,
            source_key=str(source.pk),
            verdict=Verdict.SUPPORTS,
            why=f"{MARKER}bewijs",
            at=now,
        )
        accept_evidence(evidence=evidence, editor=world.editor, at=now)
        record_reuse(
            page=page,
            institution=world.partner,
            member=world.author,
            result=ReuseResult.WORKED,
            happened_on=timezone.localdate(now),
            changes=f"{MARKER}hergebruik",
            at=now,
        )


def public_addresses(world) -> list[str]:
    """Give everything a visitor can open that is about no page in particular, or about a live one."""
    values = {
        "q": QUESTIONS,
        "thema": ["toetsen"],
        "school": ["lindenwaard", "waddenkust"],
        "sector": ["zorg-en-welzijn"],
        "soort": ["do", "verhaal", "pilot", "inzicht"],
        "status": ["opkomend", "herkend"],
        "volgorde": ["titel", "nieuwste"],
        "stap": ["1"],
        "pagina": ["2"],
        "uitkomst": ["running"],
        "laag": ["authorship", "pilot"],
    }
    people = [f"/scholen/{school.slug}/" for school in (world.school, world.partner)]
    people.append(f"/netwerk/{world.author.key}/")
    own = [page.url for page in world.live.values()]
    about = [path for page in world.live.values() for path in addresses_about(page)]
    front = ["/", "/doe-mee/", "/in-vier-stappen/", "/verhalen/", "/pilots/", "/wat-werkt/", "/aan-de-slag/"]
    return list(dict.fromkeys([*front, *fixed_addresses(), *own, *people, *about, *lists(values)]))


def content_of(response) -> bytes:
    """Give the bytes of an answer without what passes by, with the headers that could tell something."""
    body = b"".join(response) if response.streaming else response.content
    told = [f"{name}: {response.headers.get(name, '')}" for name in ("Location", "Content-Disposition", "Link")]
    return PASSING.sub(b"", body) + "\n".join(told).encode()


def crawl(client, addresses) -> dict[str, bytes]:
    """Give what a visitor reads at each of these addresses."""
    answers = {}
    for address in addresses:
        response = client.get(address)
        assert response.status_code < 500, address
        answers[address] = content_of(response)
    return answers


def without_echo(address: str, content: bytes) -> bytes:
    """Take out the question, which a results page repeats, and so does the link to the other language, escaped."""
    question = re.search(r"[?&]q=([^&]*)", address)
    if question is None:
        return content.lower()
    return re.sub(rb"(?:(?<![a-z])|(?<=%3d))" + question[1].lower().encode() + rb"(?![a-z])", b"", content.lower())


def naming(answers: dict[str, bytes]) -> set[str]:
    """Give the addresses whose answers hold the marker, or the slug of a hidden page."""
    words = (MARKER.encode(), PATH.encode())
    return {
        address for address, content in answers.items() if any(word in without_echo(address, content) for word in words)
    }


def changed(before: dict[str, bytes], after: dict[str, bytes]) -> set[str]:
    return {address for address, content in after.items() if content != before[address]}


@pytest.mark.parametrize("model", WIDE)
def test_hidden_text_changes_no_public_answer(client, world, model):
    addresses = public_addresses(world)
    before = crawl(client, addresses)

    hide(world, model)
    after = crawl(client, addresses)

    assert naming(after) == set()
    assert changed(before, after) == set()


@pytest.mark.parametrize("model", WIDE)
def test_edit_that_waits_changes_no_public_answer(client, world, model):
    page = make_page(world, model, parent=parent_of(world, model), slug="open", words=plain_words(model))
    addresses = [page.url, *addresses_about(page), *public_addresses(world)]
    before = crawl(client, addresses)

    edit_unpublished(world, page)
    sync_engines(at=timezone.now())
    after = crawl(client, addresses)

    assert naming(after) == set()
    assert changed(before, after) == set()


@pytest.mark.parametrize("model", WIDE)
def test_address_about_a_hidden_text_answers_as_about_a_missing_one(client, world, model):
    pages = hide(world, model)
    missing = crawl(client, addresses_about(None))
    different = set()
    for state, page in pages.items():
        for (address, content), plain in zip(
            crawl(client, addresses_about(page)).items(), missing.values(), strict=True
        ):
            same = content.replace(page.slug.encode(), b"bestaat-niet").replace(b"99999999", str(page.pk).encode())
            if same != plain.replace(b"99999999", str(page.pk).encode()):
                different.add((state, address))
    assert different == set()


@pytest.mark.parametrize("model", TYPES)
def test_own_address_of_a_hidden_text_tells_nothing(client, world, model):
    pages = hide(world, model)

    answers = {state: client.get(page.get_url() or "/") for state, page in pages.items()}

    told = {state for state, answer in answers.items() if MARKER in answer.content.decode().lower()}
    statuses = {state: answer.status_code for state, answer in answers.items()}
    assert told == set()
    assert statuses == {
        "draft": 404,
        "scheduled": 404,
        "expired": 404,
        "unpublished": 404,
        "for who signs in": 302,
        "behind a password": 200,
        "for a group": 302,
        "below a closed page": 302,
        "moved to a closed branch": 302,
    }


@pytest.mark.parametrize("model", WIDE)
def test_same_text_is_found_once_it_is_live(client, world, model):
    page = make_page(world, model, parent=parent_of(world, model), slug=f"{PATH}-open")
    tie(world, page)
    sync_engines(at=timezone.now())

    found = {
        address
        for address, content in crawl(client, public_addresses(world)).items()
        if MARKER.encode() in without_echo(address, content)
    }
    own = crawl(client, [page.url, *addresses_about(page)])

    expected = {"/zoeken/?q=zwaluwtekst", "/zoeken/suggesties/?q=zwal"}
    expected |= {
        CoachStoryPage: {"/", "/verhalen/", "/verhalen/?thema=toetsen", "/verhalen/feed.atom", "/bruggen/"},
        PilotReportPage: {"/", "/pilots/", "/pilots/?uitkomst=running", "/bruggen/", "/scholen/lindenwaard/"},
        InsightPage: {"/", "/wat-werkt/", "/wat-werkt/?soort=do"},
        RoutePage: {"/aan-de-slag/", "/aan-de-slag/?thema=toetsen"},
        PlainPage: set(),
        BackgroundPage: set(),
    }[model]
    assert expected - found == set()
    assert f"{PATH}-open".encode() in client.get("/sitemap.xml").content
    assert f"{MARKER}tekst".encode() in own[page.url]
    assert own[f"/delen/{page.pk}.png"].startswith(b"\x89PNG")


@pytest.mark.parametrize("model", WIDE)
def test_text_taken_offline_past_the_index_is_named_nowhere(client, world, model):
    page = make_page(world, model, parent=parent_of(world, model), slug=PATH)
    sync_engines(at=timezone.now())
    model.objects.filter(pk=page.pk).update(live=False)

    assert naming(crawl(client, public_addresses(world))) == set()


@pytest.mark.parametrize("model", WIDE)
def test_live_text_that_points_to_hidden_ones_names_none(client, world, model):
    pages = hide(world, model)
    route, story = world.live[RoutePage], world.live[CoachStoryPage]
    links = "".join(f'<p><a linktype="page" id="{page.pk}">lees verder</a></p>' for page in pages.values())
    route.steps = json.dumps(
        [
            {"type": "reading", "value": {"title": "Lees dit", "text": "<p>x</p>", "page": page.pk}}
            for page in pages.values()
        ]
    )
    blocks = [{"type": "text", "value": links}]
    blocks += [{"type": "insight", "value": {"insight": page.pk}} for page in pages.values() if model is InsightPage]
    story.body = json.dumps(blocks)
    front = [{"type": "insights", "value": {"title": "Gekozen", "insights": [page.pk for page in pages.values()][:3]}}]
    world.home.body = json.dumps(front if model is InsightPage else front_page_body())
    for page in (route, story, world.home):
        page.save()
        pages_changed([page.pk])
    sync_engines(at=timezone.now())

    assert naming(crawl(client, [route.url, story.url, *public_addresses(world)])) == set()


class DocumentFactory(wagtail_factories.DocumentFactory):
    class Meta:
        model = PortalDocument


def closed_collection(how: str, *, below: bool) -> Collection:
    """Make a collection that is closed, or that stands below a closed one."""
    closed = Collection.get_first_root_node().add_child(name="Besloten")
    CollectionViewRestriction.objects.create(collection=closed, restriction_type=how, password="sesam-open-u")
    return closed.add_child(name="Daaronder") if below else closed


def files_in(collection: Collection) -> tuple[PortalImage, PortalDocument]:
    image = picture(collection=collection, description=f"{MARKER}foto", credit=f"{MARKER}auteur")
    document = DocumentFactory(
        title=f"{MARKER}titel",
        summary=f"{MARKER}lead",
        file__filename=f"{MARKER}bestand.txt",
        file__data=f"{MARKER}tekst".encode(),
        collection=collection,
    )
    return image, document


def addresses_of(image: PortalImage, document: PortalDocument) -> list[str]:
    """Give every address at which a file could be asked for: originals, sizes, and the page that serves documents."""
    sizes = [image.get_rendition(spec).file.name for spec in ("width-20", "fill-10x10|format-webp")]
    names = [image.file.name, document.file.name, *sizes]
    wrong_name = f"/documenten/{document.pk}/raad.txt"
    return [*(f"/media/{name}" for name in names), document.url, wrong_name]


CLOSED = [
    CollectionViewRestriction.LOGIN,
    pytest.param(CollectionViewRestriction.PASSWORD, marks=FURTHER),
    pytest.param(CollectionViewRestriction.GROUPS, marks=FURTHER),
]


@pytest.mark.parametrize("below", [False, True], ids=["in it", "below it"])
@pytest.mark.parametrize("how", CLOSED)
def test_files_of_a_closed_collection_give_a_visitor_nothing(client, world, how, below):
    image, document = files_in(closed_collection(how, below=below))

    answers = {address: client.get(address) for address in addresses_of(image, document)}

    # A file that is served is read to its end and closed.
    bodies = {address: b"".join(answer) for address, answer in answers.items()}
    assert [address for address, body in bodies.items() if MARKER.encode() in without_addresses(body, answers)] == []
    pictures = {address: answer.status_code for address, answer in answers.items() if address.startswith("/media/")}
    assert set(pictures.values()) == {404}
    # Wagtail asks for the password, or to sign in; never the file.
    assert {answers[document.url].status_code} <= {200, 302}
    assert "Content-Disposition" not in answers[document.url].headers
    assert answers[f"/documenten/{document.pk}/raad.txt"].status_code == 404


def without_addresses(body: bytes, answers) -> bytes:
    """Take out the names of the files that were asked for: an answer repeats the address."""
    for name in sorted((address.rpartition("/")[2] for address in answers), key=len, reverse=True):
        body = body.replace(name.encode(), b"")
    return body


@pytest.mark.parametrize("how", CLOSED)
def test_files_of_a_closed_collection_change_no_public_answer(client, world, how):
    addresses = public_addresses(world)
    before = crawl(client, addresses)

    files_in(closed_collection(how, below=False))
    sync_engines(at=timezone.now())
    after = crawl(client, addresses)

    assert naming(after) == set()
    assert changed(before, after) == set()


def status_of(client, address: str) -> int:
    """Ask for a file, and read it to its end, which closes it."""
    response = client.get(address)
    content_of(response)
    return response.status_code


def test_files_that_become_closed_are_gone_at_once(client, world):
    collection = Collection.get_first_root_node().add_child(name="Open")
    image, document = files_in(collection)
    addresses = [address for address in addresses_of(image, document) if status_of(client, address) == 200]
    assert len(addresses) == 3, "two sizes and the document are open to begin with"

    CollectionViewRestriction.objects.create(collection=collection, restriction_type=CollectionViewRestriction.LOGIN)

    assert sorted(status_of(client, address) for address in addresses) == [302, 404, 404]
    asked = client.get(document.url, follow=True)
    assert asked.redirect_chain[-1][0] == f"/account/login/?next={quote(document.url, safe='')}"


@pytest.mark.parametrize("how", CLOSED)
def test_a_download_from_a_closed_collection_is_named_by_no_text(client, world, how):
    _image, document = files_in(closed_collection(how, below=False))
    story = world.live[CoachStoryPage]
    story.body = [{"type": "download", "value": {"document": document.pk, "text": "De lijst."}}]
    story.save()
    pages_changed([story.pk])
    sync_engines(at=timezone.now())

    found = crawl(client, public_addresses(world))

    assert b"De lijst." in found[story.url]
    assert naming(found) == set()


@pytest.mark.parametrize("how", CLOSED)
def test_links_and_pictures_of_a_closed_collection_are_named_by_no_text(client, world, how):
    image, document = files_in(closed_collection(how, below=False))
    story = world.live[CoachStoryPage]
    link = f'<p>Lees <a linktype="document" id="{document.pk}">de lijst</a> na.</p>'
    picture_block = {"image": {"image": image.pk, "decorative": False, "alt_text": "Twee oevers"}, "caption": ""}
    story.body = [{"type": "text", "value": link}, {"type": "picture", "value": picture_block}]
    story.picture = image
    story.save()
    pages_changed([story.pk])
    sync_engines(at=timezone.now())

    found = crawl(client, public_addresses(world))

    assert b"<a>de lijst</a>" in found[story.url]
    assert naming(found) == set()
