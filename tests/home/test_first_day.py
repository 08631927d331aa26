"""The first day of a site without demo content: one command, one link, and what to do next, until it is done."""

import re

import pytest
from django.contrib.auth.models import Group
from django.core.management import CommandError, call_command
from django.utils import timezone
from wagtail.models import Collection, Locale, Page

from home.foundation.actions import ensure_site
from home.models import PlainPage
from network.members.states import MODERATORS, PROGRAMME_TEAM
from network.models import Institution, Member
from portal.shared.models import OutboxMail
from portal.shared.registries.crossings import todo_sources
from stories.models import CoachStoryIndexPage
from tests.factories.network import InstitutionFactory, MemberFactory
from tests.factories.stories import CoachStoryFactory
from tests.todos import todos_of


def groups(*names):
    return list(Group.objects.filter(name__in=names))


@pytest.fixture
def empty(db):
    """What `ensure_site` makes in a new database, and nothing else."""
    Locale.objects.get_or_create(language_code="nl")
    Collection.add_root(name="Root")
    Page.add_root(title="Root", slug="root")
    ensure_site(at=timezone.now())
    assert (Member.objects.count(), Institution.objects.count()) == (0, 0)


@pytest.mark.parametrize(
    "path",
    ["/", "/verhalen/", "/pilots/", "/wat-werkt/", "/aan-de-slag/", "/in-vier-stappen/", "/scholen/", "/bruggen/"],
)
def test_every_list_of_an_empty_site_answers_and_leads_on(client, empty, path):
    page = client.get(path)

    main = page.content.decode().partition("<main")[2].partition("</main>")[0]
    assert (page.status_code, "<a " in main) == (200, True)


def test_the_list_of_schools_does_not_blame_a_filter_nobody_set(client, empty):
    assert "Haal een filter weg" not in client.get("/scholen/").content.decode()
    InstitutionFactory(name="ROC Brugdam")
    assert "Haal een filter weg" in client.get("/scholen/?q=onzin").content.decode()


def test_the_first_person_comes_by_one_command_and_finds_what_is_left_to_do(client, empty, capsys):
    call_command("invite_programme_team", "eerste@programma.example")
    printed = capsys.readouterr().out
    link = re.search(r"https?://[^/]+(/uitnodiging/\S+/)", printed)[1]
    assert link in OutboxMail.objects.get().text

    client.post(link, {"answer": "yes", "given_name": "Pim", "name_prefix": "", "family_name": "Programma"})

    person = Member.objects.get()
    assert ([group.name for group in person.groups.all()], person.is_superuser) == ([PROGRAMME_TEAM], False)
    page = client.get("/mijn/").content.decode()
    for address in ("/beheer/institution/", "/beheer/users/new/", "/beheer/pages/", "/mijn/bijdragen/nieuw/"):
        assert f'href="{address}"' in page
        assert client.get(address, follow=True).status_code == 200


def test_what_is_there_waits_no_longer(empty):
    person = MemberFactory(email="pim@programma.example")
    person.groups.add(*groups(PROGRAMME_TEAM))
    source = todo_sources.get("home.first_day")

    def waiting():
        return [item.key.removeprefix("first-day:") for item in todos_of(source, person, at=timezone.now())]

    assert waiting() == ["schools", "moderator", "privacy", "story"]
    InstitutionFactory()
    MemberFactory().groups.add(*groups(MODERATORS))
    front = Page.objects.get(depth=2)
    front.add_child(instance=PlainPage(title="Privacy", slug="privacy"))
    CoachStoryFactory(parent=CoachStoryIndexPage.objects.get())
    assert waiting() == []


def test_nobody_else_sees_the_list_of_the_first_day(empty):
    assert list(todos_of(todo_sources.get("home.first_day"), MemberFactory(), at=timezone.now())) == []


def test_a_second_command_withdraws_the_first_link(client, empty, capsys):
    links = []
    for _twice in range(2):
        call_command("invite_programme_team", "eerste@programma.example")
        links.append(re.search(r"(/uitnodiging/\S+/)", capsys.readouterr().out)[1])

    assert [client.get(link).status_code for link in links] == [410, 200]


def test_the_command_refuses_what_is_no_address(empty):
    with pytest.raises(CommandError, match="no e-mail address"):
        call_command("invite_programme_team", "fout")
