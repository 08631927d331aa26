"""Who reads a log opens nothing with it: the secret of an address stands in no line (RELIABILITY G26; ASVS 16.2.5)."""

import logging
import re

import pytest

from portal.shared.http import SecretPathFilter
from tests.architecture.walk import addresses

TOKEN = "GeheimGeheim_geheim-GeheimGeheim"
# What opens something for whoever has the address: our own links, and that of a forgotten password.
_SECRET_PART = re.compile(r"<str:(?:token|secret)>|\(\?P<key>\.\+\)")


def secret_addresses() -> list[str]:
    return sorted({address.route for address in addresses() if _SECRET_PART.search(address.route)})


def test_there_are_addresses_with_a_secret():
    assert len(secret_addresses()) > 15


@pytest.mark.parametrize("line", ["Not Found: %s", "Unprocessable Entity: %s", 'GET %s HTTP/1.1" 200', "CSRF %s?a=b"])
@pytest.mark.parametrize("route", secret_addresses())
def test_secret_of_an_address_stands_in_no_log(route, line):
    path = "/" + _SECRET_PART.sub(TOKEN, route)
    path = re.sub(r"\(\?P<uidb36>[^)]*\)", "1a", path.translate(str.maketrans("", "", "^$")))
    record = logging.LogRecord("django.request", logging.WARNING, __file__, 1, line, (path,), None)

    SecretPathFilter().filter(record)

    assert TOKEN in path
    assert TOKEN not in record.getMessage()
    assert "***" in record.getMessage()
