"""Letting go: a person who leaves, and what is older than promised (DECISIONS 7, 16)."""

from datetime import datetime

from django.db import transaction
from django.db.models import Q
from django.utils import translation
from django.utils.translation import gettext as _

from network.models import Member
from portal.shared.conversations.states import PostState, ReportState
from portal.shared.erasing.actions import unsign
from portal.shared.erasing.rules import without_names
from portal.shared.retention import kept_for
from stories.reactions.models import Reaction, ReactionReport, ReactionsClosed


def erase_person(*, member: Member) -> int:
    """Remove a person from the conversations, inside the caller's transaction.

    What they wrote for readers stays, as of a former member and without their own names, so that the answers of others
    keep their sense. What readers don't see goes: hidden texts, and what they wrote in reports.

    Parameters:
        member: Who leaves; the row still exists.

    Returns:
        Number of rows changed; 0 when called again.

    Source: DECISIONS 7; DOMAIN 12.11.
    """
    changed = 0
    with transaction.atomic(), translation.override("nl"):
        names = [member.name, member.email, f"{member.name_prefix} {member.family_name}", member.family_name]
        names.append(member.given_name)
        rows = Reaction.objects.select_for_update(of=("self",)).filter(member=member).order_by("pk")
        for reaction in rows:
            if reaction.state == PostState.VISIBLE:
                reaction.text = without_names(reaction.text, names=names, replacement=_("former member"))
            else:
                reaction.state, reaction.text, reaction.state_reason = PostState.REMOVED, "", ""
            reaction.member = None
            reaction.save(update_fields=["state", "text", "state_reason", "member"])
            changed += 1
        changed += ReactionReport.objects.filter(reporter=member).update(reporter=None, text="")
        changed += unsign(
            ReactionReport.objects.filter(decided_by=member), who="decided_by", texts=["answer"], names=names
        )
        changed += unsign(Reaction.objects.filter(state_by=member), who="state_by", texts=["state_reason"], names=names)
        changed += unsign(
            ReactionsClosed.objects.filter(closed_by=member), who="closed_by", texts=["reason"], names=names
        )
    return changed


def outdate(*, at: datetime) -> int:
    """Delete settled reports after a year, wipe texts hidden for a year, and delete rows removed a year ago.

    Returns:
        Number of rows deleted or wiped.
    """
    long_ago = at - kept_for("reaction_reports")
    with transaction.atomic():
        reports = ReactionReport.objects.exclude(state=ReportState.OPEN).filter(decided_at__lt=long_ago)
        deleted_reports, _per_model = reports.delete()
        gone = Reaction.objects.filter(state=PostState.REMOVED, state_at__lt=long_ago)
        deleted_rows = gone.count()
        gone.delete()
        hidden = Reaction.objects.filter(Q(state=PostState.HIDDEN), state_at__lt=long_ago)
        wiped = hidden.update(state=PostState.REMOVED, text="", state_reason="", state_at=at)
    return deleted_reports + deleted_rows + wiped
