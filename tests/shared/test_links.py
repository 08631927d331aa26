from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.http import HttpResponse
from django.urls import path

from portal.shared.links.actions import find_link, forget_dead_links, make_link, revoke_links, use_link
from portal.shared.links.errors import LinkExpired, LinkRevoked, LinkUnknown, LinkUsed
from portal.shared.links.rules import hash_token, new_token
from portal.shared.links.views import SecretLinkView
from portal.shared.models import SecretLink
from portal.urls import urlpatterns as portal_urls

AT = datetime(2026, 11, 23, 12, tzinfo=UTC)
DAY = timedelta(days=1)


class ConfirmView(SecretLinkView):
    purpose = "test.confirm"

    def show(self, request, link, *, at):
        return HttpResponse(f"vraag {link.subject_key}")

    def act(self, request, link, *, at):
        return HttpResponse(f"gedaan {use_link(link=link, at=at).uses}")


urlpatterns = [path("bevestig/<str:token>/", ConfirmView.as_view()), *portal_urls]


def link_for(**changes):
    values = {"purpose": "test.confirm", "subject_kind": "thing", "subject_key": "k1", "valid_for": DAY, "at": AT}
    return make_link(**(values | changes))


def test_token_holds_at_least_128_bits_and_is_stored_as_a_hash_only(db):
    link, token = link_for()

    stored = [str(value) for value in SecretLink.objects.values_list().get()]
    assert len(token) == 32
    assert not [value for value in stored if token in value]
    assert link.token_hash == hash_token(token)


def test_tokens_differ():
    assert len({new_token() for _n in range(50)}) == 50


def test_find_link_gives_the_link_and_changes_nothing(db):
    link, token = link_for()

    assert find_link(purpose="test.confirm", token=token, at=AT) == link
    assert SecretLink.objects.values_list("uses", "used_at").get() == (0, None)


@pytest.mark.parametrize("token", ["", "onbekend", "\ud800", "x" * 5000], ids=["empty", "unknown", "surrogate", "long"])
def test_find_link_knows_no_other_tokens(db, token):
    with pytest.raises(LinkUnknown):
        find_link(purpose="test.confirm", token=token, at=AT)


def test_a_link_for_another_purpose_is_unknown(db):
    _link, token = link_for()

    with pytest.raises(LinkUnknown):
        find_link(purpose="test.other", token=token, at=AT)


@pytest.mark.parametrize(("after", "works"), [(DAY - timedelta(seconds=1), True), (DAY, False)], ids=["before", "at"])
def test_a_link_works_until_it_expires(db, after, works):
    link, token = link_for()

    if works:
        assert find_link(purpose="test.confirm", token=token, at=AT + after) == link
    else:
        with pytest.raises(LinkExpired):
            find_link(purpose="test.confirm", token=token, at=AT + after)


def test_a_revoked_link_says_so(db):
    _link, token = link_for()
    _other, other_token = link_for(subject_key="k2")

    assert revoke_links(subject_kind="thing", subject_key="k1", at=AT) == 1
    with pytest.raises(LinkRevoked):
        find_link(purpose="test.confirm", token=token, at=AT)
    assert find_link(purpose="test.confirm", token=other_token, at=AT).subject_key == "k2"


def test_revoke_links_of_one_purpose_leaves_the_others(db):
    link_for()
    link_for(purpose="test.other")

    assert revoke_links(subject_kind="thing", subject_key="k1", purpose="test.other", at=AT) == 1
    assert list(SecretLink.objects.filter(revoked_at=None).values_list("purpose", flat=True)) == ["test.confirm"]


def test_a_link_is_used_as_often_as_it_may(db):
    link, token = link_for(max_uses=2)

    use_link(link=link, at=AT)
    use_link(link=link, at=AT)

    with pytest.raises(LinkUsed):
        use_link(link=link, at=AT)
    with pytest.raises(LinkUsed):
        find_link(purpose="test.confirm", token=token, at=AT)


def test_a_link_without_limit_goes_on(db):
    link, token = link_for(max_uses=None)
    for _n in range(3):
        use_link(link=link, at=AT)

    assert find_link(purpose="test.confirm", token=token, at=AT).uses == 3


def test_dead_links_are_forgotten_after_a_while(db):
    link_for()

    assert forget_dead_links(AT + timedelta(days=60)) == 0
    assert forget_dead_links(AT + timedelta(days=92)) == 1


@pytest.mark.urls("tests.shared.test_links")
def test_only_post_acts(client, db):
    _link, token = link_for()
    address = f"/bevestig/{token}/"

    with time_machine.travel(AT, tick=False):
        shown = [client.head(address).status_code, client.get(address).content, client.options(address).status_code]
        uses_before = SecretLink.objects.get().uses
        acted = client.post(address).content
        again = client.post(address)

    assert shown == [200, b"vraag k1", 200]
    assert uses_before == 0
    assert acted == b"gedaan 1"
    assert again.status_code == 410


@pytest.mark.urls("tests.shared.test_links")
@pytest.mark.parametrize("known", [True, False], ids=["known", "unknown"])
def test_pages_of_secret_links_stay_out_of_caches_indexes_and_referers(client, site, known):
    _link, token = link_for()

    with time_machine.travel(AT, tick=False):
        response = client.get(f"/bevestig/{token if known else 'onbekend'}/")

    assert response.status_code == (200 if known else 404)
    assert response.headers["Cache-Control"] == "private, no-store"
    assert response.headers["X-Robots-Tag"] == "noindex, nofollow"
    assert response.headers["Referrer-Policy"] == "strict-origin"
