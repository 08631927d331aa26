"""A member's own work, and the coordinator who looks after the school."""

from datetime import timedelta

import pytest
from django.utils import timezone

from network.coordination.actions import decide_work, hand_over, name_coordinator
from network.coordination.personal_data import SCHOOL_CONTACT_DATA
from network.coordination.states import Decision
from network.coordination.todos import COORDINATOR_TODOS
from network.errors import NoColleague, NotYourSchool
from network.members.actions import choose_audiences
from network.members.profiles import profile_for
from network.members.viewers import viewer_of_member
from network.models import Affiliation, Institution, Member, SchoolProfile
from portal.shared.media.models import PortalImage
from portal.shared.outbox.models import OutboxMail
from tests.factories.network import AffiliationFactory, InstitutionFactory, MemberFactory, RoleFactory
from tests.network.test_portraits import upload
from tests.todos import todos_of

pytestmark = pytest.mark.django_db

NOW = timezone.now()
TODAY = timezone.localdate(NOW)


@pytest.fixture(autouse=True)
def _own_media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def school():
    return InstitutionFactory(name="ROC Lindenwaard", slug="lindenwaard")


@pytest.fixture
def sanne(school):
    """The coordinator."""
    member = MemberFactory(given_name="Sanne", email="sanne@lindenwaard.example")
    AffiliationFactory(member=member, institution=school, state="confirmed", is_coordinator=True)
    return member


@pytest.fixture
def claim(school):
    return AffiliationFactory(
        member=MemberFactory(given_name="Bram", email="bram@elders.example"), institution=school, local_title="digidoc"
    )


def mails():
    return sorted(OutboxMail.objects.values_list("purpose", "to"))


def shows_school(member, viewer) -> bool:
    member = Member.objects.with_profile().get(pk=member.pk)
    return bool(profile_for(viewer_of_member(viewer, on=TODAY), member, on=TODAY).institutions)


# One's own work.


def test_member_adds_a_school_as_a_claim(client, coach, school):
    client.force_login(coach)
    role = RoleFactory()

    response = client.post(
        "/mijn/werk/",
        {
            "institution": school.pk,
            "role": role.pk,
            "local_title": "digidoc",
            "team": "Zorg",
            "starts_on": "2024-08-01",
        },
    )

    work = coach.affiliations.get()
    assert response.status_code == 302
    assert (work.institution, work.state, work.local_title, work.team, str(work.starts_on)) == (
        school,
        "claimed",
        "digidoc",
        "Zorg",
        "2024-08-01",
    )


def test_what_was_typed_stays_when_the_school_is_missing(client, coach):
    client.force_login(coach)

    response = client.post("/mijn/werk/", {"local_title": "digidoc"})

    assert list(response.context["form"].errors) == ["institution"]
    assert 'value="digidoc"' in response.content.decode()


def test_change_keeps_the_confirmation(client, coach, school):
    work = AffiliationFactory(member=coach, institution=school, state="confirmed")
    client.force_login(coach)

    client.post(f"/mijn/werk/{work.key}/", {"local_title": "eCoach", "team": "Techniek"})

    work.refresh_from_db()
    assert (work.state, work.local_title, work.team, work.role) == ("confirmed", "eCoach", "Techniek", None)


def test_end_stays_as_history(client, coach, school):
    work = AffiliationFactory(member=coach, institution=school, starts_on=TODAY - timedelta(days=90))
    client.force_login(coach)

    early = client.post(f"/mijn/werk/{work.key}/stop/", {"ends_on": str(TODAY - timedelta(days=100))})
    client.post(f"/mijn/werk/{work.key}/stop/", {"ends_on": str(TODAY - timedelta(days=1))})

    work.refresh_from_db()
    assert "De einddatum ligt voor de begindatum" in early.content.decode()
    assert work.ends_on == TODAY - timedelta(days=1)
    assert client.get("/mijn/werk/").context["past"] == [work]


def test_move_ends_the_old_and_claims_the_new(client, coach, school):
    old = AffiliationFactory(member=coach, institution=school, state="confirmed", local_title="digidoc")
    new = InstitutionFactory()
    client.force_login(coach)

    client.post(f"/mijn/werk/{old.key}/verhuis/", {"institution": new.pk, "starts_on": str(TODAY)})

    old.refresh_from_db()
    there = coach.affiliations.get(institution=new)
    assert old.ends_on == TODAY - timedelta(days=1)
    assert (there.state, there.starts_on, there.local_title, there.has_school_address) == (
        "claimed",
        TODAY,
        "digidoc",
        False,
    )
    assert viewer_of_member(coach, on=TODAY).institution_ids == frozenset()


def test_forgotten_work_is_gone(client, coach, school):
    work = AffiliationFactory(member=coach, institution=school)
    client.force_login(coach)
    client.get(f"/mijn/werk/{work.key}/weg/")
    assert coach.affiliations.count() == 1

    client.post(f"/mijn/werk/{work.key}/weg/", {"sent": "1"})

    assert coach.affiliations.count() == 0


