"""People, schools and short lists in /beheer/."""

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.contrib.auth.models import Group, Permission
from django.urls import reverse

from network.members.actions import ensure_groups
from network.members.states import EDITORS, GROUPS, PROGRAMME_TEAM
from network.models import HelpTopic, Institution, Member, Role, Theme
from network.vocabulary.actions import load_vocabulary
from tests.factories.network import AffiliationFactory, InstitutionDomainFactory, InstitutionFactory, MemberFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("site")]

NEW = {
    "email": "Daan.tHart@school.example",
    "given_name": "Daan",
    "name_prefix": "'t",
    "family_name": "Hart",
    "standing": "member",
}


@pytest.fixture
def operator():
    return Member.objects.create_superuser("beheerder@portaal.example", given_name="Olga", family_name="Beheer")


@pytest.fixture
def programme():
    member = MemberFactory(email="programma@portaal.example", given_name="Petra")
    member.groups.add(ensure_groups()[PROGRAMME_TEAM])
    return member


@pytest.fixture
def operator_client(client, operator):
    client.force_login(operator)
    return client


@pytest.fixture
def programme_client(client, programme):
    client.force_login(programme)
    return client


def test_list_of_people_shows_names_the_dutch_way(operator_client):
    MemberFactory(email="g@school.example", given_name="Ruben", name_prefix="de", family_name="Graaf")
    MemberFactory(email="c@school.example", given_name="Zoë", family_name="Çelik")

    response = operator_client.get("/beheer/users/")

    assert [person.name for person in response.context["users"]] == ["Olga Beheer", "Zoë Çelik", "Ruben de Graaf"]
    assert "Ruben de Graaf" in response.content.decode()


@pytest.mark.parametrize("query", ["?q=graaf", "?q=g@school", "?ordering=-email", "?ordering=name", "?ordering=zz"])
def test_list_of_people_searches_and_sorts(operator_client, query):
    MemberFactory(email="g@school.example", given_name="Ruben", name_prefix="de", family_name="Graaf")

    response = operator_client.get(f"/beheer/users/{query}")

    assert (response.status_code, "Ruben de Graaf" in response.content.decode()) == (200, True)


def test_operator_adds_a_person(operator_client):
    group = ensure_groups()[EDITORS]
    assert operator_client.get("/beheer/users/new/").status_code == 200

    response = operator_client.post("/beheer/users/new/", {**NEW, "groups": [group.pk]})

    member = Member.objects.get(email="daan.thart@school.example")
    assert response.status_code == 302
    assert (member.name, member.sort_name, member.standing) == ("Daan 't Hart", "hart, daan, 't", "member")
    assert (member.has_usable_password(), member.is_superuser, list(member.groups.all())) == (False, False, [group])
    assert member.admitted_at is not None


def test_operator_changes_a_person(operator_client):
    member = MemberFactory(email="oud@school.example", given_name="Oud", standing="prospect")
    EmailAddress.objects.create(user=member, email=member.email, primary=True, verified=True)
    url = f"/beheer/users/edit/{member.pk}/"
    assert operator_client.get(url).status_code == 200

    response = operator_client.post(url, {**NEW, "is_active": ""})

    member.refresh_from_db()
    assert response.status_code == 302
    assert (member.name, member.email, member.is_active) == ("Daan 't Hart", "daan.thart@school.example", False)
    assert [(row.email, row.primary, row.verified) for row in EmailAddress.objects.order_by("email")] == [
        ("daan.thart@school.example", True, False),
        ("oud@school.example", False, True),
    ]


def test_an_address_of_someone_else_is_refused(operator_client):
    other = MemberFactory(email="eerste@school.example")
    EmailAddress.objects.create(user=other, email="tweede@school.example")

    for email in ("Eerste@school.example", "tweede@school.example"):
        response = operator_client.post("/beheer/users/new/", {**NEW, "email": email})
        assert (response.status_code, list(response.context["form"].errors)) == (200, ["email"])


