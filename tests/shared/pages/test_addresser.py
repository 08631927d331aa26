"""Addresses from paths alone are those of the pages."""

import pytest
from wagtail.models import Page, Site

from portal.shared.pages.addresses import addresser
from tests.factories.stories import CoachStoryFactory


@pytest.fixture
def pages(portal):
    CoachStoryFactory(parent=portal.stories, title="Een brug naar ict")
    return list(Page.objects.filter(depth__gt=1))


def test_addresses_are_those_of_the_pages(pages):
    assert {page.url for page in pages} == {addresser()(page.url_path) for page in pages}


def test_with_several_sites_an_address_names_its_own(pages, root_page):
    other = root_page.add_child(title="Andere", slug="andere")
    Site.objects.create(hostname="andere.example", port=80, root_page=other, site_name="Andere")
    found = {page.pk: addresser()(page.url_path) for page in (*pages, other)}
    assert found == {page.pk: page.url for page in Page.objects.filter(depth__gt=1)}
    assert found[other.pk] == "http://andere.example/"


def test_what_is_on_no_site_has_no_address(pages):
    assert addresser()("/nergens/") == ""
