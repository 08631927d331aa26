"""One's own data: seen, downloaded, taken away after a time to come back, and kept no longer than promised."""

import html
import io
import json
import re
import zipfile
from datetime import UTC, datetime, timedelta

import pytest
from django.conf import settings as django_settings
from django.contrib.auth.hashers import make_password
from django.urls import reverse
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from network.errors import NetworkError
from network.members.actions import apply_visibility, choose_audiences
from network.models import Absence, DataExport, DeletionRequest, Member
from network.privacy.actions import (
    ask_deletion,
    ask_export,
    erase_due,
    forget_exports,
    make_export,
    make_waiting_exports,
    mind_absent_members,
    outdate_all,
    stay,
    take_back_deletion,
)
from network.privacy.actions.retention import RetentionFailed
from network.privacy.consents import consents_of
from network.privacy.errors import LastOperator, TooManyExports
from network.privacy.rules import LAST_CALL, MOST_EXPORTS_PER_DAY, SHORTEST_NOTICE, away_step
from network.privacy.states import AwayStep, ExportState
from network.privacy.store import private_files
from portal.shared.jobs.registry import jobs
from portal.shared.links.models import SecretLink
from portal.shared.outbox.models import OutboxMail
from portal.shared.registries.crossings import personal_data
from stories.models import CoachStoryIndexPage, StoryAuthor
from tests.factories.network import MemberFactory
from tests.factories.stories import CoachStoryFactory

AT = datetime(2026, 11, 23, 12, tzinfo=UTC)
DAY = timedelta(days=1)
PAGE = "/mijn/gegevens/"


@pytest.fixture(autouse=True)
def _store(settings, tmp_path):
    settings.PORTAL_PRIVATE_DIR = tmp_path / "private"


@pytest.fixture
def signed_in(client, coach, site):
    client.force_login(coach)
    return client


def mails(purpose: str) -> list[OutboxMail]:
    return list(OutboxMail.objects.filter(purpose=purpose).order_by("pk"))


def path_in(mail: OutboxMail) -> str:
    return re.findall(r"https?://[^/\s]+(/\S*)", mail.text)[-1]


# What is held.


def test_page_names_every_field_with_its_purpose_and_period(signed_in):
    text = html.unescape(signed_in.get(PAGE).content.decode())

    for source in personal_data:
        for field in source.fields:
            assert str(field.label) in text
            assert str(field.purpose) in text


def test_visitor_is_asked_to_sign_in(client, site):
    assert client.get(PAGE).headers["Location"].startswith("/account/login/")


def test_opening_a_field_to_everyone_is_kept_as_consent_and_closing_ends_it(coach):
    choose_audiences(member=coach, audiences={"about": "everyone"}, at=AT)
    choose_audiences(member=coach, audiences={"about": "everyone"}, at=AT + DAY)
    given = consents_of(coach.key)
    choose_audiences(member=coach, audiences={"about": "members"}, at=AT + 2 * DAY)

    assert [(row.version, row.given_at, row.withdrawn_at) for row in given] == [("2026-11", AT, None)]
    assert [row.withdrawn_at for row in consents_of(coach.key)] == [AT + 2 * DAY]


def test_page_shows_consent_to_a_byline_and_to_a_public_profile(signed_in, coach, portal_story):
    apply_visibility(member=coach, preset="O")

    text = signed_in.get(PAGE).content.decode()

    assert "Je naam bij “Een verhaal”" in text
    assert "Iedereen mag dit van mijn profiel zien: Naam" in text


def test_a_name_that_does_not_stand_with_a_story_was_never_agreed_to(coach, other_coach, portal_story):
    title = "Je naam bij “Een verhaal”"
    shown = [consent.what for consent in consents_of(coach.key)]
    StoryAuthor.objects.update(shows_name=False)
    hidden = [consent.what for consent in consents_of(coach.key)]
    StoryAuthor.objects.update(shows_name=True)
    type(portal_story).objects.update(live=False)

    assert (title in shown, hidden, list(consents_of(coach.key))) == (True, [], [])
    assert list(consents_of(other_coach.key)) == []


