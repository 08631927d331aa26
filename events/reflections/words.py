"""How an exchange and its two people are called on screen, in mails and in a story."""

from django.utils import translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from events.applications.states import Side
from events.placements.models import Placement
from events.reflections.rules import last_day_to_write
from network.models import Member


def other_side(side: str) -> Side:
    """Give the side of the other one."""
    return Side.HOST if side == Side.GUEST else Side.GUEST


def exchange_title(placement: Placement) -> str:
    """Name an exchange by its schools, and nobody."""
    guest, host = placement.guest_institution, placement.host_institution
    if placement.guest_institution_id == placement.host_institution_id:
        return _("Exchange inside %(school)s") % {"school": host}
    return _("Exchange of %(guest)s at %(host)s") % {"guest": guest, "host": host}


def last_day_in_words(placement: Placement) -> str:
    """Give the last day to write unread, e.g. "25 februari 2027"."""
    return date_format(last_day_to_write(placement.last_day_on), "j F Y")


def member_on(placement: Placement, side: str) -> Member | None:
    """Give who is on this side; None for someone who left the portal."""
    return placement.guest if side == Side.GUEST else placement.host


def name_on(placement: Placement, side: str) -> str:
    """Name who is on this side, for the other one and the programme team."""
    member = member_on(placement, side)
    return member.name if member is not None else _("a former member")


def in_dutch(side: str) -> str:
    """Give the word for a side as it stands in a story, which is Dutch."""
    with translation.override("nl"):
        return str(Side(side).label)
