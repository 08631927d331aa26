"""When the host of a place leaves: who looks after the school hears it, and a colleague takes it over."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from events.offers.actions.rows import lock, refresh_entry, renew, require_member, tell
from events.offers.errors import HasHost, NotYourSchool
from events.offers.listeners import ListingChange
from events.offers.mails import host_left_mails
from events.offers.models import PlacementOffer
from events.offers.rules import TakeOverDecision, decide_taking_over
from network.models import Affiliation, Member
from portal.shared.outbox.actions import post

_REFUSED = {TakeOverDecision.NOT_THEIR_SCHOOL: NotYourSchool, TakeOverDecision.HAS_HOST: HasHost}


def decide_host(*, offer: PlacementOffer, member: Member, at: datetime) -> TakeOverDecision:
    """Decide whether a member may become the host of an offer; a coordinator's work is confirmed work, too."""
    today = timezone.localdate(at)
    return decide_taking_over(
        works_there=member.affiliations.current(today).proven().filter(institution=offer.institution_id).exists(),
        has_host=not PlacementOffer.objects.without_host(on=today).filter(pk=offer.pk).exists(),
    )


def take_over_offer(*, offer: PlacementOffer, member: Member, at: datetime) -> PlacementOffer:
    """Make a colleague the host of an offer whose host left; of two at once, one does.

    Raises:
        MembersOnly: They are no member.
        NotYourSchool: It is not confirmed that they work at the school.
        HasHost: Someone is its host, or it is not in the lists any more.
    """
    require_member(member)
    with transaction.atomic():
        locked = lock(offer)
        if locked.contact_id == member.pk:
            return locked
        decision = decide_host(offer=locked, member=member, at=at)
        if decision in _REFUSED:
            raise _REFUSED[decision]
        locked.contact, locked.host_left_told_at, locked.changed_at = member, None, at
        # Their contact and their form: its token was the former host's.
        locked.form_token = ""
        renew(locked, at=at)
        locked.save()
        tell(locked, ListingChange.OWNER, at=at)
        refresh_entry(locked)
    return locked


def tell_host_left(at: datetime) -> int:
    """Ask the coordinators of a school for a new host, once per host who left.

    Returns:
        Number of people written to now.
    """
    today, told = timezone.localdate(at), 0
    left = PlacementOffer.objects.without_host(on=today)
    # Who came back may leave again.
    back = PlacementOffer.objects.exclude(host_left_told_at=None).exclude(pk__in=left.values("pk"))
    PlacementOffer.objects.filter(pk__in=list(back.values_list("pk", flat=True))).update(host_left_told_at=None)
    for offer in list(left.filter(host_left_told_at=None).order_by("pk")):
        with transaction.atomic():
            locked = lock(offer)
            still = PlacementOffer.objects.without_host(on=today).filter(pk=locked.pk, host_left_told_at=None)
            if not still.exists():
                continue
            work = Affiliation.objects.coordinating(today).filter(institution=locked.institution_id)
            people = Member.objects.members().filter(pk__in=work.values("member")).order_by("pk")
            mails = host_left_mails(offer=locked, coordinators=people, at=at)
            for mail in mails:
                post(mail, at=at)
            if mails:
                # A school without a coordinator hears it once it has one.
                locked.host_left_told_at = at
                locked.save(update_fields=["host_left_told_at"])
            told += len(mails)
    return told
