"""The page "Mijn gegevens": what is held and why, what was agreed to, and what leaving means."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.functional import Promise

from network.members.models import Member
from network.privacy.models import DataExport
from network.privacy.states import UNFINISHED, ExportState
from portal.shared.registries.crossings import PersonalField, personal_data


@dataclass(frozen=True)
class Held:
    """What one subject holds about a member."""

    label: str | Promise
    fields: Sequence[PersonalField]


@dataclass(frozen=True)
class Loss:
    """What of one subject goes, and what stays without the person."""

    label: str | Promise
    goes: Sequence[str]
    stays: Sequence[PersonalField]


def held() -> list[Held]:
    """Give what is held, subject by subject."""
    return [Held(source.label, source.fields) for source in personal_data]


def losses() -> list[Loss]:
    """Give what leaving means, subject by subject."""
    return [
        Loss(
            source.label,
            goes=[field.label for field in source.fields if not field.stays],
            stays=[field for field in source.fields if field.stays],
        )
        for source in personal_data
    ]


def newest_export(member: Member, *, at: datetime) -> DataExport | None:
    """Give the export to show: one under way, else the newest that can be fetched or that failed."""
    exports = DataExport.objects.filter(member=member)
    running = exports.filter(state__in=UNFINISHED).first()
    if running is not None:
        return running
    newest = exports.first()
    is_over = newest is not None and newest.state == ExportState.READY and not (newest.expires_at or at) > at
    return None if is_over else newest
