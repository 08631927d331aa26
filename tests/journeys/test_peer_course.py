"""An organiser asks a member into a peer course; she says yes on a phone, writes a note, and stands with its story."""

import re

import pytest
from playwright.sync_api import expect

from tests.journeys.conftest import COORDINATOR, DESK, MEMBER, OTHER, PHONE

TITLE = "Peergang beginnende coaches"
# A page in the agenda, online, with two announced dates; what the editors and the planner make is walked elsewhere.
MAKE = f"""
from datetime import timedelta
from django.utils import timezone
from events.meetup_pages.models import AgendaPage, MeetupPage
from events.meetups.actions import add_occurrence, announce, plan_meetup
from events.meetups.plans import MeetupPlan, OccurrencePlan
from events.meetups.states import Admission, MeetupKind
from network.models import Member
at, other = timezone.now(), Member.objects.get(email="{OTHER}")
page = MeetupPage(title="{TITLE}", lead="Twee keer samen.", slug="peergang-beginnende-coaches")
AgendaPage.objects.get().add_child(instance=page)
plan = MeetupPlan(kind=MeetupKind.COHORT, admission=Admission.CLOSED)
meetup = plan_meetup(page=page, plan=plan, organisers=[other], by=other, at=at)
for days in (30, 60):
    start = (at + timedelta(days=days)).replace(hour=9, minute=0, second=0, microsecond=0)
    date = OccurrencePlan(starts_at=start, ends_at=start + timedelta(hours=2), place="Brugzaal")
    announce(occurrence=add_occurrence(meetup=meetup, plan=date, at=at), at=at)
print(meetup.key)
"""


@pytest.mark.parametrize("has_script", [True, False], ids=["script", "no script"])
def test_from_the_question_to_the_joint_story(visit, sign_in, running_site, has_script):
    key = running_site.manage("shell", "-v0", "-c", MAKE).split()[-1]
    organiser = sign_in(visit(DESK), OTHER)
    member = sign_in(visit(PHONE, java_script_enabled=has_script), MEMBER)
    stranger = sign_in(visit(DESK), COORDINATOR)

    organiser.goto(f"/agenda/plannen/{key}/")
    organiser.get_by_role("link", name="De groep: mensen, rollen, maatjes").click()
    organiser.get_by_label("Zoek een lid op naam").fill("Verhagen")
    organiser.locator("main").get_by_role("button", name="Zoek").click()
    organiser.get_by_label("Noor Verhagen").check()
    organiser.get_by_role("button", name="Vraag in de groep").click()
    expect(organiser.get_by_text("gevraagd, nog geen antwoord")).to_be_visible()

    asked = running_site.mail_to(MEMBER, f"Doe je mee aan “{TITLE}”?")
    assert [part.get_content_type() for part in asked.iter_attachments()] == ["text/calendar"]
    member.goto(re.search(r"https?://[^/\s]+(/\S*antwoord/)", asked.get_body(("plain",)).get_content())[1])
    member.get_by_label("Ja, ik doe mee").check()
    member.get_by_role("button", name="Stuur mijn antwoord").click()
    expect(member.get_by_text("je hebt een plek")).to_have_count(2)
    member.get_by_label("Wat wil je de groep vertellen?").fill("Ik vind het spannend.")
    member.get_by_role("button", name="Plaats je notitie").click()
    expect(member.get_by_text("Ik vind het spannend.")).to_be_visible()

    organiser.goto(member.url)
    expect(organiser.get_by_text("Ik vind het spannend.")).to_be_visible()
    assert stranger.goto(member.url).status == 404

    organiser.goto(f"/agenda/plannen/{key}/groep/afronden/")
    organiser.get_by_role("button", name="Vraag het de groep").click()
    member.goto("/mijn/")
    member.locator("li", has_text="Ben je een van de schrijvers").get_by_role("link", name="Zeg ja of nee").click()
    member.get_by_label("Ja. Mijn naam staat bij het verhaal").check()
    member.get_by_label("Wat neem je mee uit de groep?").fill("Durven vragen.")
    member.get_by_role("button", name="Bewaar mijn antwoord").click()

    organiser.goto(f"/agenda/plannen/{key}/groep/afronden/")
    organiser.get_by_label("Ja, met wie ja zei als schrijvers").check()
    organiser.get_by_label("Titel van het verhaal").fill("Wat wij leerden")
    organiser.get_by_role("button", name="Rond de groep af").click()
    expect(organiser.get_by_text("Deze groep is afgerond.")).to_be_visible()

    closed = running_site.mail_to(MEMBER, f"“{TITLE}” is afgerond")
    member.goto(re.search(r"https?://[^/\s]+(/mijn/bijdragen/nieuw/)", closed.get_body(("plain",)).get_content())[1])
    member.get_by_role("button", name="Begin met: Wat wij leerden").click()
    expect(member.locator("[name=title]")).to_have_value("Wat wij leerden")
    for page in (organiser, member):
        assert page.console_errors == []
