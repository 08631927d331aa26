"""Re-exports the models of the front door for Django."""

from home.front.models import HomePage

__all__ = ["HomePage"]
