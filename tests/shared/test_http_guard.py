"""Addresses that strangers gave: which ones are sent to."""

import socket
import threading

import pytest

from portal.shared.http_guard import AddressRefused, checked, is_public, post, resolve


@pytest.mark.parametrize(
    "address",
    [
        "http://updates.push.example/x",
        "https://127.0.0.1/x",
        "https://10.1.2.3/x",
        "https://[::1]/x",
        "https://[::ffff:192.168.0.1]/x",
        "https://[64:ff9b::7f00:1]/x",
        "https://169.254.169.254/latest/",
        "https://localhost/x",
        "https://naam:wachtwoord@updates.push.example/x",
        "https://updates.push.example:8443/x",
        "https://updates.push.example:haven/x",
        "https:///x",
        "ftp://updates.push.example/x",
        "-",
    ],
)
def test_only_open_https_addresses_are_sent_to(address):
    with pytest.raises(AddressRefused):
        checked(address)


def test_a_name_that_leads_inside_is_refused_when_it_is_used():
    with pytest.raises(AddressRefused):
        resolve("localhost", 443)
    assert [is_public(address) for address in ("93.184.215.14", "2606:2800:21f::1", "100.64.0.1", "224.0.0.1")] == [
        True,
        True,
        False,
        False,
    ]
    assert checked("https://fcm.googleapis.com/fcm/send/abc").hostname == "fcm.googleapis.com"


def test_who_answers_without_a_certificate_gets_nothing(settings):
    settings.PORTAL_PRIVATE_HOSTS = frozenset({"localhost"})
    heard = []
    with socket.create_server(("127.0.0.1", 0)) as server:

        def listen():
            client, _address = server.accept()
            with client:
                heard.append(client.recv(4096))
                client.sendall(b"HTTP/1.1 201 Created\r\n\r\n")

        thread = threading.Thread(target=listen)
        thread.start()
        # "localhost" also leads to ::1, where nobody listens: the next answer is tried.
        with pytest.raises(OSError, match="SSL"):
            post(f"https://localhost:{server.getsockname()[1]}/x", b"geheim", headers={}, timeout=5)
        thread.join()

    assert b"geheim" not in heard[0]