@pytest.fixture
def portal_story(site, coach):
    parent = site.root_page.add_child(instance=CoachStoryIndexPage(title="Verhalen", slug="verhalen"))
    story = CoachStoryFactory(parent=parent)
    story.first_published_at = AT
    story.authors.add(StoryAuthor(member=coach))
    story.save()
    return story


# A copy of it.


def test_export_holds_what_every_subject_knows(coach):
    choose_audiences(member=coach, audiences={"about": "everyone"}, at=AT)
    export = ask_export(member=coach, at=AT)

    assert make_export(key=export.key, at=AT)

    export.refresh_from_db()
    with private_files().open(export.file_name) as file, zipfile.ZipFile(io.BytesIO(file.read())) as archive:
        data = json.loads(archive.read("gegevens.json"))
        guide = archive.read("lees-mij.txt").decode()
    assert sorted(data) == sorted(personal_data.names())
    assert data["network"]["email"] == coach.email
    assert data["privacy"]["consents"][0]["version"] == "2026-11"
    assert "Je account en profiel" in guide
    assert (export.state, export.done, export.expires_at) == ("ready", len(personal_data), AT + 7 * DAY)
    assert [mail.to for mail in mails("privacy.export_ready")] == [coach.email]


def test_export_lies_outside_the_public_files(coach):
    export = ask_export(member=coach, at=AT)
    make_export(key=export.key, at=AT)

    path = private_files().path(export.file_name)
    assert not path.startswith(str(django_settings.MEDIA_ROOT))
    with pytest.raises(ValueError, match="not accessible"):
        private_files().url(export.file_name)


def test_asking_while_one_is_made_gives_the_same(coach):
    assert ask_export(member=coach, at=AT) == ask_export(member=coach, at=AT)


