"""Viewers, work at schools, search entries and erasure."""

import json
from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from allauth.account.models import EmailAddress
from django.contrib.auth.models import AnonymousUser
from django.db import connection
from django.test import RequestFactory
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from network.errors import AudienceNotAllowed, EndsBeforeStart
from network.institutions.actions import merge_institutions, rename_institution
from network.members.actions import (
    affiliate_member,
    apply_visibility,
    change_profile,
    choose_audiences,
    confirm_affiliation,
    deactivate_member,
    end_affiliation,
    ensure_groups,
    name_member,
    reactivate_member,
)
from network.members.actions.entries import refresh_entries
from network.members.personal_data import PERSONAL_DATA
from network.members.states import CONVERSATION_LEADERS, EDITORS, PROGRAMME_TEAM
from network.members.tasks import follow_days
from network.members.viewers import viewer_of, viewer_of_address, viewer_of_member
from network.models import Affiliation, Member
from portal.shared.audiences.rules import Viewer
from portal.shared.jobs.registry import jobs
from search.models import Entry, EntryFacet
from tests.factories.network import (
    AffiliationFactory,
    HelpTopicFactory,
    InstitutionFactory,
    MemberFactory,
    RoleFactory,
    ThemeFactory,
)

pytestmark = pytest.mark.django_db

TODAY = date(2026, 11, 23)


def request_of(user):
    request = RequestFactory().get("/")
    request.user = user
    return request


def test_viewer_of_someone_not_signed_in_costs_no_query(django_assert_num_queries):
    with django_assert_num_queries(0):
        assert viewer_of(request_of(AnonymousUser())) == Viewer.anonymous()


def test_viewer_is_asked_once_per_request(coach, django_assert_num_queries):
    request = request_of(coach)
    first = viewer_of(request)

    with django_assert_num_queries(0):
        assert viewer_of(request) is first


@pytest.mark.parametrize(
    ("columns", "counts"),
    [
        ({"state": "confirmed"}, True),
        ({"has_school_address": True}, True),
        ({}, False),
        ({"state": "confirmed", "ends_on": date(2026, 11, 22)}, False),
        ({"state": "confirmed", "ends_on": TODAY}, True),
        ({"state": "confirmed", "starts_on": date(2026, 11, 24)}, False),
    ],
    ids=["confirmed", "school address", "claimed only", "ended", "last day", "not started"],
)
def test_viewer_counts_a_school_when_more_than_a_claim_stands_for_it(coach, columns, counts):
    place = AffiliationFactory(member=coach, **columns)

    viewer = viewer_of_member(coach, on=TODAY)

    assert viewer.institution_ids == (frozenset({place.institution_id}) if counts else frozenset())


@pytest.mark.parametrize(
    ("group", "expected"), [(EDITORS, True), (PROGRAMME_TEAM, True), (CONVERSATION_LEADERS, False), (None, False)]
)
def test_viewer_is_editor_by_group(coach, group, expected):
    groups = ensure_groups()
    if group:
        coach.groups.add(groups[group])

    assert viewer_of_member(coach, on=TODAY).is_editor is expected


def test_viewer_of_an_address_is_the_person_who_signs_in_with_it(coach, stranger):
    assert viewer_of_address("Noor@Lindenwaard.example").member_key == coach.key
    assert viewer_of_address(stranger.email).is_member is False
    assert viewer_of_address("niemand@elders.example") is None


def test_same_work_twice_is_one_affiliation(coach):
    school, role = InstitutionFactory(), RoleFactory()
    first = affiliate_member(member=coach, institution=school, role=role, local_title="eCoach")

    again = affiliate_member(member=coach, institution=school, role=role, local_title="eCoach", team="Zorg")

    assert (again, Affiliation.objects.count()) == (first, 1)


def test_who_left_a_school_is_no_longer_found_by_it(coach, django_assert_num_queries):
    school = InstitutionFactory()
    kept = AffiliationFactory(member=coach, starts_on=date(2027, 3, 2), state="confirmed")
    AffiliationFactory(member=coach, institution=school, ends_on=date(2027, 3, 1), state="confirmed")

    def schools() -> set[str]:
        facets = EntryFacet.objects.filter(entry__object_key=coach.key, name="school")
        return set(facets.values_list("value", flat=True))

    with time_machine.travel(datetime(2027, 3, 1, 22, tzinfo=UTC), tick=False):
        refresh_entries(member=coach)
        before = schools()
        with django_assert_num_queries(0):
            follow_days(timezone.now())
    with time_machine.travel(datetime(2027, 3, 1, 23, 30, tzinfo=UTC), tick=False):
        follow_days(timezone.now())

    assert (before, schools()) == ({school.slug}, {kept.institution.slug})
    assert jobs.get("members.follow_days").every <= timedelta(hours=1)


def test_confirm_and_end_change_one_affiliation(coach):
    place = AffiliationFactory(member=coach, starts_on=date(2020, 1, 1))

    confirm_affiliation(affiliation=place)
    ended = end_affiliation(affiliation=place, ends_on=date(2026, 6, 30))

    assert (ended.state, ended.ends_on) == ("confirmed", date(2026, 6, 30))
    with pytest.raises(EndsBeforeStart):
        end_affiliation(affiliation=place, ends_on=date(2019, 12, 31))


