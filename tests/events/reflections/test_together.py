"""The summary and the yes of both, sentences and who lets them be used, and the draft story."""

from datetime import timedelta

import pytest
from wagtail.models import Page

from events.placements.models import Placement
from events.reflections.actions import (
    agree_summary,
    answer_quote,
    begin_story,
    choose_sentences,
    own_reflection,
    save_summary,
    take_back_yes,
)
from events.reflections.errors import (
    AnotherSummary,
    NotAgreed,
    NotOpenYet,
    NotYourSentence,
    SentenceUnknown,
    StepRefused,
    StoryBegun,
    StoryOnline,
    SummaryChanged,
    SummaryEmpty,
    TooManyQuotes,
)
from events.reflections.models import JointSummary, ReflectionQuote
from events.reflections.rules import MOST_QUOTES
from events.reflections.states import RELEASE_MOVES, ReleaseState
from events.reflections.todos import REFLECTION_TODOS
from portal.shared.outbox.models import OutboxMail
from portal.shared.pages.listeners import pages_changed
from portal.shared.registries.models import StorySeed
from stories.contributions.models import Contribution
from stories.contributions.pagetexts import latest_revision
from stories.contributions.states import ContributionState
from tests.events.reflections.conftest import LATER, NOW, write_and_hand_in
from tests.todos import todos_of

pytestmark = pytest.mark.django_db


def summary_of(placement) -> JointSummary:
    return JointSummary.objects.get(placement=placement)


def write_summary(placement, member, text="Samen kijken helpt.", title="Een dag bij elkaar", at=NOW):
    seen = summary_of(placement).version
    return save_summary(placement=placement, member=member, title=title, text=text, seen=seen, at=at)


def agree(placement, *members, is_named=True, at=NOW):
    for member in members:
        seen = summary_of(placement).version
        agree_summary(placement=placement, member=member, seen=seen, is_named=is_named, at=at)


def choose(placement, member, owner, *sentences, at=NOW):
    row = own_reflection(placement, owner)
    chosen = [(row.key, sentence) for sentence in sentences]
    return choose_sentences(placement=placement, member=member, chosen=chosen, at=at)


def told(name: str) -> list[str]:
    return sorted(OutboxMail.objects.filter(purpose=f"events.reflection_{name}").values_list("to", flat=True))


@pytest.fixture
def agreed(opened, guest, host, portal):
    """Both said yes, and one sentence of each may be used."""
    write_summary(opened, guest)
    agree(opened, guest, host)
    choose(opened, guest, guest, "Gijs over saw.")
    [quote] = choose(opened, guest, host, "Hanna over learned.")
    answer_quote(quote=quote, member=host, state=ReleaseState.RELEASED, at=NOW)
    return opened


def test_nothing_is_made_together_before_both_can_read(placement, guest, host):
    write_and_hand_in(placement, guest)
    row = own_reflection(placement, guest)
    for act in (
        lambda: save_summary(placement=placement, member=guest, title="T", text="T", seen="", at=NOW),
        lambda: choose_sentences(placement=placement, member=host, chosen=[(row.key, "Gijs over saw.")], at=NOW),
        lambda: begin_story(placement=placement, member=guest, at=NOW),
    ):
        with pytest.raises(NotOpenYet):
            act()


def test_a_change_takes_back_both_yeses_and_tells_who_had_said_yes(opened, guest, host):
    write_summary(opened, guest)
    agree(opened, guest, host)

    write_summary(opened, host, text="Toch anders.", at=LATER)

    row = summary_of(opened)
    assert (row.guest_agreed_at, row.host_agreed_at, row.changed_by) == (None, None, host)
    assert told("summary_changed") == [guest.email]


def test_an_older_form_overwrites_nothing(opened, guest, host):
    seen = summary_of(opened).version
    write_summary(opened, guest)

    with pytest.raises(SummaryChanged):
        save_summary(placement=opened, member=host, title="Mijn titel", text="Mijn tekst", seen=seen, at=LATER)
    with pytest.raises(AnotherSummary):
        agree_summary(placement=opened, member=host, seen=seen, is_named=True, at=LATER)
    assert summary_of(opened).text == "Samen kijken helpt."


