"""The text of a meetup and the page of the agenda, as editors write them; no times, seats or states (DECISIONS 2)."""
