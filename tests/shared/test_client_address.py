import pytest
from django.test import RequestFactory

from portal.shared.client_address import ClientAddressMiddleware, client_address


@pytest.mark.parametrize(
    ("forwarded", "proxies", "address"),
    [
        pytest.param("", 0, "10.0.0.9", id="no proxy"),
        pytest.param("1.2.3.4", 0, "10.0.0.9", id="no proxy, header by the client itself"),
        pytest.param("1.2.3.4", 1, "1.2.3.4", id="one proxy"),
        pytest.param("6.6.6.6, 1.2.3.4", 1, "1.2.3.4", id="one proxy, invented hop in front"),
        pytest.param("6.6.6.6, 1.2.3.4, 10.0.0.8", 2, "1.2.3.4", id="two proxies"),
        pytest.param("1.2.3.4", 2, "10.0.0.9", id="header shorter than the chain"),
        pytest.param(" , ", 1, "10.0.0.9", id="empty hops"),
    ],
)
def test_only_our_own_proxies_are_believed(forwarded, proxies, address):
    assert client_address(peer="10.0.0.9", forwarded=forwarded, proxies=proxies) == address


def test_behind_a_proxy_each_visitor_has_an_own_address(settings):
    settings.PORTAL_PROXIES = 1
    seen = ClientAddressMiddleware(lambda request: request.META["REMOTE_ADDR"])
    request = RequestFactory().get("/", REMOTE_ADDR="10.0.0.9", headers={"X-Forwarded-For": "6.6.6.6, 1.2.3.4"})

    assert seen(request) == "1.2.3.4"
