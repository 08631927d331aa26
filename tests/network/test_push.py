"""Messages on devices: what arrives at the push service, for whom, when not, and how it ends."""

from datetime import UTC, datetime, timedelta

import pytest
from django.core.management import call_command
from django.db import transaction
from django.urls import reverse
from django_tasks_db.models import DBTaskResult

from network.push import checks, keys
from network.push.actions import (
    PushNote,
    add_device,
    choose_purposes,
    outdate_messages,
    post_push,
    send_waiting,
)
from network.push.errors import TooManyDevices
from network.push.models import PushMessage, PushSubscription, PushWish
from network.push.panel import SESSION_NAME
from network.push.purposes import PushPurpose, push_purposes
from network.push.rules import MOST_DEVICES, PushAnswer, device_name, payload, read_answer, shortened
from network.push.states import PushState, Urgency
from portal.shared.outbox.actions import OutsideTransaction
from portal.shared.outbox.rules import LEASE, MAX_ATTEMPTS
from portal.shared.registries.crossings import personal_data
from tests.factories.network import MemberFactory
from tests.network.push_service import push_service

pytestmark = pytest.mark.django_db

AT = datetime(2027, 1, 4, 8, 0, tzinfo=UTC)
HOUR, MINUTE = timedelta(hours=1), timedelta(minutes=1)
PURPOSE, OTHER_PURPOSE = "test.seats", "test.others"
ANDROID = (
    "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/141.0.0.0 Mobile Safari/537.36"
)


@pytest.fixture(autouse=True)
def _purposes():
    push_purposes.register(PURPOSE, PushPurpose("Een plek", "Voor jou."), position=1)
    push_purposes.register(OTHER_PURPOSE, PushPurpose("Iets anders", "Ook voor jou."), position=2)
    yield
    push_purposes.unregister(PURPOSE)
    push_purposes.unregister(OTHER_PURPOSE)


def switch_on(member, push_server, *, purposes=(PURPOSE,), device="Chrome, Android"):
    browser = push_server.subscribe()
    add_device(member=member, device=device, at=AT, **browser.keys)
    choose_purposes(member=member, purposes=purposes, at=AT)
    return browser


def note(**changes):
    values = {"title": "Er is een plek", "text": "Zeg of je komt.", "path": "/mijn/", "expires_at": AT + 48 * HOUR}
    return PushNote(**(values | changes))


def tell(member, *, occasion="plek:1", purpose=PURPOSE, at=AT, **changes):
    with transaction.atomic():
        return post_push(member=member, purpose=purpose, occasion=occasion, note=note(**changes), at=at)


def states():
    return list(PushMessage.objects.order_by("pk").values_list("state", "attempts"))


def test_a_message_arrives_sealed_signed_and_short_lived(coach, push_server, settings):
    browser = switch_on(coach, push_server)

    tell(coach, urgency=Urgency.HIGH)
    assert send_waiting(at=AT) == 1

    message = PushMessage.objects.get()
    assert browser.shown == [
        {"title": "Er is een plek", "text": "Zeg of je komt.", "path": "/mijn/", "tag": message.key}
    ]
    assert b"plek" not in push_server.bodies[0]
    sent = push_server.headers[0]
    assert 48 * 3600 - 5 <= int(sent["ttl"]) <= 48 * 3600
    assert sent["urgency"] == "high"
    point, claims = push_server.senders[0]
    assert keys.encoded(point) == keys.public_key()
    assert claims["exp"] - int(AT.timestamp()) <= 24 * 3600
    assert claims["sub"] == f"mailto:{settings.PORTAL_CONTACT_EMAIL}"


def test_after_sending_only_the_log_remains(coach, push_server):
    switch_on(coach, push_server)
    tell(coach)
    send_waiting(at=AT)

    message = PushMessage.objects.get()
    assert (message.state, message.title, message.text, message.path) == (PushState.SENT, "", "", "")
    assert PushSubscription.objects.get().last_ok_at >= AT
    assert send_waiting(at=AT + HOUR) == 0


