"""What the demo leaves out and a page needs to be seen: a text in each state, a conversation, a map, secret links.

Run inside a site by `manage.py shell`; prints the arguments of the addresses.
"""

import json
import re
import sys
from dataclasses import replace
from datetime import timedelta

from django.utils import timezone

from events.applications.actions import Opening, ask_for_place
from events.applications.actions import report_message as report_application_message
from events.applications.actions import write_message as write_application_message
from events.calendars.following import read_followed
from events.check_in.actions import check_in
from events.check_in.codes import code_of
from events.cohorts.actions import ask_people, report_note, say_yes, set_pairs, set_roles, write_note
from events.cohorts.actions import make_address as make_group_address
from events.followed_calendars.actions import follow_calendar, note_answer, propose_calendar
from events.followed_calendars.fetching import Answer
from events.followed_calendars.rules import WINDOW
from events.harvest.actions import (
    FeedbackText,
    HarvestText,
    PromisePlan,
    add_promise,
    give_feedback,
    set_online,
    tell_afterwards,
    write_harvest,
)
from events.matching.actions import dismiss as put_aside
from events.matching.actions import renew as renew_suggestions
from events.meetup_pages.models import AgendaPage, MeetupPage
from events.meetups.actions import add_occurrence, add_session, announce, plan_meetup, set_organisers
from events.meetups.models import Meetup, Occurrence
from events.meetups.plans import MeetupPlan, OccurrencePlan, SessionPlan
from events.meetups.states import Admission, Booking, MeetupKind
from events.offers.actions import OfferText, RequestText, make_offer, make_request, send_listing
from events.offers.models import ActivityTemplate, PlacementOffer, PlacementRequest
from events.offers.states import Direction
from events.placements.actions import ask_manager
from events.placements.models import Placement
from events.proposals.actions import Proposal, propose_meetup
from events.reflections.actions import (
    agree_summary,
    choose_sentences,
    hand_in,
    own_reflection,
    propose_finding,
    save_reflection,
    save_summary,
)
from events.reflections.models import TEXTS, JointSummary, Reflection
from events.reflections.states import Verdict
from events.registrations.actions import (
    Guest,
    SignUp,
    book_series,
    confirm_guest,
    register,
    register_guest,
    withdraw,
)
from events.registrations.mails import GUEST_LINK
from events.registrations.models import Registration
from network.bouncing.actions import send_test_mail
from network.contact import actions as contact
from network.contact.states import ReportReason as LetterReason
from network.coordination.actions import name_coordinator
from network.following.actions import save_search
from network.initiative_threads.actions import report_message, write_message
from network.initiatives.actions import (
    InitiativeText,
    add_step,
    approve_proposal,
    join_initiative,
    propose_initiative,
    submit_proposal,
    write_update,
)
from network.initiatives.states import InitiativeKind
from network.invitations.actions import invite
from network.invitations.rules import Invitee
from network.invitations.states import InvitationKind
from network.models import Initiative, InitiativePart, InitiativeParticipant, Institution, Member, Route, System, Theme
from network.privacy.actions import ask_deletion, mind_absent_members
from network.push.actions import add_device
from network.questions.actions import QuestionText, answer_question, ask, report
from network.selfscan.actions import fill_scan
from network.selfscan.states import Factor
from portal.shared.audiences.states import Audience
from portal.shared.conversations.states import ReportReason
from portal.shared.conversations.states import ReportReason as MessageReason
from portal.shared.keys import new_key
from portal.shared.links.actions import find_link
from portal.shared.outbox.models import OutboxMail
from portal.shared.outbox.topics import secret_for
from search.related.actions import relate_changed
from stories.contributions.actions.reviewing import invite_reviewer
from stories.contributions.actions.writing import save_answers, start_contribution
from stories.contributions.models import Contribution
from stories.contributions.pagetexts import latest_revision, version_of
from stories.contributions.states import Kind
from stories.dossiers.actions import DossierText, keep_item, save_dossier, share_dossier
from stories.dossiers.states import ItemKind, ShareLength
from stories.insights.models import Evidence, InsightPage
from stories.models import CoachStoryPage
from stories.reactions.actions import react, report_reaction
from tests.factories.exchange_placements import (
    AcceptedApplicationFactory,
    PlacementFactory,
    agree,
    confirm_both,
)
from tests.factories.exchange_placements import day as exchange_day
from tests.factories.exchange_placements import write as write_agreement
from tests.journeys.conftest import LEADER, MEMBER, OTHER

