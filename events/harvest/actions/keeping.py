"""Letting go: a person who leaves, and what is older than promised (DECISIONS 7, 16)."""

from datetime import datetime

from django.db import transaction
from django.db.models import Q
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from events.harvest.models import Feedback, Harvest, Promise
from events.harvest.rules import FEEDBACK_OPEN, KEEP_ANSWERS, KEEP_OWNERS
from events.harvest.states import Naming, Quote
from network.models import Member
from portal.shared.erasing.actions import unsign
from portal.shared.erasing.rules import without_names
from portal.shared.pages.listeners import pages_changed

# What stays of an answer: that there was one, with its score.
_ONLY_SCORE = {"registration": None, "tomorrow": "", "better": "", "quote": Quote.NO}
_NOBODY = {"member": None, "guest": None, "naming": Naming.NOBODY, "named_at": None}


def erase_person(*, member: Member) -> int:
    """Take a person out of answers, reports and promises, inside the caller's transaction.

    Of an answer that is still known to be theirs, the score stays as a count. A report and a promise stay without the
    name; of a promise also the school stays.

    Returns:
        Number of rows changed; 0 when called again.
    """
    with transaction.atomic():
        changed = Feedback.objects.of(member.key).update(**_ONLY_SCORE)
        names = [member.name, member.email, member.family_name, member.given_name]
        harvests = Harvest.objects.filter(written_by=member)
        pages = set(harvests.values_list("occurrence__meetup__page", flat=True))
        changed += unsign(harvests, who="written_by", texts=["summary"], names=names)
        with translation.override("nl"):
            word = _("former member")
        for promise in Promise.objects.of(member.key).select_related("harvest__occurrence__meetup"):
            promise.text = without_names(promise.text, names=names, replacement=word)[:300]
            promise.owner_name = without_names(promise.owner_name, names=names, replacement=word)[:120]
            for column, value in _NOBODY.items():
                setattr(promise, column, value)
            promise.save(update_fields=["text", "owner_name", *_NOBODY])
            pages.add(promise.harvest.occurrence.meetup.page_id)
            changed += 1
        if pages:
            pages_changed(sorted(pages))
    return changed


def outdate(*, at: datetime) -> int:
    """Cut answers from who wrote them when answering closes, empty them after half a year, forget owners after one.

    Of who wants to be quoted by name the tie stays as long as the text, so that the name can be shown beside it.

    Returns:
        Number of rows changed.
    """
    with transaction.atomic():
        answers = Feedback.objects.all()
        old = answers.filter(occurrence__ends_at__lte=at - KEEP_ANSWERS)
        held = Q(registration__isnull=False) | ~Q(tomorrow="") | ~Q(better="") | ~Q(quote=Quote.NO)
        changed = old.filter(held).update(**_ONLY_SCORE)
        closed = answers.filter(occurrence__ends_at__lte=at - FEEDBACK_OPEN, registration__isnull=False)
        changed += closed.exclude(quote=Quote.NAMED).update(registration=None)
        day = timezone.localdate(at - KEEP_OWNERS)
        promises = Promise.objects.kept_by_a_person().filter(due_on__lt=day)
        changed += promises.update(**_NOBODY)
    return changed
