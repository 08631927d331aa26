"""Erasing a person, and keeping nothing longer than promised."""

from datetime import datetime

from django.db import transaction
from django.db.models import Q

from events.matching.models import ChainStep, Dismissal, ExchangeChain, Introduction, Suggestion
from events.offers.states import ENDED
from network.models import Member
from portal.shared.retention import kept_for


def erase_person(*, member: Member, at: datetime) -> int:
    """Take a member out: what they didn't want, and every pair of their wishes or of the places they host.

    Whom they told of each other stays told, without their name.
    """
    own = Q(request__member=member) | Q(offer__contact=member)
    with transaction.atomic():
        number = Dismissal.objects.filter(Q(member=member) | own).delete()[0]
        chains = list(ChainStep.objects.filter(own).values_list("chain_id", flat=True))
        number += ExchangeChain.objects.filter(pk__in=chains).delete()[0]
        number += Suggestion.objects.filter(own).delete()[0]
        number += Introduction.objects.filter(own).delete()[0]
        number += Introduction.objects.filter(made_by=member).update(made_by=None)
    return number


def outdate(*, at: datetime) -> int:
    """Remove what is about a place or a wish that ended longer ago than exchanges are kept."""
    before = at - kept_for("exchange_suggestions")
    states = [state.value for state in ENDED]
    over = Q(offer__state__in=states, offer__ended_at__lt=before) | Q(
        request__state__in=states, request__ended_at__lt=before
    )
    number = 0
    for model in (Suggestion, Dismissal, Introduction):
        number += model.objects.filter(over).delete()[0]
    return number
