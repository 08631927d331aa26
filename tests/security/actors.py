"""Everyone who may ask for an address, and things that belong to one of them."""

import hashlib
from collections.abc import Iterator
from datetime import timedelta
from types import SimpleNamespace

from django.apps import apps
from django.contrib.auth.models import Group
from django.db import connection
from django.utils import timezone

from events.applications.actions import report_message as report_application_message
from events.cohorts.actions import ask_people, report_note, say_yes, set_roles, write_note
from events.followed_calendars.actions import propose_calendar
from events.harvest.actions import PromisePlan, add_promise
from events.meetups.actions import set_organisers
from events.meetups.states import Admission, MeetupKind
from events.models import AgendaPage
from events.reflections.models import JointSummary, Reflection, ReflectionFinding, ReflectionQuote
from network.contact.actions import ask_to_connect, report_message
from network.contact.actions import write_message as send_message
from network.contact.states import ReportReason
from network.following.actions import save_search
from network.initiative_threads.actions import write_message
from network.initiatives.actions import add_step
from network.invitations.actions import invite
from network.invitations.rules import Invitee
from network.invitations.states import InvitationKind
from network.members.states import CONVERSATION_LEADERS, EDITORS, MODERATORS, PROGRAMME_TEAM
from network.privacy.actions import ask_export, make_export
from network.push.actions import add_device
from network.selfscan.actions import fill_scan
from network.selfscan.states import Factor
from portal.shared.conversations.states import ReportReason as NoteReason
from stories.contributions.actions.reviewing import invite_reviewer
from stories.contributions.actions.writing import start_contribution
from stories.contributions.states import Kind
from stories.dossiers.actions import DossierText, keep_item, save_dossier
from stories.dossiers.states import ItemKind
from stories.models import CollectionItem
from stories.reactions.actions import react
from tests.factories.events import (
    MeetupFactory,
    OccurrenceFactory,
    RegistrationFactory,
    SeriesBookingFactory,
    SessionFactory,
)
from tests.factories.exchange_applications import (
    ApplicationFactory,
    ApplicationMessageFactory,
    PlaceFactory,
    WishFactory,
)
from tests.factories.exchange_offers import OfferFactory, RequestFactory
from tests.factories.exchange_placements import AcceptedApplicationFactory, PlacementFactory, agree
from tests.factories.exchange_placements import day as exchange_day
from tests.factories.exchange_placements import write as write_agreement
from tests.factories.exchange_reflections import FinishedPlacementFactory
from tests.factories.initiatives import add_initiative, join
from tests.factories.network import AffiliationFactory, InstitutionFactory, MemberFactory
from tests.factories.questions import make_answer, make_question

ANONYMOUS, PROSPECT, MEMBER, OTHER = "anonymous", "prospect", "member", "other member"
EDITOR, MODERATOR, LEADER, PROGRAMME, DEACTIVATED = (
    "editor",
    "moderator",
    "gespreksleider",
    "programme",
    "deactivated",
)
ACTORS = (ANONYMOUS, PROSPECT, MEMBER, OTHER, EDITOR, MODERATOR, LEADER, PROGRAMME, DEACTIVATED)
GROUP_OF = {EDITOR: EDITORS, MODERATOR: MODERATORS, LEADER: CONVERSATION_LEADERS, PROGRAMME: PROGRAMME_TEAM}
# Counting and logging are not what a request was for.
UNCOUNTED = {"django_session", "shared_ratecount", "portal_cache", "django_content_type"}


def make_people() -> dict[str, object]:
    """Give a person per actor; someone who only visits is None."""
    people: dict[str, object] = {ANONYMOUS: None}
    for place, name in enumerate(ACTORS[1:]):
        standing = "prospect" if name == PROSPECT else "member"
        person = MemberFactory(email=f"wie{place}@school.example", given_name=f"Wie{place}", standing=standing)
        if name in GROUP_OF:
            person.groups.add(Group.objects.get_or_create(name=GROUP_OF[name])[0])
        people[name] = person
    return people


