"""What belongs to one visitor is never kept for the next one, whatever a view answers."""

import pytest
from django.http import HttpResponse
from django.middleware.csrf import get_token
from django.test import RequestFactory
from django.utils.cache import patch_vary_headers

from portal.shared.caching.middleware import SHELF, KeptPagesMiddleware

pytestmark = pytest.mark.django_db


class _Session(dict):
    modified = False


def answer(request):
    request.session = _Session()
    return HttpResponse("<p>voor iedereen</p>")


def with_cookie(request):
    response = answer(request)
    response.set_cookie("sessionid", "van-een-ander")
    return response


def with_cookie_header(request):
    response = answer(request)
    response.headers["Set-Cookie"] = "sessionid=van-een-ander"
    return response


def with_token(request):
    response = answer(request)
    response.content = f'<input name="csrfmiddlewaretoken" value="{get_token(request)}">'
    return response


def with_changed_session(request):
    response = answer(request)
    request.session.modified = True
    return response


def with_private_answer(request):
    response = answer(request)
    response.headers["Cache-Control"] = "private"
    return response


def not_to_be_stored(request):
    response = answer(request)
    response.headers["Cache-Control"] = "no-store"
    return response


def that_varies_with_the_browser(request):
    response = answer(request)
    patch_vary_headers(response, ["User-Agent"])
    return response


def that_is_missing(request):
    response = answer(request)
    response.status_code = 404
    return response


def asked_twice(view) -> tuple[int, str]:
    """Give how often the view was asked by two visitors, and what the second was told of keeping."""
    asked = []

    def count(request):
        asked.append(request)
        return view(request)

    middleware = KeptPagesMiddleware(count)
    for _visitor in range(2):
        response = middleware(RequestFactory().get("/verhalen/"))
    return len(asked), response.get("Cache-Control", "")


def test_an_answer_for_everyone_is_asked_for_once(settle):
    settle()
    assert asked_twice(answer) == (1, "public, max-age=0, must-revalidate")


@pytest.mark.parametrize(
    "view",
    [
        with_cookie,
        with_cookie_header,
        with_token,
        with_changed_session,
        with_private_answer,
        not_to_be_stored,
        that_varies_with_the_browser,
        that_is_missing,
    ],
)
def test_what_is_one_visitor_s_is_never_kept(settle, view):
    settle()
    times, control = asked_twice(view)
    assert (times, "public" in control, len(SHELF._pages)) == (2, False, 0)


@pytest.mark.parametrize(
    "headers",
    [{"Authorization": "Basic eDp5"}, {"HX-Request": "true"}, {"Range": "bytes=0-9"}, {"Cookie": "sessionid=x"}],
)
def test_what_is_asked_for_in_person_is_neither_kept_nor_given_from_what_is(settle, headers):
    settle()
    asked = []

    def count(request):
        asked.append(request)
        return answer(request)

    middleware = KeptPagesMiddleware(count)
    middleware(RequestFactory().get("/verhalen/"))
    personal = middleware(RequestFactory().get("/verhalen/", headers=headers))
    assert (len(asked), len(SHELF._pages), personal.has_header("Cache-Control")) == (2, 1, False)


def test_a_kept_page_does_not_go_out_under_another_host(settle, settings):
    settings.ALLOWED_HOSTS = ["een.example", "twee.example"]
    settle()
    middleware = KeptPagesMiddleware(lambda request: HttpResponse(request.get_host()))
    bodies = [
        middleware(RequestFactory().get("/verhalen/", headers={"Host": host})).content
        for host in settings.ALLOWED_HOSTS
    ]
    assert bodies == [b"een.example", b"twee.example"]
