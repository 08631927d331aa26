"""Letting go: a person who leaves, and what is older than promised (DECISIONS 7, 16)."""

from datetime import datetime

from django.db import transaction
from django.db.models import Q
from django.db.models.functions import Coalesce

from events.applications.actions.lapsing import lapse
from events.applications.actions.rows import lock_application
from events.applications.models import Application, ApplicationMessage, ApplicationReport, OfferWatch
from events.applications.states import ENDED, WAITING, ApplicationState, LapseReason
from network.models import Member
from portal.shared.conversations.states import PostState
from portal.shared.erasing.actions import unsign
from portal.shared.retention import kept_for

_KEPT_TEXTS = {"learning_question": "", "decision_note": ""}


def erase_person(*, member: Member, at: datetime) -> int:
    """Take a person out of every application, inside the caller's transaction.

    What still waits lapses, and the other one hears it. That there was an application stays, with its two schools,
    without the person and without what they wrote.

    Parameters:
        member: Who leaves; the row still exists.
        at: Now.

    Returns:
        Number of rows changed or removed; 0 when called again.
    """
    names = [member.name, member.email, f"{member.name_prefix} {member.family_name}", member.family_name]
    changed = 0
    with transaction.atomic():
        rows = Application.objects.filter(Q(guest=member) | Q(host=member))
        for pk in list(rows.order_by("offer_id", "request_id", "pk").values_list("pk", flat=True)):
            changed += _erase_from(pk, member, at=at)
        decided = Application.objects.filter(decided_by=member)
        changed += unsign(decided, who="decided_by", texts=["decision_note"], names=names)
        written = ApplicationMessage.objects.filter(author=member)
        changed += written.update(author=None, text="", state=PostState.REMOVED)
        changed += ApplicationReport.objects.filter(reporter=member).update(reporter=None, text="")
        judged = ApplicationReport.objects.filter(decided_by=member)
        changed += unsign(judged, who="decided_by", texts=["answer"], names=names)
        changed += OfferWatch.objects.filter(member=member).delete()[0]
    return changed


def _erase_from(pk: int, member: Member, *, at: datetime) -> int:
    locked = lock_application(Application.objects.get(pk=pk))
    is_guest = locked.guest_id == member.pk
    side = locked.side_of(member)
    if locked.state in WAITING:
        lapse(locked, reason=LapseReason.LEFT, to_sides=[side.other], at=at)
    if is_guest:
        locked.guest, locked.learning_question = None, ""
    else:
        locked.host = None
    locked.save(update_fields=["guest", "host", "learning_question"])
    return 1


def outdate(*, at: datetime) -> int:
    """Forget who it was and what was said, a year after it was over; that it was, between two schools, stays.

    Returns:
        Number of rows changed or removed.
    """
    long_ago = at - kept_for("exchange_applications")
    ended = Application.objects.annotate(over_at=Coalesce("ended_at", "changed_at")).filter(over_at__lt=long_ago)
    over = ended.filter(Q(state__in=[state.value for state in ENDED]) | ~Q(ended_at=None))
    named = over.exclude(guest=None, host=None, **_KEPT_TEXTS)
    with transaction.atomic():
        ids = list(named.filter(state__in=[*ENDED, ApplicationState.ACCEPTED]).values_list("pk", flat=True))
        changed = ApplicationMessage.objects.filter(application__in=ids).delete()[0]
        changed += Application.objects.filter(pk__in=ids).update(guest=None, host=None, decided_by=None, **_KEPT_TEXTS)
    return changed