def make_belongings(member, story) -> SimpleNamespace:
    """Give one of everything a member can own, with the keys that stand in addresses."""
    at = timezone.now()
    school = InstitutionFactory(slug="eigen-school")
    work = AffiliationFactory(member=member, institution=school, state="confirmed", is_coordinator=True)
    member.refresh_from_db()
    scan = fill_scan(
        institution=school, member=member, scores=dict.fromkeys(Factor.values, 2), note="Zwaluwscan", at=at
    )
    text = start_contribution(member=member, kind=Kind.STORY, key="2345678923bcdf", at=at)
    review = invite_reviewer(
        contribution=text, by=member, name="Bo", email="bo@elders.example", message="", at=at + timedelta(seconds=1)
    )
    item = keep_item(
        member=member, kind=ItemKind.PAGE, object_key=str(story.pk), note="Zwaluwnotitie", at=at
    ) or CollectionItem.objects.get(collection__owner=member)
    content = DossierText(
        title="Zwaluwdossier",
        intro="",
        school="",
        size="",
        shows_name=False,
        shows_email=False,
        item_keys=[item.key],
        costs=[],
    )
    dossier = save_dossier(member=member, dossier=None, text=content, at=at)
    reaction = react(page=story, member=member, text="Zwaluwreactie", token="formulier", at=at)
    export = ask_export(member=member, at=at)
    make_export(key=export.key, at=at)
    [invitation] = invite(
        kind=InvitationKind.ICT_PARTNER,
        by=member,
        institution=school,
        people=[Invitee("ict@elders.example")],
        message="Zwaluwgroet",
        at=at,
    )
    question = make_question(member=member, at=at, title="Zwaluwvraag")
    answer = make_answer(question=question, member=member, at=at, text="Zwaluwantwoord")
    # Running, so that there is a desk, with a school that asks and a step.
    initiative = add_initiative(lead=member, school=school, at=at, is_running=True, title="Zwaluwproef")
    part = join(initiative, message="Zwaluwvraag", at=at).part
    step = add_step(initiative=initiative, member=member, text="Zwaluwstap", due_on=at.date())
    remark = write_message(initiative=initiative, member=member, text="Zwaluwbericht", token="formulier", at=at)
    meetup = MeetupFactory(
        page__parent=AgendaPage.objects.get(), page__title="Zwaluwbijeenkomst", page__live=False, proposed_by=member
    )
    set_organisers(meetup=meetup, organisers=[member], at=at)
    date = OccurrenceFactory(meetup=meetup, state="draft", starts_at=at + timedelta(days=30))
    session = SessionFactory(occurrence=date, title="Zwaluwsessie")
    registration = RegistrationFactory(occurrence=date, member=member)
    booking = SeriesBookingFactory(meetup=meetup, member=member)
    past_date = OccurrenceFactory(meetup=meetup, starts_at=at - timedelta(days=2))
    plan = PromisePlan("Zwaluwafspraak", (at + timedelta(days=30)).date(), member=member)
    promise = add_promise(occurrence=past_date, plan=plan, at=at)
    calendar = propose_calendar(
        institution=school,
        address="https://eigen-school.example/agenda.ics",
        website="https://eigen-school.example/zwaluw",
        member=member,
        at=at,
    )
    device = add_device(
        member=member, endpoint="https://push.example/zwaluw", p256dh="B", auth="A", device="Zwaluwbrowser", at=at
    )
    offer = OfferFactory(institution=school, contact=member, title="Zwaluwplek", opened_by=None)
    wish = RequestFactory(
        institution=school, member=member, title="Zwaluwwens", state="draft", opened_by=None, opened_at=None
    )
    partner = MemberFactory(email="partner@elders.example", given_name="Zwaluwpartner")
    group = make_group(member, partner, at=at)
    agreed_exchange = make_agreed_exchange(member, partner, school, at=at)
    message = send_message(
        sender=partner, receiver=member, conversation=None, text="Zwaluwbericht", token="formulier", at=at
    )
    report_message(message=message, reporter=member, reason=ReportReason.OTHER, text="", at=at)
    connection = ask_to_connect(asker=partner, asked=member, note="Zwaluwbriefje", at=at)
    saved_search, _is_new = save_search(member=member, query="q=zwaluwzoekvraag", at=at)
    return SimpleNamespace(
        saved_search=saved_search,
        offer=offer,
        wish=wish,
        message=message,
        connection=connection,
        text=text,
        work=work,
        scan=scan,
        review=review,
        item=item,
        dossier=dossier,
        reaction=reaction,
        school=school,
        invitation=invitation,
        export=export,
        question=question,
        answer=answer,
        initiative=initiative,
        part=part,
        step=step,
        remark=remark,
        meetup=meetup,
        date=date,
        session=session,
        registration=registration,
        booking=booking,
        **group,
        **make_application(member, at=at),
        **make_looking_back(member, partner, at=at),
        agreed_exchange=agreed_exchange,
        past_date=past_date,
        promise=promise,
        calendar=calendar,
        device=device,
    )


