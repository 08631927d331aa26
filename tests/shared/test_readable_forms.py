"""What no form of /beheer/ sends is answered with 400 there, and an error of our own stays one."""

import json
import logging
import textwrap

import pytest
from django.db import models
from django.test import RequestFactory

from portal.shared.http import ReadableFormsMiddleware
from portal.shared.log_lines import json_lines
from tests.factories.network import MemberFactory


def read(value: str):
    return models.IntegerField().get_prep_value(value)


def err(value: str):
    raise ValueError(value)


def as_module(name: str, code: str) -> dict:
    """Give what a module of that name holds after its code ran: what a traceback says of a place is its module."""
    held = {"__name__": name}
    exec(textwrap.dedent(code), held)  # noqa: S102 - the code stands below
    return held


def by_wagtail(act):
    """Let a view of Wagtail's call it, as far as a traceback tells."""
    return as_module("wagtail.admin.views.generic", "def view(act, value):\n    return act(value)")["view"](act, "x")


# A question to the database with a value of our own making: nobody sent it.
ask_with_own_value = as_module(
    "network.questions.querysets",
    """
    from django.contrib.auth.models import Group

    def own_query(value):
        return Group.objects.filter(pk="all of them").exists()
    """,
)["own_query"]

# A part of a form that reads what was sent, and trips over itself while it does.
trip_while_reading = as_module(
    "stories.contributions.forms",
    """
    from django import forms

    class Field(forms.CharField):
        def to_python(self, value):
            return int("twelve")

    def own_field(value):
        return Field().clean(value)
    """,
)["own_field"]

# The same, but called from a reader of Wagtail's: the fault lies deeper than the reader.
trip_below_a_reader = as_module(
    "wagtail.blocks.struct_block",
    """
    class Block:
        def value_from_datadict(self, act, value):
            return act(value)
    """,
)["Block"]().value_from_datadict


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
    "act",
    [
        ask_with_own_value,
        trip_while_reading,
        lambda value: trip_below_a_reader(as_module("home.own.blocks", "def parse(value): int(value)")["parse"], value),
    ],
    ids=["an own question", "an own field", "own code called by a reader"],
)
def test_a_fault_of_our_own_stays_an_error_though_something_was_read(act):
    middleware = ReadableFormsMiddleware(lambda request: None)
    with pytest.raises(ValueError) as caught:  # noqa: PT011 - its text is not what is looked at
        by_wagtail(act)

    assert middleware.process_exception(RequestFactory().post("/beheer/pages/1/edit/"), caught.value) is None


def test_what_wagtail_could_not_read_for_a_form_of_ours_is_answered():
    read_by_wagtail = as_module("wagtail.admin.forms.models", "def clean(act, value):\n    return act(value)")["clean"]
    own_view = as_module("network.contact.views", "def view(clean, act, value):\n    return clean(act, value)")["view"]
    middleware = ReadableFormsMiddleware(lambda request: None)
    with pytest.raises(ValueError) as caught:  # noqa: PT011 - its text is not what is looked at
        own_view(read_by_wagtail, read, "x")

    assert middleware.process_exception(RequestFactory().post("/beheer/x/"), caught.value).status_code == 400


def test_operators_can_see_where_reading_stopped(caplog):
    middleware = ReadableFormsMiddleware(lambda request: None)
    with pytest.raises(ValueError) as caught:  # noqa: PT011 - its text is not what is looked at
        by_wagtail(read)

    middleware.process_exception(RequestFactory().post("/beheer/pages/1/edit/"), caught.value)

    (line,) = [record for record in caplog.records if record.name == "portal.http"]
    assert line.levelno == logging.WARNING
    told = json.loads(json_lines().format(line))
    assert told["event"] == "form not read error=ValueError in=get_prep_value"
    assert [frame["name"] for frame in told["exception"][0]["frames"]][-2:] == ["read", "get_prep_value"]


@pytest.mark.parametrize(
    ("path", "sent", "status"),
    [
        ("/beheer/pages/1/unpublish/", {"next": "27499"}, 400),
        ("/beheer/pages/1/unpublish/", {"next": "/beheer/pages/1/"}, None),
        ("/beheer/pages/1/edit/", {"authors-TOTAL_FORMS": "9" * 400}, 400),
        ("/beheer/pages/1/edit/", {"authors-TOTAL_FORMS": "201"}, 400),
        ("/beheer/pages/1/edit/", {"authors-TOTAL_FORMS": "200", "comments-TOTAL_FORMS": "x"}, None),
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
