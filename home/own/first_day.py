"""What waits for the programme team of a new site, until it is there: schools, someone to approve, a text, privacy."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page

from network.members.states import MODERATORS, PROGRAMME_TEAM
from network.models import Institution, Member
from portal.shared.audiences.rules import Viewer
from portal.shared.pages.querysets import BasePageQuerySet
from portal.shared.registries.crossings import TodoItem
from stories.models import CoachStoryPage


@dataclass(frozen=True)
class Missing:
    """One thing a site can't do without; `is_there` asks the database, `address` is where to make it."""

    key: str
    title: Promise
    explanation: Promise
    button: Promise
    address: Callable[[], str]
    is_there: Callable[[], bool]


def _has_moderator() -> bool:
    return Member.objects.active().filter(groups__name=MODERATORS).exists()


def _has_privacy_page() -> bool:
    return BasePageQuerySet(Page).visible_to(Viewer.anonymous()).filter(slug="privacy").exists()


FIRST_DAY = (
    Missing(
        key="schools",
        title=_("Add the schools"),
        explanation=_("With the mail domains of their staff, colleagues become a member by themselves."),
        button=_("To the schools"),
        address=lambda: reverse("institution:index"),
        is_there=lambda: Institution.objects.exists(),
    ),
    Missing(
        key="moderator",
        title=_("Ask someone to approve texts"),
        explanation=_("Nobody approves their own text. Add a colleague to the moderators."),
        button=_("Add a colleague"),
        address=lambda: reverse("wagtailusers_users:add"),
        is_there=_has_moderator,
    ),
    Missing(
        key="privacy",
        title=_("Write the privacy statement"),
        explanation=_("Every page links to it. Give the page the address “privacy”."),
        button=_("To the pages"),
        address=lambda: reverse("wagtailadmin_explore_root"),
        is_there=_has_privacy_page,
    ),
    Missing(
        key="story",
        title=_("Publish the first story"),
        explanation=_("An example shows best what you ask of others."),
        button=_("Write it"),
        address=lambda: reverse("contributions:start"),
        is_there=lambda: CoachStoryPage.objects.live().exists(),
    ),
)


class FirstDayTodos:
    """What a new site lacks, for the programme team."""

    def todos(self, member: Member, viewer: Viewer, *, at: datetime) -> Iterable[TodoItem]:
        """Give one item for each thing that is not there yet; nothing for anyone else."""
        if not member.is_superuser and PROGRAMME_TEAM not in member.group_names:
            return []
        return [
            TodoItem(
                key=f"first-day:{step.key}",
                title=str(step.title),
                url=step.address(),
                button=str(step.button),
                explanation=str(step.explanation),
            )
            for step in FIRST_DAY
            if not step.is_there()
        ]


FIRST_DAY_TODOS = FirstDayTodos()
