"""What feeds tell the registries of events and of portal.shared."""

from events.calendars.sources import personal_dates
from events.feeds.own_dates import REGISTERED_DATES
from events.feeds.personal_data import FEEDS_DATA
from events.feeds.ways import OWN_DATE_FILE
from events.registrations.own_ways import own_ways
from portal.shared.registries.crossings import personal_data


def register() -> None:
    """Fill the registries; safe to call twice."""
    personal_dates.register("events.registrations", REGISTERED_DATES)
    personal_data.register("events.feeds", FEEDS_DATA)
    own_ways.register("events.feeds", OWN_DATE_FILE, position=20)
