from datetime import timedelta

import pytest
import time_machine
from django.contrib.auth.models import Permission
from django.core import mail
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone
from wagtail.models import GroupPagePermission, Page, TaskState, WorkflowState

from portal.shared.outbox.models import OutboxMail
from portal.shared.pages.errors import OwnSubmissionRefused, OwnTextRefused, PublishingRefused, ReasonMissing
from stories.contributions.models import Contribution
from stories.contributions.registrations import TODOS
from stories.contributions.states import ContributionState
from tests.factories.network import MemberFactory
from tests.stories.contribution_fixtures import (
    ABOUT,
    ANSWERS,
    BASE,
    KEY,
    begin,
    fill,
    moderation,
    moderator,
    page_of,
    send,
    signed_in,
    submit,
    version,
    writer,
)
from tests.todos import todos_of

__all__ = ["moderation", "moderator", "signed_in", "writer"]


def task_state(contribution) -> TaskState:
    return page_of(contribution).current_workflow_task_state


def decide(contribution, user, action, **words):
    """Act on the task as Wagtail's views do."""
    state = task_state(contribution).specific
    state.task.specific.on_action(state, user, action, **words)
    contribution.refresh_from_db()


def outbox() -> list[tuple[str, str, str]]:
    return list(OutboxMail.objects.order_by("pk").values_list("purpose", "to", "subject"))


@pytest.fixture
def submitted(signed_in, moderator) -> Contribution:
    """A whole story with the editors."""
    contribution = fill(signed_in, begin(signed_in))
    assert submit(signed_in, contribution).status_code == 302
    contribution.refresh_from_db()
    return contribution


def test_whole_road_from_draft_to_page_with_a_mail_at_each_step(signed_in, submitted, writer, moderator, client):
    decide(submitted, moderator, "reject", comment="Noem het aantal vragen.")
    assert submitted.state == "changes"
    assert "Noem het aantal vragen." in signed_in.get(f"{BASE}{KEY}/").content.decode()

    send(signed_in, submitted, "vragen", {**ANSWERS, "did": "Ik telde 64 vragen."})
    submit(signed_in, submitted, note="Aantal staat erbij.")
    decide(submitted, moderator, "approve")

    assert submitted.state == "published"
    title = ABOUT["title"]
    assert outbox() == [
        ("stories.contribution_submitted", "mod@bruggen.example", f"Te lezen: {title}"),
        ("stories.contribution_received", "noor@lindenwaard.example", f"We hebben je tekst: {title}"),
        ("stories.contribution_changes", "noor@lindenwaard.example", f"Een vraag over je tekst: {title}"),
        ("stories.contribution_submitted", "mod@bruggen.example", f"Te lezen: {title}"),
        ("stories.contribution_received", "noor@lindenwaard.example", f"We hebben je tekst: {title}"),
        ("stories.contribution_published", "noor@lindenwaard.example", f"Je tekst staat online: {title}"),
    ]
    mails = OutboxMail.objects.order_by("pk")
    assert "Klopt de titel?" in mails[0].text
    assert "Noem het aantal vragen." in mails[2].text
    assert "/verhalen/de-digibordhelden-van-gang-2/" in mails[5].text
    client.logout()
    page = client.get("/verhalen/de-digibordhelden-van-gang-2/")
    assert page.status_code == 200
    assert "Ik telde 64 vragen." in page.content.decode()
    assert [(m.subject, m.to) for m in mail.outbox] == []


def test_sent_twice_is_one_workflow_and_one_mail_each(signed_in, moderator):
    contribution = fill(signed_in, begin(signed_in))
    seen = version(contribution)

    first = submit(signed_in, contribution, seen=seen)
    second = submit(signed_in, contribution, seen=seen)

    assert (first.status_code, second.status_code) == (302, 302)
    assert WorkflowState.objects.count() == 1
    assert [purpose for purpose, _to, _subject in outbox()] == [
        "stories.contribution_submitted",
        "stories.contribution_received",
    ]


