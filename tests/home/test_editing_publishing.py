"""Four eyes in the editors' pages: a refusal is a sentence on the form, and nothing typed is lost."""

import json
from datetime import timedelta

import pytest
from django.core.management import call_command
from django.forms import Field
from django.urls import reverse
from django.utils import timezone
from wagtail.contrib.redirects.models import Redirect

from stories.models import CoachStoryPage
from tests.home.editing_forms import story_data

pytestmark = pytest.mark.usefixtures("laid_once")

OWN_TEXT = (
    "Je schreef zelf mee aan deze tekst. Iemand anders moet hem goedkeuren. "
    "Dien hem in, of vraag een collega om hem te publiceren."
)


BY_SCRIPT = {"x-requested-with": "XMLHttpRequest"}


def said(response):
    return [message.message.strip() for message in response.context["messages"]]


def edit_url(page):
    return reverse("wagtailadmin_pages:edit", args=[page.pk])


def menu(response):
    actions = response.context["action_menu"]
    return [actions.default_item.name, *(item.name for item in actions.menu_items)]


@pytest.fixture
def on_commit(django_capture_on_commit_callbacks):
    return django_capture_on_commit_callbacks


@pytest.fixture
def draft(story_list, editor):
    page = CoachStoryPage(title="Concept", lead="Over de les.", slug="concept", live=False)
    story_list.add_child(instance=page)
    page.save_revision(user=editor)
    return page


@pytest.fixture
def submitted(draft, editor):
    draft.get_workflow().start(draft, editor)
    return draft


def test_publishing_ones_own_text_says_why_and_keeps_what_was_typed(client, draft, programme_lead):
    client.force_login(programme_lead)

    response = client.post(
        edit_url(draft), story_data(draft, title="Concept, beter") | {"action-publish": "1"}, follow=True
    )

    page = CoachStoryPage.objects.get(pk=draft.pk)
    assert response.redirect_chain == [(edit_url(draft), 302)]
    assert said(response) == [OWN_TEXT]
    assert (page.live, page.get_latest_revision_as_object().title) == (False, "Concept, beter")


def test_publishing_a_new_page_of_ones_own_keeps_it_as_a_draft(client, story_list, programme_lead):
    client.force_login(programme_lead)
    url = reverse("wagtailadmin_pages:add", args=["stories", "coachstorypage", story_list.pk])

    response = client.post(url, story_data() | {"action-publish": "1"}, follow=True)

    page = CoachStoryPage.objects.get(slug="nieuw-verhaal")
    assert (response.redirect_chain, page.live) == ([(edit_url(page), 302)], False)
    assert said(response) == [OWN_TEXT]


def test_a_second_person_publishes_from_the_form(client, draft, programme_lead):
    client.force_login(programme_lead)
    response = client.get(edit_url(draft))
    assert "action-publish" in menu(response)

    draft.get_latest_revision().publish(user=programme_lead)

    assert CoachStoryPage.objects.get(pk=draft.pk).live is True


def test_publish_is_not_offered_to_who_wrote_it(client, draft, programme_lead):
    draft.lead = "Over een andere les."
    draft.save_revision(user=programme_lead)
    client.force_login(programme_lead)

    assert "action-publish" not in menu(client.get(edit_url(draft)))


def test_publish_is_not_offered_for_a_new_story_but_is_for_a_plain_page(client, front, story_list, programme_lead):
    client.force_login(programme_lead)
    story = client.get(reverse("wagtailadmin_pages:add", args=["stories", "coachstorypage", story_list.pk]))
    plain = client.get(reverse("wagtailadmin_pages:add", args=["home", "plainpage", front.pk]))

    assert ("action-publish" in menu(story), "action-publish" in menu(plain)) == (False, True)


def test_bulk_publishing_ones_own_text_says_which_page(client, draft, programme_lead):
    draft.lead = "Over een andere les."
    draft.save_revision(user=programme_lead)
    client.force_login(programme_lead)
    url = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "publish"])

    response = client.post(f"{url}?id={draft.pk}", follow=True)

    assert said(response) == [f"Concept: {OWN_TEXT}"]
    assert CoachStoryPage.objects.get(pk=draft.pk).live is False


def copy_data(**changed):
    return {"new_title": "Kopie", "new_slug": "kopie", "new_parent_page": ""} | changed


def test_a_copy_that_would_be_online_at_once_is_refused(client, make_story, story_list, programme_lead):
    story = make_story("Goedgekeurd")
    client.force_login(programme_lead)
    url = reverse("wagtailadmin_pages:copy", args=[story.pk])

    response = client.post(url, copy_data(new_parent_page=story_list.pk, publish_copies="on"), follow=True)

    assert said(response) == ["Een kopie begint als concept. Haal het vinkje bij ‘publiceren’ weg en dien de kopie in."]
    assert CoachStoryPage.objects.filter(slug="kopie").exists() is False


def test_a_copy_as_a_draft_is_made(client, make_story, story_list, programme_lead):
    story = make_story("Goedgekeurd")
    client.force_login(programme_lead)

    client.post(reverse("wagtailadmin_pages:copy", args=[story.pk]), copy_data(new_parent_page=story_list.pk))

    assert CoachStoryPage.objects.get(slug="kopie").live is False


def test_moderator_approves_from_the_form_and_it_goes_online(client, submitted, moderator):
    client.force_login(moderator)
    data = story_data(submitted) | {"action-workflow-action": "1", "workflow-action-name": "approve"}

    client.post(edit_url(submitted), data)

    assert CoachStoryPage.objects.get(pk=submitted.pk).live is True


