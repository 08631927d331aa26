"""Every profile field × preset × viewer, and that lists, profile and search agree (RELIABILITY G19)."""

from datetime import date

import pytest
from django.utils import timezone

from network.members.actions import apply_visibility, change_profile, choose_audiences, set_portrait
from network.members.fields import CHOOSABLE_FIELDS, PRESETS, PROFILE_FIELDS
from network.members.profiles import connections_shown, profile_for
from network.members.rules import Subject, audience_of, may_see_field, visible_fields
from network.members.searchable import entries_for, visible_keys
from network.models import Member
from portal.shared.audiences.rules import Viewer
from portal.shared.audiences.states import Audience
from tests.factories.network import AffiliationFactory, ConnectionFactory, HelpTopicFactory, MemberFactory, ThemeFactory

TODAY = date(2026, 11, 23)
SUBJECT = Subject(key="subject", is_listed=True, institution_ids=frozenset({7}))
VIEWERS = {
    "anonymous": Viewer.anonymous(),
    "prospect": Viewer(member_key="prospect"),
    "member": Viewer(member_key="member", is_member=True, institution_ids=frozenset({8})),
    "colleague": Viewer(member_key="colleague", is_member=True, institution_ids=frozenset({7})),
    "editor": Viewer(member_key="editor", is_editor=True),
    "connection": Viewer(member_key="connection", is_member=True, connected_keys=frozenset({"subject"})),
    "self": Viewer(member_key="subject", is_member=True),
}
OPEN = {"name", "school", "title", "themes", "helps_with"}
TO_MEMBERS = {"seeks", "about", "availability", "portrait"}
ALL = set(PROFILE_FIELDS)
TO_CONNECTIONS = {"history", "connections"}
# DECISIONS 15, one row per way of showing oneself: what each viewer sees.
EXPECTED = {
    "O": {
        "anonymous": OPEN,
        "prospect": OPEN,
        "member": OPEN | TO_MEMBERS,
        "colleague": OPEN | TO_MEMBERS,
        "connection": OPEN | TO_MEMBERS | TO_CONNECTIONS,
        "editor": OPEN,
        "self": ALL,
    },
    "L": {
        "anonymous": set(),
        "prospect": set(),
        "member": OPEN | TO_MEMBERS,
        "colleague": OPEN | TO_MEMBERS,
        "connection": OPEN | TO_MEMBERS | TO_CONNECTIONS,
        "editor": set(),
        "self": ALL,
    },
    "M": {
        "anonymous": set(),
        "prospect": set(),
        "member": {"name", "school"},
        "colleague": {"name", "school"},
        "connection": {"name", "school"},
        "editor": set(),
        "self": ALL,
    },
}


@pytest.mark.parametrize("field", PROFILE_FIELDS)
@pytest.mark.parametrize("viewer", VIEWERS)
@pytest.mark.parametrize("preset", PRESETS)
def test_each_field_shows_to_whom_the_preset_says(preset, viewer, field):
    seen = may_see_field(field=field, choices=PRESETS[preset], viewer=VIEWERS[viewer], subject=SUBJECT)

    assert seen is (field in EXPECTED[preset][viewer])


def test_presets_name_every_choosable_field_with_an_allowed_audience():
    for preset in PRESETS.values():
        assert set(preset) == {spec.name for spec in CHOOSABLE_FIELDS}
        assert all(audience in PROFILE_FIELDS[name].allowed for name, audience in preset.items())


def test_without_choices_the_profile_is_for_members():
    assert {name: audience_of(name, {}) for name in PRESETS["L"]} == PRESETS["L"]


@pytest.mark.parametrize("field", ["name", "school"])
def test_name_and_school_ignore_a_stored_audience_that_hides_them_from_members(field):
    assert audience_of(field, {field: "only_me"}) == Audience.MEMBERS


@pytest.mark.parametrize("viewer", [name for name in VIEWERS if name != "self"])
def test_a_prospect_or_closed_login_shows_nothing_to_others(viewer):
    unlisted = Subject(key="subject", is_listed=False, institution_ids=frozenset({7}))

    assert visible_fields(choices=PRESETS["O"], viewer=VIEWERS[viewer], subject=unlisted) == frozenset()


def test_a_field_for_my_school_shows_to_colleagues_only():
    choices = {"about": "institution"}
    seen = {
        name: may_see_field(field="about", choices=choices, viewer=viewer, subject=SUBJECT)
        for name, viewer in VIEWERS.items()
    }

    assert seen == {
        "anonymous": False,
        "prospect": False,
        "member": False,
        "colleague": True,
        "editor": False,
        "connection": False,
        "self": True,
    }