def test_sent_without_needed_answers_says_what_is_missing(signed_in, moderator):
    contribution = begin(signed_in)

    answer = submit(signed_in, contribution, note="Alvast een notitie.")

    assert answer.status_code == 422
    text = answer.content.decode()
    assert "Er ontbreekt nog iets." in text
    assert "Alvast een notitie." in text
    assert f'href="{BASE}{KEY}/schrijven/vragen/#id_wanted"' in text
    assert (WorkflowState.objects.count(), OutboxMail.objects.count()) == (0, 0)


def test_sent_from_an_old_preview_is_shown_again(signed_in, moderator):
    contribution = fill(signed_in, begin(signed_in))
    seen = version(contribution)
    send(signed_in, contribution, "vragen", {**ANSWERS, "did": "Nieuwer."})

    answer = submit(signed_in, contribution, note="Blijft staan.", seen=seen)

    assert answer.status_code == 422
    assert "De tekst is veranderd" in answer.content.decode()
    assert "Blijft staan." in answer.content.decode()
    assert WorkflowState.objects.count() == 0


def test_sent_while_nobody_moderates_is_kept(signed_in, moderation):
    moderation.workflow_pages.all().delete()
    contribution = fill(signed_in, begin(signed_in))

    answer = submit(signed_in, contribution)

    assert answer.status_code == 422
    assert "Er is nog niemand aangewezen" in answer.content.decode()
    contribution.refresh_from_db()
    assert (contribution.state, page_of(contribution).title) == ("draft", ABOUT["title"])


def test_writer_who_moderates_cant_approve_the_own_text(submitted, writer, moderator):
    writer.groups.set(moderator.groups.all())

    with pytest.raises(PublishingRefused):
        decide(submitted, writer, "approve")

    assert not Page.objects.get(pk=submitted.page_id).live


@pytest.mark.parametrize("is_superuser", [False, True])
def test_writer_cant_publish_past_the_workflow(submitted, writer, is_superuser):
    writer.is_superuser = is_superuser
    writer.save()
    revision = page_of(submitted).latest_revision

    with pytest.raises(OwnTextRefused):
        revision.publish(user=writer, skip_permission_checks=True)

    assert not Page.objects.get(pk=submitted.page_id).live


def test_moderator_who_wrote_along_cant_approve(submitted, moderator):
    page = page_of(submitted)
    page.lead = "De eindredacteur schreef mee."
    page.save_revision(user=moderator, clean=False)

    with pytest.raises(PublishingRefused):
        decide(submitted, moderator, "approve")

    assert not Page.objects.get(pk=submitted.page_id).live


def test_submitter_who_wrote_nothing_cant_publish(submitted, writer):
    page = page_of(submitted)
    page.revisions.update(user=MemberFactory())

    with pytest.raises(OwnSubmissionRefused):
        page.latest_revision.publish(user=writer, skip_permission_checks=True)


def test_text_goes_back_only_with_a_reason(submitted, moderator):
    with pytest.raises(ReasonMissing):
        decide(submitted, moderator, "reject", comment="  ")

    assert submitted.state == "submitted"
    form = task_state(submitted).task.specific.get_form_for_action("reject")
    assert not form({"comment": ""}).is_valid()


def test_moderator_sends_back_in_wagtail(client, submitted, moderator, settings):
    group = moderator.groups.get()
    group.permissions.add(Permission.objects.get(codename="access_admin"))
    GroupPagePermission.objects.create(
        group=group,
        page=Page.objects.get(depth=1),
        permission=Permission.objects.get(codename="change_page", content_type__app_label="wagtailcore"),
    )
    client.force_login(moderator)
    url = reverse("wagtailadmin_pages:workflow_action", args=[submitted.page_id, "reject", task_state(submitted).pk])

    client.post(url, {"comment": ""})
    submitted.refresh_from_db()
    assert submitted.state == "submitted"
    client.post(url, {"comment": "Korter graag."})
    submitted.refresh_from_db()

    assert submitted.state == "changes"
    assert OutboxMail.objects.filter(purpose="stories.contribution_changes").count() == 1
    assert [(m.subject, m.to) for m in mail.outbox] == []


