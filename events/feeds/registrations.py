"""What feeds tell the registries of events and of portal.shared."""

from events.calendars.sources import personal_dates
from events.feeds.own_dates import REGISTERED_DATES
from events.feeds.personal_data import FEEDS_DATA
from portal.shared.registries.crossings import personal_data


def register() -> None:
    """Fill the registries; safe to call twice."""
    personal_dates.register("events.registrations", REGISTERED_DATES)
    personal_data.register("events.feeds", FEEDS_DATA)
