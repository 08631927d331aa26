"""What the worker does for the index."""

from django.utils import timezone
from django_tasks import task

from search.index.actions import sync_engines


@task()
def sync_search() -> int:
    """Hand changes to the outside engines and the word list."""
    return sync_engines(at=timezone.now())