@pytest.mark.parametrize("page", ["", "stop/", "verhuis/", "weg/"])
def test_work_of_someone_else_is_not_there(client, other_coach, claim, page):
    client.force_login(other_coach)

    assert client.get(f"/mijn/werk/{claim.key}/{page}").status_code == 404
    assert client.post(f"/mijn/werk/{claim.key}/{page}", {"sent": "1", "ends_on": str(TODAY)}).status_code == 404
    assert Affiliation.objects.filter(pk=claim.pk, ends_on=None).exists()


# The coordinator's answer.


@pytest.mark.parametrize(
    ("decision", "state", "mail"),
    [
        ("confirm", "confirmed", "network.work_confirmed"),
        ("decline", "declined", "network.work_declined"),
        ("end", "claimed", "network.work_ended"),
    ],
)
def test_coordinator_decides_and_the_member_gets_one_mail(client, sanne, claim, decision, state, mail):
    client.force_login(sanne)

    for _turn in range(2):
        client.post(f"/scholen/lindenwaard/coordinatie/wie/{claim.key}/", {"decision": decision})

    claim.refresh_from_db()
    assert (claim.state, claim.ends_on) == (state, TODAY if decision == "end" else None)
    assert mails() == [(mail, "bram@elders.example")]


def test_confirmed_colleague_sees_what_is_for_the_school(sanne, claim):
    assert viewer_of_member(claim.member, on=TODAY).institution_ids == frozenset()

    decide_work(affiliation=claim, by=sanne, decision=Decision.CONFIRM, at=NOW)

    assert viewer_of_member(claim.member, on=TODAY).institution_ids == {claim.institution_id}


def test_declined_work_shows_to_nobody_and_can_not_be_claimed_again(client, sanne, claim, school):
    assert shows_school(claim.member, sanne)
    decide_work(affiliation=claim, by=sanne, decision=Decision.DECLINE, at=NOW)
    client.force_login(claim.member)

    answer = client.post("/mijn/werk/", {"institution": school.pk})

    assert not shows_school(claim.member, sanne)
    assert "heeft niet bevestigd dat je daar werkt" in answer.content.decode()
    assert claim.member.affiliations.count() == 1


@pytest.mark.parametrize("who", ["claim only", "elsewhere", "ended", "deactivated", "prospect"])
def test_only_a_coordinator_of_this_school_decides(school, claim, who):
    person = MemberFactory(standing="prospect" if who == "prospect" else "member", is_active=who != "deactivated")
    AffiliationFactory(
        member=person,
        institution=InstitutionFactory() if who == "elsewhere" else school,
        state="claimed" if who == "claim only" else "confirmed",
        is_coordinator=True,
        ends_on=TODAY - timedelta(days=1) if who == "ended" else None,
    )

    with pytest.raises(NotYourSchool):
        decide_work(affiliation=claim, by=person, decision=Decision.CONFIRM, at=NOW)
    claim.refresh_from_db()
    assert (claim.state, mails()) == ("claimed", [])


def test_work_at_another_school_is_not_on_this_desk(client, sanne):
    elsewhere = AffiliationFactory()
    client.force_login(sanne)

    answer = client.post(f"/scholen/lindenwaard/coordinatie/wie/{elsewhere.key}/", {"decision": "confirm"})

    elsewhere.refresh_from_db()
    assert (answer.status_code, elsewhere.state) == (404, "claimed")


def test_desk_shows_no_function_that_is_hidden(client, sanne, claim):
    choose_audiences(member=claim.member, audiences={"title": "only_me"})
    client.force_login(sanne)

    page = client.get("/scholen/lindenwaard/coordinatie/").content.decode()

    assert "Bram" in page
    assert "digidoc" not in page


@pytest.mark.parametrize("number", [1, 3])
def test_desk_costs_the_same_for_any_number(client, sanne, school, number, django_assert_num_queries):
    for _turn in range(number):
        AffiliationFactory(institution=school)
        AffiliationFactory(institution=school, state="confirmed")
    client.force_login(sanne)
    client.get("/scholen/lindenwaard/coordinatie/")

    with django_assert_num_queries(21):
        client.get("/scholen/lindenwaard/coordinatie/")


def test_todo_counts_who_waits_for_the_coordinator_alone(sanne, claim, coach):
    AffiliationFactory()

    [item] = todos_of(COORDINATOR_TODOS, sanne, at=NOW)

    assert (item.title, item.url) == (
        "1 persoon zegt bij ROC Lindenwaard te werken",
        "/scholen/lindenwaard/coordinatie/",
    )
    assert todos_of(COORDINATOR_TODOS, coach, at=NOW) == []
    decide_work(affiliation=claim, by=sanne, decision=Decision.DECLINE, at=NOW)
    assert todos_of(COORDINATOR_TODOS, sanne, at=NOW) == []


# Who has the task.


