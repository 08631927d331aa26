"""Writes about scans."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from network.errors import NotYourSchool
from network.institutions.models import Institution
from network.members.models import Member
from network.selfscan.models import SelfScan


def fill_scan(
    *, institution: Institution, member: Member, scores: Mapping[str, int], note: str, at: datetime
) -> SelfScan:
    """Note how someone sees their own school; each scan stays, to compare with.

    Parameters:
        institution: The school.
        member: Someone whose work there is confirmed or comes with an address of the school.
        scores: Score by factor.
        note: In a few words, for oneself and the coordinators.
        at: Now.

    Raises:
        NotYourSchool: The member doesn't work there, or only says so.
    """
    with transaction.atomic():
        if not works_at(member, institution, at=at):
            raise NotYourSchool
        return SelfScan.objects.create(
            institution=institution, member=member, scores=dict(scores), note=note.strip(), filled_at=at
        )


def remove_scan(*, scan: SelfScan) -> None:
    """Throw a scan away, on the word of who filled it in."""
    with transaction.atomic():
        SelfScan.objects.filter(pk=scan.pk).delete()


def works_at(member: Member, institution: Institution, *, at: datetime) -> bool:
    """Say whether someone's work at a school is more than their own word."""
    work = member.affiliations.current(timezone.localdate(at)).proven()
    return member.is_active and work.filter(institution=institution).exists()
