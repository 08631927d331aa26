"""Every address of ours, asked for by every kind of person: nobody gets more than the list of addresses says."""

import re

import pytest

from events.check_in.codes import code_of
from network.models import Member
from portal.shared.models import AuditLine
from tests.architecture.addresses import ADDRESSES, Audience
from tests.factories.stories import CoachStoryFactory
from tests.security.actors import (
    ACTORS,
    ANONYMOUS,
    DEACTIVATED,
    EDITOR,
    LEADER,
    MEMBER,
    MODERATOR,
    OTHER,
    PROGRAMME,
    PROSPECT,
    checksums,
    make_belongings,
    make_people,
)
from tests.security.surfaces import PAGES, UUID, filled

# Addresses of Wagtail's own that need a number of a file or a restriction.
ROUTES = sorted(set(ADDRESSES) - {PAGES, "documenten/^(\\d+)/(.*)$"})
# Whose text it is does not matter to editors here, nor whose reaction it is to whoever reports one or leads.
DESKS = {
    "mijn/bijdragen/<slug:key>/redactie/",
    "mijn/bijdragen/<slug:key>/meelezers/",
    "mijn/bijdragen/<slug:key>/meelezers/<slug:review>/intrekken/",
    "agenda/plannen/<slug:key>/",
    "agenda/plannen/<slug:key>/aankondigen/",
    "agenda/plannen/<slug:key>/datum/",
    "agenda/plannen/<slug:key>/datum/<slug:occurrence>/",
    "agenda/plannen/<slug:key>/datum/<slug:occurrence>/afzeggen/",
    # Of these editors are told that only the organisers read who comes.
    "agenda/plannen/<slug:key>/datum/<slug:occurrence>/berichten/",
    "agenda/plannen/<slug:key>/datum/<slug:occurrence>/berichten/nieuw/",
    "agenda/plannen/<slug:key>/datum/<slug:occurrence>/mensen/",
    "agenda/plannen/<slug:key>/datum/<slug:occurrence>/mensen/<slug:registration>/",
    "agenda/plannen/<slug:key>/datum/<slug:occurrence>/mensen/<slug:registration>/<slug:act>/",
    "agenda/plannen/<slug:key>/datum/<slug:occurrence>/mensen/goedkeuren/",
    "agenda/plannen/<slug:key>/datum/<slug:occurrence>/mensen/lijst.csv",
    "agenda/plannen/<slug:key>/datum/<slug:occurrence>/mensen/lijst.xlsx",
    "agenda/plannen/<slug:key>/datum/<slug:occurrence>/mensen/niet-gekomen/",
    "agenda/plannen/<slug:key>/datum/<slug:occurrence>/mensen/nodig/",
    "agenda/plannen/<slug:key>/datum/<slug:occurrence>/mensen/toevoegen/",
    "agenda/plannen/<slug:key>/datum/<slug:occurrence>/mensen/toevoegen/gast/",
    "agenda/plannen/<slug:key>/datum/<slug:occurrence>/mensen/wachtlijst/",
    "agenda/plannen/<slug:key>/datum/<slug:occurrence>/badges/",
    "agenda/plannen/<slug:key>/datum/<slug:occurrence>/inchecken/",
    "agenda/plannen/<slug:key>/datum/<slug:occurrence>/inchecken/erbij/",
    "agenda/plannen/<slug:key>/datum/<slug:occurrence>/inchecken/stand/",
    "agenda/plannen/<slug:key>/datum/<slug:occurrence>/presentielijst/",
    "agenda/plannen/<slug:key>/datum/<slug:occurrence>/oogst/",
    "agenda/plannen/<slug:key>/datum/<slug:occurrence>/oogst/afspraak/",
    "agenda/plannen/<slug:key>/datum/<slug:occurrence>/oogst/afspraak/<slug:promise>/",
    "agenda/plannen/<slug:key>/datum/<slug:occurrence>/terugblik/",
    "agenda/plannen/<slug:key>/datum/<slug:occurrence>/terugblik/csv/",
    "agenda/plannen/<slug:key>/datum/<slug:occurrence>/terugblik/xlsx/",
    "agenda/plannen/<slug:key>/datum/<slug:occurrence>/programma/",
    "agenda/plannen/<slug:key>/datum/<slug:occurrence>/programma/<slug:session>/",
    "agenda/plannen/<slug:key>/groep/",
    "agenda/plannen/<slug:key>/groep/afronden/",
    "agenda/plannen/<slug:key>/groep/lid/<slug:person>/",
    "agenda/plannen/<slug:key>/groep/maatjes/",
    "agenda/plannen/<slug:key>/groep/rollen/",
    "agenda/plannen/<slug:key>/groep/rollen/<slug:occurrence>/",
    "agenda/plannen/<slug:key>/instellingen/",
    "agenda/plannen/<slug:key>/organisatoren/",
    "agenda/plannen/<slug:key>/reeks/",
    "agenda/plannen/<slug:key>/vragen/",
    # The first wish of someone, which editors read before it goes online.
    "uitwisseling/wensen/<slug:key>/beoordelen/",
    "uitwisseling/plekken/<slug:key>/weghalen/",
}
FOR_ALL_MEMBERS = {
    "agenda/<slug:slug>/<slug:key>.ics",
    "reacties/<slug:key>/melden/",
    "mijn/map/bewaar/persoon/<slug:key>/",
    "samen/<slug:key>/",
    "samen/<slug:key>/meedoen/",
    "samen/<slug:key>/beoordelen/",
    "uitwisseling/plekken/<slug:key>/",
}
FOR_LEADERS = {
    "mijn/gesprekken/samen/bij/<slug:key>/",
    "mijn/gesprekken/<slug:key>/",
    "mijn/gesprekken/peergangen/<slug:key>/",
    "mijn/gesprekken/uitwisseling/<slug:key>/",
    "mijn/gesprekken/samen/<slug:key>/",
    "mijn/gesprekken/vragen/<slug:key>/",
    "mijn/meldingen/<slug:key>/",
}
# What two people of an exchange do together, the programme team reads and editors don't (DECISIONS 16).
FOR_PROGRAMME = {
    "mijn/uitwisseling/aanvragen/<slug:key>/",
    "mijn/uitwisseling/stages/<slug:key>/",
    "mijn/uitwisseling/stages/<slug:key>/afspraken.pdf",
    # Once it is open.
    "mijn/uitwisseling/stages/<slug:key>/terugblik/",
}
EDITORS = {EDITOR, MODERATOR, PROGRAMME}
OPEN_TO = {
    Audience.EVERYONE: set(ACTORS),
    Audience.LINK: set(ACTORS),
    Audience.SIGNED_IN: set(ACTORS) - {ANONYMOUS, DEACTIVATED},
    Audience.MEMBER: set(ACTORS) - {ANONYMOUS, DEACTIVATED, PROSPECT},
    Audience.LEADER: {LEADER},
    # MEMBER looks after the school of these samples.
    Audience.COORDINATOR: {MEMBER},
    Audience.SCHOOL: {MEMBER},
    Audience.EDITOR: EDITORS,
    Audience.PROGRAMME: {PROGRAMME},
}
# A script that saves is told, not led elsewhere; who only looks where one reacts goes back to the conversation.
SAYS_SO_ITSELF = {"mijn/bijdragen/<slug:key>/schrijven/<slug:step>/bewaren/", "reacties/bij/<int:page_id>/plaats/"}
PASSING = re.compile(rb'name="(?:csrfmiddlewaretoken|key|token|shown)" [^>]*')
# Whose pages are opened in each run; the others' in the thorough one, on one database: the questions are the same.
FIRST = {ANONYMOUS, MEMBER, PROGRAMME}
FURTHER = (pytest.mark.thorough, pytest.mark.once)
WIDE = [pytest.param(name, marks=() if name in FIRST else FURTHER) for name in ACTORS]
STRANGERS = [
    pytest.param(name, marks=() if name in {ANONYMOUS, OTHER} else FURTHER) for name in ACTORS if name != MEMBER
]
SIGN_IN = "/account/login/"