# Someone to whom MEMBER wrote nothing yet.
STRANGER = "anouk.timmerman@lijnenvorm.example"
# A meetup of the demo that takes sign-ups.
SPRING = "netwerkbijeenkomst-i-coaches-voorjaar"


def _draft(member: Member, title: str, at) -> Contribution:
    text = start_contribution(member=member, kind=Kind.STORY, key=new_key(), at=at)
    answers = {"title": title, "lead": "Twee zinnen vooraf."}
    seen = version_of(latest_revision(text.page_id))
    return save_answers(contribution=text, seen=seen, typed=answers, valid=answers, at=at)


def _together(member: Member, other: Member, leader: Member, at) -> dict[str, str]:
    """Make joint actions that the member leads, joined, can join and can take over, with a conversation."""
    running = Initiative.objects.get(kind="pilot")
    school, other_school = (person.affiliations.get().institution for person in (member, other))
    text = InitiativeText(
        kind=InitiativeKind.TRAINING, title="Samen oefenen", goal="Van elkaar leren.", about="", asks="Twee middagen."
    )

    def proposed(title: str, lead: Member, at_school) -> Initiative:
        return propose_initiative(member=lead, institution=at_school, text=replace(text, title=title), at=at)

    def approved(title: str, lead: Member, at_school) -> Initiative:
        sent = submit_proposal(initiative=proposed(title, lead, at_school), member=lead, at=at)
        return approve_proposal(initiative=sent, editor=leader, at=at)

    led, joined, alone = (
        approved("Samen oefenen", member, school),
        approved("Samen kijken", other, other_school),
        approved("Zonder leiding", other, other_school),
    )
    part = join_initiative(initiative=led, institution=other_school, member=other, wants_part=True, at=at).part
    own_part = join_initiative(initiative=joined, institution=school, member=member, wants_part=True, at=at).part
    lonely = InitiativePart.objects.get(initiative=alone)
    InitiativeParticipant.objects.create(part=lonely, member=member, joined_at=at)
    Initiative.objects.filter(pk=alone.pk).update(contact=None)
    step = add_step(initiative=led, member=member, text="Eerste middag", due_on=at.date())
    write_update(initiative=joined, member=other, title="Nieuws", text="We beginnen.", token=new_key(), at=at)
    mail = OutboxMail.objects.filter(purpose="initiatives.update", recipient_key=member.key).latest("pk")
    waiting = submit_proposal(initiative=proposed("Te lezen", other, other_school), member=other, at=at)
    own = write_message(initiative=led, member=member, text="Wie neemt koffie mee?", token=new_key(), at=at)
    InitiativePart.objects.filter(pk=part.pk).update(state="taking_part")
    message = write_message(initiative=led, member=other, text="Niet ik.", token=new_key(), at=at)
    report_message(message=message, member=member, reason=MessageReason.HURTFUL, text="Kijk eens.", at=at)
    InitiativePart.objects.filter(pk=part.pk).update(state="asked")
    return {
        "led": led.key,
        "part": part.key,
        "plan_step": step.key,
        "joined": joined.key,
        "own_part": own_part.key,
        "to_join": running.key,
        "without_lead": alone.key,
        "draft": proposed("Half plan", member, school).key,
        "proposal": waiting.key,
        "own_message": own.key,
        "reported_message": message.key,
        "stop_news": re.search(r"/samen/afmelden/([^/\s]+)/", mail.text)[1],
    }