def test_the_worker_is_asked_for_the_copy_when_the_request_is_there_to_read(coach, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        ask_export(member=coach, at=AT)
        before = DBTaskResult.objects.count()

    assert (before, DBTaskResult.objects.count()) == (0, 1)


def test_asking_too_often_is_refused(coach):
    for _time in range(MOST_EXPORTS_PER_DAY):
        export = ask_export(member=coach, at=AT)
        make_export(key=export.key, at=AT)

    with pytest.raises(TooManyExports):
        ask_export(member=coach, at=AT)


def test_an_export_is_made_once_by_two_workers_and_again_after_one_died(coach):
    export = ask_export(member=coach, at=AT)
    DataExport.objects.update(state=ExportState.BUSY, started_at=AT)

    assert make_export(key=export.key, at=AT + timedelta(minutes=1)) is False
    assert make_waiting_exports(at=AT + timedelta(minutes=11)) == 1
    assert make_export(key=export.key, at=AT + timedelta(minutes=12)) is False


def test_an_export_that_fails_says_so_and_can_be_asked_again(signed_in, coach, monkeypatch):
    export = ask_export(member=coach, at=timezone.now())
    with monkeypatch.context() as patch:
        patch.setattr(type(personal_data.get("network")), "export", lambda self, key: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            make_export(key=export.key, at=timezone.now())

    assert "Je bestand maken lukte niet." in signed_in.get(PAGE).content.decode()
    assert ask_export(member=coach, at=timezone.now()).pk != export.pk


def test_page_shows_how_far_the_file_is(signed_in, coach):
    ask_export(member=coach, at=timezone.now())
    DataExport.objects.update(done=3, total=9)

    assert "3 van 9 delen" in signed_in.get(PAGE).content.decode()


def test_owner_downloads_and_nobody_else(signed_in, coach, other_coach):
    signed_in.post(reverse("privacy:export"))
    export = DataExport.objects.get()
    make_export(key=export.key, at=timezone.now())
    url = reverse("privacy:download", args=[export.key])

    own = signed_in.get(url)
    signed_in.force_login(other_coach)
    foreign = signed_in.get(url)

    assert zipfile.is_zipfile(io.BytesIO(b"".join(own.streaming_content)))
    assert "no-store" in own.headers["Cache-Control"]
    assert foreign.status_code == 404


def test_file_is_gone_when_its_time_is_over(signed_in, coach):
    made_at = timezone.now() - 8 * DAY
    export = ask_export(member=coach, at=made_at)
    make_export(key=export.key, at=made_at)
    url = reverse("privacy:download", args=[export.key])

    assert signed_in.get(url).status_code == 404  # The clock has not come by yet.
    assert forget_exports(at=timezone.now()) == 1
    assert not private_files().exists(export.file_name)


@pytest.mark.parametrize("name", ["export", "delete"])
def test_who_has_a_password_types_it_again_first(client, site, name):
    member = MemberFactory(password="x")
    Member.objects.filter(pk=member.pk).update(password=make_password("een lang wachtwoord"))
    client.force_login(Member.objects.get(pk=member.pk))

    response = client.post(reverse(f"privacy:{name}"), {"understood": "on"})

    assert response.headers["Location"].startswith("/account/reauthenticate/")
    assert (DataExport.objects.count(), DeletionRequest.objects.count()) == (0, 0)


# Leaving.


def test_page_before_leaving_says_what_goes_and_what_stays(signed_in):
    text = signed_in.get(reverse("privacy:delete")).content.decode()

    for source in personal_data:
        assert str(source.label) in text
    assert "als oud-lid" in text


def test_leaving_asks_to_have_read_it(signed_in):
    response = signed_in.post(reverse("privacy:delete"))

    assert "Zet hier een vinkje als je het gelezen hebt." in response.content.decode()
    assert not DeletionRequest.objects.exists()


def test_leaving_takes_a_while_and_is_mailed(signed_in, coach):
    signed_in.post(reverse("privacy:delete"), {"understood": "on"})

    request = DeletionRequest.objects.get()
    assert request.erase_at - request.asked_at == 14 * DAY
    assert [mail.to for mail in mails("privacy.deletion_asked")] == [coach.email]
    assert "Je account wordt verwijderd" in signed_in.get("/mijn/").content.decode()
    assert erase_due(at=request.erase_at - timedelta(seconds=1)) == 0
    assert erase_due(at=request.erase_at) == 1
    coach.refresh_from_db()
    assert (coach.is_active, coach.given_name) == (False, "")


def test_signed_in_member_keeps_the_account(signed_in, coach):
    ask_deletion(member=coach, at=timezone.now())

    response = signed_in.post(reverse("privacy:keep"), follow=True)

    assert "Je account blijft." in response.content.decode()
    assert erase_due(at=timezone.now() + 20 * DAY) == 0
    assert len(mails("privacy.deletion_taken_back")) == 1


def test_link_in_the_mail_keeps_the_account_without_sign_in(client, site, coach):
    ask_deletion(member=coach, at=timezone.now())
    path = path_in(mails("privacy.deletion_asked")[0])

    client.get(path)
    still_there = DeletionRequest.objects.exists()
    answer = client.post(path)

    assert still_there
    assert "Je account blijft." in answer.content.decode()
    assert not DeletionRequest.objects.exists()
    assert client.post(path).status_code == 410


def test_taking_back_nothing_is_harmless(coach):
    assert take_back_deletion(member=coach, at=AT) is False


def test_asking_twice_keeps_the_first_day(coach):
    first = ask_deletion(member=coach, at=AT)

    assert ask_deletion(member=coach, at=AT + DAY).erase_at == first.erase_at
    assert len(mails("privacy.deletion_asked")) == 1


def test_last_operator_stays(db):
    operator = MemberFactory(is_superuser=True)

    with pytest.raises(LastOperator):
        ask_deletion(member=operator, at=AT)

    MemberFactory(is_superuser=True)
    assert ask_deletion(member=operator, at=AT)
    assert issubclass(LastOperator, NetworkError)


# Absence.

WARN, REMOVE = timedelta(days=365), timedelta(days=548)


@pytest.mark.parametrize(
    ("away", "warned", "again", "step"),
    [
        (WARN - DAY, None, None, AwayStep.NOTHING),
        (WARN, None, None, AwayStep.WARN),
        (WARN + DAY, DAY, None, AwayStep.NOTHING),
        (REMOVE - LAST_CALL, 100 * DAY, None, AwayStep.WARN_AGAIN),
        (REMOVE + 99 * DAY, None, None, AwayStep.WARN),
        (REMOVE + 99 * DAY, SHORTEST_NOTICE - DAY, None, AwayStep.NOTHING),
        (REMOVE + 99 * DAY, SHORTEST_NOTICE, None, AwayStep.WARN_AGAIN),
        (REMOVE, 200 * DAY, SHORTEST_NOTICE - DAY, AwayStep.NOTHING),
        (REMOVE, 200 * DAY, SHORTEST_NOTICE, AwayStep.REMOVE),
        (REMOVE - DAY, 200 * DAY, SHORTEST_NOTICE, AwayStep.NOTHING),
        (WARN, 400 * DAY, 380 * DAY, AwayStep.WARN),
    ],
)
def test_away_step(away, warned, again, step):
    moments = [None if ago is None else AT - ago for ago in (away, warned, again)]

    assert (
        away_step(
            last_seen_at=moments[0],
            warned_at=moments[1],
            warned_again_at=moments[2],
            warn_after=WARN,
            remove_after=REMOVE,
            at=AT,
        )
        is step
    )


def away(**more) -> Member:
    return MemberFactory(joined_at=AT - 400 * DAY, last_login=AT - 366 * DAY, **more)


def test_who_stays_away_is_warned_twice_and_then_goes(db):
    member, here = away(), MemberFactory(joined_at=AT - 400 * DAY, last_login=AT - DAY)
    for days in range(0, 200, 7):
        mind_absent_members(at=AT + days * DAY)

    member.refresh_from_db()
    here.refresh_from_db()
    assert (member.is_active, here.is_active) == (False, True)
    assert [len(mails(f"privacy.absence_{name}")) for name in ("first", "last")] == [0, 0]


def test_warning_goes_out_once_with_a_link_that_keeps_the_account(client, site):
    now = timezone.now()
    member = MemberFactory(joined_at=now - 400 * DAY)
    counts = [mind_absent_members(at=now)[AwayStep.WARN], mind_absent_members(at=now + DAY)[AwayStep.WARN]]
    path = path_in(mails("privacy.absence_first")[0])

    client.get(path)
    asked = Absence.objects.get().stays_at
    answer = client.post(path)

    assert counts == [1, 0]
    assert asked is None
    assert "Je account blijft." in answer.content.decode()
    assert mind_absent_members(at=now + 2 * DAY)[AwayStep.NOTHING] == 0
    assert SecretLink.objects.get().revoked_at is not None
    assert mails("privacy.absence_first")[0].recipient_key == member.key


def test_operators_and_closed_accounts_are_left_alone(db):
    away(is_superuser=True)
    away(is_active=False)

    assert sum(mind_absent_members(at=AT).values()) == 0


def test_signing_in_after_a_warning_starts_anew(db):
    member = away()
    mind_absent_members(at=AT)
    Member.objects.filter(pk=member.pk).update(last_login=AT + DAY)

    assert sum(mind_absent_members(at=AT + 300 * DAY).values()) == 0


def test_saying_to_stay_counts_as_being_here(db):
    member = away()
    mind_absent_members(at=AT)
    stay(member=member, at=AT + DAY)

    assert sum(mind_absent_members(at=AT + 300 * DAY).values()) == 0


# Retention.


def test_every_subject_has_its_turn_and_a_failure_is_told(db, monkeypatch):
    assert sorted(outdate_all(at=AT)) == sorted(personal_data.names())

    monkeypatch.setattr(type(personal_data.get("network")), "outdate", lambda self, at: 1 / 0)
    with pytest.raises(RetentionFailed):
        outdate_all(at=AT)


def test_jobs_of_the_clock_run(db):
    names = [name for name in jobs.names() if name.startswith("privacy.")]

    for name in names:
        jobs.get(name).run(AT)

    assert len(names) == 5
