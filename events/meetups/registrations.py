"""What meetups tell the registries of portal.shared."""

from django.utils.translation import gettext_lazy as _

from events.meetups.models import Meetup, Occurrence
from events.meetups.personal_data import MEETUPS_DATA
from events.meetups.sections import OWN_MEETUPS
from portal.shared.registries.crossings import institution_moves, own_sections, personal_data
from portal.shared.registries.moves import ForeignKeyMove

MEETUPS = ForeignKeyMove(_("meetups"), Meetup)
DATES = ForeignKeyMove(_("dates of meetups"), Occurrence)


def register() -> None:
    """Fill the registries; safe to call twice."""
    own_sections.register("events.meetups", OWN_MEETUPS, position=40)
    personal_data.register("meetups", MEETUPS_DATA)
    institution_moves.register("events.meetups", MEETUPS, position=80)
    institution_moves.register("events.dates", DATES, position=81)
