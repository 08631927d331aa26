"""What follows for applications when an offer or a wish changes. Inside the caller's transaction, its row locked."""

from datetime import datetime

from django.utils import timezone

from events.applications.actions.asking import schools_of
from events.applications.actions.lapsing import lapse
from events.applications.actions.places import settle_offer
from events.applications.actions.rows import lock_row, post_all, tells
from events.applications.listeners import application_listeners
from events.applications.mails import handed_over_mail, step_mail
from events.applications.models import Application
from events.applications.states import ApplicationState, LapseReason, Side
from events.offers.models import PlacementOffer, PlacementRequest
from network.models import Member


def offer_ended(offer: PlacementOffer, *, at: datetime) -> None:
    """End what waits for a place that is gone; the guests hear it, and that there are others."""
    for pk in _keys(Application.objects.waiting().filter(offer=offer)):
        lapse(lock_row(pk), reason=LapseReason.ENDED, to_sides=[Side.GUEST], at=at)


def request_ended(request: PlacementRequest, *, at: datetime) -> None:
    """End invitations for a wish that is gone; the hosts hear it. Beside a question for a place it only stood."""
    for pk in _keys(Application.objects.waiting().filter(request=request, started_by=Side.HOST)):
        lapse(lock_row(pk), reason=LapseReason.ENDED, to_sides=[Side.HOST], at=at)


def places_changed(offer: PlacementOffer, *, at: datetime) -> None:
    """Say anew whether an offer is taken, after its number of places, its period or its state changed."""
    settle_offer(offer, at=at)


def host_changed(offer: PlacementOffer, *, at: datetime) -> None:
    """Hand what stands over to the colleague who has the offer now; the guest and the new host of a question hear it.

    What a host of the school began for the offer stays theirs. An offer without anyone keeps its applications as they
    are until somebody takes it over.
    """
    host = offer.contact
    if host is None:
        return
    for pk in _keys(Application.objects.standing().filter(offer=offer).exclude(host=host)):
        locked = lock_row(pk)
        if _stays(locked, offer, at=at):
            continue
        if locked.state == ApplicationState.ACCEPTED:
            # What follows tells all of them, with the agreement.
            locked.host = host
            locked.save(update_fields=["host"])
            for listener in application_listeners:
                listener.host_changed(locked, at=at)
        elif locked.guest_id == host.pk:
            # They know: they took it over.
            lapse(locked, reason=LapseReason.LEFT, to_sides=[], at=at)
        elif _has_another(locked, host):
            lapse(locked, reason=LapseReason.LEFT, to_sides=[Side.GUEST], at=at)
        else:
            _hand_over(locked, host, at=at)


def _keys(rows) -> list[int]:
    return list(rows.order_by("pk").values_list("pk", flat=True))


def _stays(locked: Application, offer: PlacementOffer, *, at: datetime) -> bool:
    if locked.state == ApplicationState.ACCEPTED and locked.guest_id == offer.contact_id:
        return True
    if locked.started_by != Side.HOST or locked.host is None or not locked.host.is_active:
        return False
    return offer.institution_id in schools_of(locked.host, on=timezone.localdate(at))


def _has_another(locked: Application, host: Member) -> bool:
    """Say whether the new host invited the guest of the same wish already."""
    if locked.request_id is None:
        return False
    return Application.objects.standing().filter(request=locked.request_id, host=host).exists()


def _hand_over(locked: Application, host: Member, *, at: datetime) -> None:
    locked.host = host
    if locked.waits_for == Side.HOST:
        # A new host gets the time that anyone gets.
        locked.last_step_at, locked.nudges, locked.nudged_at = at, 0, None
    locked.save()
    mails = []
    if tells(locked, Side.HOST):
        mails.append(handed_over_mail(locked, at=at))
    if tells(locked, Side.GUEST):
        mails.append(step_mail("new_host", locked, to_side=Side.GUEST, at=at))
    post_all(mails, at=at)
