"""Letting go: a person who leaves, and what is older than promised (DECISIONS 7, 16)."""

from datetime import datetime

from django.db import transaction

from network.initiatives.actions.rows import refresh_entry
from network.initiatives.models import Initiative, InitiativePart, InitiativeParticipant, InitiativeUpdate
from network.initiatives.states import InitiativeState
from network.members.models import Member
from portal.shared.erasing.actions import unsign
from portal.shared.retention import kept_for

# What whoever proposed an initiative wrote of it.
OWN_WORDS = ("title", "goal", "about", "asks", "result")


def erase_person(*, member: Member) -> int:
    """Take a person out of every initiative, inside the caller's transaction.

    Drafts nobody else saw go wholly. What schools do together stays, without the person; a colleague can take it over.

    Parameters:
        member: Who leaves; the row still exists.

    Returns:
        Number of rows changed or removed; 0 when called again.

    Source: DECISIONS 7.
    """
    with transaction.atomic():
        led = Initiative.objects.select_for_update(of=("self",)).filter(contact=member).order_by("pk")
        unseen = [row.pk for row in led if row.state in (InitiativeState.DRAFT, InitiativeState.WAITING)]
        stays = [row.pk for row in led if row.pk not in unseen]
        changed = Initiative.objects.filter(pk__in=unseen).delete()[0]
        changed += Initiative.objects.filter(pk__in=stays).update(contact=None)
        names = [member.name, member.email, f"{member.name_prefix} {member.family_name}", member.family_name]
        proposed = Initiative.objects.filter(proposed_by=member)
        stays += [pk for pk in proposed.values_list("pk", flat=True) if pk not in stays]
        changed += unsign(proposed, who="proposed_by", texts=OWN_WORDS, names=names)
        decided = Initiative.objects.filter(decided_by=member)
        changed += unsign(decided, who="decided_by", texts=("remark",), names=names)
        news = InitiativeUpdate.objects.filter(author=member)
        changed += unsign(news, who="author", texts=("title", "text"), names=names)
        # What they wrote to who leads goes with them.
        changed += InitiativePart.objects.filter(asked_by=member).update(asked_by=None, message="")
        changed += InitiativeParticipant.objects.filter(member=member).delete()[0]
        for initiative in Initiative.objects.filter(pk__in=stays):
            refresh_entry(initiative)
    return changed


def outdate(*, at: datetime) -> int:
    """Forget who took part a year after the end; schools, plan, news and result stay.

    Returns:
        Number of rows changed or removed.
    """
    over = Initiative.objects.filter(ended_at__lt=at - kept_for("joint_actions")).values("pk")
    with transaction.atomic():
        removed, _per_model = InitiativeParticipant.objects.filter(part__initiative__in=over).delete()
        parts = InitiativePart.objects.filter(initiative__in=over)
        return removed + parts.exclude(asked_by=None, message="").update(asked_by=None, message="")
