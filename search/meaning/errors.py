"""What can go wrong with search by meaning."""


class EncoderFailed(Exception):
    """The encoder could not read a text."""
