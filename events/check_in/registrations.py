"""What check-in tells the registries."""

from events.check_in.codes import draw_ticket
from events.check_in.personal_data import CHECK_IN_DATA
from events.check_in.sections import WHERE_I_WAS
from events.check_in.ways import CERTIFICATE_LINE, CHECK_IN_DESK, OWN_PAPERS
from events.meetups.desk_ways import desk_sources
from events.registrations.afterwards import after_sources
from events.registrations.own_ways import own_ways
from events.registrations.tickets import ticket_pictures
from portal.shared.registries.crossings import own_sections, personal_data


def register() -> None:
    """Fill the registries; safe to call twice."""
    ticket_pictures.register("events.check_in", draw_ticket)
    desk_sources.register("events.check_in", CHECK_IN_DESK, position=20)
    after_sources.register("events.check_in", CERTIFICATE_LINE, position=10)
    own_ways.register("events.check_in", OWN_PAPERS, position=10)
    own_sections.register("events.check_in", WHERE_I_WAS, position=45)
    # Before registrations: erasing there takes the member from the rows that the log hangs on.
    personal_data.register("check_in", CHECK_IN_DATA, position=90)