def test_saying_yes_tells_the_other_and_waits_for_them(opened, guest, host):
    with pytest.raises(SummaryEmpty):
        agree(opened, guest)
    write_summary(opened, guest)
    for _twice in range(2):
        agree(opened, guest)

    assert told("summary_agreed") == [host.email]
    assert [item.button for item in todos_of(REFLECTION_TODOS, host, at=NOW)] == ["Lezen en ja zeggen"]
    assert todos_of(REFLECTION_TODOS, guest, at=NOW) == []

    take_back_yes(placement=opened, member=guest, at=LATER)
    assert todos_of(REFLECTION_TODOS, host, at=NOW) == []


def test_the_writer_decides_on_a_sentence_and_nobody_else(opened, guest, host):
    [quote] = choose(opened, guest, host, "Hanna over saw.")
    assert (quote.state, told("quotes_asked")) == (ReleaseState.ASKED, [host.email])
    assert [item.key for item in todos_of(REFLECTION_TODOS, host, at=NOW)] == [f"quote:{quote.key}"]
    with pytest.raises(NotYourSentence):
        answer_quote(quote=quote, member=guest, state=ReleaseState.RELEASED, at=NOW)

    answer_quote(quote=quote, member=host, state=ReleaseState.KEPT, at=NOW)

    assert choose(opened, guest, host, "Hanna over saw.") == []
    assert ReflectionQuote.objects.get().state == ReleaseState.KEPT


def test_ones_own_sentence_is_released_by_choosing_it(opened, guest, host):
    [asked] = choose(opened, guest, host, "Hanna over saw.")
    [own] = choose(opened, host, host, "Hanna over saw.", at=LATER)

    assert (own.pk, own.state) == (asked.pk, ReleaseState.RELEASED)


@pytest.mark.parametrize("sentence", ["Hanna over private_note.", "Gijs over saw.", "Bedacht.", ""])
def test_only_whole_sentences_of_that_reflection_can_be_chosen(opened, guest, host, sentence):
    with pytest.raises(SentenceUnknown):
        choose(opened, guest, host, sentence)
    assert not ReflectionQuote.objects.exists()


def test_there_are_not_more_sentences_than_a_story_holds(placement, guest, host):
    write_and_hand_in(placement, guest, saw=" ".join(f"Zin {n}." for n in range(MOST_QUOTES + 1)))
    write_and_hand_in(placement, host)
    with pytest.raises(TooManyQuotes):
        choose(placement, host, guest, *(f"Zin {n}." for n in range(MOST_QUOTES + 1)))
    assert not ReflectionQuote.objects.exists()


@pytest.mark.parametrize("before", ReleaseState)
@pytest.mark.parametrize("after", ReleaseState)
def test_an_answer_moves_only_as_the_states_allow(opened, guest, host, before, after):
    [quote] = choose(opened, guest, host, "Hanna over saw.")
    ReflectionQuote.objects.update(state=before)

    if after == before or after in RELEASE_MOVES[before]:
        answer_quote(quote=quote, member=host, state=after, at=NOW)
        assert ReflectionQuote.objects.get().state == after
    else:
        with pytest.raises(StepRefused):
            answer_quote(quote=quote, member=host, state=after, at=NOW)


def test_a_story_needs_the_yes_of_both(opened, guest, host, portal):
    write_summary(opened, guest)
    agree(opened, guest)

    with pytest.raises(NotAgreed):
        begin_story(placement=opened, member=guest, at=NOW)
    assert not StorySeed.objects.exists()


