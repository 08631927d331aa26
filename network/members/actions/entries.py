"""Search entries of people, written in the transaction that changes them."""

from django.db import transaction

from network.members.models import Member
from search.index.actions import index_object


def refresh_entries(*, member: Member) -> None:
    """Write the search entries of a member anew, from what the database says now.

    Read again, because the caller's object may hold lists from before the change; and with the row held, so that two
    changes at once can't write an entry from before the other one.
    """
    with transaction.atomic():
        Member.objects.select_for_update().filter(pk=member.pk).values_list("pk", flat=True).first()
        index_object("persoon", Member.objects.with_profile().get(pk=member.pk))
