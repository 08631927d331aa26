"""The editors' inbox: moves, mails, and the pages in /beheer/."""

from datetime import UTC, datetime, timedelta

import pytest
from django.contrib.auth.models import Group, Permission
from django.urls import reverse

from network.members.states import EDITORS
from portal.shared.outbox.models import OutboxMail
from portal.shared.retention import kept_for
from stories.models import Suggestion
from stories.suggestions.actions import answer_suggestion, decline_suggestion, file_suggestion, take_up
from stories.suggestions.errors import AnswerNeeded, SenderNeeded, SuggestionMoveRefused
from stories.suggestions.personal_data import SUGGESTIONS_DATA
from stories.suggestions.rules import may_move
from stories.suggestions.states import SuggestionKind, SuggestionState
from tests.factories.network import MemberFactory

AT = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
NEW, BUSY, DONE, DECLINED = SuggestionState


@pytest.mark.parametrize(
    ("now", "to", "allowed"),
    [
        (NEW, BUSY, True),
        (NEW, DONE, True),
        (NEW, DECLINED, True),
        (BUSY, DONE, True),
        (BUSY, DECLINED, True),
        (BUSY, NEW, False),
        (DONE, DECLINED, False),
        (DECLINED, DONE, False),
        (DONE, BUSY, False),
    ],
)
def test_may_move(now, to, allowed):
    assert may_move(now=now, to=to) is allowed


@pytest.fixture
def suggestion(db):
    return file_suggestion(
        kind=SuggestionKind.QUESTION, text=" Een vraag ", at=AT, name="Bo", email="Bo@Elders.example"
    )


@pytest.fixture
def editor(db):
    group = Group.objects.create(name=EDITORS)
    group.permissions.set(Permission.objects.filter(codename__in=["access_admin", "view_suggestion"]))
    member = MemberFactory(email="redactie@test.example", given_name="Rie")
    member.groups.add(group)
    return member


def _purposes() -> list[str]:
    return list(OutboxMail.objects.order_by("pk").values_list("purpose", flat=True))


def test_filed_suggestion_is_new_and_receipted(suggestion):
    assert (suggestion.state, suggestion.text, suggestion.sender_email) == (NEW, "Een vraag", "bo@elders.example")
    assert _purposes() == ["stories.suggestion_received"]


@pytest.mark.django_db
def test_suggestion_needs_someone_to_answer():
    with pytest.raises(SenderNeeded):
        file_suggestion(kind=SuggestionKind.QUESTION, text="Een vraag", at=AT)


def test_taken_up_suggestion_is_answered_once(suggestion, editor):
    take_up(suggestion=suggestion, by=editor, at=AT)
    answered = answer_suggestion(suggestion=suggestion, by=editor, answer=" Zo doe je dat. ", at=AT)

    assert (answered.state, answered.answer, answered.handled_by) == (DONE, "Zo doe je dat.", editor)
    assert _purposes() == [
        "stories.suggestion_received",
        "stories.suggestion_taken_up",
        "stories.suggestion_answered",
    ]
    assert "Zo doe je dat." in OutboxMail.objects.get(purpose="stories.suggestion_answered").text
    with pytest.raises(SuggestionMoveRefused):
        decline_suggestion(suggestion=suggestion, by=editor, answer="Toch niet", at=AT)


def test_declined_sender_reads_the_reason(suggestion, editor):
    declined = decline_suggestion(suggestion=suggestion, by=editor, answer="Dit staat er al.", at=AT)

    assert declined.state == DECLINED
    assert "Dit staat er al." in OutboxMail.objects.get(purpose="stories.suggestion_declined").text


@pytest.mark.parametrize("action", [answer_suggestion, decline_suggestion])
def test_closing_needs_words(suggestion, editor, action):
    with pytest.raises(AnswerNeeded):
        action(suggestion=suggestion, by=editor, answer="  ", at=AT)

    suggestion.refresh_from_db()
    assert suggestion.state == NEW


def test_answer_without_an_address_is_kept(db, coach, editor):
    suggestion = file_suggestion(kind=SuggestionKind.ADDITION, text="Aanvulling", at=AT, member=coach)
    Suggestion.objects.filter(pk=suggestion.pk).update(member=None)

    answered = answer_suggestion(suggestion=suggestion, by=editor, answer="Verwerkt.", at=AT)

    assert answered.answer == "Verwerkt."
    assert _purposes() == ["stories.suggestion_received"]