def test_each_device_hears_of_one_occasion_once(coach, push_server):
    browsers = [switch_on(coach, push_server), switch_on(coach, push_server)]

    tell(coach)
    tell(coach)
    send_waiting(at=AT)

    assert [len(browser.shown) for browser in browsers] == [1, 1]


def test_who_did_not_ask_gets_nothing(coach, other_coach, push_server):
    asked_other = switch_on(coach, push_server, purposes=[OTHER_PURPOSE])
    no_wish = switch_on(other_coach, push_server, purposes=[])

    assert [tell(coach), tell(other_coach), tell(MemberFactory())] == [0, 0, 0]
    assert send_waiting(at=AT) == 0
    assert (asked_other.shown, no_wish.shown, push_server.headers) == ([], [], [])


def test_a_wish_taken_back_stops_what_is_on_its_way(coach, push_server):
    browser = switch_on(coach, push_server)
    tell(coach)
    choose_purposes(member=coach, purposes=[], at=AT)

    assert send_waiting(at=AT) == 0
    assert browser.shown == []
    assert list(PushMessage.objects.values_list("state", "text")) == [(PushState.UNWANTED, "")]


def test_without_a_key_nothing_is_written(coach, push_server, settings):
    switch_on(coach, push_server)
    settings.PORTAL_VAPID_PRIVATE_KEY = ""

    assert tell(coach) == 0
    assert not PushMessage.objects.exists()


def test_a_message_belongs_to_the_transaction_of_its_change(coach, push_server):
    switch_on(coach, push_server)

    with transaction.atomic():
        tell(coach)
        assert PushMessage.objects.exists()
        transaction.set_rollback(True)
    assert not PushMessage.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_outside_a_transaction_nothing_is_taken_and_inside_the_worker_is_woken(push_server):
    coach = MemberFactory()
    browser = switch_on(coach, push_server)
    with pytest.raises(OutsideTransaction):
        post_push(member=coach, purpose=PURPOSE, occasion="x", note=note(), at=AT)

    tell(coach)
    tell(coach, occasion="plek:2")

    assert DBTaskResult.objects.filter(task_path__endswith="deliver_pushes").count() == 1
    send_waiting(at=AT)
    assert len(browser.shown) == 2


def test_the_worker_is_woken_when_the_message_is_there_to_read(coach, push_server, django_capture_on_commit_callbacks):
    switch_on(coach, push_server)

    with django_capture_on_commit_callbacks(execute=True):
        tell(coach)
        before = DBTaskResult.objects.count()

    assert (before, DBTaskResult.objects.count()) == (0, 1)


def test_posting_takes_the_same_queries_with_one_and_three_devices(coach, push_server, django_assert_max_num_queries):
    switch_on(coach, push_server)
    # Devices, rows; the savepoint of the block and of the rows.
    with django_assert_max_num_queries(6):
        tell(coach)
    switch_on(coach, push_server)
    switch_on(coach, push_server)
    with django_assert_max_num_queries(6):
        tell(coach, occasion="plek:2")


@pytest.mark.parametrize("status", [404, 410])
def test_a_device_that_is_gone_is_forgotten_with_all_that_waits_for_it(coach, push_server, status):
    gone = switch_on(coach, push_server)
    tell(coach)
    tell(coach, occasion="plek:2")
    push_server.answers = [status]

    assert send_waiting(at=AT) == 0

    assert gone.shown == []
    assert (PushSubscription.objects.count(), PushMessage.objects.count()) == (0, 0)
    assert PushWish.objects.filter(member=coach).exists()


def test_a_service_in_trouble_is_tried_again_later(coach, push_server):
    browser = switch_on(coach, push_server)
    tell(coach)
    push_server.answers = [503]

    assert send_waiting(at=AT) == 0
    assert states() == [("queued", 1)]
    assert send_waiting(at=AT + 30 * timedelta(seconds=1)) == 0
    assert send_waiting(at=AT + 2 * MINUTE) == 1
    assert len(browser.shown) == 1


def test_a_service_that_asks_for_patience_gets_it(coach, push_server):
    switch_on(coach, push_server)
    tell(coach)
    push_server.answers = [(429, "1800")]

    send_waiting(at=AT)

    assert PushMessage.objects.get().next_attempt_at >= AT + 30 * MINUTE
    assert send_waiting(at=AT + 29 * MINUTE) == 0
    assert send_waiting(at=AT + 31 * MINUTE) == 1


