"""Writes of applications."""

from datetime import datetime

from events.applications.models import Application


def place_came_free(application: Application, *, has_taken_place: bool, at: datetime) -> None:
    """Note that an application no longer holds a place, inside the caller's transaction with everything locked."""
    application.holds_place = False
    application.save(update_fields=["holds_place"])
