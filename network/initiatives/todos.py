"""What waits for who leads an initiative, and for who approves proposals, on /mijn/ (portal.shared.registries)."""

from collections.abc import Iterable
from datetime import date, datetime

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from network.initiatives.mails import desk_path
from network.initiatives.models import Initiative, InitiativePart, InitiativeStep
from network.initiatives.rules import answer_due_at, judgement_due_at, result_due_at, step_due_at
from network.initiatives.states import ENDED, InitiativeState
from network.members.models import Member
from portal.shared.audiences.rules import Viewer
from portal.shared.registries.crossings import TodoItem
from portal.shared.registries.glances import Asked

SHOWN = 10


class InitiativeTodos:
    """For who leads one: schools that wait for an answer, late steps, results that are due, drafts sent back."""

    def glance(self, asked: Asked) -> Iterable[QuerySet]:
        """Give what this member leads."""
        return [self._led(asked)]

    @staticmethod
    def _led(asked: Asked) -> QuerySet:
        return Initiative.objects.filter(contact=asked.member_id).exclude(state__in=ENDED)

    def todos(self, member: Member, viewer: Viewer, *, at: datetime) -> Iterable[TodoItem]:
        """Give what waits for this member, in a fixed number of queries."""
        today = timezone.localdate(at)
        led = list(self._led(Asked.of(member, at)).order_by("ends_on", "pk"))
        joinable = [initiative for initiative in led if initiative.is_joinable]
        return [
            *(self._asking(joinable) if joinable else []),
            *(self._late(joinable, today=today) if joinable else []),
            *self._results(led, today=today),
            *self._sent_back(led),
        ]

    def _asking(self, joinable: list[Initiative]) -> list[TodoItem]:
        parts = InitiativePart.objects.asking().filter(initiative__in=joinable)
        return [
            TodoItem(
                key=f"initiative-part:{part.key}",
                title=_("%(school)s wants to take part in “%(title)s”")
                % {"school": part.institution, "title": part.initiative.title},
                url=reverse("initiatives:answer", args=[part.initiative.key, part.key]),
                button=_("Answer this school"),
                deadline_at=answer_due_at(part.asked_at),
            )
            for part in parts.select_related("initiative", "institution")[:SHOWN]
        ]

    def _late(self, joinable: list[Initiative], *, today: date) -> list[TodoItem]:
        steps = InitiativeStep.objects.filter(initiative__in=joinable, done_on=None, due_on__lt=today)
        return [
            TodoItem(
                key=f"initiative-step:{step.key}",
                title=_("A step of “%(title)s” is late") % {"title": step.initiative.title},
                url=reverse("initiatives:step", args=[step.initiative.key, step.key]),
                button=_("Tick it off or move it"),
                deadline_at=step_due_at(step.due_on),
                explanation=step.text,
            )
            for step in steps.select_related("initiative").order_by("due_on", "pk")[:SHOWN]
        ]

    def _results(self, led: list[Initiative], *, today: date) -> list[TodoItem]:
        over = [
            initiative
            for initiative in led
            if initiative.state == InitiativeState.RUNNING and initiative.ends_on and initiative.ends_on < today
        ]
        return [
            TodoItem(
                key=f"initiative-result:{initiative.key}",
                title=_("The result of “%(title)s”") % {"title": initiative.title},
                url=reverse("initiatives:end", args=[initiative.key]),
                button=_("Write the result"),
                deadline_at=result_due_at(initiative.ends_on),
                explanation=_("The last day has passed. Say what came of it, also if it did not work."),
            )
            for initiative in over[:SHOWN]
        ]

    def _sent_back(self, led: list[Initiative]) -> list[TodoItem]:
        back = [initiative for initiative in led if initiative.state == InitiativeState.DRAFT and initiative.remark]
        return [
            TodoItem(
                key=f"initiative-remark:{initiative.key}",
                title=initiative.title,
                url=desk_path(initiative),
                button=_("Read and change"),
                explanation=_("The editors ask for a change before it goes online."),
            )
            for initiative in back[:SHOWN]
        ]


class InitiativeProposalTodos:
    """For editors: the proposals of others."""

    def todos(self, member: Member, viewer: Viewer, *, at: datetime) -> Iterable[TodoItem]:
        """Give the longest waiting proposals, in one query; nothing for anyone else."""
        if not viewer.is_editor:
            return []
        others = Initiative.objects.waiting().exclude(contact=member).exclude(proposed_by=member)
        return [
            TodoItem(
                key=f"initiative-proposal:{initiative.key}",
                title=_("A proposal to read: “%(title)s”") % {"title": initiative.title},
                url=reverse("initiatives:judge", args=[initiative.key]),
                button=_("Read and decide"),
                deadline_at=judgement_due_at(initiative.submitted_at),
            )
            for initiative in others[:SHOWN]
        ]


INITIATIVE_TODOS = InitiativeTodos()
INITIATIVE_PROPOSAL_TODOS = InitiativeProposalTodos()
