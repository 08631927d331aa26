import pytest

from search.meaning.rules import LEAST_SIMILARITY, LONGEST_OPENING, OPENING_WORDS, chosen_related, opening


@pytest.mark.parametrize(
    ("found", "near", "expected"),
    [
        pytest.param([1], {}, [], id="nothing near"),
        pytest.param([], {11: LEAST_SIMILARITY}, [11], id="just near enough"),
        pytest.param([], {11: LEAST_SIMILARITY - 0.01}, [], id="too far"),
        pytest.param([1], {1: 0.9, 11: 0.8}, [11], id="words found it already"),
        pytest.param([], {11: 0.9, 12: 0.8, 13: 0.7, 14: 0.6}, [11, 12, 13], id="at most three"),
    ],
)
def test_related_is_near_enough_not_found_by_words_and_at_most_three(found, near, expected):
    assert chosen_related(found, near) == expected


@pytest.mark.parametrize("body", ["", "woord " * 500, "x" * 50_000])
def test_opening_is_short_whatever_the_text(body):
    text = opening(title="Titel", summary="Samenvatting", body=body)

    assert text.startswith("Titel. Samenvatting")
    assert len(text) <= LONGEST_OPENING
    assert len(text.split()) <= OPENING_WORDS + 2
