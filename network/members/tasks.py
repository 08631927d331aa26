"""What the clock does for people."""

from datetime import datetime, timedelta

from django.db.models import Q
from django.utils import timezone

from network.members.actions.entries import refresh_entries
from network.members.models import Member
from portal.shared.jobs.registry import register_job

# A clock that stood still longer leaves it to the nightly comparison of the index.
LOOKED_BACK = timedelta(hours=3)


def follow_days(at: datetime) -> None:
    """Write the entries of members anew whose work at a school ended or began with the day that has just begun.

    What an entry says of schools depends on the day, and nobody saves anything at midnight.
    """
    today, before = timezone.localdate(at), timezone.localdate(at - LOOKED_BACK)
    if before == today:
        return
    ended = Q(affiliations__ends_on__gte=before, affiliations__ends_on__lt=today)
    begun = Q(affiliations__starts_on__gt=before, affiliations__starts_on__lte=today)
    for member in Member.objects.filter(ended | begun).order_by("pk").distinct():
        refresh_entries(member=member)


def register() -> None:
    """Enter the job; called when the app is ready."""
    register_job("members.follow_days", every=timedelta(hours=1), run=follow_days)
