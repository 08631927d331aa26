"""A meetup that begins within the hour, with four people who have a seat, and a ticket for another date.

Run inside a site by `manage.py shell`; prints the addresses and codes that the journey needs.
"""

import json
import sys
from dataclasses import replace
from datetime import timedelta

from django.utils import timezone

from events.check_in.codes import code_of
from events.meetups.actions import add_occurrence, announce, set_organisers
from events.meetups.plans import MeetupPlan, OccurrencePlan
from events.proposals.actions import Proposal, propose_meetup
from events.registrations.actions import SignUp, register
from network.models import Member
from tests.journeys.conftest import COORDINATOR, MEMBER, OTHER

# Who of the demo has a seat, besides the two people of the other journeys.
MORE = ("anouk.timmerman@lijnenvorm.example", "thijs.brouwers@brinkhove.example")


def make() -> None:
    """Make it all, by the actions that people's clicks call."""
    at = timezone.now()
    sanne = Member.objects.get(email=COORDINATOR)
    plan = OccurrencePlan(
        starts_at=at + timedelta(minutes=30), ends_at=at + timedelta(hours=2), place="Brugzaal", seats_on_site=20
    )
    proposal = Proposal(title="Aan de deur", lead="We beginnen zo.", plan=MeetupPlan(), date=plan)
    meetup = propose_meetup(member=sanne, proposal=proposal, at=at)
    set_organisers(meetup=meetup, organisers=[sanne], at=at)
    later = replace(plan, starts_at=at + timedelta(days=30), ends_at=at + timedelta(days=30, hours=1))
    date, other_date = (
        announce(occurrence=add_occurrence(meetup=meetup, plan=each, at=at), at=at) for each in (plan, later)
    )
    members = [Member.objects.get(email=email) for email in (MEMBER, OTHER, *MORE)]
    rows = [register(occurrence=date, member=member, sign_up=SignUp(), at=at) for member in members]
    elsewhere = register(occurrence=other_date, member=members[0], sign_up=SignUp(), at=at)
    facts = {
        "door": f"/agenda/plannen/{meetup.key}/datum/{date.key}/inchecken/",
        "registration": f"/mijn/aanmeldingen/{rows[0].key}/",
        "scans": [f"/agenda/inchecken/{code_of(row.key)}/" for row in rows],
        "foreign": f"/agenda/inchecken/{code_of(elsewhere.key)}/",
        "names": [str(member) for member in members],
    }
    sys.stdout.write(json.dumps(facts))
