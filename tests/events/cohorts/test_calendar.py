"""The group's own calendar: whose dates, for whom, and that its address is a secret that can be taken away."""

import logging

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from events.cohorts.actions import leave_group, make_address, renew_address, revoke_address, say_no, take_out
from events.cohorts.actions.composing import ask_people
from events.cohorts.errors import NotInGroup
from events.cohorts.models import CohortFeed
from events.feeds.actions import make_feed, token_of_feed
from events.meetups.states import Mode
from events.registrations.models import Registration
from tests.events.calendars.ics import lint, values
from tests.events.cohorts.conftest import LATER, NOW
from tests.factories.events import START, OccurrenceFactory, RegistrationFactory

pytestmark = pytest.mark.django_db
VIDEO = "https://video.example/geheim"


def path_of(feed):
    return reverse("cohorts:feed", args=[token_of_feed(feed)])


@pytest.fixture
def address(places):
    return path_of(make_address(place=places[0], at=NOW))


def test_only_the_dates_of_the_group_without_signing_in(client, portal, address, people, dates):
    other = OccurrenceFactory(meetup__page__parent=portal.agenda, meetup__page__title="Iets anders")
    RegistrationFactory(occurrence=other, member=people[0])

    lines = lint(client.get(address).content)

    assert values(lines, "SUMMARY") == ["Peergang coaches"] * 3
    assert values(lines, "UID") == [date.uid for date in dates]
    assert values(lines, "X-WR-CALNAME") == ["Peergang coaches"]


def test_only_who_comes_online_gets_the_address_of_the_meeting(client, address, people, dates):
    dates[0].has_online, dates[0].online_url = True, VIDEO
    dates[0].save()
    assert VIDEO not in "".join(lint(client.get(address).content))
    Registration.objects.filter(occurrence=dates[0], member=people[0]).update(mode=Mode.ONLINE)

    assert VIDEO in "".join(lint(client.get(address).content))


def test_each_has_their_own_and_it_is_stored_as_a_hash_only(places):
    feeds = [make_address(place=place, at=NOW) for place in places[:2]]
    tokens = [token_of_feed(feed) for feed in feeds]

    assert len(set(tokens)) == 2
    assert make_address(place=places[0], at=LATER) == feeds[0]
    stored = str(list(CohortFeed.objects.values_list()))
    assert not any(token in stored for token in tokens)


def test_renewed_revoked_and_deactivated_are_dead_at_once(client, address, places, people):
    renewed = path_of(renew_address(place=places[0], at=LATER))
    assert [client.get(path).status_code for path in (address, renewed)] == [404, 200]
    people[0].is_active = False
    people[0].save()
    assert client.get(renewed).status_code == 404
    people[0].is_active = True
    people[0].save()
    revoke_address(place=places[0])
    assert client.get(renewed).status_code == 404


def test_who_leaves_or_is_taken_out_has_no_calendar_of_the_group(client, places, address, organiser):
    other = path_of(make_address(place=places[1], at=NOW))

    leave_group(place=places[0], takes_notes_along=False, at=LATER)
    take_out(place=places[1], by=organiser, reason="Anders.", at=LATER)

    assert [client.get(path).status_code for path in (address, other)] == [404, 404]
    assert not CohortFeed.objects.exists()


def test_only_who_takes_part_makes_one(meetup, dates, people, organiser):
    [place] = ask_people(meetup=meetup, members=people[:1], by=organiser, at=NOW)
    with pytest.raises(NotInGroup):
        make_address(place=place, at=NOW)
    say_no(place=place, at=NOW)
    with pytest.raises(NotInGroup):
        renew_address(place=place, at=NOW)


def test_a_token_opens_its_own_path_only(client, address, people):
    token = address.removesuffix(".ics").rpartition("/")[2]
    personal = token_of_feed(make_feed(member=people[0], at=NOW))

    assert client.get(f"/mijn/agenda/{token}.ics").status_code == 404
    assert client.get(f"/mijn/peergang/agenda/{personal}.ics").status_code == 404
    assert client.get(f"/mijn/peergang/{token}/").status_code in (302, 404)


def test_unknown_and_dead_tokens_cost_the_same(client, address, people):
    people[0].is_active = False
    people[0].save()
    answers = []
    client.get("/mijn/peergang/agenda/warm.ics")  # reads what every page keeps
    for path in (address, address.replace("agenda/", "agenda/x"), "/mijn/peergang/agenda/kort.ics"):
        with CaptureQueriesContext(connection) as queries:
            response = client.get(path)
        sql = [query["sql"].split("token_hash")[0].split("redirects_redirect")[0] for query in queries]
        answers.append((response.status_code, response.headers.get("Cache-Control"), sql))
    assert answers[0] == answers[1] == answers[2]
    assert answers[0][0] == 404


def test_the_secret_stays_out_of_caches_referers_indexes_and_logs(client, address, capfd, settings):
    token = address.removesuffix(".ics").rpartition("/")[2]
    response = client.get(address)

    assert response.headers["Cache-Control"].startswith("private")
    assert response.headers["Referrer-Policy"] == "no-referrer"
    assert response.headers["X-Robots-Tag"].startswith("noindex")
    logging.config.dictConfig(settings.LOGGING)
    assert client.post(address).status_code == 405
    logging.getLogger("django.request").error("Internal Server Error: %s", address)
    written = "".join(capfd.readouterr())
    assert "/mijn/peergang/agenda/***.ics" in written
    assert token not in written


def test_unchanged_is_304_and_a_new_name_is_another_calendar(client, address, meetup):
    first = client.get(address)
    assert client.get(address, headers={"if-none-match": first.headers["ETag"]}).status_code == 304
    assert client.get(address).content == first.content

    meetup.page.title = "Anders genoemd"
    meetup.page.save()

    assert client.get(address, headers={"if-none-match": first.headers["ETag"]}).status_code == 200


def test_as_many_queries_for_one_date_as_for_four(client, portal, organiser, people, meetup):
    OccurrenceFactory(meetup=meetup, starts_at=START)
    [place] = ask_people(meetup=meetup, members=people[:1], by=organiser, at=NOW)
    place.state = "taking_part"
    place.save()
    path = path_of(make_address(place=place, at=NOW))
    client.get(path)  # finds the roots of the sites
    counts = []
    for number in range(3):
        with CaptureQueriesContext(connection) as queries:
            assert client.get(path).status_code == 200
        counts.append(len(queries))
        RegistrationFactory(
            occurrence=OccurrenceFactory(meetup=meetup, starts_at=START.replace(day=12 + number)), member=people[0]
        )
    assert len(set(counts)) == 1


def test_the_page_makes_renews_and_withdraws(client, cohort, places, people, coach):
    page = reverse("cohorts:address", args=[cohort.key])
    client.force_login(coach)
    assert client.get(page).status_code == 404
    client.force_login(people[0])
    assert "Maak mijn adres" in client.get(page).content.decode()
    assert not CohortFeed.objects.exists()

    text = client.post(page, {"doen": "maak"}, follow=True).content.decode()
    first = token_of_feed(CohortFeed.objects.get())
    assert f"webcal://127.0.0.1:8000/mijn/peergang/agenda/{first}.ics" in text
    response = client.post(page, {"doen": "vernieuw"}, follow=True)
    assert token_of_feed(CohortFeed.objects.get()) in response.content.decode()
    assert first not in response.content.decode()
    assert "no-store" in response.headers["Cache-Control"]
    client.post(page, {"doen": "stop"})
    client.post(page, {"doen": "onzin"})
    assert not CohortFeed.objects.exists()
