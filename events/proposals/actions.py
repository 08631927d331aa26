"""Writes of proposals: sending one in, changing it when the editors ask, following the workflow."""

import hashlib
import json
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.text import slugify
from wagtail.models import Page, Revision, TaskState, WorkflowState

from events.meetup_pages.models import AgendaPage, MeetupPage
from events.meetups.actions import add_occurrence, add_series, change_dates, drop_draft, set_organisers
from events.meetups.actions.rows import lock_meetup
from events.meetups.models import Meetup
from events.meetups.plans import MeetupPlan, OccurrencePlan
from events.meetups.series import Scope, SeriesRule
from events.proposals.errors import MembersOnly, NoModeration, NotYours, TextChanged, TooMany
from events.proposals.mails import post_approved, post_changes, post_received, post_to_moderators
from events.proposals.rules import DAY_SECONDS, PROPOSALS_PER_DAY, ProposalState, proposal_state
from network.members.states import Standing
from network.models import Member
from portal.shared.keys import new_key
from portal.shared.limits.actions import allow


@dataclass(frozen=True)
class Proposal:
    """What a member types: what and for whom, when, where and for how many; and how its date comes back, if it does."""

    title: str
    lead: str
    plan: MeetupPlan
    date: OccurrencePlan
    series: SeriesRule | None = None


def propose_meetup(*, member: Member, proposal: Proposal, at: datetime) -> Meetup:
    """Make an unpublished page, its meetup and one date, and hand it to the moderators, all in one.

    The same proposal of the same member while the first one is with the editors gives the first one.

    Parameters:
        member: Who proposes; becomes organiser when the page goes online.
        proposal: What.
        at: Now.

    Raises:
        MembersOnly: The proposer is no member (yet).
        TooMany: More than PROPOSALS_PER_DAY today.
        NoModeration: There is no agenda, or no workflow above it.
        EndsBeforeStart, NoMode: The date can't be.
        NoDates, TooManyDates, NotAnHour: The series can't be.
    """
    if not member.is_active or member.standing != Standing.MEMBER:
        raise MembersOnly
    with transaction.atomic():
        # The agenda's row is held: the second of two equal requests waits here, and finds the first one's page.
        agenda = AgendaPage.objects.select_for_update(of=("self",)).order_by("pk").first()
        if agenda is None:
            raise NoModeration
        equal = Meetup.objects.waiting().filter(proposed_by=member, page__draft_title=proposal.title)
        for known in equal.select_related("page").order_by("pk"):
            if state_of(known) == ProposalState.WITH_EDITORS:
                return known
        if not allow(name="events.propose", who=member.key, limit=PROPOSALS_PER_DAY, window_seconds=DAY_SECONDS, at=at):
            raise TooMany
        page = MeetupPage(
            title=proposal.title,
            lead=proposal.lead,
            slug=f"{slugify(proposal.title)[:60] or 'voorstel'}-{new_key()[:6]}",
            live=False,
            has_unpublished_changes=True,
            owner=member,
            contact=member,
        )
        agenda.add_child(instance=page)
        page.save_revision(user=member)
        meetup = Meetup(page=page, created_by=member, created_at=at, proposed_by=member, proposed_at=at)
        proposal.plan.apply(meetup)
        meetup.save()
        _add_dates(meetup, proposal, at=at)
        workflow = page.get_workflow()
        if workflow is None:
            raise NoModeration
        _tell_arrival(meetup, title=proposal.title, state=workflow.start(page, member), at=at)
    return meetup