def _meetups(member: Member, leader: Member, at) -> dict[str, str]:
    """Make a proposal of the member with an item in its programme, which the member runs already."""
    start = (at + timedelta(days=30)).replace(hour=9, minute=0, second=0, microsecond=0)
    date = OccurrencePlan(starts_at=start, ends_at=start + timedelta(hours=2), place="Brugzaal", seats_on_site=20)
    proposal = Proposal(title="Samen toetsen", lead="We proberen drie toetsen.", plan=MeetupPlan(), date=date)
    meetup = propose_meetup(member=member, proposal=proposal, at=at)
    set_organisers(meetup=meetup, organisers=[member], at=at)
    row = meetup.occurrences.get()
    plan = SessionPlan(title="Eerste ronde", starts_at=start, ends_at=date.ends_at, is_chosen=True, seats=5)
    session = add_session(occurrence=row, plan=plan, at=at)
    return {
        "own_meetup": meetup.key,
        "proposed_meetup": meetup.key,
        "own_date": row.key,
        "own_session": session.key,
        **_registrations(meetup, member, date, at),
        **_series(member, leader, date, at),
        **_door(meetup, member, date, at),
        **_afterwards(meetup, member, at),
    }


def _door(meetup: Meetup, member: Member, date: OccurrencePlan, at) -> dict[str, str]:
    """Have a date begin soon, with the member checked in and a guest who confirmed."""
    soon = replace(date, starts_at=at + timedelta(hours=2), ends_at=at + timedelta(hours=4))
    row = announce(occurrence=add_occurrence(meetup=meetup, plan=soon, at=at), at=at)
    own = register(occurrence=row, member=member, sign_up=SignUp(), at=at)
    guest = register_guest(occurrence=row, guest=Guest("Bezoek", "bezoek@buiten.example"), sign_up=SignUp(), at=at)
    mail = OutboxMail.objects.get(to="bezoek@buiten.example")
    token = re.search(r"/agenda/aanmelding/([^/\s]+)/", mail.text)[1]
    confirm_guest(registration=guest, link=find_link(purpose=GUEST_LINK, token=token, at=at), at=at)
    check_in(registration=own, by=member, at=at)
    return {
        "door_meetup": meetup.key,
        "door_date": row.key,
        "ticket_code": code_of(guest.key),
        "ticket_token": token,
    }


def _group(title: str, organiser: Member, people: list[Member], at) -> tuple[Meetup, list]:
    """Make a peer course with one announced date, and ask people in."""
    page = MeetupPage(title=title, lead="Vier keer samen oefenen.", slug=f"peergang-{new_key()[:6]}")
    AgendaPage.objects.get().add_child(instance=page)
    plan = MeetupPlan(kind=MeetupKind.COHORT, admission=Admission.CLOSED)
    meetup = plan_meetup(page=page, plan=plan, organisers=[organiser], by=organiser, at=at)
    start = (at + timedelta(days=40)).replace(hour=9, minute=0, second=0, microsecond=0)
    date = OccurrencePlan(starts_at=start, ends_at=start + timedelta(hours=2), place="Brugzaal")
    announce(occurrence=add_occurrence(meetup=meetup, plan=date, at=at), at=at)
    return meetup, ask_people(meetup=meetup, members=people, by=organiser, at=at)


def _groups(member: Member, other: Member, at) -> dict[str, str]:
    """Make a peer course that the member runs and takes part in, and one that the member is asked into."""
    meetup, asked = _group("Samen groeien", member, [member, other], at)
    own, others = [say_yes(place=place, at=at) for place in asked]
    cohort = set_roles(meetup=meetup, roles=["voorzitter", "observator"], at=at)
    set_pairs(cohort=cohort, groups=[[own.key, others.key]], at=at)
    make_group_address(place=own, at=at)
    note = write_note(cohort=cohort, member=member, text="Ik breng vrijdag een vraag in.", token=new_key(), at=at)
    reported = write_note(cohort=cohort, member=other, text="Dat is een rare vraag.", token=new_key(), at=at)
    report_note(note=reported, member=member, reason=ReportReason.HURTFUL, text="Kijk eens.", at=at)
    _other_meetup, [waiting] = _group("Samen beginnen", other, [member], at)
    return {
        "group": cohort.key,
        "group_meetup": meetup.key,
        "group_date": meetup.occurrences.get().key,
        "group_person": others.key,
        "own_note": note.key,
        "reported_note": reported.key,
        "asked_group": waiting.cohort.key,
    }


