"""What machines read, and that none of it tells of what is hidden."""

import io
import json
import re
from datetime import UTC, datetime, timedelta
from itertools import chain
from xml.etree import ElementTree

import pytest
from django.test import RequestFactory
from django.utils import timezone
from PIL import Image
from prometheus_client.parser import text_string_to_metric_families

from home.machines.canvas import share_picture
from home.machines.structured import escaped_json, share_head_of
from portal.shared.caching.versions import renew
from portal.shared.health.registry import Role, health_checks, register_check
from stories.models import CoachStoryPage

pytestmark = pytest.mark.django_db

BASE = "http://127.0.0.1:8000"
ATOM = "{http://www.w3.org/2005/Atom}"
SITEMAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"


def _text(client, path: str) -> str:
    response = client.get(path)
    assert response.status_code == 200
    return response.content.decode()


def test_robots_names_the_sitemap_and_what_to_leave_alone(client):
    lines = _text(client, "/robots.txt").splitlines()

    assert lines[0] == "User-agent: *"
    assert "Disallow: /beheer/" in lines
    assert lines[-1] == f"Sitemap: {BASE}/sitemap.xml"


def test_security_txt_has_the_fields_of_rfc_9116(client):
    response = client.get("/.well-known/security.txt")
    fields = dict(line.split(": ", 1) for line in response.content.decode().splitlines())

    expires = datetime.strptime(fields["Expires"], "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=UTC)
    assert response.headers["Content-Type"] == "text/plain; charset=utf-8"
    assert fields["Contact"] == "mailto:contact@bruggenbouwen.example"
    assert fields["Canonical"] == f"{BASE}/.well-known/security.txt"
    assert fields["Preferred-Languages"] == "nl, en"
    assert timedelta(days=30) < expires - timezone.now() < timedelta(days=365)


def test_sitemap_lists_visible_pages_with_their_last_change(client, make_story):
    story = make_story("Een verhaal")

    tree = ElementTree.fromstring(_text(client, "/sitemap.xml"))  # noqa: S314 our own output
    found = {url.find(f"{SITEMAP}loc").text: url.find(f"{SITEMAP}lastmod") for url in tree}

    assert found[f"{BASE}{story.url}"].text == story.last_published_at.astimezone(
        timezone.get_default_timezone()
    ).isoformat(timespec="seconds")
    assert {f"{BASE}/", f"{BASE}/verhalen/", f"{BASE}/bruggen/"} <= set(found)


def _locations(client, path: str) -> list[str]:
    tree = ElementTree.fromstring(_text(client, path))  # noqa: S314 our own output
    return [each.find(f"{SITEMAP}loc").text for each in tree]


def test_a_large_sitemap_is_given_in_parts_that_together_name_every_page_once(client, make_story, monkeypatch):
    for number in range(3):
        make_story(f"Verhaal {number}")
    whole = _locations(client, "/sitemap.xml")

    monkeypatch.setattr("home.machines.views.PER_SITEMAP", 4)
    renew()
    parts = _locations(client, "/sitemap.xml")
    found = [_locations(client, part.removeprefix(BASE)) for part in parts]

    assert parts == [f"{BASE}/sitemap-{number}.xml" for number in range(1, len(parts) + 1)]
    assert {len(each) for each in found[1:-1]} == {4}
    assert sorted(chain.from_iterable(found)) == sorted(whole)
    assert client.get(f"/sitemap-{len(parts) + 1}.xml").status_code == 404
    assert client.get("/sitemap-0.xml").status_code == 404


@pytest.mark.parametrize("path", ["/sitemap.xml", "/sitemap-1.xml", "/verhalen/feed.atom"])
def test_machine_lists_hide_what_may_not_be_seen(client, hidden_titles, path):
    page = _text(client, path).casefold()

    assert CoachStoryPage.objects.get(title="Zichtbaar verhaal").url in page
    hidden = CoachStoryPage.objects.exclude(title="Zichtbaar verhaal")
    assert [title for title in hidden_titles if title.casefold() in page] == []
    assert [each.title for each in hidden if f"{each.url}<" in page or f'{each.url}"' in page] == []


def test_feed_has_stable_ids_and_dates_from_the_data(client, make_story):
    story = make_story("Een verhaal", days_ago=3)

    first = client.get("/verhalen/feed.atom")
    tree = ElementTree.fromstring(first.content)  # noqa: S314 our own output
    entry = tree.find(f"{ATOM}entry")

    assert first.headers["Content-Type"] == "application/atom+xml; charset=utf-8"
    assert entry.find(f"{ATOM}id").text == f"tag:127.0.0.1,2026:verhaal:{story.pk}"
    assert entry.find(f"{ATOM}link").get("href") == f"{BASE}{story.url}"
    assert tree.find(f"{ATOM}updated").text == entry.find(f"{ATOM}updated").text
    assert client.get("/verhalen/feed.atom").content == first.content


def test_feed_holds_what_its_standard_asks_also_when_it_is_empty(client, front):
    tree = ElementTree.fromstring(client.get("/verhalen/feed.atom").content)  # noqa: S314 our own output

    asked = {name: tree.find(f"{ATOM}{name}") for name in ("id", "title", "updated", "author/" + ATOM + "name")}

    assert {name for name, part in asked.items() if part is None or not part.text} == set()
    assert asked["author/" + ATOM + "name"].text == "Bruggen bouwen"


def test_feed_answers_304_until_a_story_changes(client, make_story):
    make_story("Een verhaal")
    first = client.get("/verhalen/feed.atom")

    again = client.get("/verhalen/feed.atom", headers={"If-None-Match": first.headers["ETag"]})
    make_story("Nog een verhaal")
    changed = client.get("/verhalen/feed.atom", headers={"If-None-Match": first.headers["ETag"]})

    assert (again.status_code, changed.status_code) == (304, 200)
    assert "Last-Modified" in first.headers


def test_empty_feed_is_the_same_on_every_fetch(client, front):
    assert client.get("/verhalen/feed.atom").content == client.get("/verhalen/feed.atom").content


def test_share_picture_is_a_png_of_the_usual_size(client, make_story):
    story = make_story("Geef i-coaches vaste uren in het rooster van het team")

    response = client.get(f"/delen/{story.pk}.png")

    image = Image.open(io.BytesIO(response.content))
    assert (image.format, image.size) == ("PNG", (1200, 630))
    assert len(response.content) < 100_000
    assert client.get(f"/delen/{story.pk}.png", headers={"If-None-Match": response.headers["ETag"]}).status_code == 304


def test_share_picture_of_a_hidden_page_is_as_if_it_did_not_exist(client, hidden_titles):
    pages = CoachStoryPage.objects.exclude(title="Zichtbaar verhaal")

    answers = {page.title: client.get(f"/delen/{page.pk}.png").status_code for page in pages}

    assert len(answers) == 6
    assert set(answers.values()) == {404}
    assert client.get("/delen/999999.png").status_code == 404


@pytest.mark.parametrize("title", ["", "Kort", "Langewoordzonderspaties" * 20, "veel losse woorden " * 30])
def test_share_picture_takes_any_title(title):
    assert share_picture(title, "1")[:4] == b"\x89PNG"


def test_manifest_names_icons_that_exist(client):
    manifest = json.loads(_text(client, "/manifest.webmanifest"))

    sizes = [Image.open(io.BytesIO(client.get(icon["src"]).content)).size for icon in manifest["icons"]]
    assert (manifest["start_url"], manifest["lang"], manifest["name"]) == ("/", "nl", "Bruggen bouwen")
    assert sizes == [(192, 192), (512, 512)]
    assert client.get("/icoon/7.png").status_code == 404


def test_offline_page_answers_without_a_query(client, django_assert_num_queries):
    with django_assert_num_queries(0):
        response = client.get("/offline/")

    assert response.status_code == 200


def test_alive_asks_nothing(client, django_assert_num_queries):
    with django_assert_num_queries(0):
        response = client.get("/healthz")

    assert (response.status_code, response.content) == (200, b"ok\n")


def test_ready_says_ready(client):
    response = client.get("/readyz")

    assert (response.status_code, response.content) == (200, b"ready\n")
    assert "no-store" in response.headers["Cache-Control"]


@pytest.fixture
def part():
    """Register a part of our own for the time of a test."""
    names = []

    def register(name: str, examine, role: Role) -> None:
        register_check(name, label=name, examine=examine, role=role)
        names.append(name)

    yield register
    for name in names:
        health_checks.unregister(name)


def _gone(at):
    raise OSError("cache at 10.0.0.3 refused")


def test_ready_names_the_part_that_fails_and_nothing_else(client, part):
    part("test.cache", _gone, Role.GROUND)

    response = client.get("/readyz")

    assert (response.status_code, response.content) == (503, b"not ready: test.cache\n")


def test_ready_serves_on_when_a_queue_is_behind_and_says_so(client, part):
    part("test.queue", _gone, Role.FLOW)
    part("test.graph", _gone, Role.BACKGROUND)

    response = client.get("/readyz")

    assert (response.status_code, response.content) == (200, b"ready\nbehind: test.queue\n")


def test_metrics_are_there_for_who_brings_the_token_only(client, settings):
    settings.PORTAL_METRICS_TOKEN = ""
    assert client.get("/metrics", headers={"Authorization": "Bearer "}).status_code == 404

    settings.PORTAL_METRICS_TOKEN = "figures-please-0123456789"
    assert client.get("/metrics").status_code == 404
    assert client.get("/metrics", headers={"Authorization": "Bearer figures-please"}).status_code == 404

    response = client.get("/metrics", headers={"Authorization": "Bearer figures-please-0123456789"})

    assert response.status_code == 200
    families = {family.name: family for family in text_string_to_metric_families(response.content.decode())}
    assert families["portal_outbox_oldest_seconds"].samples[0].value == 0
    assert {sample.labels["part"] for sample in families["portal_health"].samples} >= {"database", "outbox", "clock"}


def _json_ld(page: str) -> dict:
    return json.loads(re.search(r'<script type="application/ld\+json">(.*?)</script>', page, re.DOTALL)[1])


def test_front_page_describes_the_organisation(client, front):
    data = _json_ld(_text(client, "/"))

    assert data == {
        "@context": "https://schema.org",
        "@type": "Organization",
        "name": "Bruggen bouwen",
        "url": f"{BASE}/",
        "description": front.search_description,
        "logo": f"{BASE}/icoon/512.png",
    }


def test_story_is_described_as_an_article(make_story):
    story = make_story("Wat <b>werkt</b> & wat niet </script>")

    head = share_head_of(story, RequestFactory().get("/"))
    data = json.loads(head.data)

    assert "<" not in head.data
    assert data == {
        "@context": "https://schema.org",
        "@type": "Article",
        "headline": "Wat <b>werkt</b> & wat niet </script>",
        "description": "Waar het over gaat.",
        "inLanguage": "nl",
        "mainEntityOfPage": f"{BASE}{story.url}",
        "url": f"{BASE}{story.url}",
        "image": [f"{BASE}/delen/{story.pk}.png"],
        "author": {"@type": "Organization", "name": "Bruggen bouwen", "url": f"{BASE}/"},
        "publisher": {"@type": "Organization", "name": "Bruggen bouwen", "url": f"{BASE}/"},
        "datePublished": story.first_published_at.isoformat(),
        "dateModified": story.last_published_at.isoformat(),
    }


def test_escaped_json_cannot_end_the_script():
    assert escaped_json({"a": "</script><!--&"}) == '{"a": "\\u003C/script\\u003E\\u003C!--\\u0026"}'


def test_open_graph_names_an_absolute_picture(client, front):
    assert f'<meta property="og:image" content="{BASE}/delen/{front.pk}.png">' in _text(client, "/")


def test_served_story_carries_its_article_and_names_feed_and_manifest(client, make_story):
    story = make_story("Een verhaal")

    page = _text(client, story.url)

    assert _json_ld(page)["headline"] == "Een verhaal"
    assert '<link rel="manifest" href="/manifest.webmanifest">' in page
    assert 'type="application/atom+xml"' in page