@pytest.mark.parametrize(
    ("name", "state", "purpose"),
    [
        ("take_up", BUSY, "stories.suggestion_taken_up"),
        ("answer", DONE, "stories.suggestion_answered"),
        ("decline", DECLINED, "stories.suggestion_declined"),
    ],
)
def test_editor_handles_a_message_in_the_admin(client, site, suggestion, editor, name, state, purpose):
    client.force_login(editor)

    response = client.post(reverse(f"inbox:{name}", args=[suggestion.pk]), {"answer": "Dank, gedaan."}, follow=True)

    suggestion.refresh_from_db()
    assert response.status_code == 200
    assert suggestion.state == state
    assert _purposes() == ["stories.suggestion_received", purpose]


def test_empty_answer_is_asked_for_again(client, site, suggestion, editor):
    client.force_login(editor)

    response = client.post(reverse("inbox:answer", args=[suggestion.pk]), {"answer": ""})

    suggestion.refresh_from_db()
    assert (response.status_code, suggestion.state) == (422, NEW)


def test_reading_changes_nothing_and_the_list_shows_it(client, site, suggestion, editor):
    client.force_login(editor)

    read = client.get(reverse("inbox:read", args=[suggestion.pk]))
    listed = client.get(reverse("inbox:index"))

    suggestion.refresh_from_db()
    assert "Een vraag" in read.content.decode()
    assert "Bo" in listed.content.decode()
    assert suggestion.state == NEW
    assert client.get(reverse("inbox:take_up", args=[suggestion.pk])).status_code == 405


@pytest.mark.parametrize("pk", ["999999", "nonsens", "9" * 30])
def test_unknown_message_is_not_found(client, site, editor, pk):
    client.force_login(editor)

    assert client.get(f"/beheer/berichten/{pk}/").status_code == 404


def test_member_without_the_right_sees_no_inbox(client, site, suggestion, coach):
    client.force_login(coach)

    assert client.get(reverse("inbox:read", args=[suggestion.pk])).status_code == 302


def test_inbox_lists_what_waits_first(suggestion, editor):
    answer_suggestion(suggestion=suggestion, by=editor, answer="Klaar.", at=AT)
    newer = file_suggestion(kind=SuggestionKind.QUESTION, text="Nieuw", at=AT, email="a@elders.example")

    assert list(Suggestion.objects.for_inbox()) == [newer, suggestion]
    assert list(Suggestion.objects.waiting()) == [newer]


def test_erased_person_leaves_no_message_and_no_name(suggestion, coach, editor):
    file_suggestion(kind=SuggestionKind.ADDITION, text="Als lid", at=AT, member=coach)
    file_suggestion(kind=SuggestionKind.QUESTION, text="Als gast", at=AT, email=coach.email)
    answer_suggestion(suggestion=suggestion, by=coach, answer="Zo.", at=AT)

    assert SUGGESTIONS_DATA.erase(coach.key, at=AT) == 3
    assert SUGGESTIONS_DATA.erase(coach.key, at=AT) == 0

    suggestion.refresh_from_db()
    assert (list(Suggestion.objects.all()), suggestion.handled_by) == ([suggestion], None)
    assert SUGGESTIONS_DATA.erase("bestaat-niet", at=AT) == 0


def test_export_holds_what_someone_sent_and_answered(suggestion, coach):
    file_suggestion(kind=SuggestionKind.ADDITION, text="Als lid", at=AT, member=coach)
    answer_suggestion(suggestion=suggestion, by=coach, answer="Zo.", at=AT)

    assert SUGGESTIONS_DATA.export(coach.key) == {
        "messages": [
            {
                "kind": "addition",
                "about": "",
                "text": "Als lid",
                "state": "new",
                "answer": "",
                "sent_at": "2026-11-23T12:00:00+00:00",
            }
        ],
        "answers": [{"state": "done", "answer": "Zo.", "at": "2026-11-23T12:00:00+00:00"}],
    }
    assert SUGGESTIONS_DATA.export("bestaat-niet") == {"messages": [], "answers": []}


def test_closed_message_goes_after_a_year_and_an_open_one_stays(suggestion, editor):
    waiting = file_suggestion(kind=SuggestionKind.QUESTION, text="Wacht", at=AT, email="a@elders.example")
    answer_suggestion(suggestion=suggestion, by=editor, answer="Zo.", at=AT)

    assert SUGGESTIONS_DATA.outdate(at=AT + kept_for("editors_messages")) == 0
    assert SUGGESTIONS_DATA.outdate(at=AT + kept_for("editors_messages") + timedelta(seconds=1)) == 1
    assert list(Suggestion.objects.all()) == [waiting]
