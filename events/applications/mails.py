"""What is mailed about applications. No mail shows an address, and each goes to one person."""

from collections.abc import Iterable
from datetime import datetime

from django.urls import reverse

from events.applications.models import Application, ApplicationMessage, ApplicationReport
from events.applications.states import Side
from events.offers.models import PlacementOffer
from events.offers.states import ListingState
from network.members.mails import mail_to
from network.models import Member
from portal.shared.conversations.states import ReportReason
from portal.shared.outbox.messages import OutgoingMail
from portal.shared.outbox.states import Delivery

NAMES = (
    "asked",
    "invited",
    "message",
    "accepted",
    "declined",
    "withdrawn",
    "reopened",
    "surplus",
    "wish_taken",
    "listing_gone",
    "nudge",
    "last_nudge",
    "silence",
    "left",
    "new_host",
    "handed_over",
    "place_free",
    "reported",
    "outcome",
    "removed",
)


def _mail(
    name: str, *, to: Member, occasion: str, context: dict, delivery: Delivery = Delivery.AT_LEAST_ONCE
) -> OutgoingMail:
    purpose = f"events.application_{name}"
    return mail_to(
        to,
        app="events/applications",
        name=name,
        purpose=purpose,
        occasion=occasion,
        context=context,
        delivery=delivery,
    )


def _about(application: Application, *, to_side: str) -> dict[str, object]:
    """Give what every mail to one side tells: what it is about, who the other one is, and where to read it."""
    side = Side(to_side)
    other = application.person(side.other)
    return {
        "title": application.title,
        "other_name": other.name if other else "",
        "other_school": application.school(side.other).name,
        "is_guest": side is Side.GUEST,
        "path": application.get_absolute_url(),
        "places_path": reverse("offers:list"),
    }


def step_mail(name: str, application: Application, *, to_side: str, at: datetime, **words: object) -> OutgoingMail:
    """Tell one side of a step of the other one, or of the clock.

    Parameters:
        name: One of NAMES.
        application: As it stands after the step; the one on `to_side` is there.
        to_side: Who gets it.
        at: Of the step; the same step is mailed once.
        words: What this mail tells besides.
    """
    member = application.person(to_side)
    context = {**_about(application, to_side=to_side), **words}
    return _mail(name, to=member, occasion=f"{application.key}:{at.isoformat()}", context=context)


def begun_mail(application: Application, *, text: str, at: datetime) -> OutgoingMail:
    """Tell who has the place, or the wish, that someone asks or invites."""
    is_guest = application.started_by == Side.GUEST
    return step_mail(
        "asked" if is_guest else "invited",
        application,
        to_side=Side.HOST if is_guest else Side.GUEST,
        at=at,
        question=application.learning_question,
        month=application.month,
        place=application.offer.title if application.offer is not None else "",
        wish=application.request.title if application.request is not None else "",
        text=text,
    )


def message_mail(message: ApplicationMessage, *, to_side: str) -> OutgoingMail:
    """Tell one side what the other one wrote. Rather lost than sent twice: it waits on /mijn/, too.

    Source: RELIABILITY G9.
    """
    application = message.application
    context = {**_about(application, to_side=to_side), "message": message.text}
    to = application.person(to_side)
    return _mail("message", to=to, occasion=message.key, context=context, delivery=Delivery.AT_MOST_ONCE)


def lapsed_mail(name: str, application: Application, *, to_side: str, at: datetime) -> OutgoingMail:
    """Tell one side that it lapsed, and lead the guest to other places."""
    offer = application.offer
    is_taken = offer is not None and offer.state == ListingState.TAKEN
    watch = reverse("applications:watch", args=[offer.key]) if is_taken else ""
    return step_mail(name, application, to_side=to_side, at=at, watch_path=watch)


def handed_over_mail(application: Application, *, at: datetime) -> OutgoingMail:
    """Tell the new host which application is theirs now."""
    question = application.learning_question
    return step_mail("handed_over", application, to_side=Side.HOST, at=at, question=question)


def place_free_mails(*, offer: PlacementOffer, people: Iterable[Member], at: datetime) -> list[OutgoingMail]:
    """Tell who waited for it that a place of this offer is free again."""
    context = {"title": offer.title, "school": offer.institution.name, "path": offer.get_absolute_url()}
    occasion = f"{offer.key}:{at.isoformat()}"
    return [_mail("place_free", to=member, occasion=occasion, context=context) for member in people]


def report_mails(*, report: ApplicationReport, leaders: Iterable[Member]) -> list[OutgoingMail]:
    """Tell the conversation leaders that a report waits."""
    path = reverse("application_conversations:detail", args=[report.message.key])
    context = {"reason": ReportReason(report.reason).label, "path": path}
    occasion = f"{report.message.key}:{report.pk}"
    return [_mail("reported", to=leader, occasion=occasion, context=context) for leader in leaders]


def outcome_mails(reports: Iterable[ApplicationReport], *, is_upheld: bool) -> list[OutgoingMail]:
    """Tell those who reported what came of it."""
    return [
        _mail(
            "outcome",
            to=report.reporter,
            occasion=f"{report.message.key}:{report.pk}",
            context={"is_upheld": is_upheld, "answer": report.answer},
        )
        for report in reports
        if report.reporter is not None and report.reporter.is_active
    ]


def removed_mails(*, message: ApplicationMessage, reason: str) -> list[OutgoingMail]:
    """Tell the writer that a message was removed, and why."""
    author = message.author
    if author is None or not author.is_active:
        return []
    context = {"reason": reason, "path": message.application.get_absolute_url()}
    return [_mail("removed", to=author, occasion=message.key, context=context)]
