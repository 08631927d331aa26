"""Really gone everywhere (RELIABILITY G30), and again after an old backup was put back."""

from datetime import timedelta
from io import StringIO

import pytest
from allauth.account.models import EmailAddress
from django.apps import apps
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session
from django.core.management import call_command
from django.db import connection, transaction
from django.utils import timezone
from django_tasks.base import TaskResultStatus
from django_tasks_db.models import DBTaskResult
from elasticsearch.helpers import scan
from wagtail.models import CommentReply, Revision

from network.members.actions.entries import refresh_entries
from network.models import Erasure, Member
from network.privacy.actions import erase_person, reapply_erasures, save_erasure_list
from network.privacy.rules import hash_of_key
from network.privacy.store import erasure_file, read_erasures
from portal.shared.consents.actions import note_consent
from portal.shared.consents.models import ConsentRecord
from portal.shared.outbox.actions import post
from portal.shared.outbox.messages import OutgoingMail
from portal.shared.outbox.models import OutboxMail
from portal.shared.registries.crossings import personal_data
from search.asked.actions import decide_question, record_questions
from search.asked.states import Decision
from search.index.actions import sync_engines
from search.index.jobs import renew_vocabulary
from stories.models import Suggestion
from stories.suggestions.actions import file_suggestion
from stories.suggestions.states import SuggestionKind
from tests.factories.full_member import Cast, files_below, fill, fill_everything, label, make_member, relations
from tests.factories.network import MemberFactory

NAME, MARK = ("Kwik", "Zwirrelbaum"), "zwirrelbaum"
OTHER_NAME, OTHER_MARK = ("Anna", "Anderling"), "anderling"
# An answered remark keeps its place, empty, under an unnamed row.
MAY_POINT_AT_NOBODY = {"wagtailcore.Comment.user"}
# Relations that come with Django's own rights; they go with the account.
LISTED_WITH_MEMBER = {"network.Member_"}


def dump() -> list[str]:
    """Give every row of every table, shadow tables of the full-text index included, as one lower-case line each."""
    lines = []
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")  # noqa: S608 - a table of our own
            lines += [f"{table}: {_words(row)}" for row in cursor.fetchall()]
    return lines


def _words(row: tuple) -> str:
    return " | ".join(
        bytes(value).decode("utf-8", "replace") if isinstance(value, (bytes, memoryview)) else str(value)
        for value in row
    ).casefold()


def hits(mark: str) -> list[str]:
    return [line for line in dump() if mark in line]


@pytest.fixture
def store(settings, tmp_path):
    settings.MEDIA_ROOT, settings.PORTAL_PRIVATE_DIR = tmp_path / "media", tmp_path / "private"
    return tmp_path


@pytest.fixture
def cast(portal, store):
    """Two people with everything; the second stays."""
    MemberFactory()
    member, other = make_member(NAME), make_member(OTHER_NAME)
    EmailAddress.objects.create(user=member, email="zwirrelbaum@thuis.example")
    cast = Cast(member=member, other=other, root=portal.home)
    fill_everything(cast)
    _answered_remark(cast)
    for person in (member, other):
        refresh_entries(member=person)
        _leave_traces(person)
    sync_engines(at=timezone.now() + timedelta(minutes=1))
    return cast


def _answered_remark(cast: Cast) -> None:
    remark = cast.rows["wagtailcore.Comment.user"]
    CommentReply.objects.create(comment=remark, user=cast.other, text="Dank je")


