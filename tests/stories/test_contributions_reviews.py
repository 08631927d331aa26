import hashlib
import re
from datetime import timedelta
from urllib.parse import quote

import pytest
import time_machine
from allauth.account.models import EmailAddress
from django.apps import apps
from django.contrib.sessions.models import Session
from django.core.serializers import serialize
from django.utils import timezone
from wagtail.models import Page

from portal.shared.links.models import SecretLink
from portal.shared.media.models import PortalImage
from portal.shared.outbox.models import OutboxMail
from stories.contributions.models import Contribution, Review
from stories.contributions.registrations import PERSONAL_DATA
from stories.models import CoachStoryPage, StoryAuthor
from tests.factories.network import MemberFactory
from tests.stories.contribution_fixtures import (
    ABOUT,
    ANSWERS,
    BASE,
    KEY,
    begin,
    fill,
    moderation,
    moderator,
    page_of,
    send,
    signed_in,
    submit,
    version,
    writer,
)
from tests.stories.test_contributions_moderation import decide

__all__ = ["moderation", "moderator", "signed_in", "writer"]

READER = {"name": "Ans de Lezer", "email": "ans@elders.example", "message": "Klopt dit zo?"}


@pytest.fixture
def draft(signed_in) -> Contribution:
    return fill(signed_in, begin(signed_in))


@pytest.fixture
def address(signed_in, draft) -> str:
    """The secret address, as it stands in the reader's mail."""
    assert signed_in.post(f"{BASE}{KEY}/meelezers/", READER).status_code == 302
    text = OutboxMail.objects.get(purpose="stories.review_invitation").text
    return re.search(r"https?://[^/]+(/meelezen/[\w-]{32}/)", text)[1]


@pytest.fixture
def reader(client_class):
    """A browser without account."""
    return client_class()


@pytest.fixture
def client_class():
    from django.test import Client  # noqa: PLC0415 a second browser beside the fixture's

    return Client


def fingerprint() -> dict[str, str]:
    """A hash of every row of every table, sessions apart."""
    return {
        model._meta.label: hashlib.sha256(serialize("json", model.objects.order_by("pk")).encode()).hexdigest()
        for model in apps.get_models()
        if model is not Session and model._meta.managed and not model._meta.proxy
    }


def test_invitation_goes_out_once_with_the_link(signed_in, address):
    signed_in.post(f"{BASE}{KEY}/meelezers/", READER)

    (invitation,) = OutboxMail.objects.filter(purpose="stories.review_invitation")
    assert (invitation.to, invitation.subject) == ("ans@elders.example", "Noor Verhagen vraagt je om mee te lezen")
    assert "Klopt dit zo?" in invitation.text
    assert Review.objects.count() == 1


def test_link_shows_the_draft_and_changes_nothing(address, reader):
    before = fingerprint()

    answers = [reader.get(address), reader.get(address), reader.head(address)]

    assert [answer.status_code for answer in answers] == [200, 200, 200]
    text = answers[0].content.decode()
    assert ABOUT["title"] in text
    assert "Meer &lt;les&gt; &amp; gesprek." in text
    assert "Concept: deze tekst is niet openbaar." in text
    assert answers[0].headers["Cache-Control"] == "private, no-store"
    assert answers[0].headers["X-Robots-Tag"] == "noindex, nofollow"
    assert answers[0].headers["Referrer-Policy"] in ("strict-origin", "no-referrer")
    assert fingerprint() == before


def test_answer_is_recorded_once_with_the_version_that_was_read(address, reader, draft):
    seen = version(draft)

    first = reader.post(address, {"verdict": "agrees", "comment": "", "version": seen})
    second = reader.post(address, {"verdict": "comment", "comment": "Toch niet.", "version": seen})

    assert (first.status_code, first.url) == (302, "/meelezen/bedankt/")
    assert second.status_code == 410
    review = Review.objects.get()
    assert (review.verdict, review.comment, f"{review.revision_id}-{review.content_hash}") == ("agrees", "", seen)
    assert list(OutboxMail.objects.filter(purpose="stories.review_answered").values_list("to", "subject")) == [
        ("noor@lindenwaard.example", f"Ans de Lezer las je tekst: {ABOUT['title']}")
    ]


