"""A meetup that is over, with five people who were there, of whom four said how it was.

Run inside a site by `manage.py shell`; prints the addresses that the journey needs.
"""

import json
import sys
from datetime import timedelta

from django.utils import timezone

from events.harvest.actions import FeedbackText, give_feedback, remind_owners, tell_afterwards
from events.harvest.models import Promise
from events.harvest.states import Quote
from events.meetups.actions import add_occurrence, announce, set_organisers
from events.meetups.plans import MeetupPlan, OccurrencePlan
from events.models import Registration
from events.proposals.actions import Proposal, propose_meetup
from events.registrations.actions import Guest, SignUp, confirm_guest, register, register_guest
from events.registrations.mails import GUEST_LINK
from events.registrations.states import Attendance
from network.models import Member
from portal.shared.links.actions import make_link
from portal.shared.outbox.actions.delivery import deliver
from tests.journeys.conftest import COORDINATOR, MEMBER, MODERATOR, OTHER

MORE = (
    "anouk.timmerman@lijnenvorm.example",
    "thijs.brouwers@brinkhove.example",
    "bram.vos@akkerlinde.example",
)
GUEST = "gast@buiten.example"
TITLE = "Wat nemen we mee?"


def make() -> None:
    """Make it all, by the actions that people's clicks call, as long ago as it happened."""
    now = timezone.now()
    # Far enough back that its next working day has passed, also after a long weekend.
    before, starts_at = now - timedelta(days=20), now - timedelta(days=9)
    sanne = Member.objects.get(email=COORDINATOR)
    plan = OccurrencePlan(
        starts_at=starts_at, ends_at=starts_at + timedelta(hours=2), place="Brugzaal", seats_on_site=20
    )
    meetup = propose_meetup(
        member=sanne, proposal=Proposal(title=TITLE, lead="Terugkijken.", plan=MeetupPlan(), date=plan), at=before
    )
    set_organisers(meetup=meetup, organisers=[sanne], at=before)
    proposed = meetup.page.specific.current_workflow_task_state.specific
    proposed.task.specific.on_action(proposed, Member.objects.get(email=MODERATOR), "approve")
    date = announce(occurrence=add_occurrence(meetup=meetup, plan=plan, at=before), at=before)
    for email in (MEMBER, OTHER, *MORE):
        register(occurrence=date, member=Member.objects.get(email=email), sign_up=SignUp(), at=before)
    guest = register_guest(occurrence=date, guest=Guest("Bo Gast", GUEST), sign_up=SignUp(), at=before)
    link, _token = make_link(
        purpose=GUEST_LINK,
        subject_kind="registration",
        subject_key=guest.key,
        valid_for=timedelta(days=1),
        at=before,
        max_uses=None,
    )
    confirm_guest(registration=guest, link=link, at=before)
    rows = Registration.objects.filter(occurrence=date).select_related("member")
    rows.update(attendance=Attendance.PRESENT)
    for row in rows:
        if row.member and row.member.email != MEMBER:
            text = FeedbackText(score=4, tomorrow="Uitproberen.", better="", quote=Quote.NO)
            give_feedback(registration=row, text=text, at=now - timedelta(days=1))
    tell_afterwards(now)
    facts = {"desk": f"/agenda/plannen/{meetup.key}/datum/{date.key}/oogst/", "page": meetup.page.get_url()}
    sys.stdout.write(json.dumps(facts))


def on_the_day() -> None:
    """Let the clock of the promises come by on the morning of the day they are meant for."""
    for promise in Promise.objects.all():
        morning = timezone.localtime().replace(
            year=promise.due_on.year, month=promise.due_on.month, day=promise.due_on.day, hour=9
        )
        remind_owners(morning)
        deliver(at=morning)