def test_programme_team_names_and_dismisses_a_coordinator(admin_client, school, claim):
    address = f"/beheer/scholen/{school.pk}/coordinatoren/"

    admin_client.post(address, {"named": claim.pk})
    claim.refresh_from_db()
    assert (claim.is_coordinator, claim.state) == (True, "confirmed")
    assert mails() == [("network.coordinator_appointed", "bram@elders.example")]

    admin_client.post(address, {"dismissed": claim.pk})
    claim.refresh_from_db()
    assert (claim.is_coordinator, claim.state) == (False, "confirmed")


def test_who_was_shut_out_stands_in_no_list_of_the_programme_team(admin_client, school, sanne, claim):
    for member in (sanne, claim.member):
        member.is_active = False
        member.save()
    address = f"/beheer/scholen/{school.pk}/coordinatoren/"

    page = admin_client.get(address).content.decode()
    admin_client.post(address, {"named": claim.pk})

    claim.refresh_from_db()
    assert [member.name in page for member in (sanne, claim.member)] == [False, False]
    assert not claim.is_coordinator


def test_naming_twice_mails_once(claim):
    for _turn in range(2):
        name_coordinator(affiliation=claim, at=NOW)

    assert len(mails()) == 1


def test_handing_over_moves_the_task(client, sanne, school):
    heir = AffiliationFactory(institution=school, state="confirmed", member__email="bo@lindenwaard.example")
    client.force_login(sanne)

    client.post("/scholen/lindenwaard/coordinatie/overdragen/", {"to": heir.pk})

    assert list(Affiliation.objects.coordinating(TODAY)) == [heir]
    assert mails() == [("network.coordinator_appointed", "bo@lindenwaard.example")]
    assert client.get("/scholen/lindenwaard/coordinatie/").status_code == 404


@pytest.mark.parametrize("who", ["herself", "claimed", "elsewhere"])
def test_task_goes_to_a_confirmed_colleague_only(sanne, school, claim, who):
    heirs = {"herself": sanne.affiliations.get(), "claimed": claim, "elsewhere": AffiliationFactory(state="confirmed")}

    with pytest.raises(NoColleague):
        hand_over(institution=school, by=sanne, to=heirs[who], at=NOW)
    assert list(Affiliation.objects.coordinating(TODAY)) == [sanne.affiliations.get()]


# The page of the school.

PAGE = {"profile": "Wij coachen samen.", "link_1_title": "Ons team", "link_1_url": "https://lindenwaard.example/team"}


def test_coordinator_changes_the_page(client, root_page, sanne, school):
    client.force_login(sanne)

    client.post(
        "/scholen/lindenwaard/coordinatie/pagina/",
        PAGE | {"contact": sanne.affiliations.get().pk, "picture": upload(), "picture_alt": "De brug bij de school"},
    )

    page = client.get("/scholen/lindenwaard/").content.decode()
    for text in ("Wij coachen samen.", "https://lindenwaard.example/team", "De brug bij de school", "contactpersoon"):
        assert text in page
    school_page = SchoolProfile.objects.get()
    # Without its size, the first editor who looks at the picture would write it.
    assert (school_page.contact, school_page.picture.file_size) == (sanne, school_page.picture.file.size)


def test_page_refuses_half_a_link_and_a_picture_without_words(client, sanne, school):
    client.force_login(sanne)

    answer = client.post(
        "/scholen/lindenwaard/coordinatie/pagina/",
        {"profile": "Nieuw", "link_1_title": "Ons team", "link_2_url": "https://x.example", "picture": upload()},
    )

    assert sorted(answer.context["form"].errors) == ["link_1_url", "link_2_title", "picture_alt"]
    assert "Nieuw" in answer.content.decode()
    assert (PortalImage.objects.count(), Institution.objects.get(pk=school.pk).profile) == (0, "")


def test_page_refuses_a_link_that_runs_a_script(client, sanne, school):
    client.force_login(sanne)

    answer = client.post(
        "/scholen/lindenwaard/coordinatie/pagina/", {"link_1_title": "Ons team", "link_1_url": "javascript:alert(1)"}
    )

    assert "link_1_url" in answer.context["form"].errors


def test_visitor_sees_no_contact_person_who_is_for_members(client, sanne, school):
    SchoolProfile.objects.create(institution=school, contact=sanne, changed_at=NOW)
    assert "Sanne" not in client.get("/scholen/lindenwaard/").content.decode()

    choose_audiences(member=sanne, audiences={"name": "everyone", "school": "everyone"})

    assert "Sanne" in client.get("/scholen/lindenwaard/").content.decode()


def test_erased_contact_person_leaves_the_page(sanne, school):
    SchoolProfile.objects.create(institution=school, contact=sanne, changed_at=NOW)
    assert SCHOOL_CONTACT_DATA.export(sanne.key) == {"contact_for": ["ROC Lindenwaard"]}

    SCHOOL_CONTACT_DATA.erase(sanne.key, at=NOW)

    assert SchoolProfile.objects.get().contact is None
