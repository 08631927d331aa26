"""Meetups with their dates and sessions: when, where, how many seats, changed by actions only (DECISIONS 2)."""
