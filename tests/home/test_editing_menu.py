"""The menu of /beheer/: who sees an entry can open it, and each screen has a name."""

import json
import re

import pytest
from django.urls import reverse

pytestmark = pytest.mark.usefixtures("laid_once")


def entries(client) -> list[str]:
    """Give the addresses in the menu of who is signed in."""
    html = client.get("/beheer/").content.decode()
    props = re.search(r'<script id="wagtail-sidebar-props"[^>]*>(.*?)</script>', html, re.DOTALL).group(1)
    found = re.findall(r'"url": "([^"]+)"', json.dumps(json.loads(props)))
    return sorted({url for url in found if url.startswith("/beheer/")} - {"/beheer/", reverse("wagtailadmin_logout")})


@pytest.mark.parametrize("role", ["editor", "moderator", "programme_lead"])
def test_every_entry_opens_for_who_sees_it(client, request, role):
    client.force_login(request.getfixturevalue(role))

    urls = entries(client)
    sent_back = [
        url for url in urls if client.get(url, follow=True).redirect_chain[-1:] == [(reverse("wagtailadmin_home"), 302)]
    ]

    assert len(urls) > 15
    assert sent_back == []


def test_the_health_of_the_site_and_the_audit_log_stand_in_the_menu_of_who_may_read_them(
    client, editor, programme_lead
):
    private = {reverse("site_health"), reverse("audit_report")}
    client.force_login(editor)
    assert private.isdisjoint(entries(client))

    client.force_login(programme_lead)
    assert private <= set(entries(client))


@pytest.mark.parametrize("name", ["followed_calendars_desk", "mailpreview:index", "search_questions"])
def test_a_screen_of_our_own_is_named_in_its_tab(client, programme_lead, name):
    client.force_login(programme_lead)

    title = re.search("<title>(.*?)</title>", client.get(reverse(name)).content.decode()).group(1)

    assert re.fullmatch(r"\S.* - Bruggen bouwen", title)
