"""A member's map and dossiers over HTTP, and what a secret link shows."""

import io
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from pypdf import PdfReader
from wagtail.models import PageViewRestriction

from network.members.fields import PRESETS
from network.models import FieldAudience
from portal.shared.links.models import SecretLink
from stories.dossiers.actions import keep_item, outdate
from stories.dossiers.personal_data import DOSSIERS_DATA
from stories.dossiers.rules import SHARES_PER_HOUR
from stories.dossiers.states import ItemKind
from stories.insights.actions import accept_evidence, propose_evidence
from stories.insights.states import InsightKind, SourceKind, Standing, Verdict
from stories.models import Collection, CollectionItem, Dossier
from tests.factories.network import AffiliationFactory, InstitutionFactory, MemberFactory
from tests.factories.texts import add_insight, add_pilot, add_story
from tests.limits import tried

COSTS = {"kosten-TOTAL_FORMS": "3", "kosten-INITIAL_FORMS": "0"}
HOSTILE = '#read("/etc/passwd") $x^2$ *vet* <script>x</script> #let a = 1 \\ [x] // 😀'


def body(response) -> str:
    return response.content.decode()


def keep(member, page=None, *, person=None, note=None) -> CollectionItem:
    kind, key = (ItemKind.PAGE, str(page.pk)) if page else (ItemKind.PERSON, person.key)
    return keep_item(member=member, kind=kind, object_key=key, note=note, at=timezone.now())


def rest_on(insight, source, verdict, why, kind=SourceKind.STORY):
    now = timezone.now()
    evidence = propose_evidence(
        insight=insight, source_kind=kind, source_key=str(source.pk), verdict=verdict, why=why, at=now
    )
    accept_evidence(evidence=evidence, editor=MemberFactory(), at=now)


def show_to_all(member):
    for field, audience in PRESETS["O"].items():
        FieldAudience.objects.create(member=member, field=field, audience=audience)


@pytest.fixture
def insight(site):
    return add_insight(site)


@pytest.fixture
def member(client, coach):
    client.force_login(coach)
    return coach


def make_dossier(client, member, **changes) -> Dossier:
    items = list(CollectionItem.objects.filter(collection__owner=member).kept().values_list("key", flat=True))
    response = client.post("/mijn/map/dossier/nieuw/", {"title": "Voor Karin", "items": items} | COSTS | changes)
    assert response.status_code == 302, body(response)
    return Dossier.objects.get(key=response.url.split("/")[-2])


def share(client, dossier, days=30) -> str:
    page = body(client.post(f"/mijn/map/dossier/{dossier.key}/delen/", {"days": days}))
    return page.partition('readonly value="http://127.0.0.1:8000')[2].partition('"')[0]


def test_a_visitor_signs_in_first(client, insight):
    for path in ("", f"bewaar/tekst/{insight.pk}/", "dossier/nieuw/", "dossier/abc/", "item/abc/notitie/"):
        assert client.get(f"/mijn/map/{path}").url == f"/account/login/?next=/mijn/map/{path}"
        assert client.post(f"/mijn/map/{path}").status_code == 302
    assert Collection.objects.count() == 0


def test_keeping_asks_first_and_twice_is_once(client, member, insight):
    asked = body(client.get(f"/mijn/map/bewaar/tekst/{insight.pk}/"))
    before = CollectionItem.objects.count()
    client.post(f"/mijn/map/bewaar/tekst/{insight.pk}/", {"note": "Voor  het\nteamoverleg"})
    response = client.post(f"/mijn/map/bewaar/tekst/{insight.pk}/")

    assert "In je map bewaren?" in asked
    assert before == 0
    assert response.url == insight.url
    assert CollectionItem.objects.values_list("kind", "object_key", "note").get() == (
        "page",
        str(insight.pk),
        "Voor het teamoverleg",
    )
    assert "Voor het teamoverleg" in body(client.get("/mijn/map/"))