@pytest.mark.parametrize(
    ("field", "audience"), [("name", "only_me"), ("email", "everyone"), ("bestaat-niet", "members")]
)
def test_an_audience_that_is_no_choice_is_refused(coach, field, audience):
    with pytest.raises(AudienceNotAllowed):
        choose_audiences(member=coach, audiences={"about": "everyone", field: audience})

    assert coach.field_audiences.count() == 0


def slices(member):
    return list(
        Entry.objects.filter(kind="persoon", object_key=member.key).order_by("slice").values_list("slice", flat=True)
    )


@pytest.mark.parametrize(
    ("preset", "expected"), [("O", ["everyone", "members"]), ("L", ["members"]), ("M", ["members"])]
)
def test_search_has_an_entry_per_audience_that_sees_more(coach, preset, expected):
    change_profile(
        member=coach,
        about="Alles over mij",
        availability="",
        seeks_note="",
        themes=[ThemeFactory()],
        helps_with=[HelpTopicFactory()],
        seeks=[],
    )

    apply_visibility(member=coach, preset=preset)

    assert slices(coach) == expected


def test_search_has_no_second_entry_when_members_see_nothing_more(coach):
    apply_visibility(member=coach, preset="O")

    assert slices(coach) == ["everyone"]


def test_search_has_an_entry_for_ones_own_school(coach):
    place = AffiliationFactory(member=coach)
    change_profile(member=coach, about="Geheimpje", availability="", seeks_note="", themes=[], helps_with=[], seeks=[])

    choose_audiences(member=coach, audiences={"about": "institution"})

    assert slices(coach) == [f"institution:{place.institution_id}", "members"]
    texts = Entry.objects.filter(kind="persoon").order_by("slice").values_list("text__body", flat=True)
    assert ["Geheimpje" in text for text in texts] == [True, False]


def test_search_forgets_a_closed_login_and_finds_it_again(coach):
    name_member(member=coach, given_name="Noor", family_name="Verhagen")
    assert slices(coach) == ["members"]

    deactivate_member(member=coach)
    assert slices(coach) == []

    reactivate_member(member=coach)
    assert slices(coach) == ["members"]


def test_search_knows_no_prospects(stranger):
    apply_visibility(member=stranger, preset="O")

    assert slices(stranger) == []


def test_search_follows_the_name_of_the_school(coach):
    school, other = InstitutionFactory(name="Oud College"), InstitutionFactory(name="Doel College")
    affiliate_member(member=coach, institution=school)

    rename_institution(institution=school, name="Nieuw College")
    assert Entry.objects.get(kind="persoon").summary == "Nieuw College"

    merge_institutions(source=school, target=other)
    assert Entry.objects.get(kind="persoon").summary == "Doel College"


def test_list_of_people_costs_the_same_queries_for_one_and_three(coach):
    counts = []
    for number in (1, 2):
        for _ in range(number):
            AffiliationFactory(member=MemberFactory())
        viewer = viewer_of_member(coach, on=TODAY)
        with CaptureQueriesContext(connection) as counted:
            list(Member.objects.visible_to(viewer, on=TODAY))
        counts.append(len(counted))

    assert counts[0] == counts[1]


def full_member():
    member = MemberFactory(email="marker@school.example", given_name="Marker", family_name="Marker", password="x")
    EmailAddress.objects.create(user=member, email="marker@prive.example")
    AffiliationFactory(member=member, local_title="Marker")
    member.groups.add(ensure_groups()[EDITORS])
    change_profile(
        member=member,
        about="Marker",
        availability="Marker",
        seeks_note="Marker",
        themes=[ThemeFactory()],
        helps_with=[HelpTopicFactory()],
        seeks=[HelpTopicFactory()],
    )
    apply_visibility(member=member, preset="O")
    return member


def test_export_holds_everything_as_json():
    member = full_member()

    exported = PERSONAL_DATA.export(member.key)

    assert json.loads(json.dumps(exported)) == exported
    assert (exported["email"], exported["other_addresses"], exported["groups"]) == (
        "marker@school.example",
        ["marker@prive.example"],
        [EDITORS],
    )
    assert PERSONAL_DATA.export("onbekend") == {}


def test_erase_leaves_an_unnamed_closed_row_and_nothing_else():
    member, bystander = full_member(), MemberFactory(given_name="Ander")

    assert PERSONAL_DATA.erase(member.key, at=None) > 0

    exported = PERSONAL_DATA.export(member.key)
    assert "marker" not in json.dumps(exported).lower()
    assert (exported["affiliations"], exported["themes"], exported["groups"], exported["audiences"]) == ([], [], [], {})
    member.refresh_from_db()
    assert (member.is_active, member.standing, member.has_usable_password()) == (False, "prospect", False)
    assert (slices(member), Member.objects.get(pk=bystander.pk).given_name) == ([], "Ander")
    assert PERSONAL_DATA.erase(member.key, at=None) == 0
    assert PERSONAL_DATA.erase("onbekend", at=None) == 0
