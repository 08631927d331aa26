"""Telling the conversation leaders that something is wrong."""

from datetime import datetime

from django.db import transaction

from network.members.leaders import leaders_to_tell
from network.members.states import Standing
from network.models import Member
from portal.shared.conversations.states import PostState, ReportReason
from portal.shared.limits.actions import allow
from portal.shared.outbox.actions import post
from stories.reactions.actions.rows import lock_reaction
from stories.reactions.errors import MembersOnly, OwnReactionReported, ReactionGone, TooManyReports
from stories.reactions.mails import report_mails
from stories.reactions.models import Reaction, ReactionReport
from stories.reactions.rules import HOUR_SECONDS, REPORTS_PER_HOUR


def report_reaction(
    *, reaction: Reaction, member: Member, reason: ReportReason, text: str, at: datetime
) -> ReactionReport:
    """Report a reaction, once per member; a second report gives the first one, unchanged, decided or not.

    Parameters:
        reaction: One that the member may see; the caller checked that.
        member: Who reports; the writer never learns it.
        reason: What is wrong.
        text: In a few words; may be empty.
        at: Now.

    Raises:
        MembersOnly: The one who reports is no member (yet).
        OwnReactionReported: The member wrote it.
        ReactionGone: It is hidden or removed already.
        TooManyReports: More than REPORTS_PER_HOUR in this hour.
    """
    if not member.is_active or member.standing != Standing.MEMBER:
        raise MembersOnly
    if not allow(name="reactions.report", who=member.key, limit=REPORTS_PER_HOUR, window_seconds=HOUR_SECONDS, at=at):
        raise TooManyReports
    with transaction.atomic():
        locked = lock_reaction(reaction)
        if locked.member_id == member.pk:
            raise OwnReactionReported
        known = locked.reports.filter(reporter=member).first()
        if known is not None:
            return known
        if locked.state != PostState.VISIBLE:
            raise ReactionGone
        report = ReactionReport.objects.create(
            reaction=locked, reporter=member, reason=reason, text=text, created_at=at
        )
        # A leader who wrote the reaction can't decide on it, and should not read who reported it.
        leaders = [leader for leader in leaders_to_tell() if leader.pk != locked.member_id]
        for mail in report_mails(report=report, leaders=leaders):
            post(mail, at=at)
    return report