def _looking_back(member: Member, other: Member, at) -> dict[str, str]:
    """Finish two exchanges of the two: one that both agreed a summary of, one that the member still writes about."""

    def finished() -> Placement:
        day = timezone.localdate(at) - timedelta(days=3)
        return Placement.objects.create(
            guest=member,
            host=other,
            guest_institution=member.affiliations.get().institution,
            host_institution=other.affiliations.get().institution,
            direction="teacher_to_ict",
            state="done",
            first_day_on=day,
            last_day_on=day,
            ended_at=at,
        )

    def write(placement: Placement, person: Member) -> Reflection:
        texts = dict.fromkeys(TEXTS, "Ik zag hoe het ging. Dat wist ik niet.")
        return save_reflection(placement=placement, member=person, texts=texts, seen=Reflection().version, at=at)

    done, waiting = finished(), finished()
    for person in (member, other):
        hand_in(placement=done, member=person, seen=write(done, person).version, at=at)
    write(waiting, member)
    row = save_summary(
        placement=done,
        member=member,
        title="Een dag aan de andere kant",
        text="Kijk een dag mee.",
        seen=JointSummary.objects.get(placement=done).version,
        at=at,
    )
    for person in (member, other):
        agree_summary(placement=done, member=person, seen=row.version, is_named=True, at=at)
    own = own_reflection(done, member)
    [quote] = choose_sentences(placement=done, member=other, chosen=[(own.key, "Ik zag hoe het ging.")], at=at)
    finding = propose_finding(
        placement=done,
        member=other,
        insight_key=str(InsightPage.objects.live().order_by("pk")[0].pk),
        verdict=Verdict.SUPPORTS,
        sentence="Wie meekeek, stelde daarna andere vragen.",
        at=at,
    )
    return {"looked_back": done.key, "to_look_back": waiting.key, "own_quote": quote.key, "finding": finding.key}


def _afterwards(meetup: Meetup, member: Member, at) -> dict[str, str]:
    """Make a date that is over: five answers, a report online, and promises of the member and of a guest."""
    others = Member.objects.exclude(pk=member.pk).filter(is_active=True)[:5]
    start = at - timedelta(days=5)
    past = Occurrence.objects.create(
        meetup=meetup, state="planned", starts_at=start, ends_at=start + timedelta(hours=2), place="Brugzaal"
    )
    rows = [Registration.objects.create(occurrence=past, member=each, state="confirmed") for each in (member, *others)]
    guest = Registration.objects.create(
        occurrence=past, guest_name="Gast", guest_email="gast@buiten.example", state="confirmed"
    )
    for row in rows[1:]:
        give_feedback(registration=row, text=FeedbackText(4, "Een toets nalopen.", "Meer koffie."), at=at)
    write_harvest(occurrence=past, member=member, text=HarvestText("We vonden drie dingen uit.", 7), at=at)
    set_online(occurrence=past, is_online=True, at=at)
    due = (at + timedelta(days=5)).date()
    own = add_promise(occurrence=past, plan=PromisePlan("De checklist rondsturen.", due, member=member), at=at)
    add_promise(occurrence=past, plan=PromisePlan("Collega's bellen.", due, guest=guest), at=at)
    tell_afterwards(at)
    told = OutboxMail.objects.get(purpose="events.harvest_afterwards", to=guest.guest_email)
    asked = OutboxMail.objects.get(purpose="events.harvest_promise_asked", to=guest.guest_email)
    return {
        "past_date": past.key,
        "past_registration": rows[0].key,
        "own_promise": own.key,
        "feedback_token": _secret(told, "agenda/terugblik"),
        "promise_token": _secret(asked, "agenda/afspraak"),
    }