def test_people_are_kept_as_far_as_they_may_be_seen(client, member, other_coach, stranger, site):
    assert client.post(f"/mijn/map/bewaar/persoon/{other_coach.key}/").status_code == 302
    assert client.post(f"/mijn/map/bewaar/persoon/{stranger.key}/").status_code == 404
    assert "Femke Hoekstra" in body(client.get("/mijn/map/"))


def test_hidden_texts_can_not_be_kept_and_lose_their_title(client, member, site, insight):
    draft = add_story(site, title="Concept", live=False)
    keep(member, insight)
    PageViewRestriction.objects.create(page=insight, restriction_type=PageViewRestriction.PASSWORD)

    assert client.get(f"/mijn/map/bewaar/tekst/{draft.pk}/").status_code == 404
    assert client.post(f"/mijn/map/bewaar/tekst/{draft.pk}/").status_code == 404
    assert client.get(f"/mijn/map/bewaar/tekst/{site.root_page.pk}/").status_code == 404
    page = body(client.get("/mijn/map/"))
    assert "Niet meer beschikbaar" in page
    assert insight.title not in page


def test_the_map_of_someone_else_does_not_exist(client, member, other_coach, insight):
    item = keep(other_coach, insight, note="Geheim")
    dossier = Dossier.objects.create(collection=item.collection, title="Van Femke")
    paths = [f"item/{item.key}/{verb}/" for verb in ("notitie", "plaats", "weg", "terug")]
    paths += [f"dossier/{dossier.key}/{verb}" for verb in ("", "aanpassen/", "pdf/", "delen/", "intrekken/", "weg/")]

    for path in paths:
        assert client.post(f"/mijn/map/{path}", {"note": "x", "direction": "up", "days": 7}).status_code in (404, 405)
        assert client.get(f"/mijn/map/{path}").status_code in (404, 405)
    assert "Geheim" not in body(client.get("/mijn/map/"))
    item.refresh_from_db()
    assert (item.note, item.removed_at) == ("Geheim", None)
    assert SecretLink.objects.count() == 0


def test_notes_order_removal_and_undo(client, member, site, insight):
    first, second, third = keep(member, insight), keep(member, add_story(site)), keep(member, add_pilot(site))

    def order():
        return list(CollectionItem.objects.kept().values_list("key", flat=True))

    client.post(f"/mijn/map/item/{first.key}/notitie/", {"note": "Eerst lezen"})
    client.post(f"/mijn/map/item/{third.key}/plaats/", {"direction": "up"})
    client.post(f"/mijn/map/item/{first.key}/plaats/", {"direction": "up"})
    moved = order()
    client.post(f"/mijn/map/item/{third.key}/weg/")
    removed = body(client.get("/mijn/map/"))
    gone = order()
    client.post(f"/mijn/map/item/{third.key}/terug/")

    assert moved == [first.key, third.key, second.key]
    assert gone == [first.key, second.key]
    assert "Zet terug" in removed
    assert order() == moved
    assert CollectionItem.objects.get(pk=first.pk).note == "Eerst lezen"


@pytest.mark.parametrize("path", ["plaats", "weg", "terug"])
def test_get_changes_nothing_in_the_map(client, member, insight, path):
    item = keep(member, insight)

    assert client.get(f"/mijn/map/item/{item.key}/{path}/").status_code == 405


def test_what_was_taken_out_goes_after_a_day(client, member, site, insight):
    now = timezone.now()
    kept, removed = keep(member, insight), keep(member, add_story(site))
    client.post(f"/mijn/map/item/{removed.key}/weg/")

    assert outdate(at=now) == 0
    assert DOSSIERS_DATA.outdate(at=now + timedelta(days=1, minutes=1)) == 1
    assert list(CollectionItem.objects.all()) == [kept]


def test_a_full_map_says_so(client, member, site, insight):
    story = add_story(site)
    collection = keep(member, insight).collection
    CollectionItem.objects.bulk_create(
        CollectionItem(collection=collection, kind=ItemKind.PAGE, object_key=str(10**6 + n)) for n in range(99)
    )

    refused = client.post(f"/mijn/map/bewaar/tekst/{story.pk}/", follow=True)

    assert "Je map is vol." in body(refused)
    assert CollectionItem.objects.count() == 100


