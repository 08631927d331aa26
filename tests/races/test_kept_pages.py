"""Pages kept for visitors in several processes: after a change every one of them shows the new page, at once."""

import http.client
import re
from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.races.site import CONNECTIONS, Site

# More than enough for each of the processes to answer some.
ASKED = 60


@pytest.fixture
def site(tmp_path, database_address):
    found = Site(tmp_path, address=database_address)
    try:
        yield found
    finally:
        found.close()


def test_every_process_shows_a_visitor_what_just_changed(site):
    path = re.match(r"/agenda/[^/]+/", site.path)[0]

    def read(_number: int) -> tuple[str, bytes]:
        connection = http.client.HTTPConnection("127.0.0.1", site.port, timeout=60)
        try:
            connection.request("GET", path)
            response = connection.getresponse()
            return response.headers["Cache-Control"], response.read()
        finally:
            connection.close()

    def everyone() -> set[tuple[str, bytes]]:
        with ThreadPoolExecutor(CONNECTIONS) as pool:
            return set(pool.map(read, range(ASKED)))

    everyone()
    before = everyone()
    assert site.sign_up(site.cookies[:1]) == [302]
    after = everyone()

    assert (len(before), len(after), before & after) == (1, 1, set())
    assert {control for control, _body in before | after} == {"public, max-age=0, must-revalidate"}