def test_one_click_makes_a_draft_of_the_summary_and_the_released_sentences(agreed, guest, host):
    choose(agreed, guest, host, "Hanna over advice.")

    begun = begin_story(placement=agreed, member=guest, at=LATER)

    text = Contribution.objects.get()
    assert (text.member, text.get_absolute_url()) == (guest, begun.story_path)
    assert text.answers["title"] == "Een dag bij elkaar"
    assert text.answers["worked"] == (
        "Samen kijken helpt.\n\n“Gijs over saw.” (gast)\n\n“Hanna over learned.” (gastgever)"
    )
    page = latest_revision(text.page_id).as_object()
    assert {(row.member, row.shows_name) for row in page.authors.all() if row.member != guest} == {(host, True)}
    assert told("story_begun") == [host.email]


def test_a_second_click_of_either_leads_to_the_same_draft(agreed, guest, host):
    paths = {begin_story(placement=agreed, member=member, at=LATER).story_path for member in (guest, host, guest)}

    assert len(paths) == 1
    assert Contribution.objects.count() == 1
    for act in (
        lambda: write_summary(agreed, host, text="Anders."),
        lambda: take_back_yes(placement=agreed, member=host, at=LATER),
        lambda: choose(agreed, guest, host, "Hanna over saw."),
    ):
        with pytest.raises(StoryBegun):
            act()


def test_who_did_not_agree_to_the_name_is_an_author_without_it(opened, guest, host, portal):
    write_summary(opened, guest)
    agree(opened, guest, is_named=True)
    agree(opened, host, is_named=False)

    begin_story(placement=opened, member=guest, at=LATER)

    page = latest_revision(Contribution.objects.get().page_id).as_object()
    assert [row.shows_name for row in page.authors.all() if row.member == host] == [False]
    assert "een collega" in OutboxMail.objects.get(purpose="events.reflection_story_begun").text


def test_a_sentence_that_is_taken_back_leaves_the_draft_and_the_pen_holder_hears_it(agreed, guest, host):
    begin_story(placement=agreed, member=guest, at=LATER)
    quote = ReflectionQuote.objects.get(text="Hanna over learned.")

    _quote, taken_out = answer_quote(quote=quote, member=host, state=ReleaseState.KEPT, at=LATER)

    text = Contribution.objects.get()
    assert taken_out
    assert text.answers["worked"] == "Samen kijken helpt.\n\n“Gijs over saw.” (gast)"
    assert "Hanna over learned" not in str(latest_revision(text.page_id).content)
    assert told("quote_taken_back") == [guest.email]


def test_a_draft_with_the_editors_comes_back_without_the_sentence(agreed, guest, host):
    begin_story(placement=agreed, member=guest, at=LATER)
    Contribution.objects.update(state=ContributionState.SUBMITTED)
    quote = ReflectionQuote.objects.get(text="Hanna over learned.")

    answer_quote(quote=quote, member=host, state=ReleaseState.KEPT, at=LATER)

    text = Contribution.objects.get()
    assert text.state == ContributionState.DRAFT
    assert "Hanna over learned" not in str(latest_revision(text.page_id).content)


def test_once_it_is_online_the_editors_take_a_sentence_out(agreed, guest, host):
    begun = begin_story(placement=agreed, member=guest, at=LATER)
    Page.objects.filter(pk=begun.story_page_id).update(live=True)

    with pytest.raises(StoryOnline):
        answer_quote(
            quote=ReflectionQuote.objects.get(text="Hanna over learned."),
            member=host,
            state=ReleaseState.KEPT,
            at=LATER + timedelta(days=1),
        )
    assert ReflectionQuote.objects.get(text="Hanna over learned.").state == ReleaseState.RELEASED


def test_the_exchange_knows_its_story_while_it_is_online(agreed, guest):
    begun = begin_story(placement=agreed, member=guest, at=LATER)
    keys = []
    for live in (False, True, False):
        Page.objects.filter(pk=begun.story_page_id).update(live=live)
        pages_changed([begun.story_page_id])
        keys.append(Placement.objects.get().story_key)

    assert keys == ["", str(begun.story_page_id), ""]
