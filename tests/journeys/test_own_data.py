"""On a phone: someone downloads all that is kept about them, leaves, and comes back from it."""

import io
import json
import re
import zipfile

import pytest
from playwright.sync_api import expect

from tests.journeys.conftest import MEMBER, PASSWORD, PHONE, settled, type_password_again


def path_in(mail) -> str:
    """Give the path of the last address in a mail: the site's own, whatever its port."""
    return re.findall(r"https?://[^/\s]+(/\S*)", mail.get_body(("plain",)).get_content())[-1]


@pytest.fixture
def member(visit, sign_in):
    return sign_in(visit(PHONE), MEMBER)


def test_member_downloads_everything(member, running_site):
    member.goto("/mijn/")
    member.get_by_role("link", name="Mijn gegevens").first.click()
    expect(member.get_by_text("Wat we bewaren en waarom")).to_be_visible()
    member.get_by_role("button", name="Maak mijn bestand").click()
    type_password_again(member)
    expect(member.get_by_text("We maken je bestand. Je krijgt een mail als het klaar is.")).to_be_visible()

    running_site.manage("worker", "--once")
    ready = running_site.mail_to(MEMBER, "Je gegevens staan klaar om te downloaden")
    member.goto(path_in(ready))
    with member.expect_download() as waiting:
        member.get_by_role("link", name="Download mijn bestand").click()
        # Making it can take minutes: then the portal asks once more who is there, before it hands out the file.
        if "/account/reauthenticate/" in settled(member).url:
            member.locator("#id_password").fill(PASSWORD)
            member.locator("main form button").first.click()

    content = waiting.value.path().read_bytes()
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        data = json.loads(archive.read("gegevens.json"))
    assert data["network"]["email"] == MEMBER
    assert {row["kind"] for row in data["following"]["follows"]} == {"thema", "school", "persoon"}
    assert member.console_errors == []


def test_member_leaves_and_comes_back_by_the_link_in_the_mail(member, visit, running_site):
    member.goto("/mijn/gegevens/")
    member.get_by_role("link", name="Bekijk wat weggaan betekent").click()
    expect(member.get_by_text("Blijft zonder je naam:").first).to_be_visible()
    member.get_by_label("Ik heb gelezen wat weggaat en wat blijft").check()
    member.get_by_role("button", name="Verwijder mijn account").click()
    type_password_again(member)
    expect(member.get_by_role("heading", name="Je account wordt verwijderd")).to_be_visible()

    mail = running_site.mail_to(MEMBER, "Je account wordt verwijderd")
    elsewhere = visit(PHONE)
    elsewhere.goto(path_in(mail))
    assert running_site.rows("SELECT count(*) FROM network_deletionrequest") == [(1,)]
    elsewhere.get_by_role("button", name="Houd mijn account").click()

    expect(elsewhere.get_by_role("heading", name="Je account blijft.")).to_be_visible()
    assert running_site.rows("SELECT count(*) FROM network_deletionrequest") == [(0,)]


def test_member_who_left_is_gone(member, visit, running_site):
    member.goto("/mijn/gegevens/verwijderen/")
    member.get_by_label("Ik heb gelezen wat weggaat en wat blijft").check()
    member.get_by_role("button", name="Verwijder mijn account").click()
    type_password_again(member)
    expect(member.get_by_role("heading", name="Je account wordt verwijderd")).to_be_visible()
    later = "import datetime, django.utils.timezone as t; from network.privacy.actions import erase_due; "
    running_site.manage("shell", "-c", later + "erase_due(at=t.now() + datetime.timedelta(days=15))")

    member.goto("/mijn/")
    assert "/account/login/" in member.url
    reader = visit(PHONE)
    reader.goto("/zoeken/?q=Verhagen")
    assert reader.get_by_role("link", name="Noor Verhagen").count() == 0
    assert running_site.rows("SELECT count(*) FROM network_member WHERE family_name = 'Verhagen'") == [(0,)]