def test_programme_team_makes_no_operators(programme_client, programme):
    url = f"/beheer/users/edit/{programme.pk}/"
    assert "is_superuser" not in programme_client.get(url).context["form"].fields

    values = {**NEW, "email": programme.email, "is_superuser": "on", "groups": [programme.groups.get().pk]}
    programme_client.post(url, values)
    programme_client.post("/beheer/users/new/", {**NEW, "is_superuser": "on"})

    assert Member.objects.filter(is_superuser=True).count() == 0
    assert Member.objects.filter(given_name="Daan").count() == 2


def test_programme_team_keeps_off_operators(programme_client, operator):
    url = f"/beheer/users/edit/{operator.pk}/"

    answers = [programme_client.get(url), programme_client.post(url, {**NEW, "email": "kaper@elders.example"})]

    operator.refresh_from_db()
    assert operator.email == "beheerder@portaal.example"
    assert [answer.status_code for answer in answers] == [302, 302]


def test_editors_see_no_people(client):
    editor = MemberFactory()
    editor.groups.add(ensure_groups()[EDITORS])
    client.force_login(editor)

    assert (client.get("/beheer/").status_code, client.get("/beheer/users/").status_code) == (200, 302)


def test_nobody_deletes_people(operator_client):
    member = MemberFactory()

    assert operator_client.post(f"/beheer/users/delete/{member.pk}/").status_code == 404
    operator_client.post(f"/beheer/bulk/network/member/delete/?id={member.pk}")
    assert Member.objects.filter(pk=member.pk).exists()


def test_the_editors_door_is_the_portals_door(client):
    response = client.get("/beheer/login/?next=/beheer/")

    assert (response.status_code, response["Location"]) == (302, f"{reverse('account_login')}?next=/beheer/")


def test_groups_exist_once_and_keep_added_rights():
    first = ensure_groups()
    extra = Permission.objects.get(codename="add_role")
    first[EDITORS].permissions.add(extra)

    again = ensure_groups()

    assert (tuple(again), Group.objects.count()) == (GROUPS, len(GROUPS))
    assert extra in again[EDITORS].permissions.all()
    assert "access_admin" in set(again[EDITORS].permissions.values_list("codename", flat=True))


SCHOOL = {
    "name": "ROC Noord",
    "city": "Assen",
    "province": "Drenthe",
    "kind": "roc",
    "holiday_region": "noord",
    "staff_domains": "@roc-noord.example",
    "student_domains": "leerling.roc-noord.example",
}


def test_operator_adds_renames_and_inspects_a_school(operator_client):
    assert operator_client.get("/beheer/institution/new/").status_code == 200
    operator_client.post("/beheer/institution/new/", SCHOOL)
    school = Institution.objects.get()
    assert (school.slug, school.holiday_region, school.domains.count()) == ("roc-noord", "noord", 2)

    url = f"/beheer/institution/edit/{school.pk}/"
    assert operator_client.get(url).context["form"].initial["staff_domains"] == "roc-noord.example"
    operator_client.post(url, {**SCHOOL, "name": "Noordpool College", "student_domains": ""})

    school.refresh_from_db()
    assert (school.slug, school.former_names.get().slug) == ("noordpool-college", "roc-noord")
    assert [row.domain for row in school.domains.all()] == ["roc-noord.example"]
    assert operator_client.get(f"/beheer/institution/inspect/{school.pk}/").status_code == 200
    assert operator_client.get("/beheer/institution/?q=ROC").status_code == 200
    assert operator_client.post(f"/beheer/institution/delete/{school.pk}/").status_code == 404


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"staff_domains": "bezet.example"}, "staff_domains"),
        ({"student_domains": "roc-noord.example"}, "student_domains"),
    ],
)
def test_a_domain_of_another_school_or_of_both_sorts_is_refused(operator_client, values, field):
    InstitutionDomainFactory(domain="bezet.example")

    response = operator_client.post("/beheer/institution/new/", {**SCHOOL, **values})

    assert (response.status_code, list(response.context["form"].errors)) == (200, [field])


