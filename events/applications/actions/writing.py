"""Writing to each other about an application, and reporting what is wrong."""

from datetime import datetime

from django.db import transaction

from events.applications.actions.deciding import require_step, side_or_refuse
from events.applications.actions.rows import lock_row, post_all, tells, wait_for
from events.applications.errors import AlreadyDecidedOn, AskingMembersOnly, OwnMessage, TooManyWritten
from events.applications.mails import message_mail, outcome_mails, removed_mails, report_mails
from events.applications.models import Application, ApplicationMessage, ApplicationReport
from events.applications.rules import HOUR_SECONDS, MESSAGES_PER_HOUR, Step, state_after_message
from events.applications.states import WAITING, ApplicationState, Side
from network.contact.actions.standing import require_writing
from network.errors import NetworkError
from network.members.leaders import leaders_to_tell
from network.models import Member
from portal.shared.audit_log.actions import note
from portal.shared.conversations.states import PostState, ReportReason, ReportState
from portal.shared.limits.actions import allow


def write_message(
    *, application: Application, author: Member, text: str, token: str, at: datetime
) -> ApplicationMessage:
    """Write to the other one; they get a mail. The first answer of who did not begin makes it a conversation.

    Parameters:
        application: One of the two is the author.
        author: Who writes.
        text: Plain text, not empty, at most LONGEST_MESSAGE characters.
        token: Of the form it was typed in; the same form sent twice gives the first message.
        at: Now.

    Raises:
        AskingMembersOnly: They may not write to others.
        TooManyWritten: More than MESSAGES_PER_HOUR in this hour.
        NotOneOfTheTwo, ExchangeOver, AlreadyDeclined, AlreadyWithdrawn, AlreadyLapsed: Nothing more is said here.
    """
    known = application.messages.filter(author=author, form_token=token).first()
    if known is not None:
        return known
    try:
        require_writing(author, at=at)
    except NetworkError as refusal:
        raise AskingMembersOnly(refusal) from refusal
    limit = MESSAGES_PER_HOUR
    if not allow(name="applications.write", who=author.key, limit=limit, window_seconds=HOUR_SECONDS, at=at):
        raise TooManyWritten
    with transaction.atomic():
        locked = lock_row(application.pk)
        known = locked.messages.filter(author=author, form_token=token).first()
        if known is not None:
            return known
        require_step(locked, author, Step.TALK)
        side = side_or_refuse(locked, author)
        message = ApplicationMessage.objects.create(
            application=locked, author=author, side=side, text=text, form_token=token, created_at=at
        )
        _go_on(locked, side, at=at)
        if tells(locked, side.other):
            post_all([message_mail(message, to_side=side.other)], at=at)
    return message


def _go_on(locked: Application, side: Side, *, at: datetime) -> None:
    """Pass the turn on, where it was this side's; who writes twice in a row gives the other one no more time."""
    if locked.state not in WAITING:
        return
    state = state_after_message(state=ApplicationState(locked.state), side=side, started_by=Side(locked.started_by))
    if locked.waits_for == side:
        wait_for(locked, side.other, at=at)
    if state != locked.state:
        locked.previous_state, locked.state, locked.changed_at = locked.state, state, at
    locked.save()


def report_message(
    *, message: ApplicationMessage, reporter: Member, reason: ReportReason, text: str, at: datetime
) -> ApplicationReport:
    """Report a message of the other one to the conversation leaders, once; again gives the first report.

    Parameters:
        message: Of an application of the reporter's.
        reporter: One of the two; the writer never learns that it was them.
        reason: What is wrong.
        text: In a few words; may be empty.
        at: Now.

    Raises:
        NotOneOfTheTwo: Neither guest nor host.
        OwnMessage: They wrote it, or it is gone.
        TooManyWritten: More than MESSAGES_PER_HOUR in this hour.
    """
    side_or_refuse(message.application, reporter)
    limit = MESSAGES_PER_HOUR
    if not allow(name="applications.report", who=reporter.key, limit=limit, window_seconds=HOUR_SECONDS, at=at):
        raise TooManyWritten
    with transaction.atomic():
        locked = _lock_message(message)
        known = locked.reports.filter(reporter=reporter).first()
        if known is not None:
            return known
        if locked.author_id == reporter.pk or locked.state != PostState.VISIBLE:
            raise OwnMessage
        report = ApplicationReport.objects.create(
            message=locked, reporter=reporter, reason=reason, text=text, created_at=at
        )
        # A leader who is one of the two can't decide on it.
        leaders = [leader for leader in leaders_to_tell() if leader.pk not in _two(locked)]
        post_all(report_mails(report=report, leaders=leaders), at=at)
    return report


def decide_report(
    *, message: ApplicationMessage, leader: Member, is_removed: bool, reason: str, at: datetime
) -> ApplicationMessage:
    """Settle every open report of a message, and tell those it is about.

    Parameters:
        message: The reported one.
        leader: A conversation leader; the caller checked that.
        is_removed: Whether its text is wiped; else nothing was wrong.
        reason: What the reporter, and the writer of a removed message, read.
        at: Now.

    Raises:
        AlreadyDecidedOn: No report of it is open.
        OwnMessage: The leader is one of the two.
    """
    with transaction.atomic():
        locked = _lock_message(message)
        if leader.pk in _two(locked):
            raise OwnMessage
        reports = list(locked.reports.filter(state=ReportState.OPEN).select_related("reporter"))
        if not reports:
            raise AlreadyDecidedOn
        for report in reports:
            report.state = ReportState.UPHELD if is_removed else ReportState.DISMISSED
            report.decided_by, report.decided_at, report.answer = leader, at, reason
        ApplicationReport.objects.bulk_update(reports, ["state", "decided_by", "decided_at", "answer"])
        kind = "moderation.removed" if is_removed else "moderation.dismissed"
        note(kind, about=("application_message", locked.key), by=leader.key, at=at)
        mails = outcome_mails(reports, is_upheld=is_removed)
        if is_removed:
            locked.state, locked.text = PostState.REMOVED, ""
            locked.save(update_fields=["state", "text"])
            mails += removed_mails(message=locked, reason=reason)
        post_all(mails, at=at)
    return locked


def _two(message: ApplicationMessage) -> set[int | None]:
    return {message.application.guest_id, message.application.host_id, message.author_id}


def _lock_message(message: ApplicationMessage) -> ApplicationMessage:
    rows = ApplicationMessage.objects.select_for_update(of=("self",)).select_related(
        "application__offer", "application__request", "author"
    )
    return rows.get(pk=message.pk)
