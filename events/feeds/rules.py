"""Secrets and addresses of feeds, on plain values. No Django here."""

import hashlib
import hmac
import secrets
from base64 import urlsafe_b64encode
from urllib.parse import quote, urlsplit

TOKEN_BYTES = 24  # 192 bits; RELIABILITY G26 asks for 128
# What the token of a member's own dates opens.
PERSONAL = "events.feeds.personal"


def new_seed() -> str:
    """Give what a token is made from; of no use to who doesn't know the site's own secret."""
    return secrets.token_urlsafe(TOKEN_BYTES)


def token_of(*, secret: str, seed: str, purpose: str = PERSONAL) -> str:
    """Give the token of a secret feed: 32 characters, safe in addresses.

    It is worked out and not stored, so that its member can read the address again on another device, and who reads the
    database can't.

    Parameters:
        secret: The site's own.
        seed: The feed's.
        purpose: The path it opens.
    """
    code = hmac.digest(secret.encode(), f"{purpose}:{seed}".encode(), hashlib.sha256)
    return urlsafe_b64encode(code[:TOKEN_BYTES]).decode()


def hash_for_path(token: str, *, purpose: str = PERSONAL) -> str:
    """Give what is stored of a token. The purpose is in it: the token opens this one path and nothing else."""
    return hashlib.sha256(f"{purpose}:{token}".encode("utf-8", "replace")).hexdigest()


def webcal_address(address: str) -> str:
    """Give the address that a phone or Mac opens with its own calendar."""
    parts = urlsplit(address)
    return parts._replace(scheme="webcal").geturl()


def google_address(address: str) -> str:
    """Give the page of Google that offers to subscribe to this feed."""
    return f"https://calendar.google.com/calendar/r?cid={quote(webcal_address(address), safe='')}"


def outlook_address(address: str, *, name: str) -> str:
    """Give the page of Outlook (work or school account) that offers to subscribe to this feed."""
    return f"https://outlook.office.com/calendar/addfromweb?url={quote(address, safe='')}&name={quote(name, safe='')}"