def test_operator_merges_a_school_after_a_question(operator_client):
    source, target = InstitutionFactory(name="Bron"), InstitutionFactory(name="Doel")
    url = f"/beheer/institution/{source.pk}/samenvoegen/"
    page = operator_client.get(url)
    assert (page.status_code, list(page.context["form"].fields["target"].queryset)) == (200, [target])
    source.refresh_from_db()
    assert source.merged_into is None

    operator_client.post(url, {"target": target.pk, "is_sure": "on"})

    source.refresh_from_db()
    assert source.merged_into == target
    assert operator_client.get(url).status_code == 404


def test_editors_merge_no_schools(client):
    source = InstitutionFactory()
    editor = MemberFactory()
    editor.groups.add(ensure_groups()[EDITORS])
    client.force_login(editor)

    client.post(f"/beheer/institution/{source.pk}/samenvoegen/", {"target": InstitutionFactory().pk})

    source.refresh_from_db()
    assert source.merged_into is None


@pytest.mark.parametrize("name", ["theme", "helptopic", "role"])
def test_short_lists_open_in_the_editors_pages(operator_client, name):
    load_vocabulary()

    answers = [operator_client.get(f"/beheer/{name}/{page}") for page in ("", "new/", "?q=a")]

    assert [answer.status_code for answer in answers] == [200, 200, 200]


def test_load_vocabulary_adds_what_is_missing_and_keeps_what_editors_changed():
    load_vocabulary()
    Theme.objects.filter(slug="ai").update(name="Kunstmatige intelligentie")
    counts = [model.objects.count() for model in (Theme, Role, HelpTopic)]

    load_vocabulary()

    assert counts == [16, 17, 38]
    assert [model.objects.count() for model in (Theme, Role, HelpTopic)] == counts
    assert Theme.objects.get(slug="ai").name == "Kunstmatige intelligentie"
    assert HelpTopic.objects.filter(theme=None).count() == 0
    assert set(Role.objects.filter(is_coach=True).values_list("slug", flat=True)) == {
        "i-coach",
        "coordinator-i-coaches",
    }


@pytest.mark.parametrize(
    ("required", "has_factor", "expected"),
    [(True, False, "/account/2fa/"), (True, True, None), (False, False, None)],
    ids=["without", "with", "not required"],
)
def test_editor_enters_with_a_second_factor_only(client, settings, required, has_factor, expected):
    settings.PORTAL_REQUIRE_MFA = required
    editor = MemberFactory()
    editor.groups.add(ensure_groups()[EDITORS])
    if has_factor:
        Authenticator.objects.create(user=editor, type=Authenticator.Type.TOTP, data={"secret": "x"})
    client.force_login(editor)

    response = client.get("/beheer/")

    assert response.headers.get("Location") == expected


def test_second_factor_is_not_asked_of_members(client, settings, coach):
    settings.PORTAL_REQUIRE_MFA = True
    client.force_login(coach)

    assert client.get("/mijn/profiel/").status_code == 200
    assert client.get("/beheer/").headers.get("Location") != "/account/2fa/"


def test_second_factor_is_asked_on_posts_too(client, settings, operator):
    settings.PORTAL_REQUIRE_MFA = True
    client.force_login(operator)

    assert client.post("/beheer/users/new/", NEW).headers["Location"] == "/account/2fa/"
    assert not Member.objects.filter(given_name="Daan").exists()


def test_a_role_in_use_stays(operator_client):
    place = AffiliationFactory()

    response = operator_client.post(f"/beheer/role/delete/{place.role_id}/")

    assert response.status_code in (200, 302)
    assert Role.objects.filter(pk=place.role_id).exists()
