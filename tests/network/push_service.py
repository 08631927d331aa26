"""A push service on this machine, over TLS: takes messages for browsers it knows, as those of the browser makers do.

It checks what they check (the signature of the sender, RFC 8292), answers what the test wants to hear, and opens each
message with the keys of the browser (RFC 8291), so that what arrives is what a phone would show.
"""

import base64
import datetime
import ipaddress
import json
import os
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import http_ece
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, PublicFormat


def base64url(value: bytes) -> str:
    return base64.urlsafe_b64encode(value).rstrip(b"=").decode()


def unbase64url(text: str) -> bytes:
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


class Browser:
    """One browser that subscribed: its keys, and the messages it was brought."""

    def __init__(self, endpoint: str) -> None:
        self.endpoint = endpoint
        self.private_key, self.secret = ec.generate_private_key(ec.SECP256R1()), os.urandom(16)
        self.shown: list[dict] = []

    @property
    def keys(self) -> dict[str, str]:
        """What the browser gives a site, as `PushSubscription.toJSON()` does."""
        point = self.private_key.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
        return {"endpoint": self.endpoint, "p256dh": base64url(point), "auth": base64url(self.secret)}

    def open(self, body: bytes) -> dict:
        text = http_ece.decrypt(body, private_key=self.private_key, auth_secret=self.secret, version="aes128gcm")
        return json.loads(text)


@dataclass
class PushService:
    """What it knows, what it was sent, and what it answers next: a status, or a status with Retry-After."""

    url: str
    browsers: dict[str, Browser] = field(default_factory=dict)
    answers: list[int | tuple[int, str]] = field(default_factory=list)
    headers: list[dict[str, str]] = field(default_factory=list)
    senders: list[tuple[bytes, dict]] = field(default_factory=list)
    bodies: list[bytes] = field(default_factory=list)

    def subscribe(self) -> Browser:
        path = f"/wpush/v2/{len(self.browsers)}-{os.urandom(4).hex()}"
        self.browsers[path] = Browser(f"{self.url}{path}")
        return self.browsers[path]

    def take(self, path: str, headers: dict[str, str], body: bytes) -> tuple[int, str]:
        """Check a message as RFC 8030 and RFC 8292 want it, and bring it, unless another answer is due."""
        self.headers.append(headers)
        self.bodies.append(body)
        if self.answers:
            answer = self.answers.pop(0)
            return answer if isinstance(answer, tuple) else (answer, "")
        if path not in self.browsers:
            return 404, ""
        if headers.get("content-encoding") != "aes128gcm" or not headers.get("ttl", "").isdigit():
            return 400, ""
        if not self._knows_sender(headers.get("authorization", "")):
            return 403, ""
        self.browsers[path].shown.append(self.browsers[path].open(body))
        return 201, ""

    def _knows_sender(self, authorization: str) -> bool:
        scheme, _space, rest = authorization.partition(" ")
        values = dict(part.strip().split("=", 1) for part in rest.split(","))
        head, claims, signature = values["t"].split(".")
        raw = unbase64url(signature)
        point = unbase64url(values["k"])
        key = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), point)
        der = encode_dss_signature(int.from_bytes(raw[:32], "big"), int.from_bytes(raw[32:], "big"))
        key.verify(der, f"{head}.{claims}".encode(), ec.ECDSA(hashes.SHA256()))
        said = json.loads(unbase64url(claims))
        self.senders.append((point, said))
        return scheme == "vapid" and said["aud"] == self.url and said["sub"].startswith("mailto:")


class _Handler(BaseHTTPRequestHandler):
    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        status, patience = self.server.service.take(
            self.path, {name.lower(): value for name, value in self.headers.items()}, body
        )
        self.send_response(status)
        if patience:
            self.send_header("Retry-After", patience)
        if status in (301, 302, 307):
            self.send_header("Location", f"{self.server.service.url}/elders")
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, format, *args):  # noqa: A002 - the name of the parent's parameter
        """Stay silent."""


def make_certificate(folder: Path) -> Path:
    """Write a certificate for 127.0.0.1 with its key; browsers and we trust it once SSL_CERT_FILE names it."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "127.0.0.1")])
    now = datetime.datetime.now(datetime.UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - datetime.timedelta(days=1))
        .not_valid_after(now + datetime.timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    path = folder / "push.pem"
    secret = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    path.write_bytes(certificate.public_bytes(Encoding.PEM) + secret)
    return path


@contextmanager
def push_service(certificate: Path) -> Iterator[PushService]:
    """Run the service until the end of the block."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Handler)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    server.socket = context.wrap_socket(server.socket, server_side=True)
    server.service = PushService(f"https://127.0.0.1:{server.server_address[1]}")
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    try:
        yield server.service
    finally:
        server.shutdown()
        server.server_close()
