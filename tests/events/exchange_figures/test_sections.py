"""The exchanges of a school on the desk of its coordinators, and on nobody else's."""

import re
from html import unescape

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from tests.factories.exchange_bridges import ExchangeFactory, PlainOfferFactory
from tests.factories.network import AffiliationFactory, InstitutionFactory, MemberFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def work(site):
    """The work of a coordinator."""
    return AffiliationFactory(institution=InstitutionFactory(slug="brug"), state="confirmed", is_coordinator=True)


def desk(client, member=None, slug: str = "brug"):
    if member:
        client.force_login(member)
    return client.get(reverse("coordination:desk", kwargs={"slug": slug}))


def words(answer) -> str:
    return " ".join(unescape(re.sub("<[^>]+>", " ", answer.content.decode())).split())


def guests(school, number: int) -> None:
    for _person in range(number):
        today = timezone.localdate()
        ExchangeFactory(guest=MemberFactory(), guest_institution=school, first_day_on=today)


@pytest.mark.parametrize(
    ("number", "said"),
    [
        (4, "Collega's die gast waren minder dan 5 mensen, dus niet getoond"),
        (5, "Collega's die gast waren 5"),
    ],
)
def test_desk_tells_numbers_from_five_people_up(client, work, number, said):
    guests(work.institution, number)

    page = words(desk(client, work.member))

    assert said in page
    assert f"Uitwisselingsstages met deze school {number}" in page


def test_desk_lists_the_offers_of_the_school(client, work):
    offer = PlainOfferFactory(institution=work.institution, title="Meelopen met de servicedesk")
    PlainOfferFactory(institution=work.institution, title="Achter het rooster", state="lapsed", contact=work.member)
    PlainOfferFactory(title="Bij de buren")

    answer = desk(client, work.member)

    page = words(answer)
    assert f'<a href="{offer.get_absolute_url()}" lang="nl">{offer.title}</a>' in answer.content.decode()
    assert "Achter het rooster Docent bij ict · verlopen" in page
    assert "Bij de buren" not in page
    assert page.count("niemand past er nu op") == 1


def test_desk_without_offers_leads_to_the_first(client, work):
    assert 'href="/uitwisseling/plekken/nieuw/"' in desk(client, work.member).content.decode()


def test_desk_is_not_there_for_anyone_else(client, work):
    guests(work.institution, 5)
    colleague = AffiliationFactory(institution=work.institution, state="confirmed").member
    elsewhere = AffiliationFactory(state="confirmed", is_coordinator=True).member
    ended = AffiliationFactory(
        institution=work.institution, state="confirmed", is_coordinator=True, ends_on="2020-01-01"
    ).member

    answers = [desk(client).status_code]
    answers += [desk(client, member).status_code for member in (colleague, elsewhere, ended, work.member)]

    assert answers == [302, 404, 404, 404, 200]


def test_desk_takes_as_many_queries_for_three_exchanges_as_for_one(client, work):
    def queries(number: int) -> int:
        guests(work.institution, number)
        for _offer in range(number):
            PlainOfferFactory(institution=work.institution)
        desk(client, work.member)
        with CaptureQueriesContext(connection) as captured:
            desk(client)
        return len(captured)

    assert queries(1) == queries(2)
