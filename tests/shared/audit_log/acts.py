"""Every privileged or trust-relevant act, how it is done, and the line it must leave. `test_every_act.py` walks these.

An act is done to rows that `fill` of tests/factories/full_member.py makes; `stage.member` is the one it is about,
`stage.other` the one who may do it.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from allauth.mfa.models import Authenticator
from allauth.mfa.signals import authentication_failed, authenticator_added, authenticator_removed
from django.contrib.auth.models import Group
from django.contrib.auth.signals import user_logged_in
from django.contrib.sessions.backends.db import SessionStore
from django.test import RequestFactory
from django.utils import timezone
from django_tasks.base import TaskResultStatus
from django_tasks_db.models import DBTaskResult, get_date_max
from wagtail.log_actions import log

from events.applications.actions import decide_report as decide_application_report
from events.applications.models import ApplicationMessage, ApplicationReport
from events.cohorts.actions import decide_note, hide_note, show_note
from events.cohorts.actions import dismiss_reports as dismiss_note_reports
from events.cohorts.models import Cohort, CohortNote, CohortNoteReport
from events.feeds.actions import make_feed, renew_feed, revoke_feed
from events.offers.states import Direction
from events.placements.actions.recording import forget_record, record_placement
from events.registrations.actions import (
    let_in,
    let_in_booking,
    put_in,
    put_in_guest,
    remove,
    remove_booking,
)
from events.registrations.actions.guests import Guest
from events.registrations.actions.signing_up import SignUp
from network.contact.actions import decide_report as decide_letter
from network.contact.models import Conversation, Message, MessageReport
from network.contact.states import Decision as LetterDecision
from network.coordination.actions import decide_work, dismiss_coordinator, name_coordinator
from network.coordination.states import Decision as WorkDecision
from network.initiative_threads import actions as threads
from network.initiative_threads.models import InitiativeMessage, InitiativeMessageReport
from network.institutions.actions import merge_institutions, set_domains
from network.invitations.actions import invite_programme_team, resend_invitation, withdraw_invitation
from network.members.actions import change_address, deactivate_member, ensure_groups, reactivate_member, record_member
from network.members.states import CONVERSATION_LEADERS, PROGRAMME_TEAM, AffiliationState
from network.models import Institution, Invitation
from network.privacy.actions import ask_deletion, ask_export, erase_person, take_back_deletion
from network.questions.actions import dismiss, hide, restore
from portal.shared.conversations.states import PostState, ReportReason
from portal.shared.exports.downloads import note_download
from portal.shared.jobs.actions import ask_job, drop_tasks, retry_tasks
from portal.shared.models import OutboxMail
from portal.shared.outbox import actions as outbox
from portal.shared.outbox.states import MailState
from stories.contributions.actions.reviewing import revoke_review
from stories.dossiers.actions import collection_of, share_dossier, withdraw_shares
from stories.dossiers.models import Dossier
from stories.dossiers.states import ShareLength
from stories.insights.actions import accept_evidence, withdraw_evidence
from stories.models import Evidence, Reaction, Review
from stories.reactions import actions as reactions
from tests.factories.events import MeetupFactory, OccurrenceFactory, RegistrationFactory, SeriesBookingFactory
from tests.factories.exchange_applications import ApplicationMessageFactory
from tests.factories.full_member import MAKERS, Cast, fill
from tests.factories.initiatives import add_initiative
from tests.factories.network import AffiliationFactory, InstitutionFactory, MemberFactory
from tests.factories.questions import make_question
from tests.factories.stories import CoachStoryFactory, InsightFactory

AT = timezone.now()
STAFF = {"staff_domains": ["nieuw.example"], "student_domains": []}


@dataclass(frozen=True)
class Act:
    """One act: the kind of line it must leave, how it is done, and the action it goes through."""

    kind: str
    do: Callable[[Cast], object]
    action: Callable

    def __str__(self) -> str:
        return f"{self.kind} by {self.action.__name__}"


def leader(stage: Cast):
    """Give the other one the group of conversation leaders."""
    stage.other.groups.add(ensure_groups()[CONVERSATION_LEADERS])
    stage.other.__dict__.pop("group_names", None)
    return stage.other


def _values(person, **changes) -> dict:
    names = ("email", "given_name", "name_prefix", "family_name", "standing", "is_active", "is_superuser")
    return {**{name: getattr(person, name) for name in names}, "groups": [], "member": person, "at": AT, **changes}


def _work(stage: Cast, *, state=AffiliationState.CLAIMED):
    school = InstitutionFactory()
    AffiliationFactory(member=stage.other, institution=school, is_coordinator=True, state=AffiliationState.CONFIRMED)
    return AffiliationFactory(member=stage.member, institution=school, state=state)


def _decide_work(decision: WorkDecision):
    return lambda stage: decide_work(affiliation=_work(stage), by=stage.other, decision=decision, at=AT)


def _coordinator(stage: Cast):
    return name_coordinator(affiliation=_work(stage), at=AT)


def _asked(stage: Cast):
    return make_question(member=stage.member, at=AT)


def _hidden_question(stage: Cast):
    question = _asked(stage)
    hide(thing=question, leader=leader(stage), reason="Niet voor hier.", at=AT)
    return question


def _letter(stage: Cast) -> Message:
    first, second = sorted((stage.member, MemberFactory()), key=lambda each: each.pk)
    talk = fill(stage, Conversation, first=first, second=second)
    message = fill(stage, Message, conversation=talk, sender=stage.member)
    MessageReport.objects.create(message=message, reporter=None, reason=ReportReason.OTHER, created_at=AT)
    return message


def _decide_letter(decision: LetterDecision):
    return lambda stage: decide_letter(
        message=_letter(stage), leader=leader(stage), decision=decision, reason="Zo.", at=AT
    )


def _page(stage: Cast):
    return CoachStoryFactory(parent=stage.stories, title="Een verhaal", institution=InstitutionFactory())


def _reaction(stage: Cast) -> Reaction:
    return fill(stage, Reaction, member=stage.member, page=_page(stage))


def _hidden_reaction(stage: Cast) -> Reaction:
    return reactions.hide_reaction(reaction=_reaction(stage), leader=leader(stage), reason="Zo.", at=AT)


def _closed_reactions(stage: Cast):
    page = _page(stage)
    reactions.close_thread(page=page, leader=leader(stage), reason="Rust.", at=AT)
    return page


def _thread_message(stage: Cast) -> InitiativeMessage:
    message = fill(stage, InitiativeMessage, initiative=add_initiative(is_running=True), member=stage.member)
    InitiativeMessageReport.objects.create(message=message, reason=ReportReason.OTHER, created_at=AT)
    return message


def _decide_thread(state: PostState):
    return lambda stage: threads.decide_message(
        message=_thread_message(stage), leader=leader(stage), state=state, reason="Zo.", at=AT
    )


def _closed_thread(stage: Cast):
    initiative = add_initiative(is_running=True)
    threads.close_thread(initiative=initiative, leader=leader(stage), reason="Rust.", at=AT)
    return initiative


def _group_note(stage: Cast) -> CohortNote:
    meetup = MeetupFactory(page__parent=stage.agenda)
    meetup.organiser_rows.create(member=stage.other)
    note = fill(stage, CohortNote, cohort=Cohort.objects.create(meetup=meetup), member=stage.member)
    CohortNoteReport.objects.create(note=note, reason=ReportReason.OTHER, created_at=AT)
    return note


def _decide_group_note(state: PostState):
    return lambda stage: decide_note(note=_group_note(stage), leader=leader(stage), state=state, reason="Zo.", at=AT)


def _hidden_group_note(stage: Cast) -> CohortNote:
    return hide_note(note=_group_note(stage), by=stage.other, reason="Zo.", at=AT)


def _application_message(stage: Cast) -> ApplicationMessage:
    message = ApplicationMessageFactory()
    ApplicationReport.objects.create(message=message, reason=ReportReason.OTHER, created_at=AT)
    return message


def _date(stage: Cast, **columns):
    return OccurrenceFactory(meetup=MeetupFactory(page__parent=stage.agenda), seats_on_site=1, **columns)


def _in_line(stage: Cast):
    return RegistrationFactory(
        occurrence=_date(stage), member=stage.member, state="waitlisted", queued_at=AT - timedelta(days=1)
    )


def _booked(stage: Cast, state: str, **columns):
    date = _date(stage)
    booking = SeriesBookingFactory(meetup=date.meetup, member=stage.member, state=state, **columns)
    RegistrationFactory(occurrence=date, member=stage.member, state=state, series_booking=booking, **columns)
    return booking


def _evidence(stage: Cast) -> Evidence:
    return fill(stage, Evidence, insight=InsightFactory(parent=stage.insights, title="Begin klein"))


def _noted_exchange(stage: Cast):
    day = timezone.localdate(AT) - timedelta(days=9)
    return record_placement(
        guest_institution=InstitutionFactory(), host_institution=InstitutionFactory(),
        direction=Direction.TEACHER_TO_ICT, first_day_on=day, last_day_on=day, half_days=2, reason=None, at=AT,
    )  # fmt: skip


def _invitation(stage: Cast) -> Invitation:
    invite_programme_team(email="petra@elders.example", at=AT - timedelta(days=3))
    return Invitation.objects.get()


def _dossier(stage: Cast) -> Dossier:
    return fill(stage, Dossier, collection=collection_of(member=stage.member))


def _mail(stage: Cast, state: MailState, **columns) -> OutboxMail:
    return OutboxMail.objects.create(
        purpose="test.mail", idempotency_key=f"test:{state}", message_id=f"<{state}@example>", to="noor@x.example",
        text="Hoi", state=state, next_attempt_at=AT, created_at=AT, **columns,
    )  # fmt: skip


def _failed_task(stage: Cast) -> DBTaskResult:
    return DBTaskResult.objects.create(
        status=TaskResultStatus.FAILED, args_kwargs={"args": [], "kwargs": {}}, task_path="x.y",
        backend_name="default", run_after=get_date_max(), finished_at=AT,
    )  # fmt: skip


def _signal(signal, **more):
    def send(stage: Cast) -> None:
        stage.member.groups.add(ensure_groups()[PROGRAMME_TEAM])
        stage.member.__dict__.pop("group_names", None)
        request = RequestFactory().get("/")
        request.session = SessionStore()
        signal.send(sender=type(stage.member), request=request, user=stage.member, **more)

    return send


def _with_feed(act: Callable, **more):
    def do(stage: Cast) -> None:
        make_feed(member=stage.member, at=AT)
        act(member=stage.member, **more)

    return do


_STEP = Authenticator(type=Authenticator.Type.TOTP)

ACTS = (
    # People and rights.
    Act("member.made", lambda s: record_member(**_values(s.member, member=None, email="n@x.example")), record_member),
    Act("member.standing", lambda s: record_member(**_values(s.member, standing="prospect")), record_member),
    Act("member.operator", lambda s: record_member(**_values(s.member, is_superuser=True)), record_member),
    Act("member.closed", lambda s: record_member(**_values(s.member, is_active=False)), record_member),
    Act("member.groups", lambda s: record_member(**_values(s.member, groups=Group.objects.all())), record_member),
    Act("member.groups", lambda s: Group.objects.first().user_set.add(s.member), Group.objects.first),
    Act("member.address", lambda s: change_address(member=s.member, email="ander@x.example"), change_address),
    Act("member.closed", lambda s: deactivate_member(member=s.member), deactivate_member),
    Act("member.opened", lambda s: reactivate_member(member=s.member), reactivate_member),
    Act("member.asked_to_leave", lambda s: ask_deletion(member=s.member, at=AT), ask_deletion),
    Act(
        "member.stayed",
        lambda s: (ask_deletion(member=s.member, at=AT), take_back_deletion(member=s.member, at=AT)),
        take_back_deletion,
    ),
    Act("member.asked_data", lambda s: ask_export(member=s.member, at=AT), ask_export),
    Act("member.erased", lambda s: erase_person(member_key=s.member.key, at=AT), erase_person),
    Act("team.invited", lambda s: invite_programme_team(email="p@x.example", at=AT), invite_programme_team),
    Act("sign_in.succeeded", _signal(user_logged_in), user_logged_in.send),
    Act("sign_in.failed", _signal(authentication_failed, authenticator=_STEP), authentication_failed.send),
    Act("sign_in.second_step_added", _signal(authenticator_added, authenticator=_STEP), authenticator_added.send),
    Act("sign_in.second_step_removed", _signal(authenticator_removed, authenticator=_STEP), authenticator_removed.send),
    # Schools.
    Act("work.confirmed", _decide_work(WorkDecision.CONFIRM), decide_work),
    Act("work.declined", _decide_work(WorkDecision.DECLINE), decide_work),
    Act("work.ended", _decide_work(WorkDecision.END), decide_work),
    Act("coordinator.named", _coordinator, name_coordinator),
    Act("coordinator.dismissed", lambda s: dismiss_coordinator(affiliation=_coordinator(s)), dismiss_coordinator),
    Act("school.domains", lambda s: set_domains(institution=InstitutionFactory(), **STAFF), set_domains),
    Act(
        "school.merged",
        lambda s: merge_institutions(source=InstitutionFactory(), target=InstitutionFactory()),
        merge_institutions,
    ),
    # Conversations.
    Act("moderation.hidden", _hidden_question, hide),
    Act(
        "moderation.restored",
        lambda s: restore(thing=_hidden_question(s), leader=leader(s), at=AT),
        restore,
    ),
    Act(
        "moderation.dismissed",
        lambda s: dismiss(thing=_asked(s), leader=leader(s), outcome="Niets mis.", at=AT),
        dismiss,
    ),
    Act("moderation.removed", _decide_letter(LetterDecision.REMOVE), decide_letter),
    Act("moderation.dismissed", _decide_letter(LetterDecision.DISMISS), decide_letter),
    Act("moderation.stopped", _decide_letter(LetterDecision.SUSPEND), decide_letter),
    Act("moderation.hidden", _hidden_reaction, reactions.hide_reaction),
    Act(
        "moderation.removed",
        lambda s: reactions.remove_reaction(reaction=_reaction(s), leader=leader(s), reason="Zo.", at=AT),
        reactions.remove_reaction,
    ),
    Act(
        "moderation.restored",
        lambda s: reactions.restore_reaction(reaction=_hidden_reaction(s), leader=leader(s), at=AT),
        reactions.restore_reaction,
    ),
    Act(
        "moderation.dismissed",
        lambda s: reactions.dismiss_reports(reaction=_reaction(s), leader=leader(s), answer="Niets mis.", at=AT),
        reactions.dismiss_reports,
    ),
    Act("moderation.closed", _closed_reactions, reactions.close_thread),
    Act(
        "moderation.opened",
        lambda s: reactions.open_thread(page=_closed_reactions(s), leader=leader(s)),
        reactions.open_thread,
    ),
    Act("moderation.hidden", _decide_thread(PostState.HIDDEN), threads.decide_message),
    Act("moderation.removed", _decide_thread(PostState.REMOVED), threads.decide_message),
    Act(
        "moderation.dismissed",
        lambda s: threads.dismiss_reports(message=_thread_message(s), leader=leader(s), answer="Niets.", at=AT),
        threads.dismiss_reports,
    ),
    Act("moderation.closed", _closed_thread, threads.close_thread),
    Act(
        "moderation.opened",
        lambda s: threads.open_thread(initiative=_closed_thread(s), leader=leader(s)),
        threads.open_thread,
    ),
    Act("moderation.removed", _decide_group_note(PostState.REMOVED), decide_note),
    Act(
        "moderation.dismissed",
        lambda s: dismiss_note_reports(note=_group_note(s), leader=leader(s), answer="Niets.", at=AT),
        dismiss_note_reports,
    ),
    Act("moderation.hidden", _hidden_group_note, hide_note),
    Act("moderation.restored", lambda s: show_note(note=_hidden_group_note(s), by=s.other, at=AT), show_note),
    Act(
        "moderation.removed",
        lambda s: decide_application_report(
            message=_application_message(s), leader=leader(s), is_removed=True, reason="Zo.", at=AT
        ),
        decide_application_report,
    ),
    # Seats.
    Act("seat.above_limit", lambda s: let_in(registration=_in_line(s), by=s.other, reason="Spreker", at=AT), let_in),
    Act(
        "seat.above_limit",
        lambda s: let_in_booking(
            booking=_booked(s, "waitlisted", queued_at=AT - timedelta(days=1)), by=s.other, reason="Spreker", at=AT
        ),
        let_in_booking,
    ),
    Act(
        "seat.by_hand",
        lambda s: put_in(occurrence=_date(s), member=s.member, sign_up=SignUp(), by=s.other, reason="Belde", at=AT),
        put_in,
    ),
    Act(
        "seat.by_hand",
        lambda s: put_in_guest(
            occurrence=_date(s),
            guest=Guest("Gast", "gast@x.example", ""),
            sign_up=SignUp(),
            by=s.other,
            reason="Belde",
            at=AT,
        ),
        put_in_guest,
    ),
    Act(
        "seat.taken_away",
        lambda s: remove(
            registration=RegistrationFactory(occurrence=_date(s), member=s.member), by=s.other, reason="Dubbel", at=AT
        ),
        remove,
    ),
    Act(
        "seat.taken_away",
        lambda s: remove_booking(booking=_booked(s, "confirmed"), by=s.other, reason="Dubbel", at=AT),
        remove_booking,
    ),
    # What the programme's figures rest on.
    Act("evidence.accepted", lambda s: accept_evidence(evidence=_evidence(s), editor=s.other, at=AT), accept_evidence),
    Act(
        "evidence.withdrawn",
        lambda s: withdraw_evidence(evidence=_evidence(s), editor=s.other, at=AT),
        withdraw_evidence,
    ),
    Act("exchange.noted", _noted_exchange, record_placement),
    Act("exchange.forgotten", lambda s: forget_record(key=_noted_exchange(s).key), forget_record),
    # Secret links.
    Act("link.renewed", _with_feed(renew_feed, at=AT), renew_feed),
    Act("link.withdrawn", _with_feed(revoke_feed), revoke_feed),
    Act("link.renewed", lambda s: resend_invitation(invitation=_invitation(s), at=AT), resend_invitation),
    Act("link.withdrawn", lambda s: withdraw_invitation(invitation=_invitation(s), at=AT), withdraw_invitation),
    Act("link.shared", lambda s: share_dossier(dossier=_dossier(s), length=ShareLength.WEEK, at=AT), share_dossier),
    Act(
        "link.withdrawn",
        lambda s: (
            (dossier := _dossier(s)),
            share_dossier(dossier=dossier, length=ShareLength.WEEK, at=AT),
            withdraw_shares(dossier=dossier, at=AT),
        ),
        withdraw_shares,
    ),
    Act(
        "link.withdrawn",
        lambda s: revoke_review(review=MAKERS["stories.Review"](s, Review, None), at=AT),
        revoke_review,
    ),
    # Running the site.
    Act("export.downloaded", lambda s: note_download("list", "bruggen", "csv"), note_download),
    Act("job.started", lambda s: ask_job(name="shared.dead_links", at=AT), ask_job),
    Act("task.retried", lambda s: retry_tasks(ids=[_failed_task(s).pk], at=AT), retry_tasks),
    Act("task.dropped", lambda s: drop_tasks(ids=[_failed_task(s).pk], at=AT), drop_tasks),
    Act(
        "mail.sent_again",
        lambda s: outbox.retry_mails(keys=[_mail(s, MailState.GIVEN_UP).key], at=AT),
        outbox.retry_mails,
    ),
    Act(
        "mail.sent_again",
        lambda s: (_mail(s, MailState.GIVEN_UP), outbox.retry_purpose(purpose="test.mail", at=AT)),
        outbox.retry_purpose,
    ),
    Act(
        "mail.held",
        lambda s: outbox.hold_mails(keys=[_mail(s, MailState.QUEUED).key], reason="Even niet", at=AT),
        outbox.hold_mails,
    ),
    Act(
        "mail.held",
        lambda s: (_mail(s, MailState.QUEUED), outbox.hold_unsent(reason="Teruggezet", at=AT)),
        outbox.hold_unsent,
    ),
    Act("mail.let_go", lambda s: outbox.leave_mails(keys=[_mail(s, MailState.FAILED).key], at=AT), outbox.leave_mails),
    Act(
        "mail.let_go",
        lambda s: (_mail(s, MailState.FAILED), outbox.leave_purpose(purpose="test.mail")),
        outbox.leave_purpose,
    ),
    # What Wagtail's own pages do.
    Act("editing.made", lambda s: log(Institution.objects.first(), "wagtail.create", user=s.other), log),
    Act("editing.changed", lambda s: log(Group.objects.first(), "wagtail.edit", user=s.other), log),
    Act("editing.deleted", lambda s: log(Group.objects.first(), "wagtail.delete", user=s.other), log),
    Act("editing.restricted", lambda s: log(s.root, "wagtail.view_restriction.create", user=s.other), log),
)