@pytest.fixture
def place(portal):
    """A site with one story, a person of each kind, and one of everything that MEMBER can own."""
    story = CoachStoryFactory(parent=portal.stories, title="Een verhaal", slug="een-verhaal")
    people = make_people()
    return {"people": people, "story": story, "own": make_belongings(people[MEMBER], story)}


def visit(client, place, actor) -> None:
    """Sign the browser in as someone; who was deactivated had signed in before that."""
    person = place["people"][actor]
    if person is not None:
        client.force_login(person)
    if actor == DEACTIVATED:
        Member.objects.filter(pk=person.pk).update(is_active=False)


def samples(place, *, key_of: str, is_missing: bool) -> dict[str, str]:
    own = place["own"]
    keys = {
        "mijn/berichten/<slug:key>/melden/": own.message.key,
        "mijn/berichten/": own.message.conversation.key,
        "mijn/contacten/": own.connection.key,
        "mijn/aanmeldingen/reeks/": own.booking.key,
        "mijn/aanmeldingen/": own.registration.key,
        "mijn/afspraken/": own.promise.key,
        "mijn/mail/apparaten/": own.device.key,
        "mijn/meldingen/": own.message.key,
        "mijn/bijdragen/": own.text.key,
        "mijn/map/dossier/": own.dossier.key,
        "mijn/map/item/": own.item.key,
        "mijn/map/bewaar/persoon/": own.text.member.key,
        "reacties/": own.reaction.key,
        "mijn/gesprekken/peergangen/": own.note.key,
        "mijn/gesprekken/uitwisseling/": own.said.key,
        "mijn/uitwisseling/aanvragen/": own.application.key,
        "mijn/uitwisseling/stages/<slug:key>/terugblik/": own.looked_back.key,
        "mijn/peergang/": own.cohort.key,
        "mijn/uitwisseling/stages/": own.agreed_exchange.key,
        "agenda/plannen/<slug:key>/groep/": own.cohort.meetup.key,
        "mijn/gesprekken/samen/bij/": own.initiative.key,
        "mijn/gesprekken/samen/": own.remark.key,
        "mijn/gegevens/bestand/": own.export.key,
        "mijn/gesprekken/vragen/": own.question.key,
        "mijn/gesprekken/": own.reaction.key,
        "mijn/uitnodigingen/": own.invitation.key,
        "vragen/antwoord/": own.answer.key,
        "vragen/": own.question.key,
        "netwerk/": own.text.member.key,
        "mijn/werk/": own.work.key,
        "mijn/zoekvragen/": own.saved_search.key,
        "scholen/<slug:slug>/zelfscan/": own.scan.key,
        "scholen/<slug:slug>/coordinatie/agenda/": own.calendar.key,
        "scholen/": own.work.key,
        "samen/": own.initiative.key,
        "agenda/": own.meetup.key,
        "uitwisseling/plekken/": own.offer.key,
        "uitwisseling/wensen/": own.wish.key,
    }
    in_group = "/groep/" in key_of or "peergang/" in key_of
    key = next((value for start, value in keys.items() if key_of.startswith(start)), "een-verhaal")
    if is_missing:
        key = "z" * len(key)
    coming = own.group_date if in_group else own.date
    message = own.said if key_of.startswith("mijn/uitwisseling/") else own.remark
    date = own.past_date if re.search("/(oogst|terugblik)/", key_of) else coming
    return {
        "int": str(place["story"].pk),
        "key": key,
        "person": "z" * len(own.place.key) if is_missing else own.place.key,
        "note": "z" * len(own.note.key) if is_missing else own.note.key,
        "quote": "z" * len(own.quote.key) if is_missing else own.quote.key,
        "finding": "z" * len(own.finding.key) if is_missing else own.finding.key,
        "review": "z" * len(own.review.key) if is_missing else own.review.key,
        "occurrence": "z" * len(date.key) if is_missing else date.key,
        "registration": "z" * len(own.registration.key) if is_missing else own.registration.key,
        "act": "verwijderen",
        "promise": "z" * len(own.promise.key) if is_missing else own.promise.key,
        "session": "z" * len(own.session.key) if is_missing else own.session.key,
        "code": "z" * 58 if is_missing else code_of(own.registration.key),
        "message": "z" * len(message.key) if is_missing else message.key,
        "offer": "z" * len(own.exchange_place.key) if is_missing else own.exchange_place.key,
        "wish": "z" * len(own.exchange_wish.key) if is_missing else own.exchange_wish.key,
        "step": "school" if key_of.startswith("mijn/begin/") else "over",
        "kind": "ict-partner",
        "part": "z" * len(own.part.key) if is_missing else own.part.key,
        "plan_step": "z" * len(own.step.key) if is_missing else own.step.key,
        "as_whom": "leden",
        "slug": own.school.slug if key_of.startswith("scholen/") else "een-verhaal",
        "uuid": UUID,
        "path": "images/x.png",
        "size": "192",
    }