def test_an_empty_map_leads_on(client, member, site):
    assert 'href="/wat-werkt/"' in body(client.get("/mijn/map/"))
    assert client.get("/mijn/map/dossier/nieuw/").status_code == 200


@pytest.fixture
def judged(site, insight):
    """An insight with both sides, from a small and a large school."""
    small = InstitutionFactory(name="Klein College", size="klein")
    large = InstitutionFactory(name="Groot College", size="groot")
    story = add_story(site, title="Het lukte", institution=small)
    pilot = add_pilot(site, title="Het lukte niet", institution=large)
    rest_on(insight, story, Verdict.SUPPORTS, "Het team koos zelf het doel.")
    rest_on(insight, pilot, Verdict.CONTRADICTS, "Zonder tijd bleef het liggen.", kind=SourceKind.PILOT)
    return insight


def test_a_dossier_shows_both_sides_and_schools_of_our_size(client, member, judged):
    keep(member, judged, note="Geheime notitie")
    dossier = make_dossier(client, member, size="klein", intro="Lees dit.\nEcht.", school="Twaalf teams")

    page = body(client.get(f"/mijn/map/dossier/{dossier.key}/"))

    assert "Het team koos zelf het doel. (Het lukte)" in page
    assert "Zonder tijd bleef het liggen. (Het lukte niet)" in page
    assert "Klein College" in page
    assert "Groot College" not in page
    assert f"{InsightKind.DO.label} · {Standing.CONTESTED.label}" in page
    assert "Lees dit.<br>Echt." in page
    assert "Geheime notitie" not in page
    assert "Noor" not in page.partition("<main")[2]


def test_a_claim_without_counterexamples_says_so(client, member, insight):
    keep(member, insight)
    dossier = make_dossier(client, member)

    assert "Er is nog geen tegenvoorbeeld bekend." in body(client.get(f"/mijn/map/dossier/{dossier.key}/"))


def test_costs_are_added_exactly(client, member, site):
    rows = {
        "kosten-0-label": "Uren coach",
        "kosten-0-amount": "1.250,10",
        "kosten-0-unit": "per jaar",
        "kosten-2-label": "Licentie",
        "kosten-2-amount": "0,20",
    }
    dossier = make_dossier(client, member, **rows)

    page = body(client.get(f"/mijn/map/dossier/{dossier.key}/"))

    assert dossier.costs == [
        {"label": "Uren coach", "amount": "1250.10", "unit": "per jaar"},
        {"label": "Licentie", "amount": "0.20", "unit": ""},
    ]
    assert "€\u00a01.250,30" in page
    assert 'value="1250,10"' in body(client.get(f"/mijn/map/dossier/{dossier.key}/aanpassen/"))


@pytest.mark.parametrize(
    "changes",
    [
        pytest.param({"title": ""}, id="no-title"),
        pytest.param({"items": ["vreemd"]}, id="foreign-item"),
        pytest.param({"size": "reusachtig"}, id="size"),
        pytest.param({"kosten-0-label": "Uren", "kosten-0-amount": "veel"}, id="no-amount"),
        pytest.param({"kosten-0-label": "Uren"}, id="amount-missing"),
        pytest.param({"kosten-0-amount": "5"}, id="label-missing"),
        pytest.param({"kosten-TOTAL_FORMS": "x"}, id="broken-form"),
    ],
)
def test_a_wrong_dossier_is_not_saved(client, member, site, changes):
    response = client.post("/mijn/map/dossier/nieuw/", {"title": "Voor Karin"} | COSTS | changes)

    assert response.status_code == 200
    assert Dossier.objects.count() == 0


def test_a_foreign_item_key_is_no_choice(client, member, other_coach, insight):
    foreign = keep(other_coach, insight)

    client.post("/mijn/map/dossier/nieuw/", {"title": "T", "items": [foreign.key]} | COSTS)

    assert Dossier.objects.count() == 0


