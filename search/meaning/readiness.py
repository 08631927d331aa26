"""For commands and tools, which wait; a page never does."""

from search.meaning.encoder import encoder_loaded


def make_ready() -> bool:
    """Wait until this process can search by meaning; say whether it can."""
    if encoder_loaded() is None:
        return False
    # numpy, which only the extra brings.
    from search.meaning.vectors import VECTORS  # noqa: PLC0415

    VECTORS.read_now()
    return True