def _registrations(meetup: Meetup, member: Member, date: OccurrencePlan, at) -> dict[str, str]:
    """Announce two hybrid dates: for one the member signed up, for the other a guest."""
    hybrid = replace(date, has_online=True, seats_online=30)
    rows = []
    for days in (7, 14):
        later = replace(
            hybrid, starts_at=date.starts_at + timedelta(days=days), ends_at=date.ends_at + timedelta(days=days)
        )
        rows.append(announce(occurrence=add_occurrence(meetup=meetup, plan=later, at=at), at=at))
    own = register(occurrence=rows[0], member=member, sign_up=SignUp(), at=at)
    add_device(
        member=member, endpoint="https://push.example/noor", p256dh="B", auth="A", device="Firefox, Android", at=at
    )
    guest = Guest("Gast", "gast@buiten.example")
    register_guest(occurrence=rows[1], guest=guest, sign_up=SignUp(), at=at)
    mail = OutboxMail.objects.filter(to=guest.email).order_by("-pk")[0]
    return {
        # Online, as the proposal isn't yet.
        "announced_slug": SPRING,
        "announced_date": Occurrence.objects.get(meetup__page__slug=SPRING).key,
        "guest_token": re.search(r"/agenda/aanmelding/([^/\s]+)/", mail.text)[1],
        "own_registration": own.key,
        "desk_date": rows[0].key,
        "desk_person": own.key,
    }


def _series(member: Member, leader: Member, date: OccurrencePlan, at) -> dict[str, str]:
    """Announce two series of three hybrid dates: for one the member signed up, the other still asks."""
    found = {}
    for name, title in (("series_slug", "Reeks om te kiezen"), ("own_booking", "Reeks van acht coaches")):
        proposal = Proposal(title=title, lead="Steeds een vraag.", plan=MeetupPlan(booking=Booking.SERIES), date=date)
        meetup = propose_meetup(member=member, proposal=proposal, at=at)
        set_organisers(meetup=meetup, organisers=[member], at=at)
        meetup.page.get_latest_revision().publish(user=leader, skip_permission_checks=True)
        for days in (7, 14, 21):
            starts_at, ends_at = (moment + timedelta(days=days) for moment in (date.starts_at, date.ends_at))
            later = replace(date, has_online=True, seats_online=30, starts_at=starts_at, ends_at=ends_at)
            announce(occurrence=add_occurrence(meetup=meetup, plan=later, at=at), at=at)
        found[name] = meetup.page.slug
    booking = book_series(meetup=meetup, member=member, sign_up=SignUp(), at=at)
    # Of three dates one is left out, and could be taken back.
    left_out = withdraw(registration=booking.registrations.order_by("occurrence__starts_at")[2], at=at)
    return {**found, "own_booking": booking.key, "own_left_out": left_out.key}


def _calendars(member: Member, school: Institution, at) -> dict[str, object]:
    """Have a calendar of the school followed, with a date that waits, and propose another one."""
    editor = Member.objects.get(email=LEADER)
    given = {"institution": school, "website": "https://school.example/agenda"}
    own = follow_calendar(address="https://school.example/agenda.ics", editor=editor, at=at, **given)
    start = (at + timedelta(days=40)).strftime("%Y%m%dT140000")
    lines = ["BEGIN:VCALENDAR", "BEGIN:VEVENT", "UID:open", f"DTSTART:{start}", "SUMMARY:Open les", "END:VEVENT"]
    content = "\r\n".join([*lines, "END:VCALENDAR", ""]).encode()
    dates = read_followed(content, since=at, until=at + WINDOW)
    note_answer(calendar=own, answer=Answer(content), dates=dates, at=at)
    propose_calendar(address="https://school.example/tweede.ics", member=member, at=at, **given)
    return {"own_calendar": own.key, "found_event": own.found.get().key}


