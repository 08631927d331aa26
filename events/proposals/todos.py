"""What waits on /mijn/: proposals to read, changes asked, and dates to announce (portal.shared.registries)."""

from collections.abc import Iterable
from datetime import datetime

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from wagtail.models import WorkflowState

from events.meetups.models import Meetup
from events.meetups.states import OccurrenceState
from network.members.states import MODERATORS
from network.models import Member
from portal.shared.audiences.rules import Viewer
from portal.shared.registries.crossings import TodoItem
from portal.shared.registries.glances import Asked

SHOWN = 10


class ProposalTodos:
    """For the proposer, what was sent back; for organisers, dates nobody sees yet."""

    def glance(self, asked: Asked) -> Iterable[QuerySet]:
        """Give what this member proposed, and what has dates to announce."""
        return [Meetup.objects.waiting().proposed_by(asked.member_key), self._with_drafts(asked)]

    @staticmethod
    def _with_drafts(asked: Asked) -> QuerySet:
        return Meetup.objects.organised_by(asked.member_key).filter(
            page__live=True, occurrences__state=OccurrenceState.DRAFT, occurrences__ends_at__gt=asked.at
        )

    def todos(self, member: Member, viewer: Viewer, *, at: datetime) -> Iterable[TodoItem]:
        """Give what waits for this member, in a fixed number of queries."""
        return [*self._sent_back(member.key), *self._unannounced(Asked.of(member, at))]

    def _sent_back(self, member_key: str) -> list[TodoItem]:
        rows = _with_status(WorkflowState.STATUS_NEEDS_CHANGES).proposed_by(member_key)
        return [
            TodoItem(
                key=f"proposal-changes:{row.key}",
                title=row.page.draft_title,
                url=reverse("proposals:detail", args=[row.key]),
                button=_("Read and change"),
                explanation=_("The editors ask for a change before it goes online."),
            )
            for row in rows[:SHOWN]
        ]

    def _unannounced(self, asked: Asked) -> list[TodoItem]:
        return [
            TodoItem(
                key=f"meetup-dates:{row.key}",
                title=_("Dates of “%(title)s” aren't announced yet") % {"title": row.page.title},
                url=reverse("meetups:announce", args=[row.key]),
                button=_("Announce dates"),
                explanation=_("The page is online; nobody can see these dates or sign up for them yet."),
            )
            for row in self._with_drafts(asked).select_related("page").distinct().order_by("pk")[:SHOWN]
        ]


class ProposalReviewTodos:
    """For moderators: the proposals of others."""

    def todos(self, member: Member, viewer: Viewer, *, at: datetime) -> Iterable[TodoItem]:
        """Give the longest waiting proposals; nothing for who approves no texts."""
        if MODERATORS not in member.group_names:
            return []
        rows = _with_status(WorkflowState.STATUS_IN_PROGRESS).exclude(proposed_by=member)
        return [
            TodoItem(
                key=f"proposal:{row.key}",
                title=_("A proposal to read: “%(title)s”") % {"title": row.page.draft_title},
                url=reverse("wagtailadmin_pages:edit", args=[row.page_id]),
                button=_("Read and decide"),
            )
            for row in rows[:SHOWN]
        ]


def _with_status(status: str) -> QuerySet:
    pages = WorkflowState.objects.filter(status=status).values_list("object_id", flat=True)
    ids = [int(object_id) for object_id in pages if object_id.isdecimal()]
    return Meetup.objects.waiting().filter(page_id__in=ids).select_related("page").order_by("proposed_at", "pk")


PROPOSAL_TODOS = ProposalTodos()
PROPOSAL_REVIEW_TODOS = ProposalReviewTodos()
