"""What exchanges hold about a person: export, erasure, retention (portal.shared.registries)."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from events.applications.states import Side
from events.placements.actions import erase_person, outdate
from events.placements.models import AgreementVersion, ManagerConsent, Placement, PlacementDay
from events.placements.rules import KEEP, TERM_NAMES
from network.models import Member
from portal.shared.registries.crossings import PersonalData, PersonalField


class PlacementsPersonalData(PersonalData):
    """Exchanges of one member, with their agreements, days and the consent on the own side."""

    label = _("Exchanges")
    models = (Placement, AgreementVersion, PlacementDay, ManagerConsent)
    fields: Sequence[PersonalField] = (
        PersonalField(
            name="exchanges",
            label=_("Your exchanges, and what you agreed"),
            purpose=_("So that both of you know what holds. Only you two and the programme team read it."),
            kept_for=KEEP,
            kept_until=_("Until a year after the end."),
            stays=_("The two schools, the direction, the dates and the number of half-days, without names."),
        ),
        PersonalField(
            name="consents",
            label=_("Name and e-mail address of your manager, and the answer"),
            purpose=_("So that your manager can agree. Your manager reads the agreement and nothing else."),
            kept_for=KEEP,
            kept_until=_("Until a year after the end."),
        ),
    )

    def export(self, member_key: str) -> Mapping[str, object]:
        """Give the exchanges of this member; of the other one, what stands in the agreement."""
        rows = Placement.objects.of(member_key).select_related("guest_institution", "host_institution", "guest")
        rows = rows.prefetch_related("versions", "days", "consents")
        return {"exchanges": [_exported(row, member_key) for row in rows.order_by("created_at", "pk")]}

    def erase(self, member_key: str, *, at: datetime) -> int:
        """Take the person out; see `erase_person`."""
        member = Member.objects.filter(key=member_key).first()
        return erase_person(member=member, at=at) if member else 0

    def outdate(self, *, at: datetime) -> int:
        """Keep agreements no longer than promised."""
        return outdate(at=at)


def _exported(row: Placement, member_key: str) -> dict[str, object]:
    side = Side.GUEST if row.guest is not None and row.guest.key == member_key else Side.HOST
    return {
        "role": side.value,
        "direction": row.direction,
        "guest_school": str(row.guest_institution),
        "host_school": str(row.host_institution),
        "state": row.state,
        "why_not": {"reason": row.cancel_reason, "note": row.cancel_note} if row.cancelled_by == side else None,
        "agreements": [_version(version, side) for version in row.versions.all()],
        "days": [
            {"starts_at": day.starts_at.isoformat(), "ends_at": day.ends_at.isoformat(), "state": day.state}
            for day in row.days.all()
        ],
        "managers": [
            {"name": each.name, "email": each.email, "state": each.state, "remark": each.remark}
            for each in row.consents.all()
            if each.side == side
        ],
    }


def _version(version: AgreementVersion, side: Side) -> dict[str, object]:
    confirmed_at = getattr(version, f"{side.value}_confirmed_at")
    return {
        "number": version.number,
        "made_at": version.made_at.isoformat(),
        "confirmed_at": confirmed_at.isoformat() if confirmed_at else None,
        "holds_since": version.holds_since.isoformat() if version.holds_since else None,
        "change_note": version.change_note,
        **{name: getattr(version, name) for name in TERM_NAMES},
    }


PLACEMENTS_DATA = PlacementsPersonalData()
