"""Erasing a person everywhere, and again after an old backup was put back."""

import logging
from datetime import datetime

from django.db import transaction

from network.members.actions.erasure import ERASED_DOMAIN
from network.members.models import Member
from network.privacy.actions.traces import erase_traces
from network.privacy.models import DeletionRequest, Erasure
from network.privacy.person import person_of
from network.privacy.rules import hash_of_key
from network.privacy.store import add_erasures, erasure_file, read_erasures
from portal.shared.audit_log.actions import NOBODY, note
from portal.shared.audit_log.actions import erase_person as forget_in_audit_log
from portal.shared.registries.crossings import personal_data

logger = logging.getLogger("portal.privacy")

# The entry of the registry that empties the account itself.
ACCOUNT = "network"


def erase_person(*, member_key: str, at: datetime, due_request: int | None = None) -> bool:
    """Erase a person from every subject and every trace, in one transaction; an unnamed, closed row stays.

    Parameters:
        member_key: Whose; someone unknown or erased before changes nothing.
        at: Now.
        due_request: Only if this DeletionRequest still stands and is due, looked at under the member's lock.

    Returns:
        Whether the person was erased now.

    Source: DECISIONS 7; RELIABILITY G30.
    """
    with transaction.atomic():
        member = Member.objects.select_for_update().filter(key=member_key).first()
        if member is None or member.email.endswith(f"@{ERASED_DOMAIN}"):
            return False
        if due_request and not DeletionRequest.objects.filter(pk=due_request, member=member, erase_at__lte=at).exists():
            return False
        person = person_of(member)
        # From back to front: files lose their names before a subject deletes them, else the deleting task holds them.
        for name in reversed(personal_data.names()):
            if name != ACCOUNT:
                personal_data.get(name).erase(member_key, at=at)
        # The account goes last, wherever it stands in reading order: the others still read names and addresses.
        personal_data.get(ACCOUNT).erase(member_key, at=at)
        erase_traces(person=person)
        # Once more, for emptying the account left lines of its own; and this one is about nobody any more.
        forget_in_audit_log(member_key=member_key)
        note("member.erased", by=NOBODY, at=at)
        Erasure.objects.get_or_create(key_hash=hash_of_key(member_key), defaults={"erased_at": at})
        # Robust: the person is gone; what the file lacks is written by the clock.
        transaction.on_commit(save_erasure_list, robust=True)
    return True


def save_erasure_list() -> int:
    """Bring the file of erasures up to the table; give the number of lines added.

    The file outlives the database: a restored backup has an older table.
    """
    rows = {row.key_hash: row.erased_at.isoformat() for row in Erasure.objects.all()}
    return add_erasures(erasure_file(), rows)


def reapply_erasures(*, at: datetime) -> int:
    """Erase everyone again whom the list names and a restored backup brought back; harmless to repeat.

    Returns:
        Number of people erased now.
    """
    known = set(read_erasures(erasure_file())) | set(Erasure.objects.values_list("key_hash", flat=True))
    living = Member.objects.exclude(email__endswith=f"@{ERASED_DOMAIN}").values_list("key", flat=True)
    keys = [key for key in living if hash_of_key(key) in known]
    erased = sum(erase_person(member_key=key, at=at) for key in keys)
    save_erasure_list()
    return erased