def test_answer_about_an_older_text_is_asked_again(signed_in, address, reader, draft):
    seen = version(draft)
    send(signed_in, draft, "vragen", {**ANSWERS, "did": "Intussen anders."})

    answer = reader.post(address, {"verdict": "comment", "comment": "Mijn opmerking.", "version": seen})

    assert answer.status_code == 422
    text = answer.content.decode()
    assert "Mijn opmerking." in text
    assert "Intussen anders." in text
    assert Review.objects.get().answered_at is None
    assert reader.post(address, {"verdict": "agrees", "version": version(draft)}).status_code == 302


def test_text_that_was_read_is_not_overwritten_by_the_next_save(signed_in, address, reader, draft):
    seen = version(draft)
    reader.post(address, {"verdict": "agrees", "version": seen})

    send(signed_in, draft, "vragen", {**ANSWERS, "did": "Daarna geschreven."})

    assert version(draft).split("-")[0] != seen.split("-")[0]
    assert "over een eerdere versie" in signed_in.get(f"{BASE}{KEY}/").content.decode()


def test_remark_without_words_is_asked_for(address, reader, draft):
    answer = reader.post(address, {"verdict": "comment", "comment": " ", "version": version(draft)})

    assert answer.status_code == 422
    assert Review.objects.get().answered_at is None


def test_agreement_of_a_reader_publishes_nothing_and_is_no_second_pair_of_eyes(
    signed_in, address, reader, draft, writer, moderator
):
    submit(signed_in, draft)
    reader.post(address, {"verdict": "agrees", "version": version(draft)})

    draft.refresh_from_db()
    assert (draft.state, Page.objects.get(pk=draft.page_id).live) == ("submitted", False)
    assert page_of(draft).four_eyes(writer).value == "wrote it"
    signed_in.force_login(moderator)
    desk = signed_in.get(f"{BASE}{KEY}/redactie/").content.decode()
    assert "Ans de Lezer" in desk
    assert "over de tekst zoals die nu is" in desk


def test_withdrawn_link_opens_nothing(signed_in, address, reader, draft):
    review = Review.objects.get()

    signed_in.post(f"{BASE}{KEY}/meelezers/{review.key}/intrekken/")

    shown, sent = reader.get(address), reader.post(address, {"verdict": "agrees", "version": version(draft)})
    assert (shown.status_code, sent.status_code) == (410, 410)
    assert ABOUT["title"] not in shown.content.decode()
    assert Review.objects.get().answered_at is None


def test_link_ends_after_21_days(address, reader):
    with time_machine.travel(timezone.now() + timedelta(days=21, minutes=1), tick=False):
        answer = reader.get(address)

    assert answer.status_code == 410
    assert ABOUT["title"] not in answer.content.decode()


def test_unknown_link_answers_like_one_of_another_purpose(reader, address):
    SecretLink.objects.update(purpose="events.confirm_guest")

    other, unknown = reader.get(address), reader.get(f"/meelezen/{'x' * 32}/")

    assert (other.status_code, unknown.status_code) == (404, 404)

    # The link to the other language holds the address that was asked for, whatever it is.
    def without(path: str, content: bytes) -> bytes:
        return content.replace(path.encode(), b"").replace(quote(path, safe="").encode(), b"")

    assert without(address, other.content) == without(f"/meelezen/{'x' * 32}/", unknown.content)


def test_link_to_a_text_that_was_withdrawn_opens_nothing(signed_in, address, reader):
    signed_in.post(f"{BASE}{KEY}/intrekken/")

    answer = reader.get(address)

    assert answer.status_code == 404
    assert ABOUT["title"] not in answer.content.decode()


def test_only_writer_and_editors_invite_and_revoke(signed_in, address, other_coach, moderator):
    review = Review.objects.get()
    signed_in.force_login(other_coach)
    assert signed_in.post(f"{BASE}{KEY}/meelezers/", READER).status_code == 404
    assert signed_in.post(f"{BASE}{KEY}/meelezers/{review.key}/intrekken/").status_code == 404

    signed_in.force_login(moderator)
    answer = signed_in.post(f"{BASE}{KEY}/meelezers/", {**READER, "email": "bert@elders.example"})

    assert (answer.status_code, answer.url) == (302, f"{BASE}{KEY}/redactie/")
    assert Review.objects.filter(invited_by=moderator).count() == 1


