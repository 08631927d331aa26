"""The exchanges of the demo (domain list, sections 5, 6, 10 and 11), made by the clicks that people would make."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime, time, timedelta

from django.db.models import F, Q
from django.utils import timezone

from events.applications.actions import (
    Opening,
    accept_application,
    ask_for_place,
    decline_application,
    invite,
    run_clock,
    withdraw_application,
    write_message,
)
from events.applications.models import Application
from events.applications.states import Side
from events.models import ActivityTemplate, JointSummary, ManagerConsent, Placement, Reflection, ReflectionQuote
from events.offers.actions import (
    OfferText,
    RequestText,
    approve_listing,
    make_offer,
    make_request,
    mind_listings,
    pause_listing,
    send_listing,
    withdraw_listing,
)
from events.offers.models import PlacementOffer, PlacementRequest
from events.offers.states import Direction, PlacesPer
from events.placements.actions import (
    answer_consent,
    ask_manager,
    confirm_agreement,
    decide_myself,
    follow_time,
    record_placement,
    save_agreement,
)
from events.placements.mails import CONSENT_KIND
from events.placements.rules import Day, Terms
from events.placements.standards import first_terms
from events.placements.states import CancelReason
from events.reflections.actions import (
    agree_summary,
    answer_quote,
    begin_story,
    choose_sentences,
    hand_in,
    save_reflection,
    save_summary,
)
from events.reflections.states import ReleaseState
from home.demo.cast import Cast
from home.demo.files import document
from home.demo.library import Library
from network.models import System
from portal.shared.audiences.states import Audience
from portal.shared.calendar_days.models import SchoolHoliday
from portal.shared.calendar_days.rules import is_working_day
from portal.shared.calendar_days.states import HolidayRegion
from portal.shared.links.models import SecretLink
from portal.shared.outbox.actions.delivery import WITHOUT_CONTENT
from portal.shared.outbox.models import OutboxMail
from portal.shared.outbox.states import MailState
from stories.models import CoachStoryPage

FIRST, LAST = time(9), time(15, 30)
HALF_A_DAY = 2
TEXTS = ("saw", "learned", "changes", "advice")


def add_exchanges(cast: Cast, library: Library, at: datetime) -> None:
    """Add places and wishes in every state, the exchanges of pilot P2, and one exchange in each further state.

    What happened before today was mailed before today.
    """
    rows = document("exchanges")
    listings = _add_listings(rows, cast, at)
    for row in rows["earlier"]:
        _record(row, cast, at)
    asked = [(row["asked"], number, row) for number, row in enumerate([*rows["applications"], *rows["exchanges"]])]
    for _day, _number, row in sorted(asked):
        if "key" in row:
            _add_exchange(row, listings, cast, library, at)
        else:
            _add_application(row, listings, cast, at)
    run_clock(at)
    _end_listings(rows, listings, cast, at)
    Placement.objects.update(is_example=True)
    ours = Q(purpose__startswith="events.") | Q(purpose__startswith="offers.")
    OutboxMail.objects.filter(ours, created_at__lte=at, state=MailState.QUEUED).update(
        state=MailState.SENT, sent_at=F("created_at"), **WITHOUT_CONTENT
    )


def _add_listings(rows: Mapping, cast: Cast, at: datetime) -> dict[str, PlacementOffer | PlacementRequest]:
    systems = {system.slug: system for system in System.objects.all()}
    cards = {card.direction: card for card in ActivityTemplate.objects.order_by("-position")}
    listings: dict[str, PlacementOffer | PlacementRequest] = {}
    for row in (*rows["offers"], *rows["requests"]):
        made_at = at + timedelta(days=row["made"])
        common = {
            "direction": Direction(row["direction"]),
            "title": row["title"],
            "about": row["about"].strip(),
            "half_days": row["half_days"],
            "weekdays": tuple(row.get("weekdays", ())),
            "starts_on": _day(row.get("starts"), at),
            "ends_on": _day(row.get("ends"), at),
            "audience": Audience(row.get("audience", Audience.MEMBERS.value)),
            "themes": [cast.themes[slug] for slug in row["themes"]],
            "systems": [systems[slug] for slug in row.get("systems", ())],
        }
        member = cast.members[row.get("contact") or row["member"]]
        words = {"member": member, "institution": cast.schools[row["school"]], "token": row["key"], "at": made_at}
        if "contact" in row:
            text = OfferText(
                **common,
                team=row["team"],
                place=row["place"],
                learn=row["learn"],
                template=cards.get(row["direction"]),
                places=row["places"],
                places_per=PlacesPer(row.get("places_per", PlacesPer.TOTAL.value)),
                opens_on=_day(row.get("opens"), at),
            )
            listing = make_offer(text=text, **words)
        else:
            listing = make_request(text=RequestText(**common, learning_question=row["learning_question"]), **words)
        type(listing).objects.filter(pk=listing.pk).update(is_example=True)
        if row.get("state") != "draft":
            listing = send_listing(listing=listing, member=member, at=made_at)
        if listing.is_waiting:
            listing = approve_listing(
                listing=listing, editor=cast.moderator, seen=listing.changed_at, at=made_at + timedelta(days=1)
            )
        listings[row["key"]] = listing
    return listings


def _end_listings(rows: Mapping, listings: Mapping, cast: Cast, at: datetime) -> None:
    for row in (*rows["offers"], *rows["requests"]):
        listing, member = listings[row["key"]], cast.members[row.get("contact") or row["member"]]
        if row.get("state") == "paused":
            pause_listing(listing=listing, member=member, reason=row["paused_because"], at=at - timedelta(days=10))
        if row.get("state") == "withdrawn":
            withdraw_listing(listing=listing, member=member, reason=row["end_reason"], at=at - timedelta(days=12))
    mind_listings(at)


def _record(row: Mapping, cast: Cast, at: datetime) -> None:
    """Have the programme team note an exchange of before the portal."""
    day = _day(row["day"], at)
    record_placement(
        guest_institution=cast.schools[row["guest_school"]],
        host_institution=cast.schools[row["host_school"]],
        direction=Direction(row["direction"]),
        first_day_on=day,
        last_day_on=day,
        half_days=row["half_days"],
        reason=CancelReason(row["reason"]) if "reason" in row else None,
        at=at,
    )


def _asked(row: Mapping, listings: Mapping, cast: Cast, at: datetime) -> Application:
    asked_at = at + timedelta(days=row["asked"])
    said = row.get("messages", [])
    first = said[0]["text"] if said else ""
    if "offer" in row:
        offer = PlacementOffer.objects.get(pk=listings[row["offer"]].pk)
        month = _day(row.get("day", 30), at).replace(day=1) if offer.places_per == PlacesPer.MONTH else None
        opening = Opening(question=row["learning_question"], month=month, text=first)
        application = ask_for_place(
            offer=offer, guest=cast.members[row["guest"]], opening=opening, wish=None, at=asked_at
        )
    else:
        wish = PlacementRequest.objects.get(pk=listings[row["request"]].pk)
        application = invite(
            request=wish, host=cast.members[row["host"]], opening=Opening(text=first), offer=None, at=asked_at
        )
    for number, message in enumerate(said[1:]):
        side = application.guest if message["side"] == Side.GUEST else application.host
        moment = at + timedelta(days=message["day"])
        write_message(application=application, author=side, text=message["text"], token=f"{number}", at=moment)
    application.refresh_from_db()
    return application


def _add_application(row: Mapping, listings: Mapping, cast: Cast, at: datetime) -> None:
    application = _asked(row, listings, cast, at)
    decided_at = at + timedelta(days=row["asked"] + 2)
    if row["state"] == "declined":
        decline_application(application=application, member=application.host, note=row["note"], at=decided_at)
    if row["state"] == "withdrawn":
        withdraw_application(application=application, member=application.guest, note="", at=decided_at)


def _add_exchange(row: Mapping, listings: Mapping, cast: Cast, library: Library, at: datetime) -> None:
    application = _asked(row, listings, cast, at)
    decides = application.host if application.started_by == Side.GUEST else application.guest
    accepted_at = at + timedelta(days=row["accepted"])
    accept_application(application=application, member=decides, at=accepted_at)
    placement = Placement.objects.get(application=application)
    if row["state"] == "planning":
        return
    _agree(placement, row, accepted_at, at)
    if "story" in row:
        # The story came before the exchange was known here, so nobody made it from the exchange.
        Placement.objects.filter(pk=placement.pk).update(story_key=str(library.pages[row["story"]].pk))
    if row["state"] != "agreed":
        follow_time(min(at, at + timedelta(days=row["day"] + 1)))
    if "guest_reflection" in row:
        _look_back(placement, row, at)


def _agree(placement: Placement, row: Mapping, accepted_at: datetime, at: datetime) -> None:
    """Have both write, confirm and ask their managers; the host of who has a change ahead still has to confirm it."""
    guest, host = placement.guest, placement.host
    days = [day for name in ("day", "second_day") if (day := _day(row.get(name), at))]
    terms = Terms(
        **{
            **first_terms(placement),
            "days": tuple(_whole_day(day) for day in days),
            "half_days": row.get("half_days", HALF_A_DAY * len(days)),
            "host_hopes": "Een frisse blik: wat valt je op dat wij niet meer zien?",
            "cover": "De eigen teamleider van de gast regelt vervanging.",
            "practical": "Je meldt je bij de receptie. Neem een geldig legitimatiebewijs mee.",
        }
    )
    agreed_at = accepted_at + timedelta(days=2)
    version = save_agreement(placement=placement, member=guest, terms=terms, based_on=0, at=agreed_at)
    confirm_agreement(placement=placement, member=host, number=version.number, at=agreed_at + timedelta(hours=5))
    if row["state"] == "agreed":
        _ask(placement, at=agreed_at + timedelta(hours=6))
    else:
        decide_myself(placement=placement, member=guest, at=agreed_at + timedelta(hours=6))
    decide_myself(placement=placement, member=host, at=agreed_at + timedelta(hours=7))
    if "amendment_days" in row:
        later = (days[0] - timezone.localdate(at)).days + row["amendment_days"]
        moved = replace(terms, days=(_whole_day(_day(later, at)),))
        save_agreement(
            placement=placement,
            member=guest,
            terms=moved,
            based_on=version.number,
            change_note=row["amendment_note"],
            at=at - timedelta(days=1),
        )


def _ask(placement: Placement, *, at: datetime) -> None:
    """Have the guest ask a manager, who agrees by the link."""
    ask_manager(
        placement=placement, member=placement.guest, name="Karin Mulder", email="karin.mulder@example.org", at=at
    )
    consent = ManagerConsent.objects.get(placement=placement, side=Side.GUEST)
    link = SecretLink.objects.get(subject_kind=CONSENT_KIND, subject_key=consent.key)
    answer_consent(consent=consent, link=link, agrees=True, remark="Goed idee. Vertel erna wat je zag.", at=at)


def _look_back(placement: Placement, row: Mapping, at: datetime) -> None:
    placement.refresh_from_db()
    for side, member in ((Side.GUEST, placement.guest), (Side.HOST, placement.host)):
        words = row[f"{side.value}_reflection"]
        moment = at + timedelta(days=words.get("sealed", -1))
        texts = {**{name: words.get(name, "") for name in TEXTS}, "private_note": words.get("private_note", "")}
        reflection = save_reflection(
            placement=placement, member=member, texts=texts, seen=Reflection().version, at=moment
        )
        if "sealed" in words:
            hand_in(placement=placement, member=member, seen=reflection.version, at=moment)
    if "summary" in row:
        _sum_up(placement, row["summary"], at=at - timedelta(days=20))


def _sum_up(placement: Placement, words: Mapping, *, at: datetime) -> None:
    guest, host = placement.guest, placement.host
    chosen = [
        (reflection.key, sentence)
        for reflection in placement.reflections.all()
        for sentence in words["quotes"]
        if sentence in "\n".join(reflection.texts.values())
    ]
    choose_sentences(placement=placement, member=guest, chosen=chosen, at=at)
    for quote in ReflectionQuote.objects.filter(reflection__placement=placement, state=ReleaseState.ASKED):
        answer_quote(quote=quote, member=quote.reflection.author, state=ReleaseState.RELEASED, at=at)
    summary = JointSummary.objects.get(placement=placement)
    summary = save_summary(
        placement=placement,
        member=guest,
        title=words["title"],
        text=words["text"].strip(),
        seen=summary.version,
        at=at,
    )
    for member in (guest, host):
        agree_summary(placement=placement, member=member, seen=summary.version, is_named=True, at=at)
    summary = begin_story(placement=placement, member=guest, at=at + timedelta(days=1))
    CoachStoryPage.objects.filter(pk=summary.story_page_id).update(is_example=True)


def _whole_day(day: date) -> Day:
    return Day(key="", on=day, starts=FIRST, ends=LAST)


def _day(days: int | None, at: datetime) -> date | None:
    """Give the day so many days from the loading, or the nearest working day further from today.

    What is to come avoids school holidays too; what is past keeps to its place in the list.
    """
    if days is None:
        return None
    found, step = timezone.localdate(at) + timedelta(days=days), timedelta(days=1 if days > 0 else -1)
    free = SchoolHoliday.objects.of_region(HolidayRegion.MIDDLE).periods() if days > 0 else []
    while not is_working_day(found) or any(each.starts_on <= found <= each.ends_on for each in free):
        found += step
    return found