def test_a_shared_dossier_shows_what_everyone_may_see_and_no_more(client, member, site, insight, other_coach):
    open_member = MemberFactory(email="o@school.example", given_name="Olga", family_name="Open")
    AffiliationFactory(member=open_member, institution__name="Klein College", local_title="digidoc")
    show_to_all(open_member)
    for_members = add_story(site, title="Alleen voor leden")
    PageViewRestriction.objects.create(page=for_members, restriction_type=PageViewRestriction.LOGIN)
    for page in (insight, for_members):
        keep(member, page)
    for person in (other_coach, open_member):
        keep(member, person=person)
    dossier = make_dossier(client, member)
    own = body(client.get(f"/mijn/map/dossier/{dossier.key}/"))
    address = share(client, dossier)
    client.logout()

    response = client.get(address)

    page = body(response)
    assert "2 dingen die je koos, ontbreken" in own
    assert insight.title in page
    assert "Olga Open" in page
    assert "digidoc · Klein College" in page
    assert "Femke" not in page
    assert "Alleen voor leden" not in page
    assert "Noor" not in page
    assert response.headers["Cache-Control"] == "private, no-store"
    assert response.headers["X-Robots-Tag"] == "noindex, nofollow"
    assert response.headers["Referrer-Policy"] == "no-referrer"


@pytest.mark.parametrize(
    ("ticked", "name", "email"),
    [({}, False, False), ({"shows_name": "on"}, True, False), ({"shows_email": "on"}, False, True)],
    ids=["nothing", "name", "email"],
)
def test_contact_shows_what_was_ticked(client, member, site, ticked, name, email):
    dossier = make_dossier(client, member, **ticked)
    address = share(client, dossier)
    client.logout()

    page = body(client.get(address))

    assert ("Noor Verhagen" in page, member.email in page) == (name, email)


def test_a_link_is_not_withdrawn_by_looking(client, member, site):
    dossier = make_dossier(client, member)
    address = share(client, dossier)

    assert client.get(f"/mijn/map/dossier/{dossier.key}/intrekken/").status_code == 405
    assert client.get(address).status_code == 200


def test_a_link_ends_by_time_by_withdrawal_and_with_the_dossier(client, member, site):
    dossier = make_dossier(client, member)
    first, second, third = share(client, dossier, 7), share(client, dossier, 60), share(client, dossier)
    lengths = {(link.expires_at - link.created_at).days for link in SecretLink.objects.all()}
    SecretLink.objects.filter(expires_at__lt=timezone.now() + timedelta(days=8)).update(expires_at=timezone.now())
    by_time = client.get(first).status_code
    alive = client.get(second).status_code
    client.post(f"/mijn/map/dossier/{dossier.key}/intrekken/")
    withdrawn = client.get(second).status_code
    fourth = share(client, dossier)
    client.post(f"/mijn/map/dossier/{dossier.key}/weg/")

    assert lengths == {7, 30, 60}
    assert (by_time, alive, withdrawn) == (410, 200, 410)
    assert [client.get(address).status_code for address in (third, fourth, f"{fourth}pdf/")] == [410, 410, 410]
    assert Dossier.objects.count() == 0


def test_a_link_ends_with_the_login_of_its_maker(client, member, site):
    address = share(client, make_dossier(client, member))
    member.is_active = False
    member.save()

    assert client.get(address).status_code == 410


def test_a_shared_dossier_is_for_reading(client, member, site):
    address = share(client, make_dossier(client, member))

    assert client.post(address).status_code == 405
    assert client.get("/dossier/onbekend/").status_code == 404
    assert SecretLink.objects.get().uses == 0


@pytest.mark.parametrize("days", ["8", "", "x", "-1"])
def test_a_link_has_one_of_three_lengths(client, member, site, days):
    dossier = make_dossier(client, member)

    assert client.post(f"/mijn/map/dossier/{dossier.key}/delen/", {"days": days}).status_code == 200
    assert SecretLink.objects.count() == 0


