"""Someone follows a theme on a phone, reads what is new in the mail, and ends that mail with one click."""

import re
import urllib.parse
import urllib.request

import pytest
from playwright.sync_api import expect

from tests.journeys.conftest import OTHER, PHONE

# The digest of next Monday morning, sent now; everything of the last weeks is new.
SEND = """
import datetime
from django.utils import timezone
from network.following.actions import send_due_digests
from network.models import Digest
from portal.shared.outbox.models import OutboxMail
Digest.objects.update(covered_until=timezone.now() - datetime.timedelta(days=60))
today = timezone.localdate()
monday = today + datetime.timedelta(days=7 - today.weekday())
send_due_digests(at=timezone.make_aware(datetime.datetime.combine(monday, datetime.time(9))))
OutboxMail.objects.update(next_attempt_at=timezone.now())
"""

# A text that comes online now; four eyes are not what this is about.
PUBLISH = """
from django.utils import timezone
from search.index.pages import index_pages
from stories.models import CoachStoryPage
story = CoachStoryPage.objects.live().first().copy(
    update_attrs={"title": "Kwikstaarten in de klas", "slug": "kwikstaarten"}, keep_live=True, copy_revisions=False)
story.first_published_at = timezone.now()
story.save()
index_pages([story.pk])
"""


@pytest.fixture
def member(visit, sign_in):
    return sign_in(visit(PHONE), OTHER)


def test_follow_a_theme_read_the_mail_and_stop_it_by_one_click(member, running_site):
    member.goto("/mijn/")
    member.get_by_role("link", name="Kies wat je volgt").click()
    member.get_by_role("button", name="Volg AI", exact=False).click()
    expect(member.get_by_text("Je volgt dit.")).to_be_visible()
    member.goto("/mijn/")
    expect(member.get_by_role("heading", name="Nieuw in wat je volgt")).to_be_visible()

    running_site.manage("shell", "-c", SEND)
    digest = running_site.mail_to(OTHER, "Nieuw voor jou: ")
    html = digest.get_body(("html",)).get_content()
    title, path = re.findall(r'<h2[^>]*><a href="https?://[^/]+(/[^"]*)"[^>]*>([^<]+)</a>', html)[0][::-1]
    member.goto(path)
    expect(member.get_by_role("heading", level=1)).to_have_text(title)

    # What a mail program does: no cookie, no token.
    address = urllib.parse.urlsplit(digest["List-Unsubscribe"].strip().strip("<>")).path
    body = urllib.parse.urlencode({"List-Unsubscribe": "One-Click"}).encode()
    with urllib.request.urlopen(f"{running_site.url}{address}", body) as answer:
        assert answer.status == 200
    before = len(running_site.mails_to(OTHER))
    running_site.manage("shell", "-c", SEND)
    assert len(running_site.mails_to(OTHER)) == before
    member.goto("/mijn/mail/")
    expect(member.get_by_label("nooit")).to_be_checked()
    assert member.console_errors == []


def test_following_works_without_javascript(visit, sign_in):
    page = sign_in(visit(PHONE, java_script_enabled=False), OTHER)
    page.goto("/scholen/roc-lindenwaard/")

    page.get_by_role("button", name="Volg ROC Lindenwaard", exact=False).click()

    expect(page).to_have_url(re.compile("/scholen/roc-lindenwaard/$"))
    expect(page.get_by_role("button", name="Stop met volgen", exact=False)).to_be_visible()


def test_save_a_search_and_read_in_the_mail_what_came_for_it(member, running_site):
    member.goto("/zoeken/?q=kwikstaarten")
    member.get_by_role("button", name="Bewaar deze zoekvraag").click()
    expect(member.get_by_role("heading", name="Je bewaarde zoekvraag")).to_be_visible()
    member.get_by_label("naam", exact=False).fill("Vogels")
    member.get_by_role("button", name="Bewaar de naam").click()
    expect(member.get_by_role("link", name="Vogels", exact=True)).to_be_visible()

    running_site.manage("shell", "-c", PUBLISH)
    running_site.manage("shell", "-c", SEND)

    digest = running_site.mail_to(OTHER, "Nieuw voor jou: ")
    html = digest.get_body(("html",)).get_content()
    assert "Verhaal, bij je zoekvraag “Vogels”" in html
    path = re.search(r'<a href="https?://[^/]+(/[^"]*)"[^>]*>Kwikstaarten in de klas<', html)[1]
    member.goto(path)
    expect(member.get_by_role("heading", level=1)).to_have_text("Kwikstaarten in de klas")

    member.goto("/mijn/volgen/")
    member.get_by_role("button", name="Haal weg Vogels", exact=False).click()
    expect(member.get_by_text("De zoekvraag is weggehaald.")).to_be_visible()
    assert member.console_errors == []
