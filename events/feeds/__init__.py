"""Calendars to subscribe to: public ones with the filters of the agenda, and one of each member, behind a secret."""