def test_refused_invitation_keeps_what_was_typed(signed_in, draft):
    answer = signed_in.post(f"{BASE}{KEY}/meelezers/", {**READER, "email": "geen adres"})

    assert answer.status_code == 422
    assert "Klopt dit zo?" in answer.content.decode()
    assert OutboxMail.objects.count() == 0


def test_eleventh_invitation_of_a_day_is_refused(signed_in, draft):
    answers = [
        signed_in.post(f"{BASE}{KEY}/meelezers/", {**READER, "email": f"lezer{number}@elders.example"}).status_code
        for number in range(11)
    ]

    assert answers == [302] * 10 + [422]


def test_export_holds_answers_and_readers(address, writer):
    (text,) = PERSONAL_DATA.export(writer.key)["contributions"]

    assert text["title"] == ABOUT["title"]
    assert text["answers"]["did"] == "Ik telde vragen\nop kaartjes."
    assert [reader["email"] for reader in text["readers"]] == ["ans@elders.example"]


def test_erased_writer_leaves_no_draft_and_no_link(address, writer, reader):
    at = timezone.now()

    assert PERSONAL_DATA.erase(writer.key, at=at) > 0

    assert (Contribution.objects.count(), Review.objects.count(), CoachStoryPage.objects.count()) == (0, 0, 0)
    assert PortalImage.objects.count() == 0
    assert reader.get(address).status_code == 410
    assert PERSONAL_DATA.erase(writer.key, at=at) == 0


def test_erased_writer_leaves_the_published_text_without_a_name(signed_in, draft, writer, moderator):
    submit(signed_in, draft)
    decide(draft, moderator, "approve")

    PERSONAL_DATA.erase(writer.key, at=timezone.now())

    page = CoachStoryPage.objects.get()
    assert (page.live, page.owner) == (True, None)
    assert list(StoryAuthor.objects.values_list("member", flat=True)) == [None]
    assert Contribution.objects.count() == 0


def test_readers_are_forgotten_after_a_year(address):
    at = timezone.now()

    assert PERSONAL_DATA.outdate(at=at + timedelta(days=364)) == 0
    assert PERSONAL_DATA.outdate(at=at + timedelta(days=366)) == 1
    assert Review.objects.count() == 0


def test_who_was_withdrawn_can_be_asked_anew_with_a_link_that_works(signed_in, address, reader):
    review = Review.objects.get()
    signed_in.post(f"{BASE}{KEY}/meelezers/{review.key}/intrekken/")
    assert ABOUT["title"] not in reader.get(address).content.decode()

    signed_in.post(f"{BASE}{KEY}/meelezers/", READER)

    mail = OutboxMail.objects.filter(purpose="stories.review_invitation").order_by("pk").last()
    assert Review.objects.count() == 2
    assert ABOUT["title"] in reader.get(re.search(r"/meelezen/[\w-]{32}/", mail.text)[0]).content.decode()


def test_erased_reader_leaves_the_answer_without_a_name(signed_in, address, reader, draft):
    member = MemberFactory(email="ans.de.lezer@thuis.example", given_name="Ans", family_name="de Lezer")
    EmailAddress.objects.create(user=member, email=READER["email"], verified=True)
    EmailAddress.objects.create(user=member, email="ben@elders.example", verified=False)
    signed_in.post(f"{BASE}{KEY}/meelezers/", {**READER, "email": member.email})
    signed_in.post(f"{BASE}{KEY}/meelezers/", {"name": "Ben", "email": "ben@elders.example", "message": ""})
    reader.post(address, {"verdict": "comment", "comment": "Mooi. Groet, Ans de Lezer", "version": version(draft)})
    (reading, unanswered) = PERSONAL_DATA.export(member.key)["readings"]
    assert (reading["remark"], unanswered["answer"]) == ("Mooi. Groet, Ans de Lezer", "")

    PERSONAL_DATA.erase(member.key, at=timezone.now())

    assert list(Review.objects.order_by("pk").values_list("name", "email", "message", "comment")) == [
        ("oud-lid", "", "", "Mooi. Groet, oud-lid"),
        ("Ben", "ben@elders.example", "", ""),
    ]
    assert PERSONAL_DATA.export(member.key)["readings"] == []
