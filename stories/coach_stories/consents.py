"""Whose name stands with a story because they agreed to it."""

from collections.abc import Iterable

from django.urls import reverse
from django.utils.translation import gettext as _

from portal.shared.registries.consents import Consent
from stories.coach_stories.models import StoryAuthor

# The wording beside the field: "agrees that the name stands with this story".
WORDING = "2026-11"


class BylineConsents:
    """The stories that show a member's name."""

    def consents(self, member_key: str) -> Iterable[Consent]:
        """Give one consent per published story under this member's name."""
        rows = StoryAuthor.objects.filter(member__key=member_key, shows_name=True, page__live=True)
        return [
            Consent(
                what=_("Your name with “%(title)s”") % {"title": row.page.title},
                text=_("My name stands with this story, for everyone who reads it."),
                version=WORDING,
                given_at=row.page.first_published_at or row.page.latest_revision_created_at,
                change_url=reverse("suggestions:suggest", args=[row.page_id]),
            )
            for row in rows.select_related("page")
            if row.page.first_published_at or row.page.latest_revision_created_at
        ]


BYLINES = BylineConsents()