def test_a_message_the_service_refuses_is_given_up_without_its_words(coach, push_server):
    switch_on(coach, push_server)
    tell(coach)
    push_server.answers = [413]

    send_waiting(at=AT)

    message = PushMessage.objects.get()
    assert (message.state, message.text, message.last_error) == (PushState.FAILED, "", "413")
    assert PushSubscription.objects.exists()


def test_a_key_the_service_does_not_take_waits_for_the_operator(coach, push_server):
    switch_on(coach, push_server)
    tell(coach)
    push_server.answers = [403]

    send_waiting(at=AT)

    assert states() == [("queued", 1)]
    assert PushSubscription.objects.exists()


def test_redirects_are_not_followed(coach, push_server):
    switch_on(coach, push_server)
    tell(coach)
    push_server.answers = [307]

    send_waiting(at=AT)

    assert len(push_server.headers) == 1
    assert states() == [("failed", 1)]


def test_with_nobody_there_a_run_ends_soon_and_all_is_kept(coach, settings, push_certificate, monkeypatch):
    settings.PORTAL_PRIVATE_HOSTS = frozenset({"127.0.0.1"})
    settings.PORTAL_VAPID_PRIVATE_KEY = keys.new_private_key()
    monkeypatch.setenv("SSL_CERT_FILE", str(push_certificate))
    with push_service(push_certificate) as push_server:
        switch_on(coach, push_server)
        for turn in range(5):
            tell(coach, occasion=str(turn))

    assert send_waiting(at=AT) == 0
    assert [attempts for _state, attempts in states()] == [1, 1, 1, 0, 0]


def test_a_certificate_of_nobody_is_not_trusted(coach, push_server, monkeypatch):
    browser = switch_on(coach, push_server)
    tell(coach)
    monkeypatch.delenv("SSL_CERT_FILE")

    assert send_waiting(at=AT) == 0
    assert (browser.shown, states()) == ([], [("queued", 1)])


def test_what_is_too_late_is_not_sent(coach, push_server):
    browser = switch_on(coach, push_server)
    tell(coach, expires_at=AT + HOUR)

    assert send_waiting(at=AT + HOUR) == 0
    assert (browser.shown, states()) == ([], [("expired", 0)])


def test_a_message_whose_sender_died_is_sent_by_the_next_one_until_it_is_enough(coach, push_server):
    browser = switch_on(coach, push_server)
    tell(coach)
    PushMessage.objects.update(state=PushState.SENDING, attempts=1, leased_until=AT + LEASE)

    assert send_waiting(at=AT + MINUTE) == 0
    assert send_waiting(at=AT + LEASE) == 1
    assert len(browser.shown) == 1
    PushMessage.objects.update(state=PushState.QUEUED, attempts=MAX_ATTEMPTS, sent_at=None)
    assert send_waiting(at=AT + HOUR) == 0
    assert states() == [("given_up", MAX_ATTEMPTS)]


def test_one_bad_device_keeps_nobody_else_waiting(coach, other_coach, push_server):
    switch_on(coach, push_server)
    PushSubscription.objects.update(p256dh="AAAA")
    tell(coach)
    browser = switch_on(other_coach, push_server)
    tell(other_coach)

    assert send_waiting(at=AT) == 1
    assert len(browser.shown) == 1
    assert list(PushSubscription.objects.values_list("member", flat=True)) == [other_coach.pk]


def test_a_device_inside_the_network_is_never_asked(coach, push_server, settings):
    browser = switch_on(coach, push_server)
    tell(coach)
    settings.PORTAL_PRIVATE_HOSTS = frozenset()

    assert send_waiting(at=AT) == 0
    assert (browser.shown, push_server.headers, PushSubscription.objects.count()) == ([], [], 0)


