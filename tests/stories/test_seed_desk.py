"""What other subjects ask of drafts: making one of what they handed over, and taking a sentence out again."""

import pytest
from django.utils import timezone

from portal.shared.registries.actions import hand_over_story_seed
from portal.shared.registries.crossings import StoryRefused
from stories.contributions.models import Contribution
from stories.contributions.pagetexts import latest_revision
from stories.contributions.rules import without_sentence
from stories.contributions.seed_desk import SEED_DESK
from stories.contributions.states import ContributionState

SENTENCE = "Ik zag (voor het eerst) kabels."


@pytest.mark.parametrize(
    ("text", "left"),
    [
        pytest.param(f"Vooraf.\n\n“{SENTENCE}” (gast)\n\nDaarna.", "Vooraf.\n\nDaarna.", id="a paragraph of its own"),
        pytest.param(f'Zij zei: "{SENTENCE}" En toen.', "Zij zei: En toen.", id="inside a line"),
        pytest.param(SENTENCE, "", id="all there is"),
        pytest.param("Ik zag kabels.", "Ik zag kabels.", id="not there"),
        pytest.param(f"{SENTENCE} {SENTENCE}", "", id="twice"),
    ],
)
def test_a_sentence_goes_with_its_marks_and_nothing_else(text, left):
    assert without_sentence(text, SENTENCE) == left
    assert without_sentence(text, " ") == text


@pytest.fixture
def draft(portal, coach, other_coach):
    at = timezone.now()
    payload = {"members": [coach.key, other_coach.key], "title": "Titel", "answers": {"worked": f"“{SENTENCE}” (gast)"}}
    hand_over_story_seed(source_kind="reflection", source_key="abc", payload=payload, at=at)
    return SEED_DESK.begin(source_kind="reflection", source_key="abc", member_key=coach.key, at=at)


def take_out(draft) -> bool:
    return SEED_DESK.take_out(page_id=draft.page_id, sentence=SENTENCE, at=timezone.now())


def test_material_is_taken_up_once_and_by_who_may(draft, coach, other_coach, stranger):
    assert Contribution.objects.get().get_absolute_url() == draft.url
    for member in (coach, other_coach, stranger):
        with pytest.raises(StoryRefused):
            SEED_DESK.begin(source_kind="reflection", source_key="abc", member_key=member.key, at=timezone.now())


@pytest.mark.parametrize(
    ("state", "after"),
    [
        (ContributionState.DRAFT, ContributionState.DRAFT),
        (ContributionState.CHANGES_REQUESTED, ContributionState.CHANGES_REQUESTED),
        (ContributionState.SUBMITTED, ContributionState.DRAFT),
        (ContributionState.WITHDRAWN, ContributionState.WITHDRAWN),
    ],
)
def test_a_sentence_is_taken_out_of_what_nobody_reads_yet(draft, state, after):
    Contribution.objects.update(state=state)

    assert take_out(draft)
    assert not take_out(draft)

    text = Contribution.objects.get()
    assert (text.state, text.answers["worked"]) == (after, "")
    assert SENTENCE not in str(latest_revision(text.page_id).content)


@pytest.mark.parametrize("state", [ContributionState.APPROVED, ContributionState.PUBLISHED])
def test_what_is_approved_or_online_is_left_to_the_editors(draft, state):
    Contribution.objects.update(state=state)

    with pytest.raises(StoryRefused):
        take_out(draft)
    assert SENTENCE in Contribution.objects.get().answers["worked"]


def test_a_text_that_is_gone_holds_nothing(draft):
    assert not SEED_DESK.take_out(page_id=0, sentence=SENTENCE, at=timezone.now())
