"""Which addresses may be fetched, how often, and what a found date waits for."""

from datetime import UTC, datetime, timedelta

import pytest

from events.followed_calendars.rules import (
    GONE_MARK,
    FoundFacts,
    Target,
    next_state,
    pause_after,
    read_target,
    tells_owner,
    what_waits,
)
from portal.shared.http_guard import is_public

NOW = datetime(2027, 2, 1, 9, tzinfo=UTC)
SOON = NOW + timedelta(days=1)


@pytest.mark.parametrize("number", ["93.184.216.34", "2a00:1450:400e:80f::200e", "1.1.1.1", "145.0.0.1"])
def test_an_address_of_the_public_internet(number):
    assert is_public(number)


@pytest.mark.parametrize(
    "number",
    [
        "127.0.0.1",
        "127.8.8.8",
        "0.0.0.0",  # noqa: S104 - an address to refuse, not one to listen on
        "10.1.2.3",
        "172.16.0.1",
        "192.168.1.1",
        "169.254.169.254",
        "100.64.0.1",
        "192.0.2.1",
        "198.18.0.1",
        "224.0.0.1",
        "239.1.1.1",
        "240.0.0.1",
        "255.255.255.255",
        "192.88.99.1",
        "::",
        "::1",
        "fe80::1",
        "fe80::1%eth0",
        "fc00::1",
        "fd12::1",
        "fec0::1",
        "ff02::1",
        "ff0e::1",
        "2001:db8::1",
        "::ffff:127.0.0.1",
        "::ffff:93.184.216.34",
        "::93.184.216.34",
        "64:ff9b::7f00:1",
        "64:ff9b::5db8:d822",
        "64:ff9b:1::1",
        "2002:7f00:1::",
        "2001:0:5ef5:79fd::1",
        "geen-nummer",
        "",
    ],
)
def test_an_address_of_any_other_network(number):
    assert not is_public(number)


@pytest.mark.parametrize(
    ("address", "target"),
    [
        ("https://roc.example/a.ics", Target("roc.example", 443, "/a.ics")),
        ("https://ROC.example./a.ics?x=1#deel", Target("roc.example", 443, "/a.ics?x=1")),
        ("https://roc.example", Target("roc.example", 443, "/")),
        ("https://roc.example:8443/a", Target("roc.example", 8443, "/a")),
        ("https://café.example/é.ics", Target("xn--caf-dma.example", 443, "/%C3%A9.ics")),
        ("http://roc.example/a.ics", None),
        ("ftp://roc.example/a.ics", None),
        ("file:///etc/passwd", None),
        ("https://wie:geheim@roc.example/a.ics", None),
        ("https://roc.example@127.0.0.1/a.ics", None),
        ("https://127.0.0.1/a.ics", None),
        ("https://2130706433/a.ics", None),
        ("https://0x7f.0x1/a.ics", None),
        ("https://0177.0.0.1/a.ics", None),
        ("https://１２７.0.0.1/a.ics", None),
        ("https://[::1]/a.ics", None),
        ("https://roc.example:0x1bb/a.ics", None),
        ("https://roc.example:99999/a.ics", None),
        ("https://roc.example/a b.ics", None),
        ("https://roc.example/a.ics\r\nX: y", None),
        ("https:///a.ics", None),
        ("https://.example..com/a", None),
        ("https://roc.example/" + "a" * 500, None),
        ("", None),
    ],
)
def test_what_an_address_asks_for(address, target):
    assert read_target(address) == target


def test_each_failure_waits_twice_as_long_a_day_at_most():
    hours = [pause_after(failures) / timedelta(hours=1) for failures in (0, 1, 2, 3, 4, 5, 6, 400)]
    assert hours == [1, 2, 4, 8, 16, 24, 24, 24]


def test_the_owner_is_told_once_in_a_row_of_failures():
    assert [failures for failures in range(1, 60) if tells_owner(failures)] == [5]


@pytest.mark.parametrize(
    ("state", "mark", "settled", "ends_at", "new_state", "waits"),
    [
        ("new", "a", "", SOON, "new", "approval"),
        ("new", GONE_MARK, "", SOON, "gone", ""),
        ("gone", "a", "", SOON, "new", "approval"),
        ("gone", GONE_MARK, GONE_MARK, SOON, "gone", ""),
        ("approved", "a", "a", SOON, "approved", ""),
        ("approved", "b", "a", SOON, "approved", "update"),
        ("approved", GONE_MARK, "a", SOON, "approved", "cancellation"),
        ("approved", GONE_MARK, GONE_MARK, SOON, "approved", ""),
        ("approved", "a", GONE_MARK, SOON, "approved", "update"),
        ("approved", GONE_MARK, "a", NOW, "approved", ""),
        ("declined", "b", "a", SOON, "declined", ""),
        ("new", "a", "", NOW, "new", ""),
    ],
)
def test_what_a_found_date_waits_for(state, mark, settled, ends_at, new_state, waits):
    facts = FoundFacts(state, mark, settled, ends_at)

    assert next_state(facts) == new_state
    assert what_waits(FoundFacts(new_state, mark, settled, ends_at), at=NOW) == waits
