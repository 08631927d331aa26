"""Every profile field × audience × viewer × surface, by a word of its own per field in the raw bytes (RELIABILITY G19).

Made from the table of fields: a field without a value here fails.
"""

import json
from collections.abc import Iterator
from datetime import date
from types import SimpleNamespace

import pytest
from django.contrib.auth.models import Group
from django.core.cache import caches
from django.test import Client
from django.utils import timezone

from network.members.actions import change_profile, choose_audiences, set_portrait
from network.members.actions.entries import refresh_entries
from network.members.fields import CHOOSABLE_FIELDS, PROFILE_FIELDS
from network.members.states import EDITORS
from network.models import Portrait
from portal.shared.audiences.states import Audience
from portal.shared.pages.listeners import pages_changed
from portal.shared.registries.crossings import personal_data
from search.index.actions import sync_engines
from stories.models import CoachStoryPage, StoryAuthor
from tests.factories.network import (
    AffiliationFactory,
    ConnectionFactory,
    HelpTopicFactory,
    InstitutionFactory,
    MemberFactory,
    ThemeFactory,
)
from tests.security.states import make_page, plain_words

# One word per field, unlike any other; each also stands in every surface the field reaches.
MARKERS = {
    "name": "kievitnaam",
    "portrait": "grutto234bcdf",
    "school": "wulpschool",
    "title": "roerdomptitel",
    "themes": "ijsvogelthema",
    "helps_with": "lepelaarhulp",
    "seeks": "tureluurvraag",
    "about": "scholeksterover",
    "availability": "meerkoettijd",
    "history": "visarendverleden",
    "connections": "zilverreigervriend",
    "email": "nachtegaaladres",
}
EVERYONE = {
    "anonymous",
    "prospect",
    "elsewhere",
    "claimed",
    "proven",
    "connection",
    "self",
    "editor",
    "coordinator",
}
MEMBERS = EVERYONE - {"anonymous", "prospect"}
# DECISIONS 15, who sees what an audience is for; an editor sees no more than any member.
SEES = {
    Audience.EVERYONE: EVERYONE,
    Audience.MEMBERS: MEMBERS,
    Audience.INSTITUTION: {"proven", "coordinator", "self"},
    Audience.CONNECTIONS: {"connection", "self"},
    Audience.ONLY_ME: {"self"},
}
# Each audience over every surface; `make test` and a second database take the widest and the one that schools open.
FIRST = {Audience.EVERYONE, Audience.INSTITUTION}
FURTHER = (pytest.mark.thorough, pytest.mark.once)
WIDE = [pytest.param(one, marks=() if one in FIRST else FURTHER) for one in Audience]
# What search holds of a person, and for whom (DECISIONS 11).
SEARCHED = {"name", "title", "themes", "helps_with", "seeks", "about"}
INDEXED = {Audience.EVERYONE, Audience.MEMBERS, Audience.INSTITUTION}
# Schools are public by themselves: there, only the person's own address tells something.
SCHOOLS = {"school", "history"}
STAND_INS = {"iedereen": "anonymous", "leden": "elsewhere", "school": "proven", "contact": "connection"}


def test_every_field_has_a_word():
    assert set(MARKERS) == set(PROFILE_FIELDS)