def test_text_with_the_editors_cant_be_changed_but_what_was_typed_is_kept(signed_in, submitted):
    answer = send(signed_in, submitted, "vragen", {**ANSWERS, "did": "Te laat getypt."})

    assert (answer.status_code, answer.url) == (302, f"{BASE}{KEY}/")
    assert "Te laat getypt." not in str(page_of(submitted).body)
    signed_in.post(f"{BASE}{KEY}/verder/")
    assert "Te laat getypt." in signed_in.get(f"{BASE}{KEY}/schrijven/vragen/").content.decode()


def test_looking_at_the_address_of_taking_back_takes_nothing_back(signed_in, submitted):
    assert signed_in.get(f"{BASE}{KEY}/verder/").status_code == 405

    submitted.refresh_from_db()
    assert submitted.state != "draft"


def test_taken_back_leaves_the_editors_without_it(signed_in, submitted, moderator):
    signed_in.post(f"{BASE}{KEY}/verder/")

    submitted.refresh_from_db()
    assert submitted.state == "draft"
    assert page_of(submitted).current_workflow_state is None


def test_withdrawn_asks_first_and_stops_the_workflow(signed_in, submitted):
    signed_in.get(f"{BASE}{KEY}/intrekken/")
    submitted.refresh_from_db()
    assert submitted.state == "submitted"

    signed_in.post(f"{BASE}{KEY}/intrekken/")
    signed_in.post(f"{BASE}{KEY}/intrekken/")

    submitted.refresh_from_db()
    assert submitted.state == "withdrawn"
    assert page_of(submitted).current_workflow_state is None
    assert not Page.objects.get(pk=submitted.page_id).live


def test_new_version_of_a_published_text_leaves_the_page_online(signed_in, submitted, moderator, client):
    decide(submitted, moderator, "approve")
    signed_in.post(f"{BASE}{KEY}/verder/")
    send(signed_in, submitted, "vragen", {**ANSWERS, "did": "Nieuwe versie."})

    online = client.get("/verhalen/de-digibordhelden-van-gang-2/").content.decode()
    assert "Ik telde vragen" in online
    assert "Nieuwe versie." not in online
    submit(signed_in, submitted)
    decide(submitted, moderator, "approve")
    assert "Nieuwe versie." in client.get("/verhalen/de-digibordhelden-van-gang-2/").content.decode()
    assert OutboxMail.objects.filter(purpose="stories.contribution_published").count() == 2


def test_approved_for_later_goes_online_on_its_day_with_the_mail(submitted, moderator):
    editor = MemberFactory()
    page = page_of(submitted)
    page.go_live_at = timezone.now() + timedelta(days=3)
    page.save_revision(user=editor)
    page.current_workflow_task_state.cancel(user=editor, resume=True)

    decide(submitted, moderator, "approve")
    assert (submitted.state, Page.objects.get(pk=submitted.page_id).live) == ("approved", False)
    assert OutboxMail.objects.filter(purpose="stories.contribution_published").count() == 0
    with time_machine.travel(timezone.now() + timedelta(days=4)):
        call_command("publish_scheduled")

    submitted.refresh_from_db()
    assert (submitted.state, Page.objects.get(pk=submitted.page_id).live) == ("published", True)
    assert OutboxMail.objects.filter(purpose="stories.contribution_published").count() == 1


def test_page_taken_offline_is_the_writers_again(submitted, moderator):
    decide(submitted, moderator, "approve")
    Page.objects.get(pk=submitted.page_id).specific.unpublish()

    submitted.refresh_from_db()
    assert submitted.state == "withdrawn"