def test_a_browser_that_was_someone_elses_is_theirs_no_more(coach, other_coach, push_server):
    browser = switch_on(coach, push_server)
    tell(coach)
    choose_purposes(member=other_coach, purposes=[PURPOSE], at=AT)
    add_device(member=other_coach, device="", at=AT, **browser.keys)

    send_waiting(at=AT)

    assert browser.shown == []
    assert [row.member for row in PushSubscription.objects.all()] == [other_coach]


def test_a_member_has_no_more_than_ten_devices(coach, push_server):
    browsers = [switch_on(coach, push_server) for _turn in range(MOST_DEVICES)]
    with pytest.raises(TooManyDevices):
        switch_on(coach, push_server)
    # The one that is there may renew itself.
    add_device(member=coach, device="Firefox, Linux", at=AT, **browsers[0].keys)
    assert PushSubscription.objects.count() == MOST_DEVICES


# The page.


def fill(browser, *, purposes=(PURPOSE,), **changes):
    return {"purposes": list(purposes), **browser.keys, **changes}


def test_page_of_mail_holds_the_choices_only_with_a_key(client, coach, push_server, settings):
    client.force_login(coach)
    page = client.get(reverse("following:mail_choices")).content.decode()
    assert "Een plek. Voor jou." in page
    assert f'data-push-key="{keys.public_key()}"' in page
    assert "Deze browser toont geen meldingen van websites." in page

    settings.PORTAL_VAPID_PRIVATE_KEY = ""
    assert "Meldingen op je telefoon" not in client.get(reverse("following:mail_choices")).content.decode()
    for answer in (client.get(reverse("push:choices")), client.post(reverse("push:choices"), {"purposes": PURPOSE})):
        assert answer.status_code == 404
    assert not PushWish.objects.exists()


def test_switching_on_keeps_the_device_and_what_it_shows(client, coach, push_server):
    client.force_login(coach)
    browser = push_server.subscribe()

    answer = client.post(reverse("push:choices"), fill(browser), headers={"user-agent": ANDROID})

    assert answer.url == reverse("following:mail_choices")
    row = PushSubscription.objects.get()
    assert (row.member, row.device, row.endpoint) == (coach, "Chrome, Android", browser.endpoint)
    page = client.get(answer.url).content.decode()
    assert "Chrome, Android" in page
    assert "(dit apparaat)" in page
    assert "data-push-start" not in page
    tell(coach)
    send_waiting(at=AT)
    assert len(browser.shown) == 1


def test_choices_alone_need_no_device_and_no_script(client, coach, push_server):
    client.force_login(coach)

    client.post(reverse("push:choices"), {"purposes": [PURPOSE, OTHER_PURPOSE]})
    client.post(reverse("push:choices"), {"purposes": [OTHER_PURPOSE]})

    assert list(PushWish.objects.values_list("member", "purpose")) == [(coach.pk, OTHER_PURPOSE)]
    assert not PushSubscription.objects.exists()


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"endpoint": "https://10.0.0.1/x"}, "geen bruikbaar adres"),
        ({"endpoint": "https://updates.push.example/" + "x" * 1000}, "geen bruikbaar adres"),
        ({"p256dh": "AAAA"}, "geen bruikbaar adres"),
        ({"p256dh": ""}, "geen bruikbaar adres"),
        ({"auth": "#"}, "geen bruikbaar adres"),
        ({"purposes": []}, "Kies ten minste één soort melding."),
        ({"purposes": [], "endpoint": "-"}, "Kies ten minste één soort melding."),
        ({"purposes": ["bestaat.niet"]}, "bestaat.niet"),
    ],
)
def test_what_no_browser_gives_is_refused_in_words(client, coach, push_server, changes, words):
    client.force_login(coach)

    answer = client.post(reverse("push:choices"), fill(push_server.subscribe()) | changes)

    assert answer.status_code == 200
    page = answer.content.decode()
    assert words in page
    # Saving the choices alone works at once.
    assert '<input type="hidden" name="endpoint" id="push_endpoint">' in page
    assert (PushSubscription.objects.count(), PushWish.objects.count()) == (0, 0)


def test_an_eleventh_device_is_refused_in_words(client, coach, push_server):
    for _turn in range(MOST_DEVICES):
        switch_on(coach, push_server)
    client.force_login(coach)

    answer = client.post(reverse("push:choices"), fill(push_server.subscribe()))

    assert "Haal er een weg" in answer.content.decode()