def address(place, route: str, *, is_missing: bool = False) -> str:
    return filled(route, samples(place, key_of=route, is_missing=is_missing))


def is_refused(response) -> bool:
    """Tell whether someone got nothing: asked to sign in, sent back to the conversation, or told no."""
    where = response.headers.get("Location", "")
    return where.startswith((SIGN_IN, "/reacties/bij/")) or response.status_code in {401, 403, 404, 405}


def told(response, asked: str) -> tuple[int, str, bytes]:
    """Give what an answer says, without the address that was asked and what differs each time."""
    body = PASSING.sub(b"", response.content)
    # Of an address, its longest part is the key; an answer may lead back to where it was asked.
    parts = [part for part in asked.split("/") if len(part) > 9]
    where = response.headers.get("Location", "")
    for part in parts:
        body, where = body.replace(part.encode(), b""), where.replace(part, "")
    return response.status_code, where, body


def closed_to(actor: str) -> list[str]:
    return [
        route
        for route in ROUTES
        if actor not in OPEN_TO[ADDRESSES[route]] and not (route in DESKS and actor in EDITORS)
    ]


@pytest.mark.parametrize("actor", ACTORS)
def test_address_answers_no_one_it_is_not_for(client, place, actor):
    visit(client, place, actor)
    before = checksums()

    opened = {
        (method, route)
        for route in closed_to(actor)
        for method in ("get", "post")
        if not is_refused(getattr(client, method)(address(place, route)))
    }

    assert opened == set()
    assert {table for table, mark in checksums().items() if mark != before[table]} == set()


