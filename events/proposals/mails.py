"""What is mailed about proposals; actions call these in their transaction, each occasion once."""

from datetime import datetime

from django.urls import reverse

from events.meetups.models import Meetup
from network.members.states import MODERATORS
from network.models import Member
from portal.shared.outbox.actions import post
from portal.shared.outbox.messages import OutgoingMail
from portal.shared.outbox.templates import render_mail

NAMES = ("received", "submitted", "changes", "approved")


def post_received(meetup: Meetup, *, title: str, occasion: int, at: datetime) -> None:
    """Tell the proposer that it arrived, and what happens now."""
    _to_proposer("received", meetup, title=title, occasion=occasion, at=at)


def post_to_moderators(meetup: Meetup, *, title: str, occasion: int, at: datetime) -> None:
    """Tell each moderator, except the proposer, that a proposal waits."""
    path = reverse("wagtailadmin_pages:edit", args=[meetup.page_id])
    moderators = Member.objects.active().filter(groups__name=MODERATORS).exclude(pk=meetup.proposed_by_id)
    for moderator in moderators.order_by("pk"):
        _post("submitted", meetup, to=moderator, title=title, path=path, occasion=occasion, at=at)


def post_changes(meetup: Meetup, *, title: str, comment: str, occasion: int, at: datetime) -> None:
    """Tell the proposer what the editors ask."""
    _to_proposer("changes", meetup, title=title, occasion=occasion, at=at, comment=comment)


def post_approved(meetup: Meetup, *, title: str, occasion: int, at: datetime) -> None:
    """Tell the proposer that the page is online, and that the dates wait to be announced."""
    path = reverse("meetups:desk", args=[meetup.key])
    _post("approved", meetup, to=meetup.proposed_by, title=title, path=path, occasion=occasion, at=at)


def _to_proposer(name: str, meetup: Meetup, *, title: str, occasion: int, at: datetime, comment: str = "") -> None:
    if meetup.proposed_by is not None:
        path = reverse("proposals:detail", args=[meetup.key])
        to = meetup.proposed_by
        _post(name, meetup, to=to, title=title, path=path, occasion=occasion, at=at, comment=comment)


def _post(
    name: str, meetup: Meetup, *, to: Member, title: str, path: str, occasion: int, at: datetime, comment: str = ""
) -> None:
    purpose = f"events.proposal_{name}"
    context = {
        "recipient": to,
        "title": title,
        "path": path,
        "comment": comment,
        "proposer": str(meetup.proposed_by or ""),
    }
    words = render_mail(
        app="events/proposals", name=name, context=context, language=to.interface_language, purpose=purpose
    )
    mail = OutgoingMail(
        purpose=purpose,
        idempotency_key=f"{purpose}:{meetup.key}:{occasion}:{to.key}",
        to=to.email,
        subject=words.subject,
        text=words.text,
        html=words.html,
        recipient_kind="member",
        recipient_key=to.key,
    )
    post(mail, at=at)
