"""Durations and failures in words."""

from datetime import timedelta

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from portal.shared.health.rules import in_words


def duration_in_words(duration: timedelta) -> str:
    """Give "7 minutes", "3 hours" or "2 days", in the language at hand."""
    number, unit = in_words(duration)
    texts = {
        "minutes": ngettext("%(number)s minute", "%(number)s minutes", number),
        "hours": ngettext("%(number)s hour", "%(number)s hours", number),
        "days": ngettext("%(number)s day", "%(number)s days", number),
    }
    return texts[unit] % {"number": number}


# Kinds of errors that say something to who runs the site; their texts are never kept.
_DATABASE = {"OperationalError", "InterfaceError", "DatabaseError"}
_OUTSIDE = {"ConnectionError", "ConnectionRefusedError", "ConnectionResetError", "TimeoutError", "ConnectTimeout"}
_DISK = {"OSError", "PermissionError", "FileNotFoundError"}


def failure_in_words(kind: str) -> str:
    """Say what a failed run came up against.

    Parameters:
        kind: Name of the error, perhaps with its module, e.g. "django.db.utils.OperationalError".
    """
    name = kind.rpartition(".")[2]
    if name in _DATABASE:
        return _("The database did not answer, or was locked (%(kind)s).") % {"kind": name}
    if name in _OUTSIDE:
        return _("A server outside the portal could not be reached (%(kind)s).") % {"kind": name}
    if name in _DISK:
        return _("A file could not be read or written (%(kind)s).") % {"kind": name}
    if name == "MemoryError":
        return _("There was too little memory.")
    return _("The program met an error (%(kind)s); the log has the details.") % {"kind": name}
