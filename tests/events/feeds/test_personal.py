"""The personal feed: whose dates, for whom, and that its address is a secret that can be taken away (G26)."""

import logging
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from events.calendars.sources import PersonalMark, personal_dates
from events.feeds.actions import make_feed, renew_feed, revoke_feed, token_of_feed
from events.feeds.models import CalendarFeed
from events.feeds.personal_data import FEEDS_DATA
from events.feeds.rules import new_seed, token_of
from events.meetups.states import Mode, OccurrenceState
from events.registrations.states import RegistrationState
from tests.events.calendars.ics import lint, values
from tests.events.feeds.conftest import NOW
from tests.factories.events import START, RegistrationFactory

pytestmark = pytest.mark.django_db
VIDEO = "https://video.example/geheim"


@pytest.fixture
def address(coach):
    return reverse("feeds:personal", args=[token_of_feed(make_feed(member=coach, at=NOW))])


@pytest.fixture
def signed_up(date_at, coach):
    def make(title, state=RegistrationState.CONFIRMED, *, mode=Mode.ON_SITE, member=None, **changes):
        date = date_at(title, has_online=True, online_url=VIDEO, **changes)
        return RegistrationFactory(
            occurrence=date,
            member=member or coach,
            state=state,
            mode=mode,
            queued_at=NOW,
            hold_ends_at=NOW + timedelta(days=2),
            changed_at=NOW,
        )

    return make


def events_of(client, address):
    response = client.get(address)
    assert response.status_code == 200
    return lint(response.content)


def test_own_dates_without_signing_in(client, address, signed_up, other_coach):
    signed_up("Ik kom")
    signed_up("Ik wacht", RegistrationState.WAITLISTED, starts_at=START + timedelta(days=1))
    signed_up("Ik ging weg", RegistrationState.WITHDRAWN)
    signed_up("Van een ander", member=other_coach)
    signed_up("Lang geleden", starts_at=NOW - timedelta(days=100))

    lines = events_of(client, address)

    assert values(lines, "SUMMARY") == ["Ik kom", "Ik wacht"]
    assert values(lines, "STATUS") == ["CONFIRMED", "TENTATIVE"]
    assert any(text.startswith("Je staat op de wachtlijst.") for text in values(lines, "DESCRIPTION"))


def test_a_hidden_page_keeps_its_date_for_who_signed_up_and_a_cancelled_one_says_so(client, address, signed_up):
    date = signed_up("Gaat niet door").occurrence
    date.state, date.reason, date.cancelled_at = OccurrenceState.CANCELLED, "Storm.", NOW
    date.save()

    lines = events_of(client, address)

    assert values(lines, "STATUS") == ["CANCELLED"]


@pytest.mark.parametrize(
    ("state", "mode", "knows"),
    [
        (RegistrationState.CONFIRMED, Mode.ONLINE, True),
        (RegistrationState.CONFIRMED, Mode.ON_SITE, False),
        (RegistrationState.WAITLISTED, Mode.ONLINE, False),
        (RegistrationState.WAITING_APPROVAL, Mode.ONLINE, False),
        (RegistrationState.OFFERED, Mode.ONLINE, False),
    ],
)
def test_only_who_comes_online_gets_the_address_of_the_meeting(client, address, signed_up, state, mode, knows):
    signed_up("Online", state, mode=mode)
    assert (VIDEO in "".join(events_of(client, address))) is knows


def test_a_token_is_strong_and_stored_as_a_hash_only(coach):
    feed = make_feed(member=coach, at=NOW)
    token = token_of_feed(feed)
    stored = " ".join(map(str, CalendarFeed.objects.values_list().get()))

    assert len(token) == 32
    assert token not in stored
    assert token_of(secret="another", seed=feed.seed) != token
    assert len({token_of(secret="s", seed=new_seed()) for _ in range(50)}) == 50
    assert make_feed(member=coach, at=NOW) == feed


def test_renewed_revoked_deactivated_and_erased_are_dead_at_once(client, coach, address):
    assert client.get(address).status_code == 200
    renewed = reverse("feeds:personal", args=[token_of_feed(renew_feed(member=coach, at=NOW))])
    assert client.get(address).status_code == 404
    assert client.get(renewed).status_code == 200
    coach.is_active = False
    coach.save()
    assert client.get(renewed).status_code == 404
    coach.is_active = True
    coach.save()
    assert client.get(renewed).status_code == 200
    revoke_feed(member=coach)
    assert client.get(renewed).status_code == 404
    erased = reverse("feeds:personal", args=[token_of_feed(make_feed(member=coach, at=NOW))])
    assert client.get(erased).status_code == 200
    assert FEEDS_DATA.erase(coach.key, at=NOW) == 1
    assert client.get(erased).status_code == 404


def test_unknown_revoked_and_inactive_tokens_cost_the_same(client, coach, address):
    """The same queries and the same answer: nothing tells which tokens there were."""
    coach.is_active = False
    coach.save()
    answers = []
    client.get("/mijn/agenda/warm.ics")  # reads what every page keeps
    for path in (address, address.replace("agenda/", "agenda/x"), "/mijn/agenda/kort.ics"):
        with CaptureQueriesContext(connection) as queries:
            response = client.get(path)
        # The address itself stands in two of them.
        sql = [query["sql"].split("token_hash")[0].split("redirects_redirect")[0] for query in queries]
        answers.append((response.status_code, response.headers.get("Cache-Control"), sql))
    assert answers[0] == answers[1] == answers[2]
    assert answers[0][0] == 404


