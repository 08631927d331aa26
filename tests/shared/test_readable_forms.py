"""What no form of /beheer/ sends is answered with 400 there, and an error of our own stays one."""

import pytest
from django.db import models
from django.test import RequestFactory

from portal.shared.http import ReadableFormsMiddleware


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
