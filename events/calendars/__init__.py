"""What a calendar gets of a date: one event per date, calendars of them, and the reading of other calendars."""
