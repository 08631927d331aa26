"""What tests do with answers."""

from django.core.signals import request_finished
from django.db import close_old_connections


def put_away(response) -> None:
    """Close the file of an answer that nobody read to its end; not the database, as the end of a request would."""
    request_finished.disconnect(close_old_connections)
    try:
        response.close()
    finally:
        request_finished.connect(close_old_connections)
