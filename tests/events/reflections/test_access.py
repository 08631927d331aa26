"""Who reads which reflection in every state the two can be in; and that no mail carries a word of one."""

from itertools import product

import pytest

from events.reflections.actions import (
    agree_summary,
    answer_quote,
    begin_story,
    choose_sentences,
    own_reflection,
    propose_finding,
    save_summary,
)
from events.reflections.models import JointSummary, Reflection, ReflectionFinding, ReflectionQuote
from events.reflections.states import ReleaseState, Verdict
from portal.shared.audiences.rules import Viewer
from portal.shared.outbox.models import OutboxMail
from stories.contributions.models import Contribution
from tests.events.reflections.conftest import LATER, NOW, looks, texts_of
from tests.factories.stories import InsightFactory

pytestmark = pytest.mark.django_db

STAGES = ("nothing", "draft", "in")


@pytest.mark.parametrize("is_open", [False, True], ids=["sealed", "opened"])
def test_each_reads_exactly_what_is_theirs_or_open(placement, guest, host, team, editor, coach, is_open):
    viewers = {member.given_name: looks(member) for member in (guest, host, team, editor, coach)}
    viewers["nobody"] = Viewer.anonymous()
    if is_open:
        JointSummary.objects.create(placement=placement)
    wrong = {}
    for stages in product(STAGES, STAGES):
        Reflection.objects.all().delete()
        sides = dict(zip(("guest", "host"), stages, strict=True))
        for (side, stage), member in zip(sides.items(), (guest, host), strict=True):
            if stage != "nothing":
                sealed_at = NOW if stage == "in" else None
                texts = texts_of(member.given_name)
                Reflection.objects.create(placement=placement, side=side, author=member, sealed_at=sealed_at, **texts)
        open_ones = {side for side, stage in sides.items() if is_open and stage == "in"}
        there = {side for side, stage in sides.items() if stage != "nothing"}
        expected = {
            guest.given_name: open_ones | ({"guest"} & there),
            host.given_name: open_ones | ({"host"} & there),
            team.given_name: open_ones,
            editor.given_name: set(),
            coach.given_name: set(),
            "nobody": set(),
        }
        notes = {name: set() for name in expected} | {
            team.given_name: {side for side, stage in sides.items() if stage == "in"}
        }
        for name, viewer in viewers.items():
            read = set(Reflection.objects.visible_to(viewer).values_list("side", flat=True))
            noted = set(Reflection.objects.with_note_for(viewer).values_list("side", flat=True))
            if (read, noted) != (expected[name], notes[name]):
                wrong[(stages, name)] = (read, noted)

    assert wrong == {}


@pytest.fixture
def told(opened, guest, host, portal):
    """Everything the two can make together, and every mail about it."""
    write = {"placement": opened, "title": "Zwaluwtitel", "text": "Zwaluwtekst", "at": NOW}
    save_summary(member=guest, seen=JointSummary.objects.get().version, **write)
    for member in (guest, host):
        seen = JointSummary.objects.get().version
        agree_summary(placement=opened, member=member, seen=seen, is_named=True, at=NOW)
    row = own_reflection(opened, host)
    [quote] = choose_sentences(placement=opened, member=guest, chosen=[(row.key, "Hanna over saw.")], at=NOW)
    answer_quote(quote=quote, member=host, state=ReleaseState.RELEASED, at=NOW)
    propose_finding(
        placement=opened,
        member=guest,
        insight_key=str(InsightFactory(parent=portal.insights).pk),
        verdict=Verdict.PARTLY,
        sentence="Zwaluwzin.",
        at=NOW,
    )
    begin_story(placement=opened, member=guest, at=LATER)
    answer_quote(quote=quote, member=host, state=ReleaseState.KEPT, at=LATER)
    return opened


def test_what_the_two_make_is_read_by_them_and_the_programme_team(told, guest, host, team, editor, coach):
    models = (JointSummary, ReflectionQuote, ReflectionFinding)
    found = {
        member.given_name: [model.objects.visible_to(looks(member)).count() for model in models]
        for member in (guest, host, team, editor, coach)
    }

    assert found == {"Gijs": [1, 1, 1], "Hanna": [1, 1, 1], "Petra": [1, 1, 1], "Ed": [0, 0, 0], "Noor": [0, 0, 0]}
    assert [model.objects.visible_to(Viewer.anonymous()).count() for model in models] == [0, 0, 0]


def test_no_mail_carries_a_word_of_what_was_written(told):
    mails = OutboxMail.objects.filter(purpose__startswith="events.reflection_")

    assert mails.count() >= 7
    for mail in mails:
        for words in ("over saw", "over private_note", "Zwaluw"):
            assert words not in mail.subject + mail.text + mail.html


def test_a_story_holds_nothing_that_was_not_agreed_to(opened, guest, host, portal):
    save_summary(
        placement=opened, member=guest, title="T", text="Samen.", seen=JointSummary.objects.get().version, at=NOW
    )
    for member in (guest, host):
        seen = JointSummary.objects.get().version
        agree_summary(placement=opened, member=member, seen=seen, is_named=False, at=NOW)
    row = own_reflection(opened, host)
    choose_sentences(placement=opened, member=guest, chosen=[(row.key, "Hanna over saw.")], at=NOW)

    begun = begin_story(placement=opened, member=guest, at=LATER)

    text = Contribution.objects.get(page_id=begun.story_page_id)
    assert text.answers["worked"] == "Samen."