def _offers(member: Member, at) -> dict[str, str]:
    """Make an open offer and wish of the member, a first one of each of a newcomer, and a place that lost its host."""
    school = member.affiliations.get().institution
    card = ActivityTemplate.objects.filter(direction=Direction.TEACHER_TO_ICT)[0]
    place = OfferText(
        direction=Direction.TEACHER_TO_ICT,
        title="Meelopen met de servicedesk",
        about="Je zit naast een collega aan de balie.",
        learn="Wat er met een melding gebeurt",
        weekdays=(0, 3),
        themes=list(Theme.objects.all()[:2]),
        template=card,
        audience=Audience.EVERYONE,
    )
    wish = RequestText(
        direction=Direction.COACH_TO_COACH,
        title="Coach zoekt coach",
        learning_question="Hoe begin jij een gesprek?",
        audience=Audience.EVERYONE,
    )

    def offered(lead: Member, at_school) -> PlacementOffer:
        made = make_offer(member=lead, institution=at_school, text=place, token=new_key(), at=at)
        return send_listing(listing=made, member=lead, at=at)

    def wished(lead: Member, at_school) -> PlacementRequest:
        made = make_request(member=lead, institution=at_school, text=wish, token=new_key(), at=at)
        return send_listing(listing=made, member=lead, at=at)

    # Those who offered something before are known to the editors; she is not.
    newcomer = Member.objects.get(email="sanne.dewit@roc-lindenwaard.example")
    first_offer, first_wish = offered(newcomer, school), wished(newcomer, school)
    # As if the editors let something through before.
    own_offer, own_wish, lost = offered(member, school), wished(member, school), offered(member, school)
    open_since = {"state": "open", "opened_at": at, "lapses_on": (at + timedelta(days=180)).date()}
    PlacementOffer.objects.filter(pk__in=[own_offer.pk, lost.pk]).update(**open_since)
    PlacementRequest.objects.filter(pk=own_wish.pk).update(**open_since)
    PlacementOffer.objects.filter(pk=lost.pk).update(contact=None)
    return {
        "own_offer": own_offer.key,
        "own_wish": own_wish.key,
        "first_offer": first_offer.key,
        "first_wish": first_wish.key,
        "lost_offer": lost.key,
    }


def _suggestions(member: Member, other: Member, at) -> None:
    """Give the other a place and a wish that fit those of the member: two pairs, a swap, and one place put aside."""
    school = other.affiliations.get().institution
    about = {"institution": school, "direction": Direction.TEACHER_TO_ICT, "state": "open", "opened_at": at}
    aside, place = (
        PlacementOffer.objects.create(contact=other, title=title, **about) for title in ("Nog een plek", "Bij ons ict")
    )
    wish = PlacementRequest.objects.create(
        member=other, title="Docent zoekt ict", learning_question="Hoe werkt een servicedesk?", **about
    )
    PlacementRequest.objects.filter(member=member, state="open").update(direction=Direction.TEACHER_TO_ICT)
    own_wish = member.placement_requests.get(state="open", is_example=False)
    for row in (place, wish, own_wish, member.placement_offers.get(state="open", is_example=False)):
        row.themes.set(Theme.objects.all()[:2])
        row.systems.set(System.objects.all()[:2])
    renew_suggestions(at=at)
    put_aside(member=member, offer=aside, request=own_wish, at=at)


def _applications(member: Member, other: Member, own_offer: str, at) -> dict[str, str]:
    """Have the other ask for a place of the member and talk about it; and a place, a taken one and a wish of theirs."""
    school = other.affiliations.get().institution
    listed = {"institution": school, "direction": Direction.TEACHER_TO_ICT, "opened_at": at}
    theirs = {"title": "Een dag bij het roosterbureau", "contact": other, **listed}
    place, taken = (
        PlacementOffer.objects.create(state=state, places_per=per, **theirs)
        for state, per in (("open", "month"), ("taken", "total"))
    )
    question = "Hoe komt een rooster tot stand?"
    wish = PlacementRequest.objects.create(
        state="open", title="Meekijken in de les", member=other, learning_question=question, **listed
    )
    asked = ask_for_place(
        offer=PlacementOffer.objects.get(key=own_offer),
        guest=other,
        opening=Opening(question=question, text="Dinsdag past mij het best."),
        wish=None,
        at=at,
    )
    write_application_message(application=asked, author=member, text="Kom je om half negen?", token=new_key(), at=at)
    said = asked.messages.get(author=other)
    report_application_message(message=said, reporter=member, reason=ReportReason.OTHER, text="Kijk eens.", at=at)
    return {
        "application": asked.key,
        "said": said.key,
        "others_place": place.key,
        "taken_place": taken.key,
        "others_wish": wish.key,
    }


