"""What the clock does for search by meaning."""

from datetime import datetime, timedelta

from portal.shared.jobs.registry import register_job
from search.meaning.actions import write_vectors
from search.meaning.encoder import MODEL, encoder_loaded, is_wanted
from search.meaning.models import EntryVector

# A round of the clock: other jobs wait for so long at most.
SECONDS = 10.0


def describe_entries(at: datetime) -> None:
    """Give entries that changed their vector; the encoder is loaded only when there are any."""
    if not is_wanted() or not EntryVector.objects.entries_without(MODEL).exists():
        return
    encoder = encoder_loaded()
    if encoder is not None:
        write_vectors(encoder, seconds=SECONDS)


def register() -> None:
    """Enter the job; called when the app is ready."""
    register_job("search.describe_entries", every=timedelta(minutes=1), run=describe_entries)
