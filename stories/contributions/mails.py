"""What is mailed about contributions, and to whom; actions call these in their transaction (DECISIONS 1, 30)."""

from datetime import datetime
from urllib.parse import urljoin

from django.conf import settings
from django.urls import reverse
from wagtail.models import Page

from network.members.states import MODERATORS
from network.models import Member
from portal.shared.outbox.actions import post
from portal.shared.outbox.messages import OutgoingMail
from portal.shared.outbox.templates import render_mail
from stories.contributions.models import Contribution, Review
from stories.contributions.states import Kind, Verdict


def post_to_moderators(contribution: Contribution, *, title: str, occasion: int, at: datetime) -> None:
    """Tell each moderator, except the writer, that a text waits."""
    for moderator in _moderators(contribution):
        _post_to_member(
            moderator,
            name="contribution_submitted",
            occasion=f"contribution:{contribution.key}:submitted:{occasion}:{moderator.key}",
            at=at,
            context={
                "title": title,
                "kind": Kind(contribution.kind).label,
                "writer": str(contribution.member),
                "note": contribution.note,
                "url": _address("contributions:desk", key=contribution.key),
            },
        )


def post_received(contribution: Contribution, *, title: str, occasion: int, at: datetime) -> None:
    """Tell the member that the text arrived, and what happens now."""
    _post_to_writer(contribution, name="contribution_received", what=f"received:{occasion}", title=title, at=at)


def post_changes_requested(
    contribution: Contribution, *, title: str, comment: str, occasion: int, at: datetime
) -> None:
    """Tell the member what the editors ask."""
    _post_to_writer(
        contribution, name="contribution_changes", what=f"changes:{occasion}", title=title, at=at, comment=comment
    )


def post_published(contribution: Contribution, *, page: Page, occasion: int, at: datetime) -> None:
    """Tell the member where the text stands now."""
    _post_to_writer(
        contribution,
        name="contribution_published",
        what=f"published:{occasion}",
        title=page.title,
        at=at,
        page_url=urljoin(f"{_site()}/", page.get_url() or ""),
    )


def post_invitation(review: Review, *, title: str, by: Member, token: str, at: datetime) -> None:
    """Ask someone without account to read a draft. The one place where the token is written down."""
    text = render_mail(
        app="stories",
        name="review_invitation",
        context={
            "reader": review.name,
            "asked_by": str(by),
            "title": title,
            "message": review.message,
            "expires_at": review.expires_at,
            "url": _address("contributions:review", token=token),
        },
    )
    post(
        OutgoingMail(
            purpose="stories.review_invitation",
            idempotency_key=f"review:{review.key}:invited",
            to=review.email,
            subject=text.subject,
            text=text.text,
            html=text.html,
        ),
        at=at,
    )


def post_review_answer(review: Review, *, contribution: Contribution, title: str, at: datetime) -> None:
    """Tell the member, and an editor who asked, what the reader answered."""
    people = {contribution.member.pk: contribution.member}
    if review.invited_by is not None:
        people[review.invited_by.pk] = review.invited_by
    for member in people.values():
        is_writer = member.pk == contribution.member_id
        _post_to_member(
            member,
            name="review_answered",
            occasion=f"review:{review.key}:answered:{member.key}",
            at=at,
            context={
                "title": title,
                "reader": review.name,
                "agrees": review.verdict == Verdict.AGREES,
                "comment": review.comment,
                "url": _address("contributions:detail" if is_writer else "contributions:desk", key=contribution.key),
            },
        )


def _post_to_writer(
    contribution: Contribution, *, name: str, what: str, title: str, at: datetime, **context: object
) -> None:
    _post_to_member(
        contribution.member,
        name=name,
        occasion=f"contribution:{contribution.key}:{what}",
        at=at,
        context={"title": title, "url": _address("contributions:detail", key=contribution.key), **context},
    )


def _post_to_member(member: Member, *, name: str, occasion: str, at: datetime, context: dict) -> None:
    text = render_mail(
        app="stories",
        name=name,
        language=member.interface_language,
        context={"given_name": member.given_name, **context},
    )
    post(
        OutgoingMail(
            purpose=f"stories.{name}",
            idempotency_key=occasion,
            to=member.email,
            subject=text.subject,
            text=text.text,
            html=text.html,
            recipient_kind="member",
            recipient_key=member.key,
        ),
        at=at,
    )


def _moderators(contribution: Contribution) -> list[Member]:
    people = Member.objects.active().filter(groups__name=MODERATORS).exclude(pk=contribution.member_id)
    return list(people.order_by("pk").distinct())


def _address(name: str, **parts: str) -> str:
    return f"{_site()}{reverse(name, kwargs=parts)}"


def _site() -> str:
    return settings.WAGTAILADMIN_BASE_URL.rstrip("/")