def _questions(member: Member, other: Member, leader: Member, at) -> dict[str, str]:
    """Make a question of each side with an answer of the other, a report, and one that waits for the member."""
    theme = Theme.objects.order_by("pk")[0]
    own, routed = (
        ask(member=asker, text=QuestionText(title=title, body="Wie weet dit?", theme=theme), token=new_key(), at=at)
        for asker, title in ((member, "Hoe begin ik klein?"), (other, "Wie heeft een voorbeeld?"))
    )
    answers = [
        answer_question(question=question, member=writer, text="Zo deden wij het.", token=new_key(), at=at)
        for question, writer in ((routed, member), (own, other))
    ]
    report(thing=answers[1], member=leader, reason=ReportReason.OTHER, text="Kijk eens.", at=at)
    waiting = ask(member=other, text=QuestionText(title="Wie kan dit?", body="", theme=theme), token=new_key(), at=at)
    # Whom a question comes to depends on the day; here it is this member.
    Route.objects.filter(question=waiting, member=member).delete()
    Route.objects.create(question=waiting, member=member, fit=0, routed_at=at, due_at=at + timedelta(days=3))
    mail = OutboxMail.objects.filter(purpose="network.question_news", recipient_key=member.key).latest("pk")
    return {
        "own_question": own.key,
        "routed_question": waiting.key,
        "own_answer": answers[0].key,
        "other_answer": answers[1].key,
        "unfollow": re.search(r"/niet-meer-volgen/([^/\s]+)/", mail.text)[1],
    }


def _exchanges(member: Member, other: Member, at) -> dict[str, str]:
    """Make an exchange that is agreed with a change that waits for the member, and one whose manager is asked."""
    school = member.affiliations.select_related("institution").get().institution
    exchanges = []
    for _n in range(2):
        application = AcceptedApplicationFactory(
            guest=member, host=other, guest_institution=school, offer__institution=school, offer__contact=other
        )
        exchanges.append(PlacementFactory(application=application))
    agreed, asking = exchanges
    days = [exchange_day(on=timezone.localdate(at) + timedelta(days=30 + 7 * n)) for n in range(2)]
    agree(agreed, *days, at=at, practical="Meld je bij de balie.")
    write_agreement(agreed, other, days[1], at=at, place="Studiecentrum", practical="Meld je bij de balie.")
    write_agreement(asking, member, *days, at=at)
    confirm_both(asking, at=at)
    ask_manager(placement=asking, member=member, name="Rie Bakker", email="rie@example.org", at=at)
    mail = OutboxMail.objects.filter(purpose="events.placement_consent_asked").latest("pk")
    return {
        "own_exchange": agreed.key,
        "asking_exchange": asking.key,
        "consent_token": _secret(mail, "uitwisseling/akkoord"),
    }


def _secret(mail: OutboxMail, start: str) -> str:
    return re.search(rf"/{start}/([^/\s]+)/", mail.text)[1]


