"""What is mailed about these conversations. No mail holds a message's text or who reported it."""

from collections.abc import Iterable
from datetime import datetime

from django.urls import reverse

from network.initiative_threads.models import InitiativeMessage, InitiativeMessageReport
from network.initiatives.models import Initiative
from network.members.mails import mail_to
from network.members.models import Member
from portal.shared.conversations.rules import hour_of
from portal.shared.conversations.states import ReportReason, ReportState
from portal.shared.outbox.messages import OutgoingMail

NAMES = ("new", "reported", "decided", "outcome")


def _mail(name: str, *, to: Member, occasion: str, context: dict) -> OutgoingMail:
    purpose = f"initiative_threads.{name}"
    return mail_to(to, app="network/initiative_threads", name=name, purpose=purpose, occasion=occasion, context=context)


def thread_path(initiative: Initiative) -> str:
    """Give the address of a conversation, without host."""
    return reverse("initiative_threads:thread", kwargs={"key": initiative.key})


def new_mails(*, initiative: Initiative, people: Iterable[Member], at: datetime) -> list[OutgoingMail]:
    """Tell the others that there is something new; at most once an hour per conversation and person."""
    context = {
        "title": initiative.title,
        "path": thread_path(initiative),
        "settings_path": initiative.get_absolute_url(),
    }
    occasion = f"{initiative.key}:{hour_of(at)}"
    return [_mail("new", to=person, occasion=occasion, context=context) for person in people]


def report_mails(
    *, message: InitiativeMessage, report: InitiativeMessageReport, leaders: Iterable[Member]
) -> list[OutgoingMail]:
    """Tell the conversation leaders that a report waits."""
    context = {
        "title": message.initiative.title,
        "reason": ReportReason(report.reason).label,
        "path": reverse("initiative_conversations:detail", args=[message.key]),
    }
    return [_mail("reported", to=leader, occasion=f"{message.key}:{report.pk}", context=context) for leader in leaders]


def decided_mails(*, message: InitiativeMessage, at: datetime) -> list[OutgoingMail]:
    """Tell the writer what a leader decided; none when the writer's account is gone."""
    if message.member is None or not message.member.is_active:
        return []
    context = {
        "title": message.initiative.title,
        "state": message.state,
        "reason": message.state_reason,
        "path": thread_path(message.initiative),
    }
    return [_mail("decided", to=message.member, occasion=f"{message.key}:{at.isoformat()}", context=context)]


def outcome_mails(reports: Iterable[InitiativeMessageReport]) -> list[OutgoingMail]:
    """Tell those who reported what came of it."""
    return [
        _mail(
            "outcome",
            to=report.reporter,
            occasion=f"{report.message.key}:{report.pk}",
            context={
                "title": report.message.initiative.title,
                "outcome": ReportState(report.state).label,
                "answer": report.answer,
            },
        )
        for report in reports
        if report.reporter is not None and report.reporter.is_active
    ]