def make_agreed_exchange(member, partner, school, *, at):
    """Give an agreed exchange of the member, with a change that waits for them."""
    application = AcceptedApplicationFactory(
        guest=member, host=partner, guest_institution=school, offer__contact=partner, learning_question="Zwaluwvraag?"
    )
    exchange = PlacementFactory(application=application)
    day = (at + timedelta(days=30)).date()
    agree(exchange, exchange_day(on=day), at=at, practical="Zwaluwpas")
    write_agreement(exchange, partner, exchange_day(on=day + timedelta(days=7)), at=at, practical="Zwaluwpas")
    return exchange


def make_group(member, partner, *, at) -> dict[str, object]:
    """Give a fixed group that the member runs and takes part in, with a reported note of theirs."""
    meetup = MeetupFactory(
        page__parent=AgendaPage.objects.get(),
        page__title="Zwaluwpeergang",
        page__live=False,
        kind=MeetupKind.COHORT,
        admission=Admission.CLOSED,
    )
    set_organisers(meetup=meetup, organisers=[member], at=at)
    date = OccurrenceFactory(meetup=meetup, starts_at=at + timedelta(days=40))
    places = ask_people(meetup=meetup, members=[member, partner], by=member, at=at)
    place, _other = [say_yes(place=each, at=at) for each in places]
    cohort = set_roles(meetup=meetup, roles=["zwaluwrol"], at=at)
    note = write_note(cohort=cohort, member=member, text="Zwaluwgeheim", token="formulier", at=at)
    report_note(note=note, member=partner, reason=NoteReason.OTHER, text="", at=at)
    return {"cohort": cohort, "place": place, "note": note, "group_date": date}


def make_application(host, *, at) -> dict[str, object]:
    """Give a question for a place of the host's school, with a message that the host reported."""
    place = PlaceFactory(contact=host, title="Zwaluwplek")
    wish = WishFactory(title="Zwaluwwens")
    application = ApplicationFactory(offer=place, created_at=at, changed_at=at, last_step_at=at)
    message = ApplicationMessageFactory(application=application, text="Zwaluwbericht", created_at=at)
    report_application_message(message=message, reporter=host, reason=NoteReason.OTHER, text="", at=at)
    return {"application": application, "said": message, "exchange_place": place, "exchange_wish": wish}


def make_looking_back(member, partner, *, at) -> dict[str, object]:
    """Give a finished exchange of the two whose reflections are open, with a sentence and a finding."""
    placement = FinishedPlacementFactory(guest=member, host=partner, last_day_on=timezone.localdate(at))
    rows = [
        Reflection.objects.create(
            placement=placement, side=side, author=author, saw="Zwaluwzin.", private_note="Zwaluwbriefje", sealed_at=at
        )
        for side, author in (("guest", member), ("host", partner))
    ]
    JointSummary.objects.create(
        placement=placement, title="Zwaluwdag", text="Zwaluwtekst", guest_agreed_at=at, host_agreed_at=at
    )
    quote = ReflectionQuote.objects.create(reflection=rows[0], text="Zwaluwzin.")
    finding = ReflectionFinding.objects.create(
        placement=placement,
        insight_key="1",
        insight_title="Zwaluw",
        verdict="supports",
        sentence="x",
        proposed_by="host",
    )
    return {"looked_back": placement, "quote": quote, "finding": finding}


def own_tables() -> list[str]:
    """Give the tables whose rows a denied request must leave alone."""
    return sorted({model._meta.db_table for model in apps.get_models(include_auto_created=True)} - UNCOUNTED)


def checksums() -> dict[str, str]:
    """Give a fingerprint of the rows of every table."""
    return dict(_checksums())


def _checksums() -> Iterator[tuple[str, str]]:
    with connection.cursor() as cursor:
        for table in own_tables():
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")  # noqa: S608 - a table of our own
            rows = sorted(repr(row) for row in cursor.fetchall())
            yield table, hashlib.sha256("\n".join(rows).encode()).hexdigest()
