"""Nobody puts their own text online, whichever way they try (DECISIONS 9)."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import Group
from django.core.management import call_command
from django.utils import timezone
from wagtail.models import Workflow, WorkflowTask

from portal.shared.models import FourEyesApprovalTask
from portal.shared.pages.errors import (
    ApprovedTextChanged,
    ApproverMissing,
    OwnSubmissionRefused,
    OwnTextRefused,
    PublishingRefused,
)
from portal.shared.pages.rules import FourEyes, judge_four_eyes
from portal.shared.pages.texts import is_same_text
from portal.shared.pages.workflow import publish_approved
from stories.models import CoachStoryPage
from tests.factories.network import MemberFactory

RULE = [
    ("nobody named", None, {1}, set(), FourEyes.NO_APPROVER),
    ("a writer", 1, {1, 2}, set(), FourEyes.WROTE_IT),
    ("the one who submitted", 3, {1}, {3}, FourEyes.SUBMITTED_IT),
    ("a second person", 2, {1}, {1}, FourEyes.SATISFIED),
    ("nobody wrote since", 1, set(), set(), FourEyes.SATISFIED),
]


@pytest.mark.parametrize(
    ("approver", "writers", "submitters", "expected"), [row[1:] for row in RULE], ids=[row[0] for row in RULE]
)
def test_judge_four_eyes(approver, writers, submitters, expected):
    assert judge_four_eyes(approver=approver, writers=writers, submitters=submitters) is expected


@pytest.fixture
def draft(portal, coach):
    page = CoachStoryPage(title="Concept", lead="Over de les.", live=False)
    portal.stories.add_child(instance=page)
    page.save_revision(user=coach)
    return page


@pytest.fixture
def workflow(portal, moderator):
    group = Group.objects.create(name="Eindredacteuren")
    moderator.groups.add(group)
    task = FourEyesApprovalTask.objects.create(name="Vier ogen")
    task.groups.add(group)
    workflow = Workflow.objects.create(name="Vier ogen")
    WorkflowTask.objects.create(workflow=workflow, task=task, sort_order=0)
    return workflow


def is_live(page):
    return CoachStoryPage.objects.get(pk=page.pk).live


def approve(page, by):
    state = page.current_workflow_state
    return state.current_task_state.task.specific.on_action(state.current_task_state, by, "approve")


def test_publish_is_refused_to_who_wrote_a_revision(draft, coach):
    with pytest.raises(OwnTextRefused):
        draft.get_latest_revision().publish(user=coach, skip_permission_checks=True)

    assert not is_live(draft)


def test_publish_is_refused_to_a_superuser_who_wrote_it(portal):
    boss = MemberFactory(is_superuser=True)
    page = CoachStoryPage(title="Concept", lead="Over de les.", live=False)
    portal.stories.add_child(instance=page)

    with pytest.raises(OwnTextRefused):
        page.save_revision(user=boss).publish(user=boss)

    assert not is_live(page)


def test_publish_is_refused_without_anyone_named(draft):
    with pytest.raises(ApproverMissing):
        draft.get_latest_revision().publish()


def test_publish_is_refused_to_an_earlier_writer(draft, coach, moderator):
    draft.save_revision(user=moderator)

    with pytest.raises(OwnTextRefused):
        draft.get_latest_revision().publish(user=coach, skip_permission_checks=True)


def test_publish_by_a_second_person_puts_the_page_online(draft, moderator):
    draft.get_latest_revision().publish(user=moderator, skip_permission_checks=True)

    assert is_live(draft)


def test_writers_of_the_published_version_may_approve_the_next(draft, coach, moderator):
    draft.get_latest_revision().publish(user=moderator, skip_permission_checks=True)
    page = CoachStoryPage.objects.get(pk=draft.pk)
    page.title = "Beter"
    revision = page.save_revision(user=moderator)

    revision.publish(user=coach, skip_permission_checks=True)

    assert CoachStoryPage.objects.get(pk=draft.pk).title == "Beter"


def test_workflow_publishes_in_the_moderators_name(draft, workflow, coach, moderator):
    workflow.start(draft, coach)

    approve(draft, moderator)

    assert is_live(draft)


def test_workflow_refuses_approval_by_who_submitted(draft, workflow, moderator):
    workflow.start(draft, moderator)

    with pytest.raises(OwnSubmissionRefused):
        approve(draft, moderator)

    assert not is_live(draft)


def test_workflow_refuses_a_moderator_who_corrected_a_word(draft, workflow, coach, moderator):
    workflow.start(draft, coach)
    draft.title = "Concept, verbeterd"
    draft.save_revision(user=moderator)

    with pytest.raises(OwnTextRefused):
        approve(draft, moderator)

    assert not is_live(draft)


def test_workflow_offers_no_approval_to_a_writer(draft, workflow, coach, moderator):
    workflow.start(draft, coach)
    task = draft.current_workflow_state.current_task_state.task.specific
    assert [action[0] for action in task.get_actions(draft, moderator)] == ["reject", "approve", "approve"]

    draft.title = "Concept, verbeterd"
    draft.save_revision(user=moderator)

    assert [action[0] for action in task.get_actions(draft, moderator)] == ["reject"]


def test_workflow_asks_again_when_the_text_changed_after_submitting(draft, workflow, coach, moderator):
    workflow.start(draft, coach)
    draft.title = "Stiekem anders"
    revision = draft.save_revision(user=coach)

    approve(draft, moderator)

    state = CoachStoryPage.objects.get(pk=draft.pk).current_workflow_state.current_task_state
    assert not is_live(draft)
    assert (state.status, state.revision_id) == ("in_progress", revision.pk)


def test_finishing_publishes_the_approved_revision_or_nothing(draft, workflow, coach, moderator):
    workflow.start(draft, coach)
    state = draft.current_workflow_state
    draft.title = "Stiekem anders"
    draft.save_revision(user=coach)

    with pytest.raises(ApprovedTextChanged):
        publish_approved(state, user=moderator)

    assert not is_live(draft)


def test_moderator_who_saved_the_text_unchanged_may_approve_it(draft, workflow, coach, moderator):
    workflow.start(draft, coach)
    draft.save_revision(user=moderator)

    approve(draft, moderator)

    assert is_live(draft)


SAVED = {
    "title": "Een les",
    "lead": "Hij zei: &quot;ja&quot;.",
    "body": '[{"value": "<p data-block-key=\\"a1\\">Zo ging het.</p>"}]',
    "authors": [{"pk": None}],
}
SAME_TEXT = [
    ("nothing but new keys", {"body": '[{"value": "<p data-block-key=\\"z9\\">Zo ging het.</p>"}]'}, True),
    ("a row got its number", {"authors": [{"pk": 7}]}, True),
    ("a quote written out", {"lead": 'Hij zei: "ja".'}, True),
    ("a moment of saving", {"latest_revision_created_at": "2026-11-23T12:00:00Z"}, True),
    ("another word", {"body": '[{"value": "<p data-block-key=\\"a1\\">Zo ging het niet.</p>"}]'}, False),
    ("another title", {"title": "Twee lessen"}, False),
    ("an author more", {"authors": [{"pk": 7}, {"pk": 8}]}, False),
]


@pytest.mark.parametrize(("changed", "expected"), [row[1:] for row in SAME_TEXT], ids=[row[0] for row in SAME_TEXT])
def test_is_same_text_looks_at_words_only(changed, expected):
    assert is_same_text(SAVED, SAVED | changed) is expected


def test_scheduled_page_goes_online_by_the_approval_it_got(draft, coach, moderator):
    draft.go_live_at = timezone.now() + timedelta(hours=1)
    revision = draft.save_revision(user=coach)
    revision.publish(user=moderator, skip_permission_checks=True)
    assert not is_live(draft)
    revision.refresh_from_db()
    revision.approved_go_live_at = timezone.now() - timedelta(minutes=1)
    revision.content["go_live_at"] = (timezone.now() - timedelta(minutes=1)).isoformat()
    revision.save()

    call_command("publish_scheduled", verbosity=0)

    assert is_live(draft)


def test_schedule_is_refused_to_the_writer(draft, coach):
    draft.go_live_at = timezone.now() + timedelta(hours=1)
    revision = draft.save_revision(user=coach)

    with pytest.raises(PublishingRefused):
        revision.publish(user=coach, skip_permission_checks=True)

    revision.refresh_from_db()
    assert revision.approved_go_live_at is None


def test_pages_without_experience_may_be_published_by_their_writer(portal, editor):
    portal.stories.lead = "Alle verhalen."

    portal.stories.save_revision(user=editor).publish(user=editor, skip_permission_checks=True)

    portal.stories.refresh_from_db()
    assert portal.stories.lead == "Alle verhalen."
