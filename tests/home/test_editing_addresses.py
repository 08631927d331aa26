"""Links to our own site that someone typed: which of them lead nowhere."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from wagtail.contrib.redirects.models import Redirect

from home.editing.addresses import dead_paths, own_path
from home.editing.content import check_navigation, check_pages
from home.navigation.models import SiteNavigation
from portal.shared.blocks.checks import Problem
from portal.shared.media.models import PortalDocument
from tests.factories.network import InstitutionFactory

pytestmark = pytest.mark.usefixtures("laid_once")


def story_with(make_story, *addresses: str, **columns):
    html = "".join(f'<p><a href="{address}">Lees het verslag</a></p>' for address in addresses)
    return make_story("Met links", body=[{"type": "text", "value": html}], **columns)


def dead_in(page) -> list[str]:
    [(_page, findings)] = check_pages([type(page).objects.get(pk=page.pk)])
    assert {finding.problem for finding in findings} <= {Problem.DEAD_LINK}
    return [finding.excerpt for finding in findings]


@pytest.mark.parametrize(
    ("address", "path"),
    [
        ("/verhalen/weg/", "/verhalen/weg/"),
        ("/verhalen/weg/?x=1#kop", "/verhalen/weg/"),
        ("/verhalen/caf%C3%A9/", "/verhalen/café/"),
        ("http://127.0.0.1:8000/verhalen/weg/", "/verhalen/weg/"),
        ("//127.0.0.1:8000/verhalen/weg/", "/verhalen/weg/"),
        ("http://127.0.0.1:8000", "/"),
        ("weg/", "/verhalen/dit/weg/"),
        ("../weg/", "/verhalen/weg/"),
        ("#kop", "/verhalen/dit/"),
        ("https://elders.example/verhalen/weg/", None),
        ("//elders.example/verhalen/weg/", None),
        ("mailto:info@elders.example", None),
        ("tel:+31201234567", None),
        ("http://[kapot/", None),
    ],
)
def test_own_path(front, address, path):
    assert own_path(address, page_url="/verhalen/dit/") == path


@pytest.mark.parametrize(
    "address",
    ["/verhalen/weg/", "/verhalen/weg", "http://127.0.0.1:8000/verhalen/weg/", "../weg/", "/verhalen/ging-offline/"],
)
def test_a_typed_link_to_what_is_gone_is_found(make_story, address):
    make_story("Ging offline", live=False, slug="ging-offline")

    assert dead_in(story_with(make_story, address)) == [f"Lees het verslag ({address})"]


def test_typed_links_to_what_stands_there_are_no_remark(make_story):
    make_story("Staat er", slug="staat-er")
    school = InstitutionFactory(slug="lindenwaard")
    school.former_names.create(name="Oude naam", slug="oude-naam")
    file = PortalDocument.objects.create(title="Lijst", file="documents/lijst.pdf")
    addresses = ["/", "#kop", "/verhalen/", "/verhalen/staat-er/", "/verhalen/staat-er", "../staat-er/"]
    addresses += ["/zoeken/?q=les", "/mijn/", "/doe-mee/", "/scholen/lindenwaard/", "/scholen/oude-naam/"]
    addresses += [f"/documenten/{file.pk}/lijst.pdf", "/static/css/portal.css", "https://elders.example/weg/"]

    assert dead_in(story_with(make_story, *addresses)) == []


def test_typed_links_to_a_school_or_file_that_is_gone_are_found(make_story):
    addresses = ["/scholen/bestaat-niet/", "/documenten/999999/lijst.pdf"]

    assert dead_in(story_with(make_story, *addresses)) == [f"Lees het verslag ({address})" for address in addresses]


def test_a_redirect_counts_by_where_it_leads(make_story):
    alive, offline = make_story("Nieuw"), make_story("Offline", live=False)
    Redirect.add_redirect("/oud/", alive)
    Redirect.add_redirect("/oud-offline/", offline)
    Redirect.add_redirect("/oud-weg/", "/verhalen/weg/")
    Redirect.add_redirect("/oud-elders/", "https://elders.example/")
    Redirect.add_redirect("/heel-oud/", "/oud/")
    Redirect.add_redirect("/rondje/", "/rondje/")
    paths = ["/oud/", "/oud", "/oud-elders/", "/heel-oud/", "/oud-offline/", "/oud-weg/", "/rondje/"]

    assert dead_paths(paths) == {"/oud-offline/", "/oud-weg/", "/rondje/"}


def test_an_address_typed_in_a_field_of_the_front_page_is_looked_at(front):
    call = {"title": "Doe mee", "text": "Schrijf.", "button": "Ga", "address": "/doe-je-mee/"}
    front.body = [{"type": "call", "value": call}]
    front.save()

    assert dead_in(front) == ["/doe-je-mee/"]


def test_a_dead_link_in_the_menu_stands_in_the_report_with_the_way_to_mend_it(client, editor):
    links = [("Verhalen", "/verhalen/"), ("Weg", "/weg/"), ("Elders", "https://elders.example/")]
    values = [{"type": "link", "value": {"title": title, "address": address}} for title, address in links]
    SiteNavigation.objects.create(main=values)
    client.force_login(editor)

    rows = client.get(reverse("editing_text_report")).context["object_list"]

    assert [finding.excerpt for finding in check_navigation()] == ["/weg/"]
    assert [(row.title, row.remark.excerpt, row.edit_url) for row in rows] == [
        ("menu en voettekst", "/weg/", "/beheer/settings/home/sitenavigation/")
    ]


def test_looking_takes_as_many_queries_for_many_links_as_for_one(make_story):
    def count(pages) -> int:
        with CaptureQueriesContext(connection) as queries:
            check_pages(pages)
        return len(queries)

    Redirect.add_redirect("/oud/", make_story("Nieuw"))
    addresses = ["/verhalen/weg/", "/oud/", "/scholen/weg/", "/documenten/999999/x.pdf"]
    one = [story_with(make_story, *addresses)]
    more = [story_with(make_story, *addresses, *(f"{address}x/" for address in addresses)) for _number in range(3)]
    count(one)

    assert count(one + more) == count(one)


def test_the_way_to_ones_account_is_no_dead_link(client, editor):
    assert dead_paths({"/account/"}) == set()
    client.force_login(editor)
    assert client.get("/account/").url == "/account/email/"