OWNED = [
    route
    for route in ROUTES
    if route.startswith(("mijn/", "reacties/", "samen/", "agenda/", "uitwisseling/"))
    and re.search(
        r"<slug:(key|review|part|plan_step|message|occurrence|session|registration|person|note|promise)>|<str:code>",
        route,
    )
]


@pytest.mark.parametrize("actor", STRANGERS)
def test_what_is_someone_elses_answers_like_what_does_not_exist(client, place, actor):
    visit(client, place, actor)
    before = checksums()
    routes = set(OWNED) - FOR_ALL_MEMBERS
    routes -= DESKS if actor in EDITORS else set()
    routes -= FOR_LEADERS if actor == LEADER else set()
    routes -= FOR_PROGRAMME if actor == PROGRAMME else set()

    different = set()
    for route in sorted(routes):
        foreign, missing = address(place, route), address(place, route, is_missing=True)
        for method in ("get", "post"):
            ask = getattr(client, method)
            if told(ask(foreign), foreign) != told(ask(missing), missing):
                different.add((method, route))

    assert different == set()
    assert {table for table, mark in checksums().items() if mark != before[table]} == set()


@pytest.mark.parametrize("actor", WIDE)
def test_no_address_breaks(client, place, actor):
    visit(client, place, actor)

    # In this order, as one answer may change the next; an address without a key in it would be asked for twice.
    asked = dict.fromkeys(
        (route, address(place, route, is_missing=is_missing)) for route in ROUTES for is_missing in (True, False)
    )
    broken = {
        (method, route, where)
        for route, where in asked
        for method in ("get", "post")
        if getattr(client, method)(where).status_code >= 500
    }

    # The outside parts that readyz looks at are not there in a test.
    assert {found for found in broken if found[1] != "readyz"} == set()