def _leave_traces(person: Member) -> None:
    at = timezone.now()
    with transaction.atomic():
        post(_mail(person, "eigen", recipient_kind="member", recipient_key=person.key), at=at)
        post(_mail(person, "gast"), at=at)
    for status in (TaskResultStatus.SUCCESSFUL, TaskResultStatus.FAILED):
        DBTaskResult.objects.create(
            status=status,
            args_kwargs={"args": [person.key], "kwargs": {"email": person.email}},
            task_path="een.taak",
            queue_name="default",
            backend_name="default",
            run_after=at,
            exception_class_path="ValueError",
            traceback=f"ValueError: {person.name}",
            return_value=None,
        )
    text = f"coach {person.name.casefold()}"
    record_questions([(text, 0, at)])
    decide_question(text=text, decision=Decision.CALL, at=at)
    session = SessionStore()
    session["_auth_user_id"] = str(person.pk)
    session.save()
    waiting = SessionStore()
    waiting["account_login"] = {"email": person.email}
    waiting.save()


def _mail(person: Member, occasion: str, **more) -> OutgoingMail:
    return OutgoingMail(
        purpose="proef",
        idempotency_key=f"{occasion}:{person.key}",
        to=person.email,
        subject=f"Dag {person.name}",
        text=f"Dag {person.name}",
        **more,
    )


@pytest.mark.sqlite
def test_nothing_names_an_erased_member(cast, store, django_capture_on_commit_callbacks):
    before = set(hits(OTHER_MARK))
    assert len(hits(MARK)) > 40

    with django_capture_on_commit_callbacks(execute=True):
        assert erase_person(member_key=cast.member.key, at=timezone.now())
    renew_vocabulary(timezone.now())

    assert hits(MARK) == []
    assert [path for path in files_below(store) if MARK in f"{path} {path.read_bytes()!r}".casefold()] == []
    shared_rows = {line for line in before if MARK in line}
    lost = before - set(hits(OTHER_MARK)) - shared_rows
    assert {line.partition(":")[0] for line in lost} - {
        "search_word",
        "search_titles_data",
        "search_fulltext_data",
    } == set()


def documents(follower) -> list[str]:
    """Give every document on the search server, in lower case."""
    follower._client.indices.refresh(index=follower._alias)
    return [str(found["_source"]).casefold() for found in scan(follower._client, index=follower._alias)]


@pytest.mark.elasticsearch
def test_no_document_on_the_search_server_names_an_erased_member(
    elasticsearch, cast, django_capture_on_commit_callbacks
):
    sync_engines(at=timezone.now() + timedelta(minutes=2))
    before = documents(elasticsearch)
    assert [any(mark in text for text in before) for mark in (MARK, OTHER_MARK)] == [True, True]

    with django_capture_on_commit_callbacks(execute=True):
        assert erase_person(member_key=cast.member.key, at=timezone.now())
    sync_engines(at=timezone.now() + timedelta(minutes=3))

    after = documents(elasticsearch)
    assert [text for text in after if MARK in text] == []
    assert any(OTHER_MARK in text for text in after)
    assert elasticsearch.differing() == []


def test_no_row_points_at_an_erased_member(cast):
    erase_person(member_key=cast.member.key, at=timezone.now())

    pointing = {
        label(model, field) for model, field in relations() if model._base_manager.filter(**{field.name: cast.member})
    }
    assert pointing == MAY_POINT_AT_NOBODY


def test_what_others_wrote_and_decided_stays_as_it_is(cast, portal):
    """Every relation to a member once more, filled by two people who have nothing to do with who goes."""
    member, other = make_member(("Bo", "Blijver")), make_member(("Kim", "Collega"))
    stays = Cast(member=member, other=other, root=portal.routes, stands_apart=True)
    fill_everything(stays)
    for person in (cast.member, stays.member):
        note_consent(member_key=person.key, purpose="proef", text="Ja.", version="1", at=timezone.now())

    def rows_of_others() -> dict[str, list[dict]]:
        found = {}
        for model, field in relations():
            rows = model._base_manager.filter(**{f"{field.name}__in": [stays.member, stays.other]})
            found[label(model, field)] = list(rows.order_by("pk").distinct().values())
        # By key, not by relation.
        found["consent"] = list(ConsentRecord.objects.filter(subject_key=stays.member.key).values())
        return found

    before = rows_of_others()
    assert [name for name, rows in before.items() if not rows] == []

    erase_person(member_key=cast.member.key, at=timezone.now())

    after = rows_of_others()
    assert [name for name in before if before[name] != after[name]] == []


