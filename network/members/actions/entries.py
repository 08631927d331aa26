"""Search entries of people, written in the transaction that changes them."""

from network.members.models import Member
from search.index.actions import index_object


def refresh_entries(*, member: Member) -> None:
    """Write the search entries of a member anew, from what the database says now.

    Read again, because the caller's object may hold lists from before the change.
    """
    index_object("persoon", Member.objects.with_profile().get(pk=member.pk))
