"""Beginning: a guest asks for a place, or a host invites who has a wish."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from events.applications.actions.places import taken_of
from events.applications.actions.rows import hears, post_all
from events.applications.errors import (
    ASK_REFUSALS,
    AskingMembersOnly,
    MonthFull,
    MonthMissing,
    OfferDoesNotFit,
    PlaceFull,
    QuestionMissing,
    TooManyAsked,
    WishDoesNotFit,
    WishGone,
    WishTaken,
)
from events.applications.mails import begun_mail
from events.applications.models import Application, ApplicationMessage
from events.applications.notes import post_note
from events.applications.rules import (
    ASKED_PER_DAY,
    DAY_SECONDS,
    AskDecision,
    decide_ask,
    has_room,
    months_to_choose,
)
from events.applications.states import Side
from events.offers.actions.locking import lock_listings
from events.offers.models import PlacementOffer, PlacementRequest
from events.offers.states import ListingState, PlacesPer
from network.contact.actions.standing import require_writing
from network.errors import NetworkError
from network.models import Institution, Member
from portal.shared.limits.actions import allow


@dataclass(frozen=True, slots=True)
class Opening:
    """What someone says when they begin: the learning question, the month, and a first message; all plain text."""

    question: str = ""
    month: date | None = None
    text: str = ""


def school_of(member: Member, *, on: date) -> Institution | None:
    """Give the school that stands beside a name: the first one where the affiliation counts; None without one."""
    rows = member.affiliations.current(on).proven().select_related("institution")
    first = rows.order_by("pk").first()
    return first.institution if first is not None else None


def schools_of(member: Member, *, on: date) -> set[int]:
    """Give the ids of the schools where someone's affiliation counts."""
    return set(member.affiliations.current(on).proven().values_list("institution_id", flat=True))


def decide_for_offer(offer: PlacementOffer, member: Member, *, at: datetime) -> AskDecision:
    """Decide whether a member can ask for an offer now; the offer has its `contact`."""
    on = timezone.localdate(at)
    return decide_ask(
        state=ListingState(offer.state),
        opens_on=offer.opens_on,
        today=on,
        is_own=offer.contact_id == member.pk,
        has_school=school_of(member, on=on) is not None,
        has_owner=offer.contact is not None and offer.contact.is_active,
    )


def decide_for_request(request: PlacementRequest, member: Member, *, at: datetime) -> AskDecision:
    """Decide whether a member can invite who has a wish now; the wish has its `member`."""
    on = timezone.localdate(at)
    school = school_of(member, on=on)
    return decide_ask(
        state=ListingState(request.state),
        opens_on=request.opens_on,
        today=on,
        is_own=request.member_id == member.pk,
        has_school=school is not None,
        has_owner=request.member is not None and request.member.is_active,
        is_school_fine=request.is_own_school_fine or school is None or school.pk != request.institution_id,
    )


def open_for_offer(offer: PlacementOffer, guest: Member) -> Application | None:
    """Give the application of a guest for an offer that stands, if there is one."""
    return Application.objects.standing().filter(offer=offer, guest=guest).first()


def open_for_request(request: PlacementRequest, host: Member) -> Application | None:
    """Give the application between a host and who has a wish that stands, if there is one."""
    return Application.objects.standing().filter(request=request, host=host).first()


def ask_for_place(
    *, offer: PlacementOffer, guest: Member, opening: Opening, wish: PlacementRequest | None, at: datetime
) -> Application:
    """Ask for a place; its host hears it. Who asked already gets the application that stands, unchanged.

    Parameters:
        offer: One that the guest sees; the caller checked that.
        guest: Who asks.
        opening: With the learning question, and the month where places are counted per month.
        wish: A wish of the guest's own in the same direction; it may stand beside the question.
        at: Now.

    Raises:
        AskingMembersOnly, WritingStopped: They may not write to others.
        TooManyAsked: More than ASKED_PER_DAY today.
        QuestionMissing, MonthMissing, WishDoesNotFit: What was chosen.
        A refusal of ASK_REFUSALS, MonthFull, WishTaken: How the place and the wish stand.
    """
    known = open_for_offer(offer, guest)
    if known is not None:
        return known
    question = opening.question.strip() or (wish.learning_question if wish is not None else "")
    if not question:
        raise QuestionMissing
    _count(guest, at=at)
    with transaction.atomic():
        locked, own_wish = lock_listings(offer_id=offer.pk, request_id=wish.pk if wish is not None else None)
        known = open_for_offer(offer, guest)
        if known is not None:
            return known
        _require(decide_for_offer(locked, guest, at=at))
        _require_own_wish(own_wish, guest=guest, direction=locked.direction)
        application = Application(
            offer=locked,
            request=own_wish,
            direction=locked.direction,
            guest=guest,
            host=locked.contact,
            guest_institution=own_wish.institution if own_wish is not None else school_of(guest, on=_day(at)),
            host_institution=locked.institution,
            started_by=Side.GUEST,
            learning_question=question,
            month=_month_of(locked, opening.month, at=at),
        )
        return _begin(application, by=guest, text=opening.text, at=at)