def test_approving_is_the_button_itself_and_says_what_it_does(client, submitted, moderator):
    client.force_login(moderator)

    actions = client.get(edit_url(submitted)).context["action_menu"]

    assert (actions.default_item.name, str(actions.default_item.label)) == ("approve", "Goedkeuren en online zetten")
    assert "Terugsturen met uitleg" in [str(item.label) for item in actions.menu_items]


def test_moderator_who_changes_the_text_while_approving_is_told_why_not(client, submitted, moderator):
    client.force_login(moderator)
    data = story_data(submitted, title="Concept, anders")
    data |= {"action-workflow-action": "1", "workflow-action-name": "approve"}

    response = client.post(edit_url(submitted), data, follow=True)

    page = CoachStoryPage.objects.get(pk=submitted.pk)
    assert said(response) == [OWN_TEXT]
    assert (page.live, page.get_latest_revision_as_object().title) == (False, "Concept, anders")


def workflow_action_url(page, action):
    return reverse("wagtailadmin_pages:workflow_action", args=[page.pk, action, page.current_workflow_task_state.pk])


def test_workflow_step_of_a_writer_is_refused_in_words(client, submitted, moderator):
    submitted.lead = "Over een andere les."
    submitted.save_revision(user=moderator)
    client.force_login(moderator)

    response = client.post(workflow_action_url(submitted, "approve"), follow=True)

    assert said(response) == [OWN_TEXT]


def test_sending_back_without_a_word_is_refused_in_the_form(client, submitted, moderator):
    client.force_login(moderator)

    response = client.post(workflow_action_url(submitted, "reject"), {"comment": ""}, headers=BY_SCRIPT)

    assert json.loads(response.content)["step"] == "action"
    assert str(Field.default_error_messages["required"]) in json.loads(response.content)["html"]
    assert submitted.current_workflow_state.status == "in_progress"


def test_sending_back_from_the_page_form_without_a_word_is_refused_in_words(client, submitted, moderator):
    client.force_login(moderator)
    data = story_data(submitted) | {"action-workflow-action": "1", "workflow-action-name": "reject"}

    response = client.post(edit_url(submitted), data, follow=True)

    assert said(response) == ["Schrijf op wat er anders moet voordat je een tekst terugstuurt. De schrijver leest het."]


def test_sending_back_with_a_reason_works(client, submitted, moderator):
    client.force_login(moderator)

    client.post(workflow_action_url(submitted, "reject"), {"comment": "Noem de opleiding."})

    assert CoachStoryPage.objects.get(pk=submitted.pk).current_workflow_state.status == "needs_changes"


def test_browser_in_another_language_still_gets_dutch(client, editor):
    client.force_login(editor)

    response = client.get("/beheer/", headers={"accept-language": "en"})

    assert '<html lang="nl"' in response.content.decode()


def test_old_address_leads_to_the_new_one_after_a_new_slug(client, make_story, editor, moderator, on_commit):
    story = make_story("Oud adres")
    old = story.url
    story.slug = "nieuw-adres"
    with on_commit(execute=True):
        story.save_revision(user=editor).publish(user=moderator, skip_permission_checks=True)

    response = client.get(old)

    assert (response.status_code, response.url) == (301, CoachStoryPage.objects.get(pk=story.pk).url)


def test_old_address_leads_to_the_new_one_after_a_move(client, front, make_story):
    story = make_story("Verhuisd")
    other = make_story("Elders")
    old = story.url
    story.move(other, pos="last-child")

    response = client.get(old)

    assert (response.status_code, response.url) == (301, CoachStoryPage.objects.get(pk=story.pk).url)
    assert Redirect.objects.count() == 1


def schedule(draft, moderator, *, moment):
    draft.go_live_at = timezone.now() + timedelta(hours=1)
    revision = draft.save_revision()
    revision.publish(user=moderator, skip_permission_checks=True)
    revision.refresh_from_db()
    revision.approved_go_live_at = moment
    revision.content["go_live_at"] = moment.isoformat()
    revision.save()


@pytest.mark.parametrize("ago", [timedelta(seconds=1), timedelta(days=40)], ids=["just now", "after a long outage"])
def test_clock_puts_a_scheduled_page_online_once_its_moment_has_passed(draft, moderator, capsys, ago):
    schedule(draft, moderator, moment=timezone.now() - ago)

    call_command("klok", once=True)

    assert CoachStoryPage.objects.get(pk=draft.pk).live is True


def test_clock_leaves_a_page_whose_moment_has_not_come(draft, moderator, capsys):
    schedule(draft, moderator, moment=timezone.now() + timedelta(hours=2))

    call_command("klok", once=True)

    assert CoachStoryPage.objects.get(pk=draft.pk).live is False


def test_clock_takes_a_page_offline_once_it_expired(make_story, capsys):
    story = make_story("Tijdelijk", expire_at=timezone.now() - timedelta(hours=1))

    call_command("klok", once=True)

    assert CoachStoryPage.objects.get(pk=story.pk).live is False


def test_history_and_comments_are_on(client, draft, editor):
    client.force_login(editor)

    form = client.get(edit_url(draft))
    history = client.get(reverse("wagtailadmin_pages:history", args=[draft.pk]))

    assert (form.context["form"].show_comments_toggle, history.status_code) == (True, 200)