def test_a_visitor_is_asked_to_sign_in_and_comes_back(client, place):
    routes = [route for route in closed_to(ANONYMOUS) if ADDRESSES[route] is not Audience.EDITOR]
    elsewhere = {}
    for route in routes:
        where = address(place, route)
        answers = [getattr(client, method)(where) for method in ("get", "post")]
        ways = [answer.headers.get("Location", "") for answer in answers if answer.status_code != 405]
        if not all(way.startswith(SIGN_IN) and "next=" in way for way in ways):
            elsewhere[route] = [(answer.status_code, answer.headers.get("Location", "")) for answer in answers]

    assert elsewhere.keys() == SAYS_SO_ITSELF


@pytest.mark.parametrize("actor", [MEMBER, pytest.param(PROGRAMME, marks=FURTHER)])
def test_asking_for_a_page_changes_nothing(client, place, actor):
    visit(client, place, actor)
    before, acts = checksums(), AuditLine.objects.count()

    fetched = sum(bool(_is_list(client.get(address(place, route)))) for route in ROUTES)

    # A list that is fetched is noted: what left the portal can't be called back (docs/decisions.md, "The audit log").
    assert [line.kind for line in AuditLine.objects.order_by("pk")[acts:]] == ["export.downloaded"] * fetched
    assert {table for table, mark in checksums().items() if mark != before[table]} <= {"shared_auditline"}


def _is_list(response) -> bool:
    kind = response.headers.get("Content-Type", "")
    return response.status_code == 200 and kind.startswith(("text/csv", "application/vnd.openxmlformats"))


