"""The key by which push services know this portal (VAPID, RFC 8292), and the form of keys in addresses."""

import base64
import binascii

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from django.conf import settings

SCALAR_BYTES, POINT_BYTES, AUTH_BYTES = 32, 65, 16
CURVE = ec.SECP256R1()


def encoded(value: bytes) -> str:
    """Give bytes as base64url without padding."""
    return base64.urlsafe_b64encode(value).rstrip(b"=").decode("ascii")


def decoded(text: str) -> bytes:
    """Read base64url, padded or not.

    Raises:
        ValueError: It is none.
    """
    try:
        return base64.b64decode(text.rstrip("=") + "=" * (-len(text.rstrip("=")) % 4), altchars=b"-_", validate=True)
    except binascii.Error as error:
        raise ValueError(str(error)) from error


def new_private_key() -> str:
    """Give a fresh private key, as PORTAL_VAPID_PRIVATE_KEY holds it: 43 characters of base64url."""
    scalar = ec.generate_private_key(CURVE).private_numbers().private_value
    return encoded(scalar.to_bytes(SCALAR_BYTES, "big"))


def private_key() -> ec.EllipticCurvePrivateKey | None:
    """Give the key of this portal; None when it has none, and sends no messages to devices.

    Raises:
        ValueError: The setting holds no key (checks.py says so at the start).
    """
    text = settings.PORTAL_VAPID_PRIVATE_KEY
    if not text:
        return None
    scalar = decoded(text)
    if len(scalar) != SCALAR_BYTES:
        raise ValueError("not 32 bytes")
    return ec.derive_private_key(int.from_bytes(scalar, "big"), CURVE)


def public_key() -> str:
    """Give what browsers need to subscribe, base64url; empty when the portal has no key."""
    return settings.PORTAL_VAPID_PUBLIC_KEY or public_half()


def public_half() -> str:
    """Give the public half of the private key, base64url; empty in a process that has none."""
    key = private_key()
    if key is None:
        return ""
    return encoded(key.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint))


def is_public_point(text: str) -> bool:
    """Say whether this is the public key of a browser: a point on the curve, uncompressed, in base64url."""
    try:
        point = decoded(text)
        ec.EllipticCurvePublicKey.from_encoded_point(CURVE, point)
    except ValueError:
        return False
    return len(point) == POINT_BYTES


def is_auth_secret(text: str) -> bool:
    """Say whether this is the secret of a browser: 16 bytes in base64url."""
    try:
        return len(decoded(text)) == AUTH_BYTES
    except ValueError:
        return False
