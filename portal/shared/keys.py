"""Random keys for member-facing addresses, so that no address counts rows or can be guessed (DECISIONS 4)."""

import secrets

# Without vowels and look-alikes: no words by accident, and easy to read out loud.
ALPHABET = "23456789bcdfghjkmnpqrstvwxz"
LENGTH = 14


def new_key() -> str:
    """Give a fresh key of 14 characters (66 bits), safe in addresses and file names."""
    return "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))
