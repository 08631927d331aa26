"""Reads of what members write."""

from django.db import models
from django.db.models import Count, OuterRef, Subquery
from django.db.models.functions import Coalesce
from wagtail.models import Comment

from network.models import Member
from stories.contributions.states import ContributionState


class ContributionQuerySet(models.QuerySet):
    """Contributions by what a reader asks of them."""

    def of(self, member_key: str):
        """Keep what this member wrote."""
        return self.filter(member__key=member_key)

    def waiting_for_member(self):
        """Keep what the editors sent back: the member is next."""
        return self.filter(state=ContributionState.CHANGES_REQUESTED)

    def with_open_comments(self):
        """Count the editors' open remarks as `open_comments`."""
        comments = Comment.objects.filter(page=OuterRef("page_id"), resolved_at=None).order_by()
        counted = comments.values("page").annotate(number=Count("pk")).values("number")
        return self.annotate(open_comments=Coalesce(Subquery(counted), 0))

    def for_list(self):
        """Load what the contributor's own list shows, newest work first, in one query."""
        return self.select_related("page").with_open_comments().order_by("-updated_at", "-pk")


class ReviewQuerySet(models.QuerySet):
    """Readings in advance."""

    def answered(self):
        """Keep what was answered."""
        return self.exclude(answered_at=None)

    def read_by(self, member_key: str):
        """Keep what was asked of this member, at an address that they have proven to own."""
        member = Member.objects.filter(key=member_key).first()
        return self.none() if member is None else self.filter(email__in=member.proven_addresses)