@pytest.fixture
def world(portal):
    """Someone with a word in every field, and a viewer of each kind."""
    school = InstitutionFactory(name=MARKERS["school"], slug="een-school")
    subject = MemberFactory(given_name=MARKERS["name"], email=f"{MARKERS['email']}@school.example")
    AffiliationFactory(member=subject, institution=school, local_title=MARKERS["title"], has_school_address=True)
    AffiliationFactory(member=subject, institution__name=MARKERS["history"], ends_on=date(2020, 1, 1))
    change_profile(
        member=subject,
        about=MARKERS["about"],
        availability=MARKERS["availability"],
        seeks_note="",
        themes=[ThemeFactory(name=MARKERS["themes"])],
        helps_with=[HelpTopicFactory(name=MARKERS["helps_with"])],
        seeks=[HelpTopicFactory(name=MARKERS["seeks"])],
    )
    set_portrait(member=subject, picture=b"pixels", alt="", at=timezone.now())
    Portrait.objects.update(key=MARKERS["portrait"])
    viewers = {name: MemberFactory(given_name="Bo") for name in MEMBERS - {"self"}}
    viewers |= {"self": subject, "anonymous": None, "prospect": MemberFactory(standing="prospect")}
    AffiliationFactory(member=viewers["claimed"], institution=school)
    AffiliationFactory(member=viewers["elsewhere"], has_school_address=True)
    AffiliationFactory(member=viewers["proven"], institution=school, has_school_address=True)
    AffiliationFactory(member=viewers["coordinator"], institution=school, state="confirmed", is_coordinator=True)
    ConnectionFactory(asker=viewers["connection"], asked=subject)
    friend = MemberFactory(given_name=MARKERS["connections"])
    choose_audiences(member=friend, audiences={"name": "everyone", "connections": "everyone"})
    ConnectionFactory(asker=subject, asked=friend)
    viewers["editor"].groups.add(Group.objects.get_or_create(name=EDITORS)[0])
    made = SimpleNamespace(**vars(portal), school=school, author=subject, subject=subject, viewers=viewers)
    made.theme, made.partner, made.picture = ThemeFactory(), InstitutionFactory(), None
    make_page(
        made,
        CoachStoryPage,
        parent=portal.stories,
        slug="een-verhaal",
        words=plain_words(CoachStoryPage),
    )
    # The byline's own consent is another test's; here the author stands below the text as a person only.
    StoryAuthor.objects.update(shows_name=False)
    pages_changed(list(CoachStoryPage.objects.values_list("pk", flat=True)))
    return made


def set_all(world, wanted: Audience) -> dict[str, Audience]:
    """Show every field to one audience, or to the nearest wider one the field allows; give what each field has."""
    chosen = {spec.name: wanted if wanted in spec.allowed else spec.allowed[-1] for spec in CHOOSABLE_FIELDS}
    choose_audiences(member=world.subject, audiences=chosen)
    refresh_entries(member=world.subject)
    sync_engines(at=timezone.now())
    for cache in caches.all():
        cache.clear()
    return {"email": Audience.ONLY_ME, **chosen}


def allowed(audiences: dict[str, Audience], viewer: str) -> set[str]:
    """Give the fields this viewer may see; nothing without the name."""
    seen = {field for field, audience in audiences.items() if viewer in SEES[audience]}
    return seen if "name" in seen else set()


def browser(world, viewer: str) -> Client:
    client = Client()
    if world.viewers[viewer] is not None:
        client.force_login(world.viewers[viewer])
    return client


def told(content: bytes) -> set[str]:
    return {field for field, marker in MARKERS.items() if marker.encode() in content.lower()}


def surfaces(world) -> Iterator[tuple[str, str, set[str]]]:
    """Give each page that tells of people: its name, its address, and the fields whose word stands there anyway."""
    yield "school", f"/scholen/{world.school.slug}/", SCHOOLS
    yield "story", "/verhalen/een-verhaal/", SCHOOLS
    yield "stories", "/verhalen/", SCHOOLS
    yield "desk of the school", f"/scholen/{world.school.slug}/coordinatie/", SCHOOLS
    yield "front page", "/", set()
    # The friend of the field "connections" shows her own name to everyone.
    yield "network", "/netwerk/", SCHOOLS | {"connections"}
    yield "by name", f"/zoeken/?q={MARKERS['name']}", {"name"}
    for field in sorted(SEARCHED | {"availability", "email"}):
        marker = MARKERS[field]
        yield f"search {field}", f"/zoeken/?q={marker}", {field}
        yield f"typo {field}", f"/zoeken/?q={marker[:-2]}{marker[-1]}{marker[-2]}", set()
        yield f"suggestions {field}", f"/zoeken/suggesties/?q={marker[:6]}", set()


@pytest.mark.parametrize("wanted", WIDE, ids=lambda audience: audience.value)
def test_no_surface_tells_a_viewer_what_a_field_hides(world, wanted):
    audiences = set_all(world, wanted)
    deviations = set()
    for viewer in sorted(EVERYONE):
        client, seen = browser(world, viewer), allowed(audiences, viewer)
        for name, address, anyway in surfaces(world):
            content = client.get(address).content
            for field in told(content) - seen - anyway - SCHOOLS:
                deviations.add((viewer, name, field))
            if "name" not in seen and f"/netwerk/{world.subject.key}/".encode() in content:
                deviations.add((viewer, name, "address"))
    assert deviations == set()


