"""What is mailed about reactions. No mail holds a reaction's text or who reported it: those stay on the site."""

from collections.abc import Iterable
from datetime import datetime

from django.urls import reverse
from wagtail.models import Page

from network.members.mails import mail_to
from network.models import Member
from portal.shared.conversations.rules import hour_of
from portal.shared.conversations.states import ReportReason
from portal.shared.outbox.messages import OutgoingMail
from stories.reactions.models import Reaction, ReactionReport

CONTACT_PATH = "/contact/"


def _mail(name: str, *, to: Member, occasion: str, context: dict) -> OutgoingMail:
    purpose = f"stories.reaction_{name}"
    return mail_to(to, app="stories/reactions", name=name, purpose=purpose, occasion=occasion, context=context)


def page_path(page: Page) -> str:
    """Give the address of the conversation under a text, without host; it stays when the text moves."""
    return reverse("reactions:list", args=[page.pk])


def news_mails(*, page: Page, people: Iterable[Member], at: datetime) -> list[OutgoingMail]:
    """Tell the people beside a text that there is something new under it; at most once an hour per text and person."""
    context = {"title": page.title, "path": page_path(page)}
    return [_mail("new", to=person, occasion=f"{page.pk}:{hour_of(at)}", context=context) for person in people]


def report_mails(*, report: ReactionReport, leaders: Iterable[Member]) -> list[OutgoingMail]:
    """Tell the conversation leaders that a report waits."""
    context = {
        "title": report.reaction.page.title,
        "reason": ReportReason(report.reason).label,
        "path": reverse("conversations:detail", args=[report.reaction.key]),
    }
    return [_mail("reported", to=leader, occasion=report.key, context=context) for leader in leaders]


def decision_mail(*, name: str, reaction: Reaction, at: datetime) -> list[OutgoingMail]:
    """Tell the writer what a leader decided, with the reason and whom to ask for a second look.

    Parameters:
        name: "hidden", "removed" or "restored".
        reaction: As it now stands.
        at: When it was decided.

    Returns:
        One mail; none when the writer's account is gone.
    """
    if reaction.member is None or not reaction.member.is_active:
        return []
    context = {
        "title": reaction.page.title,
        "reason": reaction.state_reason,
        "path": page_path(reaction.page),
        "contact_path": CONTACT_PATH,
    }
    return [_mail(name, to=reaction.member, occasion=f"{reaction.key}:{at.isoformat()}", context=context)]


def outcome_mails(reports: Iterable[ReactionReport]) -> list[OutgoingMail]:
    """Tell those who reported what came of it."""
    return [
        _mail(
            "outcome",
            to=report.reporter,
            occasion=report.key,
            context={
                "title": report.reaction.page.title,
                "is_upheld": report.state == "upheld",
                "answer": report.answer,
                "contact_path": CONTACT_PATH,
            },
        )
        for report in reports
        if report.reporter is not None and report.reporter.is_active
    ]