def test_who_owns_it_opens_it(client, place):
    visit(client, place, MEMBER)
    opened = {route for route in OWNED if client.get(address(place, route)).status_code == 200}

    assert {
        "mijn/berichten/<slug:key>/",
        "mijn/berichten/<slug:key>/melden/",
        "mijn/contacten/<slug:key>/",
        "mijn/aanmeldingen/reeks/<slug:key>/",
        "mijn/aanmeldingen/reeks/<slug:key>/afmelden/",
        "mijn/aanmeldingen/reeks/<slug:key>/antwoord/",
        "mijn/aanmeldingen/<slug:key>/",
        "mijn/zoekvragen/<slug:key>/",
        "mijn/aanmeldingen/<slug:key>/afmelden/",
        "mijn/aanmeldingen/<slug:key>/antwoord/",
        "mijn/aanmeldingen/<slug:key>/terugblik/",
        "mijn/aanmeldingen/<slug:key>/wijzigen/",
        "mijn/afspraken/<slug:key>/",
        "mijn/bijdragen/<slug:key>/",
        "mijn/map/dossier/<slug:key>/",
        "mijn/map/item/<slug:key>/notitie/",
        "reacties/<slug:key>/aanpassen/",
        "agenda/plannen/<slug:key>/",
        "agenda/plannen/<slug:key>/datum/<slug:occurrence>/",
        "agenda/plannen/<slug:key>/datum/<slug:occurrence>/berichten/",
        "agenda/plannen/<slug:key>/datum/<slug:occurrence>/berichten/nieuw/",
        "agenda/plannen/<slug:key>/datum/<slug:occurrence>/mensen/",
        "agenda/plannen/<slug:key>/datum/<slug:occurrence>/mensen/<slug:registration>/",
        "agenda/plannen/<slug:key>/datum/<slug:occurrence>/mensen/<slug:registration>/<slug:act>/",
        "agenda/plannen/<slug:key>/datum/<slug:occurrence>/mensen/lijst.csv",
        "agenda/plannen/<slug:key>/datum/<slug:occurrence>/mensen/lijst.xlsx",
        "agenda/plannen/<slug:key>/datum/<slug:occurrence>/mensen/niet-gekomen/",
        "agenda/plannen/<slug:key>/datum/<slug:occurrence>/mensen/nodig/",
        "agenda/plannen/<slug:key>/datum/<slug:occurrence>/mensen/toevoegen/",
        "agenda/plannen/<slug:key>/datum/<slug:occurrence>/mensen/toevoegen/gast/",
        "agenda/plannen/<slug:key>/datum/<slug:occurrence>/mensen/wachtlijst/",
        "agenda/plannen/<slug:key>/datum/<slug:occurrence>/inchecken/",
        "agenda/plannen/<slug:key>/datum/<slug:occurrence>/programma/<slug:session>/",
        "agenda/inchecken/<str:code>/",
        "agenda/plannen/<slug:key>/groep/",
        "agenda/plannen/<slug:key>/groep/afronden/",
        "agenda/plannen/<slug:key>/groep/lid/<slug:person>/",
        "agenda/plannen/<slug:key>/groep/maatjes/",
        "agenda/plannen/<slug:key>/groep/rollen/",
        "mijn/uitwisseling/stages/<slug:key>/",
        "mijn/uitwisseling/stages/<slug:key>/afspraken.pdf",
        "mijn/uitwisseling/stages/<slug:key>/afspraken/",
        "mijn/uitwisseling/stages/<slug:key>/bevestigen/",
        "mijn/uitwisseling/stages/<slug:key>/leidinggevende/",
        "mijn/uitwisseling/stages/<slug:key>/niet-doorgegaan/",
        "mijn/uitwisseling/stages/<slug:key>/terugnemen/",
        "mijn/uitwisseling/stages/<slug:key>/terugblik/",
        "mijn/uitwisseling/stages/<slug:key>/terugblik/citaten/",
        "mijn/uitwisseling/stages/<slug:key>/terugblik/citaten/<slug:quote>/",
        "mijn/uitwisseling/stages/<slug:key>/terugblik/inzicht/",
        "mijn/uitwisseling/stages/<slug:key>/terugblik/inzicht/<slug:finding>/",
        "mijn/uitwisseling/stages/<slug:key>/terugblik/samen/",
        "mijn/uitwisseling/stages/<slug:key>/terugblik/samen/akkoord/",
        "mijn/uitwisseling/stages/<slug:key>/terugblik/verhaal/",
        "mijn/peergang/<slug:key>/",
        "mijn/peergang/<slug:key>/agenda/",
        "mijn/peergang/<slug:key>/notitie/<slug:note>/weghalen/",
        "mijn/peergang/<slug:key>/verhaal/",
        "mijn/peergang/<slug:key>/weggaan/",
        "agenda/plannen/<slug:key>/datum/<slug:occurrence>/oogst/",
        "agenda/plannen/<slug:key>/datum/<slug:occurrence>/oogst/afspraak/<slug:promise>/",
        "agenda/plannen/<slug:key>/datum/<slug:occurrence>/terugblik/",
        "agenda/voorstellen/<slug:key>/",
        "mijn/uitwisseling/aanvragen/<slug:key>/",
        "mijn/uitwisseling/aanvragen/<slug:key>/ja/",
        "mijn/uitwisseling/aanvragen/<slug:key>/melden/<slug:message>/",
        "mijn/uitwisseling/aanvragen/<slug:key>/nee/",
        "uitwisseling/plekken/<slug:key>/",
        "uitwisseling/plekken/<slug:key>/versturen/",
        "uitwisseling/plekken/<slug:key>/klopt-nog/",
        "uitwisseling/plekken/<slug:key>/hervatten/",
        "uitwisseling/plekken/<slug:key>/pauzeren/",
        "uitwisseling/plekken/<slug:key>/intrekken/",
        "uitwisseling/plekken/<slug:key>/wijzigen/",
        "uitwisseling/plekken/<slug:key>/overnemen/",
        "uitwisseling/wensen/<slug:key>/",
        "samen/<slug:key>/gesprek/",
        "samen/<slug:key>/gesprek/<slug:message>/weghalen/",
        "samen/<slug:key>/regie/",
        "samen/<slug:key>/regie/school/<slug:part>/",
        "samen/<slug:key>/regie/stap/<slug:plan_step>/",
    } - opened == set()
