"""Answers that helped as bridges: between which schools, for whom, and what they never tell."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from network.models import FieldAudience
from network.questions.actions import accept_answer, withdraw_question
from network.questions.bridges import ANSWER_BRIDGES
from network.questions.models import Answer, Question
from portal.shared.audiences.rules import Viewer
from portal.shared.audiences.states import Audience
from portal.shared.registries.crossings import Bridge, BridgeDirection, BridgeLayer
from tests.factories.exchange_bridges import of_each_school
from tests.factories.network import AffiliationFactory, InstitutionFactory
from tests.factories.questions import make_answer, make_question

NOW = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)
VISITOR, MEMBER = Viewer.anonymous(), Viewer(is_member=True)

pytestmark = pytest.mark.django_db


def worker(*, school=None, is_open: bool = True, **columns):
    """Give a member with confirmed work at a school, who shows name and school to everyone or to members."""
    work = AffiliationFactory(state="confirmed", **({"institution": school} if school else {}), **columns)
    for name in ("name", "school"):
        FieldAudience.objects.create(
            member=work.member, field=name, audience=Audience.EVERYONE if is_open else Audience.MEMBERS
        )
    return work


def helped(*, asker=None, writer=None, **text):
    """Give a question with a best answer from another school, and the work of both people."""
    asker, writer = asker or worker(), writer or worker()
    question = make_question(member=asker.member, at=NOW - timedelta(days=3), title="Hoe dan?", **text)
    answer = make_answer(question=question, member=writer.member, at=NOW)
    return accept_answer(answer=answer, by=asker.member, at=NOW), asker, writer


def ties(viewer=VISITOR, **more):
    return list(ANSWER_BRIDGES.bridges(viewer, **more))


def test_best_answer_ties_the_school_that_asked_to_the_school_that_helped():
    question, asker, writer = helped()

    assert ties() == [
        Bridge(
            from_institution_id=asker.institution_id,
            to_institution_id=writer.institution_id,
            layer=BridgeLayer.ANSWER,
            direction=BridgeDirection.BOTH_WAYS,
            label="Hoe dan?",
            url=question.get_absolute_url(),
            happened_on=NOW.date(),
        )
    ]


def test_a_school_has_its_own_ties():
    _question, asker, writer = helped()
    helped()

    found = of_each_school(ANSWER_BRIDGES, VISITOR)

    assert [len(found[work.institution_id]) for work in (asker, writer)] == [1, 1]


def test_no_tie_names_anyone():
    asker = worker()
    asker.member.given_name, asker.member.family_name = "Zwaluw", "Zwaluwnest"
    asker.member.save()
    helped(asker=asker)

    assert "Zwaluw" not in repr(ties(MEMBER))


def test_question_without_a_name_has_no_tie_for_anyone():
    helped(is_anonymous=True)

    assert [ties(VISITOR), ties(MEMBER)] == [[], []]


def test_question_for_members_ties_for_members_only():
    helped(audience=Audience.MEMBERS)

    assert [len(ties(VISITOR)), len(ties(MEMBER))] == [0, 1]


@pytest.mark.parametrize("hiding", ["asker", "writer"])
def test_who_shows_the_school_to_members_ties_for_members_only(hiding):
    helped(**{hiding: worker(is_open=False)})

    assert [len(ties(VISITOR)), len(ties(MEMBER))] == [0, 1]


def test_answer_from_the_own_school_is_no_bridge():
    school = InstitutionFactory()
    helped(asker=worker(school=school), writer=worker(school=school))

    assert ties() == []


def test_merged_school_counts_as_what_it_became():
    today = InstitutionFactory()
    _question, _asker, writer = helped(writer=worker(school=InstitutionFactory(merged_into=today)))
    assert [tie.to_institution_id for tie in ties()] == [today.pk]

    writer.institution.merged_into = InstitutionFactory()
    writer.institution.save()
    assert [tie.to_institution_id for tie in ties()] == [writer.institution.merged_into_id]


@pytest.mark.parametrize(
    "work",
    [{"state": "claimed"}, {"state": "declined"}, {"ends_on": NOW.date() - timedelta(days=400)}],
    ids=["only claimed", "declined", "former"],
)
def test_school_that_is_not_proven_or_not_of_today_is_no_end_of_a_bridge(work):
    writer = worker()
    helped(writer=writer)
    for name, value in work.items():
        setattr(writer, name, value)
    writer.save()

    assert ties(MEMBER) == []


def test_answer_not_chosen_hidden_or_gone_is_no_bridge():
    question, asker, _writer = helped()
    unaccepted = make_question(member=asker.member, at=NOW)
    make_answer(question=unaccepted, member=worker().member, at=NOW)
    assert len(ties()) == 1

    Answer.objects.filter(pk=question.best_answer_id).update(state="hidden")
    assert ties(MEMBER) == []
    Answer.objects.filter(pk=question.best_answer_id).update(state="visible", writer=None)
    assert ties(MEMBER) == []


def test_withdrawn_question_is_no_bridge_not_even_for_who_asked():
    question, asker, _writer = helped()
    withdraw_question(question=question, member=asker.member, at=NOW)

    assert ties(Viewer(member_key=asker.member.key, is_member=True)) == []


def test_question_of_someone_who_left_is_no_bridge():
    question, _asker, _writer = helped()
    Question.objects.filter(pk=question.pk).update(asker=None)

    assert ties(MEMBER) == []


def test_since_keeps_what_was_answered_later():
    helped()

    counts = [len(ties(since=NOW.date() + timedelta(days=days))) for days in (-1, 0, 1)]

    assert counts == [1, 1, 0]


def test_three_ties_take_the_one_query_that_one_takes():
    found = []
    for more in (1, 2):
        for _question in range(more):
            helped()
        with CaptureQueriesContext(connection) as captured:
            found.append((len(ties()), len(captured)))

    assert found == [(1, 1), (3, 1)]
