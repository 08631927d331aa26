"""The coordinator of a school confirms who works there; anyone else has no such page."""

import pytest
from django.utils import timezone

from portal.shared.registries.crossings import todo_sources
from tests.factories.network import AffiliationFactory, InstitutionFactory, MemberFactory


@pytest.fixture
def school(db):
    return InstitutionFactory(slug="lindenwaard", name="ROC Lindenwaard")


@pytest.fixture
def coordinator(school):
    member = MemberFactory(email="sanne@lindenwaard.example", given_name="Sanne", family_name="Wit")
    AffiliationFactory(member=member, institution=school, state="confirmed", is_coordinator=True)
    return member


def claim(school, name, **columns):
    return AffiliationFactory(member=MemberFactory(given_name=name, family_name="Test", **columns), institution=school)


def titles(member):
    return [item.title for item in todo_sources.get("network.coordination").todos(member.key, at=timezone.now())]


def test_claims_at_my_school_wait_for_me_and_for_nobody_else(coordinator, school, other_coach):
    claim(school, "Een")
    claim(school, "Twee")
    claim(InstitutionFactory(), "Elders")

    assert titles(coordinator) == ["2 mensen zeggen dat ze bij ROC Lindenwaard werken"]
    assert titles(other_coach) == []


def test_confirming_is_one_button_and_changes_only_that_person(client, site, coordinator, school):
    first, second = claim(school, "Een"), claim(school, "Twee")
    client.force_login(coordinator)
    page = client.get("/mijn/school/").content.decode()
    address = f"/mijn/school/lindenwaard/{first.member.key}/bevestigen/"
    assert address in page

    client.post(address)

    assert [row.state for row in (first, second) if row.refresh_from_db() is None] == ["confirmed", "claimed"]
    assert client.post(address).status_code == 404


def test_who_is_no_member_or_closed_does_not_wait(coordinator, school):
    claim(school, "Kijker", standing="prospect")
    claim(school, "Dicht", is_active=False)

    assert titles(coordinator) == []


def test_a_coordinator_by_own_word_confirms_nobody(client, site, school):
    member = MemberFactory(email="zelf@benoemd.example")
    AffiliationFactory(member=member, institution=school, is_coordinator=True)
    waiting = claim(school, "Een")
    client.force_login(member)

    answers = [
        client.get("/mijn/school/").status_code,
        client.post(f"/mijn/school/lindenwaard/{waiting.member.key}/bevestigen/").status_code,
    ]

    waiting.refresh_from_db()
    assert (answers, waiting.state) == ([404, 404], "claimed")


def test_nobody_is_confirmed_at_a_school_of_another_coordinator(client, site, coordinator):
    elsewhere = claim(InstitutionFactory(slug="elders"), "Een")
    client.force_login(coordinator)

    assert client.post(f"/mijn/school/elders/{elsewhere.member.key}/bevestigen/").status_code == 404
    assert client.post(f"/mijn/school/lindenwaard/{elsewhere.member.key}/bevestigen/").status_code == 404


def test_an_empty_list_leads_to_inviting(client, site, coordinator):
    client.force_login(coordinator)

    assert "/mijn/uitnodigingen/nieuw/collegas/" in client.get("/mijn/school/").content.decode()


def test_the_list_takes_as_many_queries_for_three_as_for_one(
    client, site, coordinator, school, django_assert_num_queries
):
    client.force_login(coordinator)
    claim(school, "Een")
    client.get("/mijn/school/")
    with django_assert_num_queries(5):
        client.get("/mijn/school/")
    claim(school, "Twee")
    claim(school, "Drie")
    with django_assert_num_queries(5):
        client.get("/mijn/school/")


def test_the_programme_team_appoints_a_coordinator_in_beheer(client, site, school):
    place = claim(school, "Sanne")
    client.force_login(MemberFactory(email="beheer@programma.example", is_superuser=True))
    address = f"/beheer/users/edit/{place.member.pk}/"
    values = {
        "email": place.member.email,
        "given_name": "Sanne",
        "family_name": "Wit",
        "standing": "member",
        "is_active": "on",
    }
    assert f'value="{school.pk}"' in client.get(address).content.decode()

    client.post(address, values | {"coordinates": [school.pk]})
    place.refresh_from_db()
    assert (place.is_coordinator, place.state) == (True, "confirmed")

    client.post(address, values)
    place.refresh_from_db()
    assert place.is_coordinator is False