def make() -> None:
    """Make it all, by the actions that people's clicks call."""
    at = timezone.now()
    member, other, leader = (Member.objects.get(email=email) for email in (MEMBER, OTHER, LEADER))
    story, insight = CoachStoryPage.objects.live().order_by("pk")[0], InsightPage.objects.live().order_by("pk")[0]
    draft = _draft(member, "Half af", at)
    invite_reviewer(contribution=draft, by=member, name="Truus", email="truus@example.org", message="", at=at)
    mail = OutboxMail.objects.filter(purpose="stories.review_invitation").latest("pk")
    own = react(page=story, member=member, text="Bij ons ging het net zo.", token=new_key(), at=at)
    reaction = react(page=story, member=other, text="Dit klopt niet.", token=new_key(), at=at)
    report_reaction(reaction=reaction, member=leader, reason=ReportReason.HURTFUL, text="Kijk eens.", at=at)
    item = keep_item(member=member, kind=ItemKind.PAGE, object_key=str(story.pk), at=at, note="Voor het team.")
    keep_item(member=member, kind=ItemKind.PERSON, object_key=other.key, at=at)
    dossier_text = DossierText(
        title="Beginnen met i-coaches",
        intro="Voor de opleidingsmanager.",
        school="",
        size="",
        item_keys=[item.key],
        costs=[],
        shows_name=True,
        shows_email=False,
    )
    dossier = save_dossier(member=member, dossier=None, text=dossier_text, at=at)
    shared = share_dossier(dossier=dossier, length=ShareLength.MONTH, at=at)
    work = member.affiliations.select_related("institution").get()
    invite(
        kind=InvitationKind.ICT_PARTNER,
        by=member,
        institution=work.institution,
        people=[Invitee("ict@example.org", "Bo ter Beek")],
        message="Doe je mee?",
        at=at,
    )
    asked = OutboxMail.objects.filter(purpose="network.invitation").latest("pk")
    [received] = invite(
        kind=InvitationKind.ICT_PARTNER,
        by=member,
        institution=work.institution,
        people=[Invitee(member.email)],
        message="",
        at=at,
    )
    questions = _questions(member, other, leader, at)
    leaving, away = Member.objects.exclude(pk__in=[member.pk, other.pk, leader.pk]).filter(is_superuser=False)[:2]
    ask_deletion(member=leaving, at=at)
    Member.objects.filter(pk=away.pk).update(joined_at=at - timedelta(days=400), last_login=None)
    mind_absent_members(at=at)
    message = contact.write_message(
        sender=other, receiver=member, conversation=None, text="Mag ik meekijken?", token="axe", at=at
    )
    contact.report_message(message=message, reporter=member, reason=LetterReason.OTHER, text="", at=at)
    request = contact.ask_to_connect(asker=other, asked=member, note="Van de werkplaats.", at=at)
    name_coordinator(affiliation=work, at=at)
    scores = dict.fromkeys(Factor.values, 2)
    scan = fill_scan(institution=work.institution, member=member, scores=scores, note="Samen gedaan.", at=at)
    samples = {
        "work": work.key,
        "scan": scan.key,
        "own_school": work.institution.slug,
        **questions,
        "conversation": message.conversation.key,
        "message": message.key,
        "request": request.key,
        "stranger": Member.objects.get(email=STRANGER).key,
        "invitation": re.search(r"/uitnodiging/([^/\s]+)/", asked.text)[1],
        "received": received.key,
        "page": story.pk,
        "insight": insight.pk,
        "contribution": draft.key,
        "token": re.search(r"/meelezen/([^/\s]+)/", mail.text)[1],
        "own_reaction": own.key,
        "reaction": reaction.key,
        "item": item.key,
        "dossier": dossier.key,
        "shared": shared.rstrip("/").rsplit("/", 1)[-1],
        "person": other.key,
        "school": story.institution.slug,
        "follow_kind": "school",
        "saved_search": save_search(member=member, query="q=coach&soort=verhaal", at=at)[0].key,
        "unsubscribe": secret_for(key=member.key, topic="digest"),
        "take_back": _secret(OutboxMail.objects.get(purpose="privacy.deletion_asked"), "account-behouden"),
        "stay": _secret(OutboxMail.objects.get(purpose="privacy.absence_first"), "ik-blijf"),
        "arrived": _secret(send_test_mail(member=member, at=at), "mail-kwam-aan"),
        "evidence": Evidence.objects.order_by("pk")[0].pk,
    }
    samples |= _offers(member, at)
    samples |= _calendars(member, work.institution, at) | _exchanges(member, other, at)
    samples |= _looking_back(member, other, at)
    _suggestions(member, other, at)
    samples |= _applications(member, other, samples["own_offer"], at)
    samples |= _together(member, other, leader, at) | _meetups(member, leader, at) | _groups(member, other, at)
    relate_changed(at=at, seconds=300, most=1000)
    sys.stdout.write(json.dumps(samples))
