"""Certificates for the connections between the containers; the service `certificates` runs this at each start.

An authority of this stack's own stays in one volume, which no other container sees. Each server gets a key and a
certificate by it in a volume of its own, new at each start; who connects checks them with the authority's certificate.
"""

import os
import sys
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
)
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

NAME = "Bruggen bouwen, this stack"
# The user that reads the key of each server; the database hands its own on before it gives its rights away.
SERVERS = {"database": 0, "search": 10001, "cache": 10001, "web": 10001}
AUTHORITY_HOLDS, SERVER_HOLDS = timedelta(days=20 * 365), timedelta(days=2 * 365)
# For clocks that are a little apart.
EARLIER = timedelta(minutes=10)
KEY, CERTIFICATE = "key.pem", "certificate.pem"


def put(path: Path, content: bytes, *, mode: int, owner: int | None = None) -> None:
    """Write a file whole or not at all, closed from its first byte on."""
    part = path.with_suffix(".part")
    part.unlink(missing_ok=True)
    with open(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(content)
    part.chmod(mode)
    if owner is not None:
        os.chown(part, owner, -1)
    part.rename(path)


def private(key: ec.EllipticCurvePrivateKey) -> bytes:
    """Give a key as PKCS #8, which every server reads."""
    return key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())


def begun(subject: str, issuer: str, *, at: datetime, holds: timedelta) -> x509.CertificateBuilder:
    """Begin a certificate of someone by someone."""
    subject_name, issuer_name = (x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, one)]) for one in (subject, issuer))
    return (
        x509.CertificateBuilder()
        .subject_name(subject_name)
        .issuer_name(issuer_name)
        .serial_number(x509.random_serial_number())
        .not_valid_before(at - EARLIER)
        .not_valid_after(at + holds)
    )


def usage(*, signs_certificates: bool) -> x509.KeyUsage:
    """Say what a key is for: signing certificates, or handshakes."""
    return x509.KeyUsage(
        digital_signature=not signs_certificates,
        content_commitment=False,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=signs_certificates,
        crl_sign=signs_certificates,
        encipher_only=False,
        decipher_only=False,
    )


def authority(folder: Path, *, at: datetime) -> tuple[ec.EllipticCurvePrivateKey, x509.Certificate]:
    """Give the authority of this stack; made when there is none that outlives what it signs."""
    if (folder / CERTIFICATE).exists():
        kept = x509.load_pem_x509_certificate((folder / CERTIFICATE).read_bytes())
        if kept.not_valid_after_utc > at + SERVER_HOLDS:
            return load_pem_private_key((folder / KEY).read_bytes(), None), kept
    key = ec.generate_private_key(ec.SECP256R1())
    certificate = (
        begun(NAME, NAME, at=at, holds=AUTHORITY_HOLDS)
        .public_key(key.public_key())
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .add_extension(usage(signs_certificates=True), critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .sign(key, hashes.SHA256())
    )
    put(folder / KEY, private(key), mode=0o400)
    # After its key: whoever finds it finds that, too.
    put(folder / CERTIFICATE, certificate.public_bytes(Encoding.PEM), mode=0o444)
    return key, certificate


def certify(
    server: str, folder: Path, *, by: tuple[ec.EllipticCurvePrivateKey, x509.Certificate], owner: int, at: datetime
) -> None:
    """Write a new key and certificate for one server; `localhost` is for its own health check."""
    authority_key, authority_certificate = by
    key = ec.generate_private_key(ec.SECP256R1())
    names = [x509.DNSName(server), x509.DNSName("localhost"), x509.IPAddress(ip_address("127.0.0.1"))]
    certificate = (
        begun(server, NAME, at=at, holds=SERVER_HOLDS)
        .public_key(key.public_key())
        .add_extension(x509.SubjectAlternativeName(names), critical=False)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(usage(signs_certificates=False), critical=True)
        .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), critical=False)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .add_extension(
            x509.AuthorityKeyIdentifier.from_issuer_public_key(authority_certificate.public_key()), critical=False
        )
        .sign(authority_key, hashes.SHA256())
    )
    put(folder / KEY, private(key), mode=0o400, owner=owner)
    put(folder / CERTIFICATE, certificate.public_bytes(Encoding.PEM), mode=0o444)


def renew(root: Path, *, owners: dict[str, int], at: datetime) -> None:
    """Give every server a new certificate, and everybody the authority's.

    Parameters:
        root: Holds the folders `authority`, `trust` and `tls/NAME` of each server.
        owners: The user of each server, by the server's name in the network.
        at: Now.
    """
    by = authority(root / "authority", at=at)
    put(root / "trust" / "authority.pem", by[1].public_bytes(Encoding.PEM), mode=0o444)
    for server, owner in owners.items():
        certify(server, root / "tls" / server, by=by, owner=owner, at=at)


if __name__ == "__main__":
    renew(Path(sys.argv[1]), owners=SERVERS, at=datetime.now(UTC))
