"""Choosing a member in /beheer/: the forms don't grow with the site, and a member is found by name."""

import pytest
from django.contrib.auth.models import Group, Permission
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from stories.texts.blocks import MemberChoice
from tests.factories.network import AffiliationFactory, InstitutionFactory, MemberFactory
from tests.factories.stories import CoachStoryFactory, CoachStoryIndexFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor(client, site):
    editor = MemberFactory(given_name="Rika", family_name="Redactie", is_superuser=True)
    client.force_login(editor)
    return editor


def chosen(client, **asked) -> str:
    response = client.get(reverse("member_chooser:choose_results"), asked)
    assert response.status_code == 200
    return response.content.decode()


def test_the_form_of_a_story_names_its_contact_and_no_other_member(client, editor, root_page):
    contact = MemberFactory(given_name="Noor", family_name="Brugman")
    story = CoachStoryFactory(parent=CoachStoryIndexFactory(parent=root_page), contact=contact)
    address = reverse("wagtailadmin_pages:edit", args=[story.pk])

    def opened() -> tuple[str, int]:
        with CaptureQueriesContext(connection) as captured:
            page = client.get(address).content.decode()
        return page, len(captured)

    opened()
    _page, before = opened()
    for number in range(3):
        MemberFactory(given_name="Ander", family_name=f"Lid{number}")
    page, after = opened()

    assert ("Noor Brugman" in page, "Ander Lid" in page) == (True, False)
    assert after == before


def test_a_member_is_found_by_words_of_the_name_with_the_school_beside_it(client, editor):
    work = AffiliationFactory(
        member=MemberFactory(given_name="Noor", family_name="Brügman"),
        institution=InstitutionFactory(name="Waddenkust"),
    )
    MemberFactory(given_name="Noor", family_name="Anders")

    found = chosen(client, q="brugman noor")

    assert ("Noor Brügman" in found, "Waddenkust" in found, "Noor Anders" in found) == (True, True, False)
    answer = client.get(reverse("member_chooser:chosen", args=[work.member.pk])).json()
    assert (str(answer["result"]["id"]), answer["result"]["title"]) == (str(work.member.pk), "Noor Brügman")


def test_only_active_members_are_offered(client, editor, stranger):
    MemberFactory(given_name="Weg", family_name="Gegaan", is_active=False)
    MemberFactory(given_name="Noor", family_name="Brugman")

    found = chosen(client)

    assert ("Noor Brugman" in found, "Weg Gegaan" in found, "Iemand Anders" in found) == (True, False, False)


def test_a_person_in_a_text_is_kept_by_key_and_chosen_by_number(client, editor, django_assert_num_queries):
    member, block = MemberFactory(given_name="Noor", family_name="Brugman"), MemberChoice()

    with django_assert_num_queries(1):
        assert block.value_from_datadict({"wie": str(member.pk)}, {}, "wie") == member.key
    with django_assert_num_queries(1):
        assert block.clean(member.key) == member.key
    with django_assert_num_queries(0):
        assert block.to_python(member.key) == block.get_prep_value(member.key) == member.key
    state = block.get_form_state(member.key)
    assert (state["id"], state["title"]) == (member.pk, "Noor Brugman")
    assert block.get_searchable_content(member.key) == ["Noor Brugman"]


@pytest.mark.parametrize("typed", ["", "0", "noor", "9" * 30, "²"])
def test_a_person_who_is_not_there_is_refused_on_the_field(db, typed):
    block = MemberChoice()
    value = block.value_from_datadict({"wie": typed}, {}, "wie")

    assert value is None
    with pytest.raises(ValidationError):
        block.clean(value)
    with pytest.raises(ValidationError, match="Dit lid is er niet meer"):
        block.clean("bestaatniet1234")


def test_members_are_listed_ten_at_a_time_in_as_many_queries(client, editor):
    chosen(client)
    with CaptureQueriesContext(connection) as one:
        chosen(client)
    for number in range(12):
        AffiliationFactory(member=MemberFactory(given_name="Lid", family_name=f"Nummer{number:02}"))
    with CaptureQueriesContext(connection) as many:
        found = chosen(client)

    assert found.count("data-chooser-modal-choice") == 10
    # The schools of those on the page, all in one.
    assert len(many) <= len(one) + 1


@pytest.mark.parametrize("name", ["choose", "choose_results", "chosen_multiple"])
def test_who_changes_no_pages_chooses_nobody(client, site, name):
    address = reverse(f"member_chooser:{name}")
    client.force_login(MemberFactory())
    assert client.get(address).status_code in (302, 403)

    outsider = MemberFactory()
    group = Group.objects.create(name="Alleen binnen")
    group.permissions.add(Permission.objects.get(codename="access_admin"))
    outsider.groups.add(group)
    client.force_login(outsider)
    assert client.get(address).status_code in (302, 403)
