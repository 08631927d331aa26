"""The road of a member's proposal: to the moderators, back for a change, online, and then it is theirs to run."""

from datetime import UTC, datetime

import pytest
from django.contrib.auth.models import Group
from django.core import mail
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Workflow, WorkflowPage, WorkflowTask

from events.meetups.actions import erase_organiser
from events.meetups.models import Meetup
from events.meetups.states import OccurrenceState
from events.models import MeetupPage, Occurrence
from events.proposals.actions import state_of
from events.proposals.rules import PROPOSALS_PER_DAY, ProposalState, proposal_state
from events.proposals.todos import PROPOSAL_REVIEW_TODOS, PROPOSAL_TODOS
from network.members.states import MODERATORS
from portal.shared.audiences.rules import Viewer
from portal.shared.outbox.models import OutboxMail
from portal.shared.pages.models import FourEyesApprovalTask
from tests.limits import tried
from tests.todos import todos_of

pytestmark = pytest.mark.django_db

NOW = datetime(2027, 1, 4, 8, 0, tzinfo=UTC)
FORM = {
    "title": "Toetsen op de iPad",
    "kind": "workshop",
    "lead": "We proberen drie toetsen. Voor docenten en ict'ers.",
    "day": "2027-03-18",
    "starts": "10:00",
    "ends": "12:00",
    "has_on_site": "on",
    "place": "Brugzaal",
    "seats_on_site": "20",
}


@pytest.fixture(autouse=True)
def _in_january(time_machine):
    time_machine.move_to(NOW, tick=False)


@pytest.fixture
def moderated(portal, moderator):
    group, _made = Group.objects.get_or_create(name=MODERATORS)
    moderator.groups.add(group)
    task = FourEyesApprovalTask.objects.create(name="Vier ogen")
    task.groups.add(group)
    workflow = Workflow.objects.create(name="Vier ogen")
    WorkflowTask.objects.create(workflow=workflow, task=task, sort_order=0)
    WorkflowPage.objects.create(workflow=workflow, page=portal.home)
    return portal


@pytest.fixture
def proposer(client, coach, moderated):
    client.force_login(coach)
    return client


@pytest.fixture
def proposed(proposer):
    assert proposer.post(reverse("proposals:propose"), FORM).status_code == 302
    return Meetup.objects.get()


def decide(meetup, user, action, **words):
    state = MeetupPage.objects.get(pk=meetup.page_id).current_workflow_task_state.specific
    state.task.specific.on_action(state, user, action, **words)


def mails():
    return set(OutboxMail.objects.values_list("purpose", "to"))


def todos(member):
    sources = (PROPOSAL_TODOS, PROPOSAL_REVIEW_TODOS)
    return [item.title for source in sources for item in todos_of(source, member, at=NOW)]


def test_a_proposal_is_seen_by_proposer_and_moderators_only(proposer, proposed, coach, moderator, other_coach):
    date = proposed.occurrences.get()
    assert (date.state, date.seats_on_site, date.place) == (OccurrenceState.DRAFT, 20, "Brugzaal")
    assert not proposed.page.live
    assert state_of(proposed) == ProposalState.WITH_EDITORS
    assert not proposed.organisers.exists()
    assert not Meetup.objects.visible_to(Viewer.anonymous()).exists()
    assert mails() == {("events.proposal_received", coach.email), ("events.proposal_submitted", moderator.email)}
    assert mail.outbox == []
    assert todos(moderator) == ["Een voorstel om te lezen: “Toetsen op de iPad”"]
    assert todos(other_coach) == []
    address = reverse("proposals:detail", args=[proposed.key])
    assert "bij de redactie" in proposer.get(address).content.decode()
    assert proposer.get(reverse("meetups:desk", args=[proposed.key])).status_code == 404
    proposer.force_login(other_coach)
    assert proposer.get(address).status_code == 404
    assert proposer.get(address.replace(proposed.key, "z" * len(proposed.key))).status_code == 404


def test_two_clicks_are_one_proposal(proposer, proposed):
    proposer.post(reverse("proposals:propose"), FORM)
    assert Meetup.objects.count() == Occurrence.objects.count() == 1


