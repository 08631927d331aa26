"""Tokens, and whether a link still works."""

import hashlib
import secrets
from datetime import datetime
from enum import Enum

TOKEN_BYTES = 24  # 192 bits; RELIABILITY G26 asks for 128


class LinkStatus(Enum):
    """Whether a link may be used; the first reason that holds, in this order."""

    REVOKED = "revoked"
    USED = "used"
    EXPIRED = "expired"
    USABLE = "usable"


def new_token() -> str:
    """Give a fresh token of 32 characters, safe in addresses."""
    return secrets.token_urlsafe(TOKEN_BYTES)


def hash_token(token: str) -> str:
    """Give what is stored of a token. Unsalted: 192 random bits can't be guessed, and the hash must be found again."""
    return hashlib.sha256(token.encode("utf-8", errors="replace")).hexdigest()


def link_status(
    *, revoked_at: datetime | None, expires_at: datetime, uses: int, max_uses: int | None, at: datetime
) -> LinkStatus:
    """Decide whether a link may be used.

    Parameters:
        revoked_at: When it was withdrawn, if it was.
        expires_at: From this moment on it is dead.
        uses: Times it was used.
        max_uses: Times it may be used; None for as often as one likes.
        at: Now.
    """
    if revoked_at is not None:
        return LinkStatus.REVOKED
    if max_uses is not None and uses >= max_uses:
        return LinkStatus.USED
    return LinkStatus.EXPIRED if at >= expires_at else LinkStatus.USABLE