def test_no_revision_brings_an_erased_member_back(cast):
    page = apps.get_model("stories.CoachStoryPage").objects.get(contact=cast.member, reviewer=cast.member)

    erase_person(member_key=cast.member.key, at=timezone.now())

    draft = Revision.objects.filter(object_id=str(page.pk)).latest("pk").as_object()
    assert (draft.contact_id, draft.reviewer_id, [author.member_id for author in draft.authors.all()]) == (
        None,
        None,
        [None],
    )


def test_every_relation_to_a_member_is_listed_with_personal_data(db):
    listed = {model for source in personal_data for model in source.models}

    missing = {
        label(model, field)
        for model, field in relations()
        if model not in listed and not model._meta.label.startswith(tuple(LISTED_WITH_MEMBER))
    }

    assert missing == set(), "list these models in a PersonalData, which exports and erases them"


def test_erasing_twice_changes_nothing(cast):
    erase_person(member_key=cast.member.key, at=timezone.now())
    after = dump()

    assert erase_person(member_key=cast.member.key, at=timezone.now()) is False
    assert dump() == after


def test_others_stay_signed_in(cast):
    erase_person(member_key=cast.member.key, at=timezone.now())

    owners = {session.get_decoded().get("_auth_user_id") for session in Session.objects.all()}
    assert owners == {str(cast.other.pk), None}


def test_a_restored_member_is_erased_again(db, store, django_capture_on_commit_callbacks):
    gone, kept = MemberFactory(given_name="Weg"), MemberFactory(given_name="Blijft")
    with django_capture_on_commit_callbacks(execute=True):
        erase_person(member_key=gone.key, at=timezone.now())
    # An old backup: the person is back, and the table knows nothing of it.
    Erasure.objects.all().delete()
    Member.objects.filter(pk=gone.pk).update(email="weg@school.example", given_name="Weg", is_active=True)
    out = StringIO()

    call_command("erasures_reapply", stdout=out)

    assert out.getvalue() == "Erased again: 1\n"
    assert list(Member.objects.order_by("pk").values_list("given_name", "is_active")) == [("", False), ("Blijft", True)]
    assert reapply_erasures(at=timezone.now()) == 0
    assert kept.key not in erasure_file().read_text()


def test_the_list_of_erasures_names_nobody_and_is_written_once(db, store):
    gone = MemberFactory()
    erase_person(member_key=gone.key, at=timezone.now())

    assert (save_erasure_list(), save_erasure_list()) == (1, 0)
    assert list(read_erasures(erasure_file())) == [hash_of_key(gone.key)]
    assert gone.key not in erasure_file().read_text()


def test_a_full_row_can_be_made_of_any_page(cast):
    assert fill(cast, type(cast.rows["stories.InsightPage.contact"])).pk


def test_what_was_sent_as_a_guest_with_a_second_address_goes_and_the_mail_of_who_really_has_it_stays(db, store):
    member, owner = MemberFactory(), MemberFactory(email="eigenaar@elders.example")
    EmailAddress.objects.create(user=owner, email=owner.email, verified=True)
    for address, is_proven in (("thuis@elders.example", True), (owner.email, False)):
        EmailAddress.objects.create(user=member, email=address, verified=is_proven)
        file_suggestion(kind=SuggestionKind.QUESTION, text="Een vraag", email=address, at=timezone.now())
    with transaction.atomic():
        post(_mail(owner, "eigen", recipient_kind="member", recipient_key=owner.key), at=timezone.now())

    erase_person(member_key=member.key, at=timezone.now())

    assert list(Suggestion.objects.values_list("sender_email", flat=True)) == [owner.email]
    assert sorted(OutboxMail.objects.values_list("to", flat=True)) == [owner.email, owner.email]
    assert hits("thuis@elders.example") == []
