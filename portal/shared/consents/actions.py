"""Noting and withdrawing consent, in the transaction of what it allows."""

from datetime import datetime

from django.db import transaction

from portal.shared.consents.models import ConsentRecord

MEMBER = "member"


def note_consent(*, member_key: str, purpose: str, text: str, version: str, at: datetime) -> ConsentRecord:
    """Note that a member agreed; the same wording twice gives the first row, a new wording ends the old one.

    Parameters:
        member_key: Who.
        purpose: What for, e.g. "profile.about".
        text: What was agreed to, as it stood on the screen.
        version: Which wording, e.g. "2026-11".
        at: Now.
    """
    with transaction.atomic():
        rows = ConsentRecord.objects.select_for_update().filter(subject_kind=MEMBER, subject_key=member_key)
        current = rows.filter(purpose=purpose, withdrawn_at=None).first()
        if current is not None and (current.version, current.text) == (version, text):
            return current
        if current is not None:
            current.withdrawn_at = at
            current.save(update_fields=["withdrawn_at"])
        return ConsentRecord.objects.create(
            subject_kind=MEMBER, subject_key=member_key, purpose=purpose, text=text, version=version, given_at=at
        )


def withdraw_consent(*, member_key: str, purpose: str, at: datetime) -> int:
    """Note that a member no longer agrees; give the number of rows ended now."""
    rows = ConsentRecord.objects.filter(subject_kind=MEMBER, subject_key=member_key, purpose=purpose, withdrawn_at=None)
    return rows.update(withdrawn_at=at)