def test_sent_back_changed_approved_and_then_it_is_the_proposers(proposer, proposed, coach, moderator):
    address = reverse("proposals:detail", args=[proposed.key])
    decide(proposed, moderator, "reject", comment="Voor wie precies?")
    page = proposer.get(address)
    assert "Voor wie precies?" in page.content.decode()
    assert todos(coach) == ["Toetsen op de iPad"]
    carried = {name: page.context["form"][name].value() or "" for name in page.context["form"].fields}
    assert proposer.post(address, {**carried, "lead": "Voor docenten.", "place": "Aula"}).status_code == 302
    assert proposed.occurrences.get().place == "Aula"
    before = proposed.occurrences.values().get()

    decide(proposed, moderator, "approve")
    proposed.refresh_from_db()
    assert (proposed.page.live, proposed.page.lead, proposed.approved_at) == (True, "Voor docenten.", NOW)
    assert list(proposed.organisers.all()) == [coach]
    assert proposed.occurrences.values().get() == before
    assert ("events.proposal_changes", coach.email) in mails()
    assert ("events.proposal_approved", coach.email) in mails()
    assert todos(coach) == ["Datums van “Toetsen op de iPad” zijn nog niet aangekondigd"]
    assert proposer.get(reverse("meetups:desk", args=[proposed.key])).status_code == 200
    assert mail.outbox == []


def test_what_an_editor_changed_meanwhile_is_shown_and_not_lost(proposer, proposed, moderator, editor):
    address = reverse("proposals:detail", args=[proposed.key])
    decide(proposed, moderator, "reject", comment="Korter graag.")
    form = proposer.get(address).context["form"]
    carried = {name: form[name].value() or "" for name in form.fields}
    draft = MeetupPage.objects.get(pk=proposed.page_id).get_latest_revision_as_object()
    draft.lead = "Van de redactie."
    draft.save_revision(user=editor)
    page = proposer.post(address, {**carried, "lead": "Van mij."}).content.decode()
    assert "Van de redactie." in page
    assert "Van mij." in page
    latest = MeetupPage.objects.get(pk=proposed.page_id).get_latest_revision_as_object()
    assert latest.lead == "Van de redactie."


@pytest.mark.parametrize("missing", ["title", "lead", "day", "starts", "has_on_site"])
def test_what_is_missing_is_said_at_the_field_and_nothing_is_lost(proposer, missing):
    page = proposer.post(reverse("proposals:propose"), {**FORM, missing: ""})
    assert page.context["form"].errors.keys() == {missing}
    assert 'value="20"' in page.content.decode()
    assert not Meetup.objects.exists()


def test_without_moderators_nothing_is_kept(client, portal, coach):
    client.force_login(coach)
    page = client.post(reverse("proposals:propose"), FORM)
    assert page.context["form"].non_field_errors()
    assert not MeetupPage.objects.exists()


def test_who_is_no_member_reads_how_to_become_one(client, stranger, moderated):
    address = reverse("proposals:propose")
    assert client.get(address).status_code == 302
    client.force_login(stranger)
    assert client.post(address, FORM).status_code == 403
    assert not Meetup.objects.exists()


def test_a_proposer_who_leaves_is_in_it_no_more(proposed, coach, moderator):
    assert erase_organiser(member=coach) > 0
    assert erase_organiser(member=coach) == 0
    decide(proposed, moderator, "approve")
    assert not proposed.organisers.exists()


def test_a_proposer_who_leaves_takes_no_proposal_of_others_along(proposer, proposed, coach, other_coach):
    proposer.force_login(other_coach)
    proposer.post(reverse("proposals:propose"), {**FORM, "title": "Van een ander"})

    erase_organiser(member=coach)

    assert list(Meetup.objects.order_by("pk").values_list("proposed_by", flat=True)) == [None, other_coach.pk]


@pytest.mark.parametrize(
    ("is_approved", "status", "state"),
    [
        (True, None, ProposalState.APPROVED),
        (True, "in_progress", ProposalState.APPROVED),
        (False, "in_progress", ProposalState.WITH_EDITORS),
        (False, "needs_changes", ProposalState.CHANGES_ASKED),
        (False, None, ProposalState.STOPPED),
        (False, "cancelled", ProposalState.STOPPED),
    ],
)
def test_where_a_proposal_stands(is_approved, status, state):
    assert proposal_state(is_approved=is_approved, workflow_status=status) == state


