"""The ground of the contribution tests: list pages, moderators, a workflow with four eyes, a coach's answers."""

import pytest
from django.contrib.auth.models import Group
from wagtail.models import Workflow, WorkflowPage, WorkflowTask

from network.members.states import MODERATORS
from portal.shared.pages.models import FourEyesApprovalTask
from stories.contributions.models import Contribution
from stories.contributions.pagetexts import latest_revision, version_of
from stories.models import CoachStoryIndexPage, PilotIndexPage
from tests.factories.network import AffiliationFactory, MemberFactory, ThemeFactory

BASE = "/mijn/bijdragen/"
KEY = "2345678923bcdf"

ABOUT = {
    "title": "De digibordhelden van gang 2",
    "lead": "Ik hielp met knoppen. Nu praten we over lessen.",
    "sector": "zorg-en-welzijn",
    "byline": "name",
}
ANSWERS = {
    "wanted": "Minder knoppen.\r\n\r\nMeer <les> & gesprek.",
    "did": "Ik telde vragen\r\nop kaartjes.",
    "worked": "Samen sorteren.",
    "failed": "Alleen een nummer geven.",
    "tell_do": "Tel eerst.",
    "tell_dont": "Hang niet op.",
    "tell_tip": "",
}


@pytest.fixture
def moderation(site):
    """The list pages, and a workflow "Vier ogen" above them for the moderators' group."""
    front = site.root_page
    front.add_child(instance=CoachStoryIndexPage(title="Verhalen", slug="verhalen"))
    front.add_child(instance=PilotIndexPage(title="Pilots", slug="pilots"))
    group, _made = Group.objects.get_or_create(name=MODERATORS)
    task = FourEyesApprovalTask.objects.create(name="Vier ogen")
    task.groups.add(group)
    workflow = Workflow.objects.create(name="Vier ogen")
    WorkflowTask.objects.create(workflow=workflow, task=task, sort_order=0)
    WorkflowPage.objects.create(workflow=workflow, page=front.get_parent())
    return workflow


@pytest.fixture
def moderator(moderation):
    """Someone who approves texts."""
    member = MemberFactory(email="mod@bruggen.example", given_name="Mo", family_name="Derator")
    member.groups.add(Group.objects.get(name=MODERATORS))
    return member


@pytest.fixture
def writer(coach, moderation):
    """A coach with a school."""
    AffiliationFactory(member=coach, institution__name="ROC Lindenwaard")
    return coach


@pytest.fixture
def signed_in(client, writer):
    """The writer's browser."""
    client.force_login(writer)
    return client


@pytest.fixture
def theme(db):
    return ThemeFactory(name="Samenwerking")


def begin(client, kind="story", key=KEY) -> Contribution:
    """Begin a text as a member does."""
    response = client.post(f"{BASE}nieuw/", {"kind": kind, "key": key})
    assert response.status_code == 302, response.content.decode()
    return Contribution.objects.get(key=key)


def version(contribution) -> str:
    """The version a form would carry now."""
    return str(version_of(latest_revision(contribution.page_id)))


def send(client, contribution, step, answers, *, seen=None, **extra):
    """Send one step of the form."""
    data = {**answers, "version": seen or version(contribution), **extra}
    return client.post(f"{BASE}{contribution.key}/schrijven/{step}/", data)


def fill(client, contribution) -> Contribution:
    """Answer everything a story needs."""
    about = {**ABOUT, "school": contribution.member.affiliations.get().institution_id}
    assert send(client, contribution, "over", about).status_code == 302
    assert send(client, contribution, "vragen", ANSWERS).status_code == 302
    contribution.refresh_from_db()
    return contribution


def submit(client, contribution, note="Klopt de titel?", seen=None):
    """Send a text to the editors."""
    return send(client, contribution, "nakijken", {"note": note}, seen=seen)


def page_of(contribution):
    """The newest text as object."""
    return latest_revision(contribution.page_id).as_object()
