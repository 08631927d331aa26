"""Which limit keeps someone from a seat, as a sentence."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from events.meetups.states import Mode
from events.registrations.rules import DateRules, Shortage


def shortage_words(shortage: Shortage | None, rules: DateRules, *, mode: str, group: str) -> str:
    """Give the limit as a sentence; empty when there is none.

    Parameters:
        shortage: Which limit.
        rules: Of the date.
        mode: How someone wants to take part.
        group: The name of the group someone belongs to, if any.
    """
    if shortage == Shortage.MODE_FULL:
        return _mode_full(rules.seats.get(mode) or 0, mode)
    if shortage == Shortage.SCHOOL_MAXIMUM:
        most = rules.most_per_institution or 0
        return ngettext(
            "There is %(n)d person of your school already, the most there can be.",
            "There are %(n)d people of your school already, the most there can be.",
            most,
        ) % {"n": most}
    if shortage == Shortage.GROUP_FULL and group:
        return _("All seats for the group “%(group)s” are taken.") % {"group": group}
    if shortage == Shortage.KEPT_FOR_GROUPS:
        return _("The seats that are left are kept for groups.")
    return ""


def _mode_full(seats: int, mode: str) -> str:
    if mode == Mode.ON_SITE:
        return ngettext("The one seat on site is taken.", "All %(n)d seats on site are taken.", seats) % {"n": seats}
    return ngettext("The one seat online is taken.", "All %(n)d seats online are taken.", seats) % {"n": seats}