def test_a_series_from_a_calendar_is_proposed_with_all_its_dates(proposer):
    proposer.post(reverse("proposals:propose"), {**FORM, "series": "weekly.2.2027-05-01", "with_series": "on"})

    days = [f"{timezone.localtime(row.starts_at):%d-%m %H.%M}" for row in Meetup.objects.get().occurrences.all()]
    # The same hour on both sides of the change of the clock.
    assert days == ["18-03 10.00", "01-04 10.00", "15-04 10.00", "29-04 10.00"]
    assert Meetup.objects.get().recurrence.startswith("FREQ=WEEKLY;INTERVAL=2")


@pytest.mark.parametrize(
    "more",
    [
        {"series": "weekly.2.2027-05-01"},
        {"with_series": "on"},
        {"series": "secondly.1.2027-05-01", "with_series": "on"},
        {"series": "weekly.0.2027-05-01", "with_series": "on"},
        {"series": "weekly.1.2027-13-45", "with_series": "on"},
        {"series": "x" * 500, "with_series": "on"},
    ],
)
def test_without_a_sound_series_one_date_is_proposed(proposer, more):
    proposer.post(reverse("proposals:propose"), {**FORM, **more})
    assert Meetup.objects.get().occurrences.count() == 1


@pytest.mark.parametrize("series", ["weekly.1.2099-12-31", "weekly.1.2027-01-01"])
def test_a_series_that_can_not_be_is_said_in_the_form(proposer, series):
    response = proposer.post(reverse("proposals:propose"), {**FORM, "series": series, "with_series": "on"})

    assert response.context["form"].non_field_errors()
    assert not Meetup.objects.exists()


def test_the_dates_of_a_series_go_along_when_the_first_one_is_changed(proposer, moderator):
    proposer.post(reverse("proposals:propose"), {**FORM, "series": "weekly.1.2027-04-01", "with_series": "on"})
    meetup = Meetup.objects.get()
    decide(meetup, moderator, "reject", comment="Kan het later?")
    address = reverse("proposals:detail", args=[meetup.key])
    version = proposer.get(address).context["form"]["version"].value()

    proposer.post(address, {**FORM, "starts": "14:00", "ends": "16:00", "version": version})

    assert [f"{timezone.localtime(row.starts_at):%d-%m %H}" for row in meetup.occurrences.all()] == [
        "18-03 14",
        "25-03 14",
        "01-04 14",
    ]


def test_a_member_proposes_five_times_a_day_at_most(proposer, proposed):
    address = reverse("proposals:propose")
    tried(PROPOSALS_PER_DAY - 1)
    assert proposer.post(address, {**FORM, "title": "De vijfde"}).status_code == 302

    answer = proposer.post(address, {**FORM, "title": "Eén te veel"})

    assert "Je deed dit net al vaak" in answer.content.decode()
    assert answer.context["form"]["title"].value() == "Eén te veel"
    assert Meetup.objects.count() == 2


def test_what_the_editors_stopped_can_be_proposed_anew(proposer, proposed, moderator):
    MeetupPage.objects.get(pk=proposed.page_id).current_workflow_state.cancel(user=moderator)
    proposer.post(reverse("proposals:propose"), FORM)
    again = Meetup.objects.exclude(pk=proposed.pk).get()
    assert state_of(again) == ProposalState.WITH_EDITORS


def test_a_proposal_that_was_sent_back_is_not_said_to_be_with_the_editors(proposer, proposed, moderator):
    decide(proposed, moderator, "reject", comment="Voor wie precies?")
    page = proposer.post(reverse("proposals:propose"), FORM, follow=True)
    assert [state_of(row) for row in Meetup.objects.order_by("pk")] == [
        ProposalState.CHANGES_ASKED,
        ProposalState.WITH_EDITORS,
    ]
    assert "bij de redactie" in page.content.decode()


def test_a_proposal_whose_day_passed_while_it_was_read_gets_another_day(
    proposer, proposed, coach, moderator, time_machine
):
    decide(proposed, moderator, "reject", comment="Kan dit ook later?")
    time_machine.move_to(datetime(2027, 4, 1, 8, 0, tzinfo=UTC), tick=False)
    proposer.force_login(coach)
    address = reverse("proposals:detail", args=[proposed.key])
    form = proposer.get(address).context["form"]
    carried = {name: form[name].value() or "" for name in form.fields}
    assert proposer.post(address, {**carried, "day": "2027-05-20"}).status_code == 302
    assert proposed.occurrences.get().starts_at == datetime(2027, 5, 20, 8, 0, tzinfo=UTC)
    assert state_of(proposed) == ProposalState.WITH_EDITORS