def test_a_device_is_removed_by_its_owner_only(client, coach, other_coach, push_server):
    switch_on(coach, push_server)
    address = reverse("push:forget", args=[PushSubscription.objects.get().key])
    client.force_login(other_coach)
    assert client.post(address).status_code == 404
    client.force_login(coach)
    assert client.get(address).status_code == 405
    assert PushSubscription.objects.count() == 1

    assert client.post(address).url == reverse("following:mail_choices")

    assert not PushSubscription.objects.exists()


def test_page_takes_the_same_queries_with_one_and_three_devices(
    client, coach, push_server, django_assert_num_queries, django_assert_max_num_queries
):
    client.force_login(coach)
    switch_on(coach, push_server)
    client.get(reverse("push:choices"))
    with django_assert_max_num_queries(12) as first:
        client.get(reverse("push:choices"))
    switch_on(coach, push_server)
    switch_on(coach, push_server)
    with django_assert_num_queries(len(first)):
        client.get(reverse("push:choices"))


def test_signing_out_ends_the_messages_to_this_device_and_no_other(client, coach, push_server):
    elsewhere = switch_on(coach, push_server)
    client.force_login(coach)
    here = push_server.subscribe()
    client.post(reverse("push:choices"), fill(here))
    tell(coach)

    client.post(reverse("account_logout"))

    send_waiting(at=AT)
    assert (len(here.shown), len(elsewhere.shown)) == (0, 1)
    assert [row.endpoint for row in PushSubscription.objects.all()] == [elsewhere.endpoint]
    assert SESSION_NAME not in client.session


# Keeping, leaving, keys.


def test_export_tells_of_devices_and_messages_without_their_secret(coach, other_coach, push_server):
    browser = switch_on(coach, push_server)
    switch_on(other_coach, push_server, device="Firefox, Linux")
    tell(coach)

    content = personal_data.get("push").export(coach.key)

    assert [wish["purpose"] for wish in content["wishes"]] == [PURPOSE]
    assert [(row["device"], row["endpoint"]) for row in content["devices"]] == [("Chrome, Android", browser.endpoint)]
    assert [(row["title"], row["state"]) for row in content["messages"]] == [("Er is een plek", "queued")]
    assert browser.keys["auth"] not in str(content)


def test_who_leaves_has_no_devices_any_more(coach, other_coach, push_server):
    switch_on(coach, push_server)
    kept = switch_on(other_coach, push_server)
    tell(coach)

    assert personal_data.get("push").erase(coach.key, at=AT) > 0
    assert personal_data.get("push").erase(coach.key, at=AT) == 0

    assert [row.endpoint for row in PushSubscription.objects.all()] == [kept.endpoint]
    assert list(PushWish.objects.values_list("member", flat=True)) == [other_coach.pk]
    assert not PushMessage.objects.exists()


def test_a_device_that_took_nothing_for_ninety_days_is_forgotten(coach, push_server):
    silent, alive = switch_on(coach, push_server), switch_on(coach, push_server)
    later = AT + timedelta(days=89)
    PushSubscription.objects.filter(endpoint=alive.endpoint).update(last_ok_at=later)

    personal_data.get("push").outdate(at=later)
    assert PushSubscription.objects.count() == 2
    personal_data.get("push").outdate(at=AT + timedelta(days=91))

    assert silent.endpoint not in PushSubscription.objects.values_list("endpoint", flat=True)
    assert [row.endpoint for row in PushSubscription.objects.all()] == [alive.endpoint]


def test_words_of_what_never_arrived_go_after_two_weeks_and_the_row_after_ninety_days(coach, push_server):
    switch_on(coach, push_server)
    tell(coach)
    PushMessage.objects.update(state=PushState.GIVEN_UP)

    assert outdate_messages(at=AT + timedelta(days=13)) == 0
    assert outdate_messages(at=AT + timedelta(days=15)) == 1
    assert PushMessage.objects.get().text == ""
    assert outdate_messages(at=AT + timedelta(days=91)) == 1
    assert not PushMessage.objects.exists()


