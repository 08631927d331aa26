"""Calendars of schools that the portal follows: fetched by the worker, each date approved by an editor."""