def test_workflow_stopped_by_editors_is_a_draft_again(submitted, moderator):
    page_of(submitted).current_workflow_state.cancel(user=moderator)

    submitted.refresh_from_db()
    assert submitted.state == "draft"


def test_mail_is_written_with_the_change_or_not_at_all(submitted, moderator):
    count = OutboxMail.objects.count()

    class Broken(Exception):
        pass

    def fail(sender, **_kwargs):
        raise Broken

    from wagtail.signals import workflow_approved  # noqa: PLC0415 connected for this test only

    workflow_approved.connect(fail)
    try:
        with pytest.raises(Broken):
            decide(submitted, moderator, "approve")
    finally:
        workflow_approved.disconnect(fail)

    submitted.refresh_from_db()
    assert (submitted.state, OutboxMail.objects.count()) == ("submitted", count)
    assert not Page.objects.get(pk=submitted.page_id).live


def test_other_pages_keep_the_mail_of_wagtail(moderation, moderator, writer):
    """The twin of the empty outbox above: only texts of members are quiet."""
    page = moderation.workflow_pages.get().page.get_children().get().get_children().get(slug="verhalen").specific
    page.save_revision(user=writer)

    moderation.start(page, writer)

    assert [message.to for message in mail.outbox] == [["mod@bruggen.example"]]


def test_editor_in_wagtail_finds_note_and_readers(client, submitted, moderator):
    moderator.groups.get().permissions.add(Permission.objects.get(codename="access_admin"))
    client.force_login(moderator)

    answer = client.get(reverse("wagtailadmin_pages:edit", args=[submitted.page_id]))

    assert f'href="{BASE}{KEY}/redactie/"' in answer.content.decode()


def test_todo_shows_while_changes_are_asked(submitted, writer, moderator, signed_in):
    assert list(todos_of(TODOS, writer, at=submitted.updated_at)) == []
    decide(submitted, moderator, "reject", comment="Korter.")

    (item,) = todos_of(TODOS, writer, at=submitted.updated_at)

    assert (item.title, item.url, item.explanation) == (
        ABOUT["title"],
        f"{BASE}{KEY}/",
        "De redactie vraagt een aanpassing voordat het online komt.",
    )


def test_desk_shows_the_note_to_editors_only(client, submitted, moderator, other_coach):
    client.force_login(moderator)
    desk = client.get(f"{BASE}{KEY}/redactie/")
    assert "Klopt de titel?" in desk.content.decode()

    client.force_login(other_coach)
    assert client.get(f"{BASE}{KEY}/redactie/").status_code == 404


def test_same_title_twice_gets_two_addresses(signed_in, submitted, moderator):
    second = fill(signed_in, begin(signed_in, key="3345678923bcdf"))
    submit(signed_in, second)

    decide(submitted, moderator, "approve")
    decide(second, moderator, "approve")

    slugs = Page.objects.filter(pk__in=[submitted.page_id, second.page_id]).values_list("slug", flat=True)
    assert sorted(slugs) == ["de-digibordhelden-van-gang-2", "de-digibordhelden-van-gang-2-2"]
    assert second.state == ContributionState.PUBLISHED


def test_new_version_put_away_leaves_the_text_published(signed_in, submitted, moderator):
    decide(submitted, moderator, "approve")
    signed_in.post(f"{BASE}{KEY}/verder/")
    writing = signed_in.get(f"{BASE}{KEY}/").content.decode()

    question = signed_in.get(f"{BASE}{KEY}/intrekken/").content.decode()
    after = signed_in.post(f"{BASE}{KEY}/intrekken/", follow=True).content.decode()

    submitted.refresh_from_db()
    assert (submitted.state, submitted.page.live) == ("published", True)
    assert "Wat online staat, blijft zoals het is tot je nieuwe versie is goedgekeurd." in writing
    assert "wat online staat, blijft online." in question
    assert "Iedereen kan het lezen." in after
    assert "lleen jij kunt" not in writing + question + after
