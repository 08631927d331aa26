"""Menu and footer from what editors set, or else the portal's own."""

import pytest
from django.core.exceptions import ValidationError
from django.db import OperationalError
from django.template.loader import render_to_string
from django.test import RequestFactory

from home.models import SiteNavigation
from home.navigation import reads
from home.navigation.addresses import AddressBlock
from home.navigation.reads import site_links
from home.navigation.rules import current_address
from portal.settings.base import PORTAL_DISCLAIMER


@pytest.mark.parametrize(
    ("path", "addresses", "current"),
    [
        pytest.param("/verhalen/de-fiets/", ["/verhalen/", "/pilots/"], "/verhalen/", id="below"),
        pytest.param("/verhalen/", ["/verhalen/"], "/verhalen/", id="itself"),
        pytest.param("/", ["/", "/verhalen/"], None, id="front page"),
        pytest.param("/over/ons/", ["/over/", "/over/ons/"], "/over/ons/", id="longest"),
        pytest.param("/pilots/", ["/verhalen/"], None, id="none"),
    ],
)
def test_current_address(path, addresses, current):
    assert current_address(path, addresses) == current


@pytest.mark.django_db
def test_menu_follows_what_editors_set(client, front):
    SiteNavigation.objects.create(
        main=[{"type": "link", "value": {"title": "Eigen punt", "address": "/eigen/"}}],
        footer=[{"type": "link", "value": {"title": "Onderaan", "address": "/onder/"}}],
        contact_address="/schrijf-ons/",
    )

    page = client.get("/").content.decode()

    assert page.count('<a href="/eigen/">Eigen punt</a>') == 2
    assert '<a href="/onder/">Onderaan</a>' in page
    assert PORTAL_DISCLAIMER in page
    assert 'href="/contact/"' not in page


@pytest.mark.django_db
def test_menu_is_read_once_per_request_and_never_written(django_assert_num_queries):
    request = RequestFactory().get("/")

    with django_assert_num_queries(1):
        site_links(request)
        site_links(request)

    assert SiteNavigation.objects.exists() is False


def test_error_page_shows_without_a_database(monkeypatch):
    def gone():
        raise OperationalError("no database")

    monkeypatch.setattr(reads, "_read", gone)

    assert 'href="/verhalen/"' in render_to_string("404.html", request=RequestFactory().get("/x/"))
    assert "<main" in render_to_string("500.html")


@pytest.mark.parametrize(
    ("address", "is_good"),
    [
        ("/verhalen/", True),
        ("https://www.mbodigitaal.nl/", True),
        ("//kwaad.example/", False),
        ("javascript:alert(1)", False),
        ("/\\kwaad.example", False),
        ("http://onveilig.example/", False),
    ],
)
def test_address_leads_to_this_site_or_over_https(address, is_good):
    field = AddressBlock().field

    errors = []
    for validator in field.validators:
        try:
            validator(address)
        except ValidationError as error:
            errors.append(error)

    assert (errors == []) is is_good