def test_the_pdf_is_accessible_and_shows_hostile_text_as_typed(client, member, judged):
    keep(member, judged)
    costs = {"kosten-0-label": HOSTILE[:80], "kosten-0-amount": "12,50", "kosten-0-unit": "$ per #jaar"}
    dossier = make_dossier(client, member, title=HOSTILE, intro=HOSTILE, school=HOSTILE, size="klein", **costs)
    address = share(client, dossier)

    own = client.get(f"/mijn/map/dossier/{dossier.key}/pdf/")
    client.logout()
    shared = client.get(f"{address}pdf/")

    for response in (own, shared):
        assert response.headers["Content-Type"] == "application/pdf"
        assert response.headers["Cache-Control"] == "private, no-store"
        reader = PdfReader(io.BytesIO(response.content))
        root = reader.trailer["/Root"]
        text = " ".join(" ".join(page.extract_text() for page in reader.pages).split())
        shown = HOSTILE.replace("😀", "□")
        assert (root["/Lang"], "/StructTreeRoot" in root, root["/MarkInfo"]["/Marked"]) == ("nl", True, True)
        assert reader.metadata.title == shown
        assert text.count('#read("/etc/passwd") $x^2$ *vet*') == 4
        assert "root:" not in text
        assert "Zonder tijd bleef het liggen. (Het lukte niet)" in text
        assert "€ 12,50" in text.replace("\u00a0", " ")
        assert len(reader.pages) == 1


def queries_of(client, path: str) -> int:
    client.get(path)  # the first visit also fills caches of addresses and kinds of pages
    with CaptureQueriesContext(connection) as queries:
        assert client.get(path).status_code == 200
    return len(queries)


def test_map_and_dossier_cost_the_same_for_one_and_three(client, member, site, judged, other_coach):
    keep(member, judged)
    keep(member, person=other_coach)
    show_to_all(other_coach)
    one = make_dossier(client, member)
    before = [queries_of(client, path) for path in ("/mijn/map/", f"/mijn/map/dossier/{one.key}/")]
    source = add_story(site, title="Nog een bron")
    for n in range(2):
        more = add_insight(site, title=f"Inzicht {n}")
        rest_on(more, source, Verdict.SUPPORTS, "Zo ging het.")
        keep(member, more)
        person = MemberFactory(given_name="Olga", family_name=f"Open {n}")
        show_to_all(person)
        keep(member, person=person)
    three = make_dossier(client, member)

    assert queries_of(client, "/mijn/map/") == before[0]
    assert queries_of(client, f"/mijn/map/dossier/{three.key}/") == before[1]


def test_the_export_and_the_erasure_of_a_map(client, member, insight, other_coach):
    keep(member, insight, note="Lezen")
    keep(other_coach, person=member)
    kept = keep(other_coach, insight)
    dossier = make_dossier(client, member, intro="Waarom")
    address = share(client, dossier)

    export = DOSSIERS_DATA.export(member.key)
    erased = DOSSIERS_DATA.erase(member.key, at=timezone.now())

    assert [(row["kind"], row["key"], row["note"]) for row in export["map"]] == [("page", str(insight.pk), "Lezen")]
    assert [(row["title"], row["intro"]) for row in export["dossiers"]] == [("Voor Karin", "Waarom")]
    assert list(DOSSIERS_DATA.files(member.key)) == []
    assert erased == 4
    assert DOSSIERS_DATA.erase(member.key, at=timezone.now()) == 0
    assert list(CollectionItem.objects.all()) == [kept]
    client.logout()
    assert client.get(address).status_code == 410


def test_a_dossier_gets_so_many_links_an_hour(client, member, insight, time_machine):
    time_machine.move_to(timezone.now(), tick=False)
    keep(member, insight)
    dossier = make_dossier(client, member)
    share(client, dossier)
    tried(SHARES_PER_HOUR - 1)
    assert share(client, dossier)

    answer = client.post(f"/mijn/map/dossier/{dossier.key}/delen/", {"days": 30})

    assert "Je hebt het afgelopen uur veel links gemaakt." in body(answer)
    assert SecretLink.objects.count() == 2
