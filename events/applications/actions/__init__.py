"""Every write of applications."""

from events.applications.actions.places import place_came_free
from events.applications.actions.rows import lock_application

__all__ = ["lock_application", "place_came_free"]