def invite(
    *, request: PlacementRequest, host: Member, opening: Opening, offer: PlacementOffer | None, at: datetime
) -> Application:
    """Invite who has a wish; they hear it. Who invited them already gets the application that stands, unchanged.

    Parameters:
        request: A wish that the host sees; the caller checked that.
        host: Who invites.
        opening: With a first message, and the month where the offer counts per month; the question is the wish's.
        offer: An open place of a school of the host, in the same direction; None for one that is not on the list.
        at: Now.

    Raises:
        AskingMembersOnly, WritingStopped: They may not write to others.
        TooManyAsked: More than ASKED_PER_DAY today.
        OfferDoesNotFit, MonthMissing: What was chosen.
        A refusal of ASK_REFUSALS, MonthFull, WishTaken, WishGone: How the place and the wish stand.
    """
    known = open_for_request(request, host)
    if known is not None:
        return known
    _count(host, at=at)
    with transaction.atomic():
        own_offer, locked = lock_listings(offer_id=offer.pk if offer is not None else None, request_id=request.pk)
        known = open_for_request(request, host)
        if known is not None:
            return known
        decision = decide_for_request(locked, host, at=at)
        if decision is AskDecision.FULL:
            raise WishTaken
        if decision is AskDecision.GONE:
            raise WishGone
        _require(decision)
        if own_offer is not None:
            known = open_for_offer(own_offer, locked.member)
            if known is not None:
                raise OfferDoesNotFit
            _require_own_offer(own_offer, host=host, direction=locked.direction, at=at)
        application = Application(
            offer=own_offer,
            request=locked,
            direction=locked.direction,
            guest=locked.member,
            host=host,
            guest_institution=locked.institution,
            host_institution=own_offer.institution if own_offer is not None else school_of(host, on=_day(at)),
            started_by=Side.HOST,
            learning_question=locked.learning_question,
            month=_month_of(own_offer, opening.month, at=at) if own_offer is not None else None,
        )
        return _begin(application, by=host, text=opening.text, at=at)


def _day(at: datetime) -> date:
    return timezone.localdate(at)


def _count(member: Member, *, at: datetime) -> None:
    try:
        require_writing(member, at=at)
    except NetworkError as refusal:
        raise AskingMembersOnly(refusal) from refusal
    if not allow(name="applications.ask", who=member.key, limit=ASKED_PER_DAY, window_seconds=DAY_SECONDS, at=at):
        raise TooManyAsked


def _require(decision: AskDecision) -> None:
    if decision is not AskDecision.ASK:
        raise ASK_REFUSALS[decision]


def _require_own_wish(wish: PlacementRequest | None, *, guest: Member, direction: str) -> None:
    if wish is None:
        return
    if wish.state == ListingState.TAKEN:
        raise WishTaken
    if wish.member_id != guest.pk or wish.direction != direction or wish.state != ListingState.OPEN:
        raise WishDoesNotFit


def _require_own_offer(offer: PlacementOffer, *, host: Member, direction: str, at: datetime) -> None:
    is_theirs = offer.institution_id in schools_of(host, on=_day(at))
    if not is_theirs or offer.direction != direction or offer.state != ListingState.OPEN:
        raise OfferDoesNotFit


def _month_of(offer: PlacementOffer, month: date | None, *, at: datetime) -> date | None:
    is_per_month = offer.places_per == PlacesPer.MONTH
    if is_per_month:
        choices = months_to_choose(starts_on=offer.starts_on, ends_on=offer.ends_on, today=_day(at))
        if month not in choices:
            raise MonthMissing
    kept = month if is_per_month else None
    if not has_room(places=offer.places, is_per_month=is_per_month, taken=taken_of(offer), month=kept):
        raise MonthFull if is_per_month else PlaceFull
    return kept


def _begin(application: Application, *, by: Member, text: str, at: datetime) -> Application:
    application.created_at = application.changed_at = application.last_step_at = at
    other = Side(application.started_by).other
    application.waits_for = other
    application.save()
    if text:
        ApplicationMessage.objects.create(
            application=application, author=by, side=application.started_by, text=text, created_at=at
        )
    if hears(application.person(other), of=by):
        post_all([begun_mail(application, text=text, at=at)], at=at)
        post_note("asked" if other is Side.HOST else "invited", application, to_side=other, at=at)
    return application
