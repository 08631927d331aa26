"""Offers and wishes over HTTP: who sees what, and what people click."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from events.offers.models import PlacementOffer, PlacementRequest
from events.offers.searchable import SEARCHABLES
from events.offers.states import Direction, ListingKind, ListingState
from events.offers.ways import Way, offer_parts, offer_ways, own_parts
from network.institutions.actions import rename_institution
from network.members.states import AffiliationState
from network.models import FieldAudience, Institution, Member
from portal.shared.audiences.rules import Viewer
from portal.shared.audiences.states import Audience
from portal.shared.outbox.models import OutboxMail
from portal.shared.registries.crossings import institution_sections, own_sections
from tests.factories.exchange_offers import (
    ActivityTemplateFactory,
    OfferFactory,
    RequestFactory,
    SystemFactory,
    add_colleague,
)
from tests.factories.network import AffiliationFactory, InstitutionFactory, MemberFactory, ThemeFactory

pytestmark = pytest.mark.django_db
STUDENTS = "Zoek je een stage als student?"


@pytest.fixture(autouse=True)
def _site(site):
    """Pages need a site around them."""


def body(response) -> str:
    return response.content.decode()


def signed_in(member) -> Client:
    client = Client()
    client.force_login(member)
    return client


def text_of(url: str, member=None) -> str:
    return body((signed_in(member) if member else Client()).get(url))


def queries(url: str, member=None) -> int:
    client = signed_in(member) if member else Client()
    client.get(url)
    with CaptureQueriesContext(
        connection,
    ) as caught:
        assert client.get(url).status_code == 200
    return len(caught)


OFFER = {
    "direction": "teacher_to_ict",
    "title": "Meelopen met de servicedesk",
    "learn": "Wat er met een melding gebeurt",
    "about": "Je zit naast een collega.",
    "half_days": "2",
    "weekdays": ["0", "3"],
    "places": "2",
    "places_per": "month",
    "audience": "everyone",
    "token": "formulier",
}
WISH = {
    "direction": "coach_to_coach",
    "title": "Ik zoek een coach in het zuiden",
    "learning_question": "Hoe begin jij een gesprek?",
    "half_days": "1",
    "most_km": "60",
    "audience": "members",
    "token": "formulier",
}


# Reading


def test_a_visitor_sees_what_is_for_everyone_and_nothing_else():
    shown = OfferFactory(title="Open voor iedereen", audience=Audience.EVERYONE)
    hidden = [
        OfferFactory(title="Zwaluwplek"),
        *(OfferFactory(title="Zwaluw", audience="everyone", state=state) for state in ("draft", "lapsed", "withdrawn")),
    ]
    page = text_of("/uitwisseling/")

    assert "Open voor iedereen" in page
    assert "waluw" not in page
    assert STUDENTS in page
    found = [Client().get(row.get_absolute_url()).status_code for row in (shown, *hidden)]
    assert found == [200, 404, 404, 404, 404]


def test_a_member_sees_what_is_for_members_but_no_drafts_of_others(coach):
    for_members, draft = OfferFactory(), OfferFactory(state="draft")
    client = signed_in(coach)

    assert [client.get(row.get_absolute_url()).status_code for row in (for_members, draft)] == [200, 404]
    assert signed_in(draft.contact).get(draft.get_absolute_url()).status_code == 200


def test_the_two_lists_stand_apart():
    OfferFactory(title="Een plek", audience="everyone")
    RequestFactory(title="Een wens", audience="everyone")
    offers, wishes = text_of("/uitwisseling/"), text_of("/uitwisseling/?lijst=wensen")

    assert ("Een plek" in offers, "Een wens" in offers) == (True, False)
    assert ("Een plek" in wishes, "Een wens" in wishes) == (False, True)


def test_what_opens_later_is_paused_or_taken_says_so():
    opens_on = timezone.localdate() + timedelta(days=20)
    OfferFactory(title="Later", audience="everyone", opens_on=opens_on)
    OfferFactory(title="Verbouwing", audience="everyone", state="paused", is_paused=True, paused_because="Stof")
    OfferFactory(title="Vol", audience="everyone", state="taken")
    page = text_of("/uitwisseling/")

    assert all(f"<b>{words}</b>" in page for words in ("gepauzeerd", "bezet"))
    assert "open vanaf" in page
    free = text_of("/uitwisseling/?vrij=ja")
    assert not any(title in free for title in ("Later", "Verbouwing", "Vol"))
    assert "Stof" in text_of(PlacementOffer.objects.get(title="Verbouwing").get_absolute_url())


@pytest.fixture
def three(db):
    """Three places that differ in everything one can filter by."""
    theme, system = ThemeFactory(slug="toetsing", name="Toetsing"), SystemFactory(slug="wifi", name="Wifi")
    limburg = InstitutionFactory(name="Mergelstroom", slug="mergelstroom", province="Limburg")
    first = OfferFactory(title="Balie", audience="everyone", institution=limburg)
    first.themes.add(theme)
    first.systems.add(system)
    month = (timezone.localdate().replace(day=1) + timedelta(days=63)).replace(day=1)
    OfferFactory(
        title="Zorgteam",
        audience="everyone",
        direction=Direction.ICT_TO_TEACHING,
        starts_on=month,
        ends_on=month + timedelta(days=9),
    )
    OfferFactory(title="Coaches", audience="everyone", direction=Direction.COACH_TO_COACH, state="taken")
    return month


@pytest.mark.parametrize(
    ("query", "shown"),
    [
        ("", {"Balie", "Zorgteam", "Coaches"}),
        ("?richting=ict_to_teaching", {"Zorgteam"}),
        ("?thema=toetsing", {"Balie"}),
        ("?systeem=wifi", {"Balie"}),
        ("?provincie=Limburg", {"Balie"}),
        ("?school=mergelstroom", {"Balie"}),
        ("?vrij=ja", {"Balie", "Zorgteam"}),
        ("?richting=nergens&thema=x&maand=1900-01&provincie=<b>", {"Balie", "Zorgteam", "Coaches"}),
        ("?richting=coach_to_coach&vrij=ja", set()),
    ],
)
def test_filters(three, query, shown):
    page = text_of(f"/uitwisseling/{query}")

    assert {title for title in ("Balie", "Zorgteam", "Coaches") if f">{title}</a></h3>" in page} == shown


def test_the_filter_by_school_follows_a_school_that_got_another_name(three):
    rename_institution(institution=Institution.objects.get(slug="mergelstroom"), name="Maasdal College")
    page = text_of("/uitwisseling/?school=mergelstroom")
    assert [title for title in ("Balie", "Zorgteam", "Coaches") if f">{title}</a></h3>" in page] == ["Balie"]


def test_the_filter_by_month_keeps_what_can_happen_then(three):
    inside, outside = three, timezone.localdate()
    page = text_of(f"/uitwisseling/?maand={inside:%Y-%m}&richting=ict_to_teaching")
    assert ">Zorgteam</a></h3>" in page
    assert ">Zorgteam</a></h3>" not in text_of(f"/uitwisseling/?maand={outside:%Y-%m}")
    # Each filter leads on with the other one kept.
    assert f"?richting=coach_to_coach&amp;maand={inside:%Y-%m}" in page


def test_an_empty_list_leads_on(three):
    page = text_of("/uitwisseling/?richting=coach_to_coach&vrij=ja")
    assert "Laat alles zien" in page
    assert 'href="/uitwisseling/wensen/nieuw/"' in text_of("/uitwisseling/?thema=bestaat-niet")


def test_a_second_page_keeps_the_filters():
    for number in range(21):
        OfferFactory(title=f"Plek {number:02}", audience="everyone")
    page = text_of("/uitwisseling/?richting=teacher_to_ict")

    assert "?richting=teacher_to_ict&amp;pagina=2" in page
    assert text_of("/uitwisseling/?richting=teacher_to_ict&pagina=2").count("</a></h3>") == 1


@pytest.mark.parametrize("path", ["/uitwisseling/", "/uitwisseling/?lijst=wensen", "/mijn/uitwisseling/"])
def test_a_list_asks_as_often_for_three_rows_as_for_one(path, coach):
    AffiliationFactory(member=coach, state=AffiliationState.CONFIRMED)
    asked = []
    for number in (1, 2):
        for _row in range(number):
            for factory, owner in ((OfferFactory, "contact"), (RequestFactory, "member")):
                factory(audience="everyone").themes.add(ThemeFactory())
                factory(**{owner: coach, "opened_by": None})
        asked.append(queries(path, coach))
    assert asked[0] == asked[1]


def test_a_wish_names_its_owner_only_to_who_may_know():
    wish = RequestFactory(audience="everyone")
    Member.objects.filter(pk=wish.member.pk).update(given_name="Zwaluw", family_name="Vogel")
    addresses = ["/uitwisseling/?lijst=wensen", wish.get_absolute_url()]
    for address in addresses:
        assert "Zwaluw" not in text_of(address)
        assert "Zwaluw" in text_of(address, MemberFactory())
        assert wish.institution.name in text_of(address)
    FieldAudience.objects.create(member=wish.member, field="name", audience=Audience.EVERYONE)
    assert all("Zwaluw" in text_of(address) for address in addresses)


def test_the_page_of_an_offer_shows_its_card_and_what_others_add():
    card = ActivityTemplateFactory(activities="Je kijkt mee aan de balie.", limits="Je logt nergens in.")
    offer = OfferFactory(template=card, audience="everyone", weekdays=[0, 3], places=2, places_per="month")

    class Ways:
        def ways(self, listing, viewer, *, at):
            return [Way("Vraag deze plek aan", "/aanvraag/"), Way("Nu niet", explanation="De plek is bezet.")]

    class Part:
        title, template = "Wat hierbij past", "events/offers/steps.html"

        def context(self, listing, viewer, *, at):
            return {}

    offer_ways.register("tests.ways", Ways())
    offer_parts.register("tests.part", Part())
    try:
        page = text_of(offer.get_absolute_url())
    finally:
        offer_ways.unregister("tests.ways")
        offer_parts.unregister("tests.part")

    for words in (
        "Je kijkt mee aan de balie.",
        "Je logt nergens in.",
        "maandag, donderdag",
        "2 plekken per maand",
        'href="/aanvraag/"',
        "De plek is bezet.",
        "Wat hierbij past",
    ):
        assert words in page


def test_reading_changes_nothing():
    offer = OfferFactory(audience="everyone", lapses_on=date(2027, 1, 5))
    before = PlacementOffer.objects.filter(pk=offer.pk).values().get()
    client = signed_in(offer.contact)
    for path in ("", "klopt-nog/", "pauzeren/", "intrekken/", "wijzigen/", "versturen/", "hervatten/"):
        assert client.get(f"{offer.get_absolute_url()}{path}").status_code == 200

    assert PlacementOffer.objects.filter(pk=offer.pk).values().get() == before


# Making


def test_a_first_offer_goes_to_the_editors_and_online(school, host, moderator):
    client = signed_in(host)
    sent = client.post("/uitwisseling/plekken/nieuw/", OFFER | {"send": "1"}, follow=True)
    offer = PlacementOffer.objects.get()

    assert "De redactie leest het eerst" in body(sent)
    assert (offer.contact, offer.institution, offer.weekdays, offer.places_per) == (host, school, [0, 3], "month")
    assert OutboxMail.objects.get().purpose == "offers.waiting"

    desk = signed_in(moderator)
    assert "Meelopen met de servicedesk" in body(desk.get("/uitwisseling/te-beoordelen/"))
    judge = f"{offer.get_absolute_url()}beoordelen/"
    assert "Wat er met een melding gebeurt" in body(desk.get(judge))
    seen = offer.changed_at.isoformat()
    assert "Zeg wat er anders moet" in body(desk.post(judge, {"decision": "back", "remark": "", "seen": seen}))
    desk.post(judge, {"decision": "approve", "remark": "", "seen": seen})

    assert "Meelopen met de servicedesk" in text_of("/uitwisseling/")
    # The next one is online at once.
    again = client.post("/uitwisseling/wensen/nieuw/", WISH | {"send": "1"}, follow=True)
    assert "Het staat online" in body(again)
    assert PlacementRequest.objects.get().state == ListingState.OPEN


def test_a_double_click_makes_one(host):
    client = signed_in(host)
    for _click in range(2):
        client.post("/uitwisseling/plekken/nieuw/", OFFER | {"keep": "1"})
    assert PlacementOffer.objects.count() == 1


def test_a_form_with_mistakes_keeps_what_was_typed(host):
    mistakes = {"ends_on": "2020-01-01", "half_days": "0", "title": "", "opens_on": "niks"}
    page = body(signed_in(host).post("/uitwisseling/plekken/nieuw/", OFFER | mistakes))

    assert "Deze dag is voorbij." in page
    assert "Je zit naast een collega." in page
    assert PlacementOffer.objects.count() == 0


def test_a_card_of_another_direction_is_refused(host):
    card = ActivityTemplateFactory(direction=Direction.COACH_TO_COACH)
    page = body(signed_in(host).post("/uitwisseling/plekken/nieuw/", OFFER | {"template": card.key}))

    assert "Deze kaart hoort bij een andere richting." in page


def test_a_card_begins_the_form(host):
    card = ActivityTemplateFactory(title="Een les", direction="ict_to_teaching", example_question="Wat kost tijd?")
    ActivityTemplateFactory(title="Oude kaart", is_active=False)
    pages = [text_of(f"/uitwisseling/{kind}/nieuw/?kaart={card.key}", host) for kind in ("plekken", "wensen")]

    assert 'value="Een les"' in pages[0]
    assert "Wat kost tijd?" in pages[1]
    assert "Oude kaart" not in pages[0]


def test_who_may_not_offer_reads_what_to_do(client, school, stranger):
    asked = client.get("/uitwisseling/plekken/nieuw/")
    assert asked.headers["Location"] == "/account/login/?next=/uitwisseling/plekken/nieuw/"
    assert "Word eerst lid" in text_of("/uitwisseling/plekken/nieuw/", stranger)
    claimed = add_colleague(school, state=AffiliationState.CLAIMED)
    assert "Eerst je school" in text_of("/uitwisseling/plekken/nieuw/", claimed)
    assert "Leervraag" in text_of("/uitwisseling/wensen/nieuw/", claimed)


def test_with_two_schools_one_chooses(host, school):
    other = InstitutionFactory(slug="tweede-school")
    AffiliationFactory(member=host, institution=other, state=AffiliationState.CONFIRMED)
    client = signed_in(host)
    assert 'name="institution"' in body(client.get("/uitwisseling/plekken/nieuw/"))
    client.post("/uitwisseling/plekken/nieuw/", OFFER | {"institution": "tweede-school"})

    assert PlacementOffer.objects.get().institution == other


def test_an_owner_changes_what_it_says(host, school):
    offer = OfferFactory(contact=host, institution=school, title="Oud", weekdays=[1])
    offer.systems.add(SystemFactory(name="Roosters"))
    address = f"{offer.get_absolute_url()}wijzigen/"
    assert 'value="Oud"' in text_of(address, host)
    signed_in(host).post(address, OFFER)

    offer.refresh_from_db()
    assert (offer.title, offer.weekdays, list(offer.systems.all())) == (OFFER["title"], [0, 3], [])


def test_an_owner_confirms_pauses_and_withdraws_with_a_button(host, school):
    offer = OfferFactory(contact=host, institution=school, lapses_on=timezone.localdate())
    client = signed_in(host)
    page = body(client.get("/mijn/uitwisseling/"))
    assert f"{offer.get_absolute_url()}klopt-nog/" in page

    said = [
        body(client.post(f"{offer.get_absolute_url()}{step}/", {"reason": "Verbouwing"}, follow=True))
        for step in ("klopt-nog", "pauzeren", "hervatten", "intrekken", "pauzeren")
    ]
    expected = ["Het blijft in de lijst.", "Het is gepauzeerd.", "Het is weer open.", "Het is ingetrokken."]
    assert all(
        words in page for words, page in zip([*expected, "Dit is ingetrokken en dat blijft zo."], said, strict=True)
    )
    offer.refresh_from_db()
    assert (offer.state, offer.end_reason) == (ListingState.WITHDRAWN, "Verbouwing")


def test_someone_elses_pages_are_not_there(host, school):
    offer = OfferFactory(contact=host, institution=school)
    client = signed_in(MemberFactory())
    for step in ("klopt-nog", "pauzeren", "hervatten", "intrekken", "versturen", "wijzigen", "beoordelen", "overnemen"):
        for ask in (client.get, client.post):
            assert ask(f"{offer.get_absolute_url()}{step}/").status_code == 404


def test_an_editor_reads_that_their_own_waits_for_a_colleague(moderator, school):
    AffiliationFactory(member=moderator, institution=school, state=AffiliationState.CONFIRMED)
    offer = OfferFactory(contact=moderator, institution=school, state="draft", submitted_at=timezone.now())
    address = f"{offer.get_absolute_url()}beoordelen/"
    page = text_of(address, moderator)

    assert "Vraag een collega om erover te beslissen." in page
    assert "<textarea" not in page
    signed_in(moderator).post(address, {"decision": "approve", "seen": offer.changed_at.isoformat()})
    assert PlacementOffer.objects.get().state == ListingState.DRAFT


def test_an_editor_takes_no_own_and_no_unread_listing_from_the_lists(moderator, school):
    AffiliationFactory(member=moderator, institution=school, state=AffiliationState.CONFIRMED)
    own, draft, shown = OfferFactory(institution=school, contact=moderator), OfferFactory(state="draft"), OfferFactory()
    desk = signed_in(moderator)

    pages = [f"/uitwisseling/plekken/{key}/weghalen/" for key in (own.key, draft.key, "bestaat-niet", shown.key)]

    assert [desk.get(page).status_code for page in pages] == [404, 404, 404, 200]


def test_an_editor_takes_something_from_the_list_and_a_member_does_not(host, school, moderator):
    offer = OfferFactory(contact=host, institution=school, title="Meelopen", audience="everyone")
    address = f"{offer.get_absolute_url()}weghalen/"
    assert address not in text_of(offer.get_absolute_url(), MemberFactory())
    assert [signed_in(member).get(address).status_code for member in (host, MemberFactory())] == [404, 404]

    client = signed_in(moderator)
    assert address in body(client.get(offer.get_absolute_url()))
    assert client.post(address, {"reason": ""}).status_code == 200
    client.post(address, {"reason": "Er staat een naam in."})
    assert ">Meelopen</a></h3>" not in text_of("/uitwisseling/")


def test_a_colleague_takes_over_a_place_without_a_host(school, host):
    offer, colleague = OfferFactory(institution=school, contact=host), add_colleague(school)
    Member.objects.filter(pk=host.pk).update(is_active=False)
    assert f"{offer.get_absolute_url()}overnemen/" in text_of(offer.get_absolute_url(), colleague)
    page = text_of(offer.get_absolute_url(), MemberFactory())
    assert "Geen gastgever meer" in page
    assert "overnemen/" not in page
    assert "Noor" not in page

    signed_in(colleague).post(f"{offer.get_absolute_url()}overnemen/")
    offer.refresh_from_db()
    assert offer.contact == colleague


# What crosses


def test_a_school_shows_its_places_and_counts_its_wishes(school, host):
    OfferFactory(institution=school, contact=host, title="Balie", audience="everyone")
    OfferFactory(institution=school, contact=host, title="Zwaluw")
    RequestFactory(institution=school, audience="everyone")
    section = institution_sections.get("events.offers")
    seen = section.context(school.pk, Viewer.anonymous(), at=timezone.now())

    assert [row.listing.title for row in seen["rows"]] == ["Balie"]
    page = text_of("/scholen/roc-lindenwaard/")
    assert "Balie" in page
    assert "waluw" not in page
    assert "1 collega hier wil graag meelopen" in page


def test_my_page_leads_to_my_exchanges_only_when_there_are_any(host, school):
    section, viewer = own_sections.get("events.offers"), Viewer(member_key=host.key, is_member=True)
    assert section.context(host, viewer, at=timezone.now()) is None

    OfferFactory(institution=school, contact=host)
    assert section.context(host, viewer, at=timezone.now()) == {}


def test_the_own_desk_shows_what_others_add(host):
    class Part:
        title, template = "Aanvragen bij mij", "events/offers/steps.html"

        def context(self, member, viewer, *, at):
            return {"member": member}

    own_parts.register("tests.part", Part())
    try:
        assert "Aanvragen bij mij" in text_of("/mijn/uitwisseling/", host)
    finally:
        own_parts.unregister("tests.part")


def test_search_knows_what_is_listed_for_its_audience():
    offer = OfferFactory(title="Balie", audience="everyone")
    for_members, draft = RequestFactory(title="Wens"), RequestFactory(state="draft")
    offers, requests = SEARCHABLES[ListingKind.OFFER], SEARCHABLES[ListingKind.REQUEST]

    assert [entry.slice for entry in offers.entries_for(offer)] == ["everyone"]
    assert [entry.slice for entry in requests.entries_for(for_members)] == ["members"]
    assert requests.entries_for(draft) == []
    assert requests.visible_keys([for_members.key, draft.key], Viewer.anonymous()) == set()
    member = Viewer(member_key="x", is_member=True)
    assert requests.visible_keys([for_members.key, draft.key], member) == {for_members.key}


def test_searching_a_stage_finds_places_and_tells_students_where_to_go(host, school, moderator):
    client = signed_in(host)
    OfferFactory(opened_by=host)
    client.post("/uitwisseling/plekken/nieuw/", OFFER | {"send": "1"})
    page = text_of("/zoeken/?q=stage")

    assert f'href="{PlacementOffer.objects.get(title=OFFER["title"]).get_absolute_url()}"' in page
    assert "Zoek je een stage als student? Kijk op Stagemarkt.nl." in page
