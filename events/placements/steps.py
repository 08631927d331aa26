"""What two people still have to do before an exchange, by whom, in order."""

from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from events.applications.states import Side
from events.placements.models import ManagerConsent, Placement
from events.placements.reading import Versions, consent_of, days_of, is_confirmed, other, person
from events.placements.rules import Consent, Phase, phase_of
from events.placements.states import HOLDING


@dataclass(frozen=True, slots=True)
class Step:
    """One step, as components/progress_steps.html shows it; `url` only for who can do it now."""

    title: str
    state: str
    text: str = ""
    url: str = ""


def phase(versions: Versions) -> Phase:
    """Say what comes next for the newest version."""
    current = versions.current
    return phase_of(
        has_version=current is not None,
        holds=current is not None and current.holds_since is not None,
        guest_confirmed=current is not None and is_confirmed(current, Side.GUEST),
        host_confirmed=current is not None and is_confirmed(current, Side.HOST),
    )


def has_passed(versions: Versions, *, at: datetime) -> bool:
    """Say whether a day began that only stands in an agreement that waits."""
    current, holding = versions.current, versions.holding
    if current is None or current.holds_since is not None:
        return False
    held = {day.key for day in days_of(holding)} if holding else set()
    return any(day.key not in held and day.starts_at <= at for day in days_of(current))


def steps_of(
    placement: Placement,
    versions: Versions,
    consents: dict[Side, ManagerConsent],
    *,
    side: Side | None,
    at: datetime,
) -> list[Step]:
    """Give the steps in order, with a link for who reads and can go on; none once it is over.

    Parameters:
        placement: With people.
        versions, consents: Of the newest version.
        side: Of who reads; None for the programme team.
        at: Now.
    """
    if placement.state not in HOLDING:
        return []
    now = phase(versions)
    rows = [_writing(placement, now, side)]
    if has_passed(versions, at=at):
        url = reverse("placements:edit", args=[placement.key]) if side else ""
        text = _("A day in it has passed. Choose another one; then both of you confirm it again.")
        rows.append(Step(_("Choose other days"), "current", text, url))
    rows += [_confirming(placement, versions, now, each, side) for each in _order(side)]
    rows += [_consenting(placement, consents.get(each), now, each, side, at=at) for each in _order(side)]
    rows.append(Step(_("The agreement holds"), "done" if now == Phase.HOLDS else "todo", _held(now)))
    return _with_one_current(rows)


def _order(side: Side | None) -> tuple[Side, Side]:
    first = side or Side.GUEST
    return first, other(first)


def _held(now: Phase) -> str:
    if now == Phase.HOLDS:
        return _("The days stand in both of your calendars.")
    return _("Then the days come by mail and stand in both of your calendars.")


def _writing(placement: Placement, now: Phase, side: Side | None) -> Step:
    is_open = now == Phase.WRITE
    url = reverse("placements:edit", args=[placement.key]) if is_open and side else ""
    text = _("One of you writes it. A lot stands there already.") if is_open else ""
    return Step(_("Write down what you agree"), "current" if is_open else "done", text, url)


def _confirming(placement: Placement, versions: Versions, now: Phase, each: Side, side: Side | None) -> Step:
    who = _who(placement, each, side)
    is_done = versions.current is not None and is_confirmed(versions.current, each)
    if is_done:
        return Step(_("%(who)s: confirmed") % {"who": who}, "done")
    is_turn = now == Phase.CONFIRM
    url = reverse("placements:confirm", args=[placement.key]) if is_turn and each == side else ""
    return Step(_("%(who)s: read and confirm") % {"who": who}, "current" if is_turn else "todo", "", url)


def _consenting(
    placement: Placement, consent: ManagerConsent | None, now: Phase, each: Side, side: Side | None, *, at: datetime
) -> Step:
    who, stand = _who(placement, each, side), consent_of(consent)
    url = reverse("placements:manager", args=[placement.key]) if now == Phase.CONSENT and each == side else ""
    if stand == Consent.YES or now == Phase.HOLDS:
        return Step(_("%(who)s: the manager agrees, or is not needed") % {"who": who}, "done")
    state = "current" if now == Phase.CONSENT else "todo"
    if stand == Consent.NO:
        text = _("The manager does not agree. Talk about it, change the agreement or ask again.")
        return Step(_("%(who)s: the manager said no") % {"who": who}, state, text, url)
    if stand == Consent.ASKED and consent is not None:
        text = _("Asked by mail. We send a reminder after five working days.")
        if consent.expires_at is not None and consent.expires_at <= at:
            text = _("The link in the mail no longer works. Send it again.")
        return Step(_("%(who)s: the manager answers") % {"who": who}, state, text, url)
    return Step(_("%(who)s: ask the manager") % {"who": who}, state, "", url)


def _who(placement: Placement, each: Side, side: Side | None) -> str:
    if each == side:
        return _("You")
    return str(person(placement, each) or each.label)


def _with_one_current(rows: list[Step]) -> list[Step]:
    """Mark one step as the one where they are: the first that someone can do now."""
    first = next((place for place, row in enumerate(rows) if row.state == "current"), None)
    return [
        Step(row.title, "todo", row.text, row.url) if row.state == "current" and place != first else row
        for place, row in enumerate(rows)
    ]
