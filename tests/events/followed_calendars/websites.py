"""A website of our own for the tests: real https on this machine, with a certificate of its own authority."""

import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from ipaddress import ip_address
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from events.followed_calendars.fetching import Gate

NAME = "agenda.school.example"
Reply = Callable[[BaseHTTPRequestHandler], None]


@dataclass
class Website:
    """What answers, where, and what was asked of it."""

    port: int
    authority: Path
    reply: Reply | None = None
    asked: list[dict[str, str]] = field(default_factory=list)

    @property
    def address(self) -> str:
        return f"https://{NAME}:{self.port}/agenda.ics"

    def gate(self, **changes) -> Gate:
        """Give a gate that lets this website through, and no other one on this machine."""
        values = {
            "resolve": lambda host: ["127.0.0.1"] if host == NAME else ["169.254.169.254"],
            "is_allowed": lambda number: number == "127.0.0.1",
            "ports": frozenset({self.port}),
            "make_context": lambda: ssl.create_default_context(cafile=str(self.authority)),
            "seconds": 5.0,
        }
        return Gate(**(values | changes))


def make_certificate(folder: Path, name: str = NAME) -> tuple[Path, Path]:
    """Write a certificate for a name, signed by itself, and its key."""
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    # Of no particular time: tests stand still at a moment of their own.
    begins, ends = datetime(2020, 1, 1, tzinfo=UTC), datetime(2060, 1, 1, tzinfo=UTC)
    names = x509.SubjectAlternativeName([x509.DNSName(name), x509.IPAddress(ip_address("192.0.2.1"))])
    builder = x509.CertificateBuilder(subject, subject, key.public_key(), x509.random_serial_number())
    builder = builder.not_valid_before(begins).not_valid_after(ends)
    builder = builder.add_extension(names, critical=False)
    builder = builder.add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
    certificate = builder.sign(key, hashes.SHA256())
    paths = folder / f"{name}.pem", folder / f"{name}.key"
    paths[0].write_bytes(certificate.public_bytes(serialization.Encoding.PEM))
    plain = serialization.NoEncryption()
    paths[1].write_bytes(key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, plain))
    return paths


@contextmanager
def website(folder: Path, name: str = NAME) -> Iterator[Website]:
    """Serve until the end of the block."""
    certificate, key = make_certificate(folder, name)

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self):
            site.asked.append(dict(self.headers) | {"path": self.path})
            try:
                site.reply(self)
            except OSError:
                self.close_connection = True

        def log_message(self, *_arguments):
            pass

    class Server(ThreadingHTTPServer):
        def handle_error(self, request, client_address):
            # The one who asked went away, which is what these tests are about.
            pass

    server = Server(("127.0.0.1", 0), Handler)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    server.socket = context.wrap_socket(server.socket, server_side=True)
    site = Website(server.server_address[1], certificate)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    try:
        yield site
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def gives(content: bytes, *, status: int = 200, **headers: str) -> Reply:
    """Give a reply with this content; underscores in names of headers stand for hyphens."""

    def reply(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(status)
        for name, value in headers.items():
            handler.send_header(name.replace("_", "-"), value)
        handler.send_header("Content-Length", str(len(content)))
        handler.end_headers()
        handler.wfile.write(content)

    return reply
