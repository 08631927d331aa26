"""The questions someone follows, on the page of all they follow: each answer is mailed at once."""

from collections.abc import Iterable
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from network.members.models import Member
from network.questions.models import Question
from portal.shared.audiences.rules import Viewer
from portal.shared.registries.following import FollowedApart


class FollowedQuestions:
    """Questions, by title."""

    title = _("Questions")

    def items(self, member: Member, viewer: Viewer, *, at: datetime) -> Iterable[FollowedApart]:
        """Give the questions this member follows and may see now."""
        rows = Question.objects.visible_to(viewer).filter(follows__member=member).order_by("title", "pk")
        return [
            FollowedApart(row.title, row.get_absolute_url(), reverse("questions:follow", args=[row.key]))
            for row in rows
        ]


FOLLOWED_QUESTIONS = FollowedQuestions()