@pytest.fixture
def subject(db):
    """A member with something in every field, at a school, and earlier at another one."""
    member = MemberFactory(
        email="markeremail@school.example", given_name="Markernaam", family_name="Markerachternaam", standing="member"
    )
    AffiliationFactory(member=member, local_title="Markertitel", institution__name="Markerschool")
    AffiliationFactory(member=member, institution__name="Markerverleden", ends_on=date(2020, 1, 1))
    set_portrait(member=member, picture=b"Markerpixels", alt="Markerportret", at=timezone.now())
    friend = MemberFactory(given_name="Markervriend")
    choose_audiences(member=friend, audiences={"name": "everyone", "connections": "everyone"})
    ConnectionFactory(asker=member, asked=friend)
    return change_profile(
        member=member,
        about="Markerover",
        availability="Markertijd",
        seeks_note="Markerzoekt",
        themes=[ThemeFactory(name="Markerthema")],
        helps_with=[HelpTopicFactory(name="Markerhulp")],
        seeks=[HelpTopicFactory(name="Markervraag")],
    )


MARKERS = {
    "name": "Markernaam",
    "school": "Markerschool",
    "title": "Markertitel",
    "themes": "Markerthema",
    "helps_with": "Markerhulp",
    "seeks": "Markervraag",
    "about": "Markerover",
    "availability": "Markertijd",
    "history": "Markerverleden",
    "email": "markeremail",
    "portrait": "Markerportret",
    "connections": "Markervriend",
}


def told(viewer, member) -> str:
    """Give all that a profile page is made of."""
    return f"{profile_for(viewer, member, on=TODAY)}{connections_shown(viewer, member, on=TODAY)}"


def real_viewers(member):
    """Give the viewers of the table with the keys and schools of a stored member."""
    school = member.affiliations.get(ends_on=None).institution_id
    return VIEWERS | {
        "colleague": Viewer(member_key="colleague", is_member=True, institution_ids=frozenset({school})),
        "member": Viewer(member_key="member", is_member=True, institution_ids=frozenset({school + 1000})),
        "connection": Viewer(member_key="connection", is_member=True, connected_keys=frozenset({member.key})),
        "self": Viewer(member_key=member.key, is_member=True),
    }


@pytest.mark.parametrize("preset", PRESETS)
def test_profile_lists_and_search_agree_with_the_rule(subject, preset):
    apply_visibility(member=subject, preset=preset)
    member = Member.objects.with_profile().get(pk=subject.pk)

    for name, viewer in real_viewers(subject).items():
        expected = EXPECTED[preset][name]
        profile = profile_for(viewer, member, on=TODAY)
        assert profile.visible == expected
        assert {field for field, marker in MARKERS.items() if marker in told(viewer, member)} == expected
        assert Member.objects.visible_to(viewer, on=TODAY).filter(pk=subject.pk).exists() is bool(expected)
        assert visible_keys([subject.key], viewer) == ({subject.key} if expected else set())
        for field in PROFILE_FIELDS:
            listed = Member.objects.with_field_visible_to(field, viewer, on=TODAY).filter(pk=subject.pk).exists()
            assert listed is (field in expected)


@pytest.mark.parametrize(
    ("field", "audience"), [(spec.name, audience.value) for spec in CHOOSABLE_FIELDS for audience in spec.allowed]
)
def test_one_changed_field_agrees_in_profile_list_and_search(subject, field, audience):
    choose_audiences(member=subject, audiences={field: audience})
    member = Member.objects.with_profile().get(pk=subject.pk)

    for viewer in real_viewers(subject).values():
        sees = field in profile_for(viewer, member, on=TODAY).visible
        assert (MARKERS[field] in told(viewer, member)) is sees
        people = Member.objects.with_field_visible_to(field, viewer, on=TODAY)
        assert people.filter(pk=subject.pk).exists() is sees
        matching = [draft for draft in entries_for(member, on=TODAY) if draft.slice in viewer.slices()]
        if viewer.member_key != subject.key and field not in (
            "availability",
            "history",
            "email",
            "portrait",
            "connections",
        ):
            # What is for connections has no entry at all (DECISIONS 11).
            is_found = sees and audience != Audience.CONNECTIONS
            assert (bool(matching) and MARKERS[field] in repr(matching[-1])) is is_found


def test_choosing_the_default_stores_nothing(subject):
    choose_audiences(member=subject, audiences={"about": "everyone"})
    assert subject.field_audiences.count() == 1

    choose_audiences(member=subject, audiences={"about": "members"})
    assert subject.field_audiences.count() == 0
