"""Sending to addresses that strangers gave us: only https, only to public addresses, only what was checked.

The name is resolved once, every answer must be public, and the connection goes to that very answer, so that a name
that answers differently the second time leads nowhere else. Redirects are not followed.
"""

import http.client
import ipaddress
import socket
import ssl
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import SplitResult, urlsplit

from django.conf import settings

HTTPS_PORT = 443
# Addresses that stand for another one, which nobody has judged.
_TUNNELS = (
    ipaddress.ip_network("192.88.99.0/24"),  # relays of 6to4
    ipaddress.ip_network("::/96"),  # IPv4-compatible
    ipaddress.ip_network("::ffff:0:0/96"),  # IPv4-mapped
    ipaddress.ip_network("64:ff9b::/96"),  # NAT64, RFC 6052
    ipaddress.ip_network("64:ff9b:1::/48"),  # NAT64 of one network, RFC 8215
    ipaddress.ip_network("2001::/32"),  # Teredo
    ipaddress.ip_network("2002::/16"),  # 6to4
    ipaddress.ip_network("fec0::/10"),  # site-local, as it once was
)


class AddressRefused(ValueError):
    """The address is not one we send to: no https, another port, or a host that is not public."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What a server said: the status and, if it asked for patience, for how many seconds."""

    status: int
    retry_after: int | None


def is_public(number: str) -> bool:
    """Whether an IP address is one machine on the public internet, and no way into another network.

    Refused: what is no IP address; private, loopback, link-local (also of cloud metadata), shared (RFC 6598), reserved,
    documentation, multicast, unspecified, and IPv6 addresses that hold an IPv4 address (mapped, compatible, NAT64,
    6to4, Teredo).
    """
    try:
        address = ipaddress.ip_address(number)
    except ValueError:
        return False
    if not address.is_global or address.is_multicast or address.is_reserved or address.is_unspecified:
        return False
    return not any(address.version == network.version and address in network for network in _TUNNELS)


def _is_number(host: str) -> bool:
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return False
    return True


def checked(url: str) -> SplitResult:
    """Give the parts of an address that may be sent to, as far as one sees without asking anybody.

    Raises:
        AddressRefused: See the class.
    """
    try:
        parts = urlsplit(url)
        host, port = parts.hostname or "", parts.port or HTTPS_PORT
    except ValueError as error:
        raise AddressRefused(str(error)) from error
    is_ours = host in settings.PORTAL_PRIVATE_HOSTS
    if parts.scheme != "https" or not host or parts.username or parts.password or not url.isascii():
        raise AddressRefused("not a plain https address")
    if port != HTTPS_PORT and not is_ours:
        raise AddressRefused("another port")
    is_closed = not is_public(host) if _is_number(host) else "." not in host
    if is_closed and not is_ours:
        raise AddressRefused("not public")
    return parts


def resolve(host: str, port: int) -> list[str]:
    """Give the IP addresses to connect to, the best one first.

    Raises:
        AddressRefused: One of the answers is not public.
        OSError: The name has no answer.
    """
    answers = [str(found[4][0]) for found in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]
    if host not in settings.PORTAL_PRIVATE_HOSTS and not all(is_public(answer) for answer in answers):
        raise AddressRefused("not public")
    return answers


def _first_connection(addresses: Sequence[str], port: int, timeout: float | None) -> socket.socket:
    # A machine may have no way to one family of addresses; the last one says what is wrong.
    for address in addresses[:-1]:
        try:
            return socket.create_connection((address, port), timeout)
        except OSError:
            continue
    return socket.create_connection((addresses[-1], port), timeout)


class _PinnedConnection(http.client.HTTPSConnection):
    """Connects to one of the addresses that were checked, and asks for the certificate of the name."""

    def __init__(self, host: str, port: int, *, addresses: Sequence[str], timeout: float) -> None:
        self._tls = ssl.create_default_context()
        super().__init__(host, port, timeout=timeout, context=self._tls)
        self._addresses = addresses

    def connect(self) -> None:
        plain = _first_connection(self._addresses, self.port, self.timeout)
        try:
            self.sock = self._tls.wrap_socket(plain, server_hostname=self.host)
        except BaseException:
            plain.close()
            raise


def post(url: str, body: bytes, *, headers: Mapping[str, str], timeout: float) -> Answer:
    """Send a body and give what the server said; its words are not read.

    Parameters:
        url: As a stranger gave it.
        timeout: Seconds to wait for each step.

    Raises:
        AddressRefused: See the class.
        OSError, http.client.HTTPException: Nobody answered, or not in HTTP.
    """
    parts = checked(url)
    host, port = str(parts.hostname), parts.port or HTTPS_PORT
    connection = _PinnedConnection(host, port, addresses=resolve(host, port), timeout=timeout)
    try:
        target = f"{parts.path or '/'}?{parts.query}" if parts.query else parts.path or "/"
        connection.request("POST", target, body=body, headers=dict(headers))
        response = connection.getresponse()
        patience = response.headers.get("Retry-After", "")
        return Answer(response.status, int(patience) if patience.isascii() and patience.isdigit() else None)
    finally:
        connection.close()
