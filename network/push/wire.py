"""One message over the wire: encrypted for the browser (RFC 8291), signed for the push service (RFC 8292)."""

from datetime import datetime, timedelta

import http_ece
import jwt
from cryptography.hazmat.primitives.asymmetric import ec
from django.conf import settings

from network.push.keys import CURVE, decoded, private_key, public_key
from portal.shared.http_guard import Answer, checked, post

TIMEOUT_SECONDS = 10
# RFC 8292 allows a day; an hour is enough for one message and a clock that is wrong.
SIGNATURE_HOLDS = timedelta(hours=1)


class NoKey(RuntimeError):
    """The portal has no key to send with."""


class BadKeys(ValueError):
    """Nothing can be encrypted with the keys of the browser."""


def signature(endpoint: str, *, at: datetime) -> str:
    """Give the header that says who sends: the portal's key, for this push service only.

    Raises:
        NoKey: See the class.
    """
    key = private_key()
    if key is None:
        raise NoKey
    parts = checked(endpoint)
    claims = {
        "aud": f"{parts.scheme}://{parts.netloc}",
        "exp": int((at + SIGNATURE_HOLDS).timestamp()),
        "sub": f"mailto:{settings.PORTAL_CONTACT_EMAIL}",
    }
    return f"vapid t={jwt.encode(claims, key, algorithm='ES256')}, k={public_key()}"


def send(
    *, endpoint: str, p256dh: str, auth: str, content: bytes, ttl_seconds: int, urgency: str, at: datetime
) -> Answer:
    """Send one message to one browser and give what its push service said.

    Raises:
        NoKey: See the class.
        portal.shared.http_guard.AddressRefused: The endpoint leads to no public server.
        OSError, http.client.HTTPException: Nobody answered.
        BadKeys: See the class.
    """
    try:
        body = http_ece.encrypt(
            content,
            private_key=ec.generate_private_key(CURVE),
            dh=decoded(p256dh),
            auth_secret=decoded(auth),
            version="aes128gcm",
        )
    except (ValueError, http_ece.ECEException) as error:
        raise BadKeys from error
    headers = {
        "Authorization": signature(endpoint, at=at),
        "Content-Encoding": "aes128gcm",
        "Content-Type": "application/octet-stream",
        "TTL": str(ttl_seconds),
        "Urgency": urgency,
    }
    return post(endpoint, body, headers=headers, timeout=TIMEOUT_SECONDS)
