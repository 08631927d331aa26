"""What waits on /mijn/: for the writer, texts sent back and drafts with remarks; for moderators, texts to approve."""

from collections.abc import Iterable
from datetime import datetime

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from network.members.states import MODERATORS
from network.models import Member
from portal.shared.audiences.rules import Viewer
from portal.shared.registries.crossings import TodoItem
from portal.shared.registries.glances import Asked
from stories.contributions.models import Contribution
from stories.contributions.states import ContributionState


class ContributionTodos:
    """Texts for which the member is next."""

    def glance(self, asked: Asked) -> Iterable[QuerySet]:
        """Give the texts this member still works on."""
        return [self._mine(asked)]

    @staticmethod
    def _mine(asked: Asked) -> QuerySet:
        return Contribution.objects.filter(
            member=asked.member_id, state__in=(ContributionState.CHANGES_REQUESTED, ContributionState.DRAFT)
        )

    def todos(self, member: Member, viewer: Viewer, *, at: datetime) -> Iterable[TodoItem]:
        """Give one item per text; none has a deadline."""
        keys = list(self._mine(Asked.of(member, at)).values_list("pk", flat=True))
        if not keys:
            return []
        texts = Contribution.objects.filter(pk__in=keys).for_list()
        asked = Q(state=ContributionState.CHANGES_REQUESTED)
        remarked = Q(state=ContributionState.DRAFT, open_comments__gt=0)
        return [self._item(text) for text in texts.filter(asked | remarked)]

    def _item(self, text: Contribution) -> TodoItem:
        if text.state == ContributionState.CHANGES_REQUESTED:
            explanation = _("The editors ask for a change before it goes online.")
        else:
            explanation = ngettext(
                "There is %(number)d remark in your draft.",
                "There are %(number)d remarks in your draft.",
                text.open_comments,
            ) % {"number": text.open_comments}
        return TodoItem(
            key=f"contribution:{text.key}",
            title=text.page.draft_title,
            url=reverse("contributions:detail", kwargs={"key": text.key}),
            button=_("Read and change"),
            explanation=explanation,
        )


# The desk of /beheer/ shows them all; here the longest waiting do.
SHOWN = 10


class ApprovalTodos:
    """Texts that wait for a moderator who did not write them."""

    def todos(self, member: Member, viewer: Viewer, *, at: datetime) -> Iterable[TodoItem]:
        """Give the longest waiting texts; nothing for who approves no texts."""
        if MODERATORS not in member.group_names:
            return []
        waiting = Contribution.objects.filter(state=ContributionState.SUBMITTED).exclude(member=member)
        return [
            TodoItem(
                key=f"approval:{text.key}",
                title=text.page.draft_title,
                url=reverse("contributions:desk", kwargs={"key": text.key}),
                button=_("Read and decide"),
                explanation=_("%(writer)s sent this text. It goes online when you approve it.")
                % {"writer": text.member},
            )
            for text in waiting.select_related("page", "member").order_by("submitted_at", "pk")[:SHOWN]
        ]
