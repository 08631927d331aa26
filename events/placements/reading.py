"""Reading an exchange: who is who, what an agreement says, and what differs between two versions, in words."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from events.applications.states import Side
from events.placements.errors import NotYours
from events.placements.models import AgreementVersion, ManagerConsent, Placement
from events.placements.rules import TERM_NAMES, Consent, Day, Terms, changed_fields
from events.placements.states import ConsentState
from network.models import Institution, Member

CONSENT_OF = {
    ConsentState.ASKED: Consent.ASKED,
    ConsentState.GIVEN: Consent.YES,
    ConsentState.NOT_NEEDED: Consent.YES,
    ConsentState.REFUSED: Consent.NO,
}


def other(side: Side) -> Side:
    """Give the other side."""
    return Side.HOST if side == Side.GUEST else Side.GUEST


def person(placement: Placement, side: Side) -> Member | None:
    """Give who stands on this side; None once erased."""
    return placement.guest if side == Side.GUEST else placement.host


def school(placement: Placement, side: Side) -> Institution:
    """Give the school of this side, as it is called now."""
    institution = placement.guest_institution if side == Side.GUEST else placement.host_institution
    return institution.current


def side_of(placement: Placement, member: Member) -> Side:
    """Say on which side a member stands.

    Raises:
        NotYours: On neither.
    """
    if placement.guest_id is not None and placement.guest_id == member.pk:
        return Side.GUEST
    if placement.host_id is not None and placement.host_id == member.pk:
        return Side.HOST
    raise NotYours


def is_confirmed(version: AgreementVersion, side: Side) -> bool:
    """Whether this side confirmed this version."""
    return getattr(version, f"{side.value}_confirmed_at") is not None


def both_confirmed(version: AgreementVersion) -> bool:
    """Whether both did."""
    return is_confirmed(version, Side.GUEST) and is_confirmed(version, Side.HOST)


@dataclass(frozen=True, slots=True)
class Versions:
    """The versions of one exchange that matter, in one query.

    Attributes:
        current: The newest that was not taken back: it waits or holds.
        holding: The one that holds.
        previous: The one before the current one.
        last_number: Of all, those taken back too; 0 without any.
    """

    current: AgreementVersion | None
    holding: AgreementVersion | None
    previous: AgreementVersion | None
    last_number: int

    @property
    def number(self) -> int:
        """Give the number of the current one; 0 without one."""
        return self.current.number if self.current else 0

    @property
    def is_amendment(self) -> bool:
        """Whether a version waits while another one holds."""
        return self.holding is not None and self.current is not None and self.current.pk != self.holding.pk

    @property
    def base(self) -> AgreementVersion | None:
        """Give what the current one is compared with: the one that holds, or else the one before it."""
        return self.holding if self.is_amendment else self.previous


def versions_of(placement: Placement) -> Versions:
    """Read the versions of an exchange."""
    rows = list(placement.versions.select_related("made_by").order_by("-number"))
    kept = [row for row in rows if row.withdrawn_at is None]
    return Versions(
        current=kept[0] if kept else None,
        holding=next((row for row in kept if row.holds_since is not None), None),
        previous=kept[1] if len(kept) > 1 else None,
        last_number=rows[0].number if rows else 0,
    )


def consents_for(version: AgreementVersion) -> dict[Side, ManagerConsent]:
    """Give the consents that count for a version, per side, in one query."""
    rows = ManagerConsent.objects.counting().filter(placement=version.placement_id, version__number=version.consents_of)
    return {Side(row.side): row for row in rows}


def consent_of(row: ManagerConsent | None) -> Consent:
    """Give how far the consent of one side is; open when there is none."""
    return CONSENT_OF[ConsentState(row.state)] if row else Consent.OPEN


def terms_of(version: AgreementVersion) -> Terms:
    """Give what a version says, as plain values."""
    values = {name: getattr(version, name) for name in TERM_NAMES}
    return Terms(**{**values, "days": days_of(version)})


def days_of(version: AgreementVersion) -> tuple[Day, ...]:
    """Give the days of a version in order."""
    return tuple(sorted((Day.of_row(row) for row in version.days), key=lambda day: (day.starts_at, day.key)))


def columns_of(terms: Terms) -> dict[str, object]:
    """Give what an agreement says as columns of a version."""
    return {**{name: getattr(terms, name) for name in TERM_NAMES}, "days": [day.as_row() for day in terms.days]}


def day_in_words(day: Day) -> str:
    """Give "donderdag 11 maart 2027, 09.00 tot 12.00"."""
    return _("%(day)s, %(start)s to %(end)s") % {
        "day": date_format(day.on, "l j F Y"),
        "start": day.starts.strftime("%H.%M"),
        "end": day.ends.strftime("%H.%M"),
    }


def moments_in_words(starts_at: datetime, ends_at: datetime) -> str:
    """Give the same of two moments."""
    start, end = timezone.localtime(starts_at), timezone.localtime(ends_at)
    return day_in_words(Day("", start.date(), start.time(), end.time()))


def value_in_words(name: str, terms: Terms) -> str:
    """Give the value of one part of an agreement as text, a day per line."""
    if name == "days":
        return "\n".join(day_in_words(day) for day in terms.days)
    return str(getattr(terms, name))


def label_of(name: str) -> str:
    """Give what a part of an agreement is called: "vertrouwelijkheid"."""
    return str(AgreementVersion._meta.get_field(name).verbose_name)


@dataclass(frozen=True, slots=True)
class TermLine:
    """One part of an agreement in words."""

    name: str
    label: str
    text: str


@dataclass(frozen=True, slots=True)
class ChangeLine:
    """What one part of an agreement was, and what it becomes; an empty text means nothing stands there."""

    label: str
    old: str
    new: str


def term_lines(terms: Terms) -> list[TermLine]:
    """Give the parts of an agreement that say something, in order."""
    lines = [TermLine(name, label_of(name), value_in_words(name, terms)) for name in TERM_NAMES]
    return [line for line in lines if line.text]


def change_lines(old: Terms, new: Terms) -> list[ChangeLine]:
    """Give what differs, part by part."""
    return [
        ChangeLine(label_of(name), value_in_words(name, old), value_in_words(name, new))
        for name in changed_fields(old, new)
    ]


def versions_differ(base: AgreementVersion | None, version: AgreementVersion) -> list[ChangeLine]:
    """Give what a version changes; nothing for the first one."""
    return change_lines(terms_of(base), terms_of(version)) if base else []


def span_in_words(first_on: date | None, last_on: date | None) -> str:
    """Give first and last day: "11 maart 2027", or "11 maart 2027 tot en met 8 april 2027"; empty without days."""
    if first_on is None or last_on is None:
        return ""
    first, last = date_format(first_on, "j F Y"), date_format(last_on, "j F Y")
    return first if first_on == last_on else _("%(first)s to %(last)s") % {"first": first, "last": last}


def lines_in_words(lines: Sequence[ChangeLine]) -> list[dict[str, str]]:
    """Give changes for a mail, an empty text as a word."""
    nothing = _("(nothing)")
    return [{"label": line.label, "old": line.old or nothing, "new": line.new or nothing} for line in lines]
