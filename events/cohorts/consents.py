"""What people of a group agreed to: keeping to themselves what others tell, and their name with the joint story."""

from collections.abc import Iterable

from django.urls import reverse
from django.utils.translation import gettext as _

from events.cohorts.models import CohortMember
from events.cohorts.states import StoryAnswer
from portal.shared.registries.consents import Consent

# The wordings of AnswerForm and StoryForm.
WORDING = "2026-11"


class CohortConsents:
    """The answers of a member in each of their groups."""

    def consents(self, member_key: str) -> Iterable[Consent]:
        """Give the promise of each group they said yes to, and what they answered about its story, in one query."""
        rows = CohortMember.objects.of(member_key).select_related("cohort__meetup__page")
        return [consent for row in rows for consent in (*_promise(row), *_story(row))]


def _promise(row: CohortMember) -> Iterable[Consent]:
    if row.joined_at is None:
        return
    yield Consent(
        what=_("Taking part in “%(title)s”") % {"title": row.cohort.meetup.page.title},
        text=_("Yes, I take part. What the others tell I keep to myself."),
        version=WORDING,
        given_at=row.joined_at,
        withdrawn_at=row.left_at,
        change_url=reverse("cohorts:leave", args=[row.cohort.key]) if row.is_inside else "",
    )


def _story(row: CohortMember) -> Iterable[Consent]:
    if row.story_answer != StoryAnswer.YES or row.story_answered_at is None:
        return
    yield Consent(
        what=_("Your name with the story of “%(title)s”") % {"title": row.cohort.meetup.page.title},
        text=_("Yes. My name stands with the story, for everyone who reads it."),
        version=WORDING,
        given_at=row.story_answered_at,
        change_url=reverse("cohorts:story", args=[row.cohort.key]),
    )


COHORT_CONSENTS = CohortConsents()