@pytest.mark.parametrize("wanted", list(Audience), ids=lambda audience: audience.value)
def test_profile_page_tells_each_viewer_exactly_what_is_for_them(world, wanted):
    audiences = set_all(world, wanted)
    deviations = set()
    for viewer in sorted(EVERYONE):
        answer, seen = browser(world, viewer).get(f"/netwerk/{world.subject.key}/"), allowed(audiences, viewer)
        if (answer.status_code == 200) is not bool(seen) or (seen and told(answer.content) != seen):
            deviations.add((viewer, tuple(sorted(told(answer.content) ^ seen))))
    assert deviations == set()


@pytest.mark.parametrize("wanted", list(Audience), ids=lambda audience: audience.value)
def test_search_finds_a_person_by_exactly_what_is_for_the_viewer(world, wanted):
    audiences = set_all(world, wanted)
    address = f"/netwerk/{world.subject.key}/".encode()
    deviations = set()
    for viewer in sorted(EVERYONE):
        client, seen = browser(world, viewer), allowed(audiences, viewer)
        for field in sorted(set(MARKERS) - {"school"}):
            # Nobody's own search finds more than that of a colleague.
            is_for_search = field in SEARCHED and audiences[field] in INDEXED and field in seen
            found = address in client.get(f"/zoeken/?q={MARKERS[field]}").content
            if found is not is_for_search:
                deviations.add((viewer, field, found))
    assert deviations == set()


@pytest.mark.parametrize("wanted", list(Audience), ids=lambda audience: audience.value)
def test_portrait_is_served_to_exactly_those_who_may_see_it(world, wanted):
    audiences = set_all(world, wanted)
    answers = {
        viewer: browser(world, viewer).get(f"/netwerk/portret/{MARKERS['portrait']}/") for viewer in sorted(EVERYONE)
    }

    served = {viewer for viewer, answer in answers.items() if answer.status_code == 200}
    assert served == {viewer for viewer in EVERYONE if "portrait" in allowed(audiences, viewer)}
    assert {answer.content == b"pixels" for viewer, answer in answers.items() if viewer in served} == {True}
    assert {answers[viewer].headers["Cache-Control"] for viewer in served} == {"private, no-store"}


@pytest.mark.parametrize("wanted", list(Audience), ids=lambda audience: audience.value)
def test_preview_shows_what_that_viewer_sees(world, wanted):
    audiences = set_all(world, wanted)
    client = browser(world, "self")
    deviations = set()
    for as_whom, viewer in STAND_INS.items():
        content = client.get(f"/mijn/profiel/bekijk/{as_whom}/").content
        if told(content) != allowed(audiences, viewer):
            deviations.add((as_whom, tuple(sorted(told(content) ^ allowed(audiences, viewer)))))
    assert deviations == set()


def test_export_holds_ones_own_fields_and_nobody_elses(world):
    def export_of(viewer: str) -> set[str]:
        key = world.viewers[viewer].key
        content = json.dumps([source.export(key) for source in personal_data])
        return told(content.encode() + b"".join(file.content for source in personal_data for file in source.files(key)))

    # Of the portrait the file itself is in it, not its address.
    assert export_of("self") == set(MARKERS) - {"portrait"}
    assert any(file.content == b"pixels" for source in personal_data for file in source.files(world.subject.key))
    assert export_of("connection") == {"name"}
    for viewer in MEMBERS - {"self", "connection"}:
        assert export_of(viewer) - SCHOOLS == set()


def test_field_for_everyone_hides_with_a_name_for_members(world):
    set_all(world, Audience.EVERYONE)
    choose_audiences(member=world.subject, audiences={"name": "members"})
    sync_engines(at=timezone.now())

    for viewer in ("anonymous", "prospect"):
        client = browser(world, viewer)
        for address in (f"/netwerk/{world.subject.key}/", f"/netwerk/portret/{MARKERS['portrait']}/"):
            assert client.get(address).status_code == 404
        for _name, address, anyway in surfaces(world):
            assert told(client.get(address).content) - anyway - SCHOOLS == set()
