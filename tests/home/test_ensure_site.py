"""The site that every database starts with."""

import pytest
from django.apps import apps
from django.contrib.auth.models import Group
from django.core.management import call_command
from wagtail.models import GroupPagePermission, Page, Site, Workflow, WorkflowPage

from home.foundation.actions import ensure_site
from home.models import HomePage, JoinPage, ProgrammePage
from network.members.states import EDITORS, MODERATORS, PROGRAMME_TEAM
from tests.home.conftest import NOW

pytestmark = pytest.mark.django_db


def _counts() -> dict[str, int]:
    return {model._meta.label: model._default_manager.count() for model in apps.get_models()}


def test_ensure_site_twice_adds_nothing(front):
    before = _counts()

    report = ensure_site(at=NOW)

    assert (report.pages, report.holidays) == ([], 0)
    assert _counts() == before


def test_ensure_site_command_runs_on_an_empty_database(root_page, capsys):
    call_command("ensure_site")

    assert HomePage.objects.get().live is True
    assert capsys.readouterr().out.splitlines()[-1] == "The site is complete."


def test_ensure_site_replaces_the_welcome_page_and_serves_from_the_default_site(root_page):
    welcome = root_page.add_child(title="Welcome to your new Wagtail site!", slug="home")
    Site.objects.create(hostname="localhost", port=80, root_page=welcome, is_default_site=True)

    ensure_site(at=NOW)

    site = Site.objects.get()
    assert (site.hostname, site.port, site.root_page.specific) == ("127.0.0.1", 8000, HomePage.objects.get())
    assert Page.objects.filter(pk=welcome.pk).exists() is False


@pytest.mark.parametrize(
    "path",
    ["/", "/wat-werkt/", "/verhalen/", "/pilots/", "/aan-de-slag/", "/in-vier-stappen/", "/doe-mee/", "/bruggen/"],
)
def test_empty_site_answers_at_its_fixed_addresses(front, client, path):
    assert client.get(path).status_code == 200


def test_ensure_site_leaves_what_editors_took_offline(front):
    JoinPage.objects.get().unpublish()

    ensure_site(at=NOW)

    assert JoinPage.objects.get().live is False


@pytest.mark.parametrize(
    ("group", "rights"),
    [
        (EDITORS, ["add_page", "change_page"]),
        (MODERATORS, ["lock_page", "unlock_page"]),
        (
            PROGRAMME_TEAM,
            ["add_page", "bulk_delete_page", "change_page", "lock_page", "publish_page", "unlock_page"],
        ),
    ],
)
def test_group_has_its_rights_on_the_tree_and_no_others(front, group, rights):
    found = GroupPagePermission.objects.filter(group__name=group)

    assert sorted(found.values_list("permission__codename", flat=True)) == rights
    assert set(found.values_list("page_id", flat=True)) == {front.pk}


def test_file_rights_are_given_for_pictures_and_documents(front):
    group = Group.objects.get(name=EDITORS)

    codenames = group.collection_permissions.values_list("permission__codename", flat=True)

    assert sorted(codenames) == [
        "add_document",
        "add_image",
        "change_document",
        "change_image",
        "choose_document",
        "choose_image",
    ]


def test_moderator_holds_no_publish_right_and_approves_in_the_workflow(front, moderator, make_story):
    story = make_story("Een verhaal")

    workflow = story.get_workflow()

    assert story.permissions_for_user(moderator).can_publish() is False
    assert workflow.name == "Vier ogen"
    assert [group.name for task in workflow.tasks for group in task.specific.groups.all()] == [MODERATORS]
    assert WorkflowPage.objects.count() == 1
    assert Workflow.objects.filter(name="Vier ogen").count() == 1


def test_editor_opens_everything_about_search(client, editor):
    client.force_login(editor)
    paths = [
        "snippets/search/promotion/",
        "snippets/search/promotion/add/",
        "snippets/search/synonymgroup/",
        "snippets/search/synonymgroup/add/",
        "uitgelicht/kiezen/",
        "rapport/zoekvragen/",
        "zoekvragen/",
    ]

    assert {path: client.get(f"/beheer/{path}").status_code for path in paths} == dict.fromkeys(paths, 200)
    menu = client.get("/beheer/").content.decode()
    assert "Zoekfunctie" in menu
    assert "Waar mensen naar zoeken" in menu


@pytest.mark.parametrize(
    "path",
    [
        "/beheer/",
        "/beheer/berichten/",
        "/beheer/images/",
        "/beheer/images/add/",
        "/beheer/images/chooser/",
        "/beheer/documents/",
        "/beheer/documents/chooser/",
    ],
)
def test_editor_works_in_the_admin_in_dutch(client, editor, path):
    client.force_login(editor)

    response = client.get(path)

    assert response.status_code == 200
    assert "chooser" in path or '<html lang="nl"' in response.content.decode()


def test_editor_reaches_the_form_of_the_front_page(client, editor, front):
    client.force_login(editor)

    assert client.get(f"/beheer/pages/{front.pk}/edit/").status_code == 200


def test_programme_page_shows_its_four_steps(front, client):
    response = client.get(ProgrammePage.objects.get().url)

    assert [section.now.number for section in response.context["sections"]] == [1, 2, 3, 4]


def test_another_address_of_the_site_reaches_the_canonical_links_and_the_sitemap(front, client, settings):
    settings.WAGTAILADMIN_BASE_URL = "http://127.0.0.1:8123"

    ensure_site(at=NOW)

    assert '<link rel="canonical" href="http://127.0.0.1:8123/verhalen/">' in client.get("/verhalen/").content.decode()
    sitemap = client.get("/sitemap.xml").content.decode()
    assert "<loc>http://127.0.0.1:8123/verhalen/</loc>" in sitemap
    assert ":8000" not in sitemap