def change_proposal(*, meetup: Meetup, member: Member, proposal: Proposal, seen: str, at: datetime) -> Meetup:
    """Change what the editors sent back, and hand it in again.

    Parameters:
        meetup: Which.
        member: Its proposer.
        proposal: What was typed.
        seen: The version the form showed, from `version_of`.
        at: Now.

    Raises:
        NotYours: It isn't the proposer's turn.
        TextChanged: An editor changed the text since.
    """
    with transaction.atomic():
        locked = lock_meetup(meetup)
        page = locked.page.specific
        state = page.current_workflow_state
        if locked.proposed_by_id != member.pk or state_of(locked) != ProposalState.CHANGES_ASKED:
            raise NotYours
        revision = page.get_latest_revision()
        if version_of(revision) != seen:
            raise TextChanged
        draft = page.get_latest_revision_as_object()
        draft.title, draft.lead = proposal.title, proposal.lead
        draft.save_revision(user=member)
        proposal.plan.apply(locked)
        locked.save()
        date = locked.occurrences.order_by("pk").first()
        if date is not None and date.ends_at <= at:
            # It passed while the editors read. Nobody else knew of it, so it goes instead of being moved.
            drop_draft(occurrence=date, at=at)
            date = None
        if date is None:
            add_occurrence(meetup=locked, plan=proposal.date, at=at)
        else:
            # The dates of a series go along with the first one.
            change_dates(occurrence=date, plan=proposal.date, scope=Scope.ALL, at=at)
        state.resume(user=member)
        _tell_arrival(locked, title=proposal.title, state=state, at=at)
    return locked


def _add_dates(meetup: Meetup, proposal: Proposal, *, at: datetime) -> None:
    if proposal.series is None:
        add_occurrence(meetup=meetup, plan=proposal.date, at=at)
        return
    starts_at, ends_at = (timezone.localtime(moment) for moment in (proposal.date.starts_at, proposal.date.ends_at))
    add_series(
        meetup=meetup,
        plan=proposal.date,
        rule=proposal.series,
        start=starts_at.date(),
        starts=starts_at.time(),
        ends=ends_at.time(),
        at=at,
    )


def state_of(meetup: Meetup) -> ProposalState:
    """Say where a proposal stands; one query for the workflow."""
    state = meetup.page.current_workflow_state
    return proposal_state(is_approved=meetup.approved_at is not None, workflow_status=state.status if state else None)


def version_of(revision: Revision | None) -> str:
    """Give what identifies a text: Wagtail's autosave overwrites a revision under the same id."""
    if revision is None:
        return ""
    content = json.dumps(revision.content, sort_keys=True, separators=(",", ":"))
    return f"{revision.pk}-{hashlib.sha256(content.encode()).hexdigest()[:32]}"


def note_changes_requested(*, task_state: TaskState, page: Page, at: datetime) -> None:
    """The editors ask for changes: the proposer is next, and reads why."""
    with transaction.atomic():
        meetup = _proposal_of(page.pk)
        if meetup is not None and meetup.approved_at is None:
            title = task_state.revision.content["title"]
            post_changes(meetup, title=title, comment=task_state.comment, occasion=task_state.pk, at=at)


def note_published(*, page: Page, revision_id: int, at: datetime) -> None:
    """The page is online for the first time: the proposer runs the meetup. No date or seat changes."""
    with transaction.atomic():
        meetup = _proposal_of(page.pk)
        if meetup is None or meetup.approved_at is not None or not page.live:
            return
        locked = lock_meetup(meetup)
        locked.approved_at = at
        locked.save(update_fields=["approved_at"])
        if meetup.proposed_by is not None:
            organisers = [*locked.organisers.all()]
            if meetup.proposed_by not in organisers:
                set_organisers(meetup=locked, organisers=[*organisers, meetup.proposed_by], at=at)
            post_approved(meetup, title=page.title, occasion=revision_id, at=at)


def _proposal_of(page_id: int) -> Meetup | None:
    rows = Meetup.objects.filter(proposed_at__isnull=False).select_related("proposed_by", "page")
    return rows.filter(page_id=page_id).first()


def _tell_arrival(meetup: Meetup, *, title: str, state: WorkflowState, at: datetime) -> None:
    occasion = state.current_task_state.pk
    post_to_moderators(meetup, title=title, occasion=occasion, at=at)
    post_received(meetup, title=title, occasion=occasion, at=at)
