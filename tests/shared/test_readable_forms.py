"""What no form of /beheer/ sends is answered with 400 there, and an error of our own stays one."""

import pytest
from django.db import models
from django.test import RequestFactory

from portal.shared.http import ReadableFormsMiddleware
from tests.factories.network import MemberFactory


def read(value: str):
    return models.IntegerField().get_prep_value(value)


def err(value: str):
    raise ValueError(value)


@pytest.mark.parametrize(
    ("path", "act", "status"),
    [
        ("/beheer/pages/1/move/", read, 400),
        ("/beheer/pages/1/move/", err, None),
        ("/vragen/stel/", read, None),
    ],
    ids=["read there", "an error there", "read elsewhere"],
)
def test_only_what_could_not_be_read_in_the_editor_is_answered(path, act, status):
    middleware = ReadableFormsMiddleware(lambda request: None)
    with pytest.raises(ValueError) as caught:  # noqa: PT011 - its text is not what is looked at
        act("x")

    answer = middleware.process_exception(RequestFactory().post(path), caught.value)

    assert (answer.status_code if answer else None) == status
    if answer:
        assert "Wat je stuurde, kunnen we niet lezen" in answer.content.decode()


@pytest.mark.parametrize(
    ("path", "sent", "status"),
    [
        ("/beheer/pages/1/unpublish/", {"next": "27499"}, 400),
        ("/beheer/pages/1/unpublish/", {"next": "/beheer/pages/1/"}, None),
        ("/beheer/pages/1/edit/", {"authors-TOTAL_FORMS": "9" * 400}, 400),
        ("/beheer/pages/1/edit/", {"authors-TOTAL_FORMS": "501"}, 400),
        ("/beheer/pages/1/edit/", {"authors-TOTAL_FORMS": "500", "comments-TOTAL_FORMS": "x"}, None),
        ("/vragen/stel/", {"next": "27499"}, None),
    ],
    ids=["no way back", "a way back", "endless rows", "a row too many", "all rows", "elsewhere"],
)
def test_what_the_editor_can_not_use_is_refused_before_anything_is_done(path, sent, status):
    middleware = ReadableFormsMiddleware(lambda request: None)

    answer = middleware.process_view(RequestFactory().post(path, sent), None, (), {})

    assert (answer.status_code if answer else None) == status


@pytest.mark.django_db
def test_an_import_without_its_signed_fields_is_refused(client):
    client.force_login(MemberFactory(is_superuser=True))

    assert client.post("/beheer/redirects/import/process/", {}).status_code == 400
