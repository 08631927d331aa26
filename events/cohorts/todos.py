"""What waits for people of a group, its organisers and the conversation leaders, on /mijn/."""

from collections.abc import Iterable
from datetime import datetime

from django.db.models import Max, Min, Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from events.cohorts.models import Cohort, CohortMember, CohortNote
from events.cohorts.states import CohortState, PlaceState, StoryAnswer
from events.meetups.states import OccurrenceState
from network.members.leaders import is_leader
from network.models import Member
from portal.shared.audiences.rules import Viewer
from portal.shared.conversations.rules import answer_due_at
from portal.shared.registries.crossings import TodoItem
from portal.shared.registries.glances import Asked

SHOWN = 10
_PLANNED = Q(cohort__meetup__occurrences__state=OccurrenceState.PLANNED)


class CohortTodos:
    """Questions to people of a group: do they take part, and are they an author of the story."""

    def glance(self, asked: Asked) -> Iterable[QuerySet]:
        """Give the places of this member with a question."""
        return [self._rows(asked)]

    def todos(self, member: Member, viewer: Viewer, *, at: datetime) -> Iterable[TodoItem]:
        """Give what this member can still answer, in one query."""
        coming = _PLANNED & Q(cohort__meetup__occurrences__starts_at__gt=at)
        rows = self._rows(Asked.of(member, at)).select_related("cohort__meetup__page")
        rows = rows.annotate(first_at=Min("cohort__meetup__occurrences__starts_at", filter=coming))
        return [self._item(row) for row in rows.order_by("added_at", "pk")[:SHOWN]]

    @staticmethod
    def _rows(asked: Asked) -> QuerySet:
        invited = Q(state=PlaceState.INVITED)
        story = Q(state=PlaceState.TAKING_PART, story_answer=StoryAnswer.OPEN, cohort__story_asked_at__isnull=False)
        return CohortMember.objects.of(asked.member_key).filter(invited | story, cohort__state=CohortState.OPEN)

    def _item(self, row: CohortMember) -> TodoItem:
        title = row.cohort.meetup.page.title
        if row.state == PlaceState.INVITED:
            return TodoItem(
                key=f"cohort:{row.key}",
                title=_("Do you take part in “%(title)s”?") % {"title": title},
                url=reverse("cohorts:answer", args=[row.cohort.key]),
                button=_("Say yes or no"),
                deadline_at=row.first_at,
                explanation=_("The organisers keep a seat for you at each date."),
            )
        return TodoItem(
            key=f"cohort-story:{row.key}",
            title=_("Are you an author of the story of “%(title)s”?") % {"title": title},
            url=reverse("cohorts:story", args=[row.cohort.key]),
            button=_("Say yes or no"),
            explanation=_("Without an answer your name is not with it."),
        )


class ClosingTodos:
    """Groups whose dates are over and that did not finish yet, for their organisers."""

    def glance(self, asked: Asked) -> Iterable[QuerySet]:
        """Give the open groups this member runs."""
        return [self._rows(asked)]

    @staticmethod
    def _rows(asked: Asked) -> QuerySet:
        return Cohort.objects.filter(state=CohortState.OPEN, meetup__organiser_rows__member=asked.member_id)

    def todos(self, member: Member, viewer: Viewer, *, at: datetime) -> Iterable[TodoItem]:
        """Give them, the one that waits longest first, in one query."""
        planned = Q(meetup__occurrences__state=OccurrenceState.PLANNED)
        rows = self._rows(Asked.of(member, at))
        rows = rows.annotate(last_at=Max("meetup__occurrences__ends_at", filter=planned)).filter(last_at__lte=at)
        return [
            TodoItem(
                key=f"cohort-close:{row.key}",
                title=_("Finish “%(title)s”, with a joint story if you want") % {"title": row.meetup.page.title},
                url=reverse("cohorts:closing", args=[row.meetup.key]),
                button=_("Finish the group"),
            )
            for row in rows.select_related("meetup__page").order_by("last_at", "pk")[:SHOWN]
        ]


class NoteReportTodos:
    """Reported notes, for who decides on them; not on what they wrote themselves."""

    def todos(self, member: Member, viewer: Viewer, *, at: datetime) -> Iterable[TodoItem]:
        """Give the longest waiting reported notes; nothing for who leads no conversations."""
        if not is_leader(member):
            return []
        rows = CohortNote.objects.awaiting_leader().exclude(member=member).select_related("cohort__meetup__page")
        return [
            TodoItem(
                key=f"cohort-note:{row.key}",
                title=_("A note in “%(title)s” is reported") % {"title": row.cohort.meetup.page.title},
                url=reverse("cohort_conversations:detail", args=[row.key]),
                button=_("Read and decide"),
                deadline_at=answer_due_at(row.reported_at),
            )
            for row in rows[:SHOWN]
        ]


COHORT_TODOS = CohortTodos()
CLOSING_TODOS = ClosingTodos()
NOTE_REPORT_TODOS = NoteReportTodos()