def test_a_token_opens_its_own_path_only(client, address):
    token = address.removesuffix(".ics").rpartition("/")[2]
    for path in (f"/agenda/{token}/agenda.ics", f"/dossier/{token}/", f"/uitnodiging/{token}/", f"/mijn/{token}.ics"):
        assert client.get(path).status_code == 404


def test_the_secret_stays_out_of_caches_referers_and_logs(client, address, capfd, settings):
    token = address.removesuffix(".ics").rpartition("/")[2]
    response = client.get(address)

    assert response.headers["Cache-Control"].startswith("private")
    assert response.headers["Referrer-Policy"] == "no-referrer"
    assert response.headers["X-Robots-Tag"].startswith("noindex")
    logging.config.dictConfig(settings.LOGGING)
    assert client.post(address).status_code == 405
    logging.getLogger("django.request").error("Internal Server Error: %s", address)
    logging.getLogger("portal").warning("%s and %d", "no number")
    written = "".join(capfd.readouterr())
    assert "/mijn/agenda/***.ics" in written
    assert token not in written


def test_unchanged_is_304_and_the_same_bytes(client, address, signed_up):
    registration = signed_up("Online", mode=Mode.ONLINE)
    first = client.get(address)
    again = client.get(address, headers={"if-none-match": first.headers["ETag"]})

    assert again.status_code == 304
    assert client.get(address).content == first.content
    registration.mode = Mode.ON_SITE
    registration.save()
    changed = client.get(address, headers={"if-none-match": first.headers["ETag"]})
    assert changed.status_code == 200
    assert VIDEO not in changed.content.decode()


def test_another_subject_adds_dates_of_its_own(client, address, monkeypatch):
    class Broken:
        def mark(self, member_key, *, since, at):
            return PersonalMark("1", at)

        def entries(self, member_key, *, since, at):
            return []

    monkeypatch.setattr(personal_dates, "_entries", {**personal_dates._entries})
    before = client.get(address).headers["ETag"]
    personal_dates.register("test", Broken())

    assert client.get(address).headers["ETag"] != before


def test_as_many_queries_for_one_date_as_for_three(client, address, signed_up):
    counts = []
    signed_up("Eerste", starts_at=START - timedelta(days=1))
    client.get(address)  # finds the roots of the sites
    for days in range(3):
        signed_up(f"Datum {days}", starts_at=START + timedelta(days=days))
        with CaptureQueriesContext(connection) as queries:
            client.get(address)
        counts.append(len(queries))
    assert len(set(counts)) == 1


def test_the_page_makes_renews_and_withdraws(client, coach):
    page = reverse("feeds:own")
    assert client.get(page).status_code == 302
    client.force_login(coach)
    assert "Maak mijn adres" in client.get(page).content.decode()
    assert not CalendarFeed.objects.exists()

    text = client.post(page, {"doen": "maak"}, follow=True).content.decode()
    first = token_of_feed(CalendarFeed.objects.get())
    assert text.count(f"/mijn/agenda/{first}.ics") >= 2
    assert f"webcal://127.0.0.1:8000/mijn/agenda/{first}.ics" in text
    response = client.post(page, {"doen": "vernieuw"}, follow=True)
    second = token_of_feed(CalendarFeed.objects.get())
    assert second in response.content.decode()
    assert first not in response.content.decode()
    assert "no-store" in response.headers["Cache-Control"]
    assert "Maak mijn adres" in client.post(page, {"doen": "stop"}, follow=True).content.decode()
    client.post(page, {"doen": "onzin"})
    assert not CalendarFeed.objects.exists()


def test_a_changed_secret_of_the_site_leaves_a_way_on(client, coach, settings):
    make_feed(member=coach, at=NOW)
    settings.SECRET_KEY = "a-new-secret-of-the-site"
    client.force_login(coach)
    assert "Maak een nieuw adres om het te zien" in client.get(reverse("feeds:own")).content.decode()


def test_export_holds_the_dates_but_not_the_secret(coach, signed_up, address):
    signed_up("Ik kom")
    [file] = FEEDS_DATA.files(coach.key)

    assert values(lint(file.content), "SUMMARY") == ["Ik kom"]
    assert str(FEEDS_DATA.export(coach.key)["calendar_feed"]["made_at"]).startswith("2027-02-01")
    assert token_of_feed(CalendarFeed.objects.get()) not in str(FEEDS_DATA.export(coach.key))


def test_subscribe_page_offers_each_program_with_the_chosen_filters(client, portal):
    text = client.get("/agenda/abonneren/?soort=webinar&pagina=3").content.decode()

    assert 'value="http://127.0.0.1:8000/agenda/feed.ics?soort=webinar"' in text
    assert "webcal://127.0.0.1:8000/agenda/feed.ics?soort=webinar" in text
    assert "cid=webcal%3A%2F%2F127.0.0.1%3A8000%2Fagenda%2Ffeed.ics%3Fsoort%3Dwebinar" in text
    assert "addfromweb?url=http%3A%2F%2F127.0.0.1%3A8000%2Fagenda%2Ffeed.ics%3Fsoort%3Dwebinar" in text
    assert "webinar" in text
    gone = client.get("/agenda/abonneren/?soort=webinar&thema=bestaat-niet&school=weg").content.decode()
    assert 'value="http://127.0.0.1:8000/agenda/feed.ics?soort=webinar"' in gone
    assert client.get("/agenda/?soort=webinar").context["subscribe_url"] == "/agenda/abonneren/?soort=webinar"
