import pytest

from search.meaning.rules import DEPTH, LEAST_SIMILARITY, LONGEST_OPENING, OPENING_WORDS, fused, opening


def test_without_anything_near_nothing_changes():
    assert fused([3, 1, 2], {}, is_all_found=True) == ([3, 1, 2], [])


def test_what_words_and_meaning_both_find_goes_up():
    assert fused([1, 2, 3, 4], {4: 0.6, 9: 0.2}, is_all_found=True) == ([1, 4, 2, 3], [])


def test_first_place_of_the_words_yields_to_the_nearest_only_when_that_came_close():
    assert fused([1, 2, 3, 4, 5], {5: 0.9}, is_all_found=True)[0] == [1, 5, 2, 3, 4]
    assert fused([1, 2, 3, 4, 5], {2: 0.9}, is_all_found=True)[0] == [2, 1, 3, 4, 5]
    assert fused([1, 2, 3, 4, 5], {1: 0.9, 2: 0.8}, is_all_found=True)[0] == [1, 2, 3, 4, 5]


def test_related_is_near_enough_not_found_already_and_at_most_three():
    near = {1: 0.9, 11: 0.8, 12: 0.7, 13: 0.6, 14: 0.5, 15: LEAST_SIMILARITY - 0.01}

    assert fused([1], near, is_all_found=True) == ([1], [11, 12, 13])
    assert fused([], {15: LEAST_SIMILARITY - 0.01}, is_all_found=True) == ([], [])
    assert fused([], {15: LEAST_SIMILARITY}, is_all_found=True) == ([], [15])


def test_nothing_is_related_while_words_found_more_than_a_page():
    assert fused([1, 2], {9: 0.9}, is_all_found=False) == ([1, 2], [])


def test_only_the_nearest_have_a_say_in_the_order():
    near = dict.fromkeys(range(100, 100 + DEPTH), 0.3) | {2: 0.1}

    assert fused([1, 2], near, is_all_found=True)[0] == [1, 2]


@pytest.mark.parametrize("body", ["", "woord " * 500, "x" * 50_000])
def test_opening_is_short_whatever_the_text(body):
    text = opening(title="Titel", summary="Samenvatting", body=body)

    assert text.startswith("Titel. Samenvatting")
    assert len(text) <= LONGEST_OPENING
    assert len(text.split()) <= OPENING_WORDS + 2
