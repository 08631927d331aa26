"""Chainable reads of meetups and of their dates."""

from datetime import datetime

from django.db import models
from django.db.models import Q

from events.meetup_pages.models import MeetupPage
from events.meetups.states import ANNOUNCED, OccurrenceState
from portal.shared.audiences.rules import Viewer


class MeetupQuerySet(models.QuerySet):
    """Meetups by what a reader asks of them."""

    def visible_to(self, viewer: Viewer):
        """Keep the meetups whose page this viewer may open; its organisers see it before it is published, too.

        Parameters:
            viewer: Who looks; Viewer.anonymous() for public feeds and the sitemap.
        """
        seen = Q(page__in=MeetupPage.objects.visible_to(viewer).values("pk"))
        if viewer.member_key is not None:
            seen |= Q(pk__in=self.model.objects.organised_by(viewer.member_key).values("pk"))
        return self.filter(seen)

    def organised_by(self, member_key: str):
        """Keep the meetups this member runs."""
        return self.filter(organiser_rows__member__key=member_key)

    def proposed_by(self, member_key: str):
        """Keep what this member proposed, approved or not."""
        return self.filter(proposed_by__key=member_key)

    def waiting(self):
        """Keep the proposals that were never approved."""
        return self.filter(proposed_at__isnull=False, approved_at=None)


class OccurrenceQuerySet(models.QuerySet):
    """Dates by what a reader asks of them."""

    def visible_to(self, viewer: Viewer):
        """Keep the dates this viewer may see: page, agenda, search, feeds, export and mail all ask here.

        A date shows when its meetup shows and it is announced; a cancelled one stays visible. Its organisers also see
        the dates that are not announced yet.

        Parameters:
            viewer: Who looks.
        """
        meetup_model = self.model._meta.get_field("meetup").related_model
        seen = Q(state__in=ANNOUNCED, meetup__page__in=MeetupPage.objects.visible_to(viewer).values("pk"))
        if viewer.member_key is not None:
            seen |= Q(meetup__in=meetup_model.objects.organised_by(viewer.member_key).values("pk"))
        return self.filter(seen)

    def announced(self):
        """Keep what readers know of: what goes on, and what was cancelled."""
        return self.filter(state__in=ANNOUNCED)

    def planned(self):
        """Keep what goes on."""
        return self.filter(state=OccurrenceState.PLANNED)

    def upcoming(self, at: datetime):
        """Keep what isn't over, the first one first."""
        return self.filter(ends_at__gt=at).order_by("starts_at", "pk")

    def past(self, at: datetime):
        """Keep what is over, the latest first."""
        return self.filter(ends_at__lte=at).order_by("-starts_at", "-pk")
