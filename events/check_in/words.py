"""What happened at the door, in a sentence."""

from django.utils.translation import gettext as _

from events.check_in.actions import Tapped
from events.check_in.people import clock, person_of
from events.check_in.rules import Tap
from events.check_in.states import Step
from network.models import Member


def said_of(tapped: Tapped, *, wants_in: bool) -> str:
    """Say what became of a tap: "Noor Verhagen was al ingecheckt om 9.41 door Sanne."."""
    name = person_of(tapped.registration).name
    if tapped.tap == Tap.DONE:
        return _("%(name)s is checked in.") % {"name": name} if wants_in else _undone(name)
    last = tapped.last
    if last is None:
        return _("%(name)s is not checked in.") % {"name": name}
    facts = {"name": name, "time": clock(last.at), "organiser": organiser_name(last.by_key)}
    if tapped.tap == Tap.OUTDATED:
        return _("%(organiser)s changed %(name)s at %(time)s, after you did. That stands.") % facts
    if wants_in and last.step == Step.IN:
        return _("%(name)s was checked in already, at %(time)s by %(organiser)s.") % facts
    return _("%(name)s is not checked in.") % facts


def _undone(name: str) -> str:
    return _("The check-in of %(name)s is undone.") % {"name": name}


def organiser_name(key: str) -> str:
    """Give what an organiser is called; one who left has no name any more."""
    member = Member.objects.filter(key=key).first() if key else None
    return (member.given_name or str(member)) if member else _("an organiser")