def test_a_key_is_made_once_and_kept_closed(tmp_path, settings):
    path = tmp_path / "state" / "push-key"
    call_command("push_key", file=path)
    made = path.read_text()
    call_command("push_key", file=path)

    assert path.read_text() == made
    assert path.stat().st_mode & 0o077 == 0
    settings.PORTAL_VAPID_PRIVATE_KEY = made
    assert keys.is_public_point(keys.public_key())
    assert checks.check_key(None) == []


@pytest.mark.parametrize("key", ["kort", "niet base64!", "A" * 43 + "="])
def test_a_setting_that_is_no_key_stops_the_start_with_a_sentence(settings, key):
    settings.PORTAL_VAPID_PRIVATE_KEY = key
    assert [found.id for found in checks.check_key(None)] == ["network.E020"]


def test_web_offers_messages_by_the_public_half_alone(settings, capsys):
    settings.PORTAL_VAPID_PRIVATE_KEY = keys.new_private_key()
    call_command("push_key", public=True)
    half = capsys.readouterr().out.strip()
    assert half == keys.public_key()

    settings.PORTAL_VAPID_PRIVATE_KEY, settings.PORTAL_VAPID_PUBLIC_KEY, settings.PORTAL_PROCESS = "", half, "web"
    assert (keys.public_key(), checks.check_key(None)) == (half, [])


@pytest.mark.parametrize("private", ["", "another"])
def test_a_public_half_without_its_private_one_stops_who_sends(settings, private):
    settings.PORTAL_VAPID_PRIVATE_KEY = keys.new_private_key()
    settings.PORTAL_VAPID_PUBLIC_KEY = keys.public_half()
    assert checks.check_key(None) == []

    settings.PORTAL_VAPID_PRIVATE_KEY = private and keys.new_private_key()
    assert [found.id for found in checks.check_key(None)] == ["network.E021"]


def test_a_public_half_that_is_none_stops_the_start(settings):
    settings.PORTAL_VAPID_PRIVATE_KEY, settings.PORTAL_VAPID_PUBLIC_KEY, settings.PORTAL_PROCESS = "", "kort", "web"
    assert [found.id for found in checks.check_key(None)] == ["network.E021"]


# Rules.


def test_answers_mean_what_the_standard_says():
    meanings = {status: read_answer(status) for status in (200, 201, 307, 400, 401, 403, 404, 408, 410, 413, 429, 500)}
    taken, gone, later = PushAnswer.TAKEN, PushAnswer.DEVICE_GONE, PushAnswer.LATER
    refused, unreachable = PushAnswer.REFUSED, PushAnswer.UNREACHABLE
    assert list(meanings.values()) == [
        *(taken, taken, refused, refused, unreachable, unreachable),
        *(gone, later, gone, refused, later, later),
    ]


def test_long_words_are_cut_at_a_word_and_the_whole_stays_small():
    assert shortened("Netwerkbijeenkomst voor i-coaches", 25) == "Netwerkbijeenkomst voor…"
    assert shortened("kort\nen goed", 25) == "kort en goed"
    assert shortened("x" * 30, 25) == "x" * 24 + "…"
    assert len(payload(title="é" * 60, text="é" * 180, path="/" * 200, tag="x" * 14)) < 3993


@pytest.mark.parametrize(
    ("user_agent", "name"),
    [
        (ANDROID, "Chrome, Android"),
        (
            "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/141.0 Safari/537.36 Edg/141.0",
            "Edge, Windows",
        ),
        (
            "Mozilla/5.0 (iPhone; CPU iPhone OS 18_6 like Mac OS X) Version/18.6 Mobile/15E148 Safari/604.1",
            "Safari, iPhone",
        ),
        ("Mozilla/5.0 (X11; Linux x86_64; rv:143.0) Gecko/20100101 Firefox/143.0", "Firefox, Linux"),
        ("Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) Version/18.0 Safari/605.1.15", "Safari, Mac"),
        ("curl/8", ""),
        ("", ""),
    ],
)
def test_a_device_is_named_by_family_only(user_agent, name):
    assert device_name(user_agent) == name
