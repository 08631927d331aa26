"""Whom organisers write to."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from events.registrations.states import RegistrationState


class Group(models.TextChoices):
    """People of a date, as organisers think of them."""

    COMES = "comes", _("who comes")
    WAITS = "waits", _("who is on the waitlist or was offered a seat")
    ASKED = "asked", _("who waits for an answer of the organisers")


class Reach(models.TextChoices):
    """How far a message reaches in a series."""

    DATE = "date", _("this date only")
    LATER = "later", _("this date and those after it")
    SERIES = "series", _("every date of the series")


# Who holds a seat until an address is proven hears nothing: perhaps somebody typed a stranger's address.
STATES_OF = {
    Group.COMES: (RegistrationState.CONFIRMED,),
    Group.WAITS: (RegistrationState.WAITLISTED, RegistrationState.OFFERED),
    Group.ASKED: (RegistrationState.WAITING_APPROVAL,),
}
