"""events: meetups, exchange placements and calendars."""
