"""Amounts and order, by tables."""

from decimal import Decimal

import pytest

from stories.dossiers.rules import CostRow, Direction, euro, moved, parse_amount, total_of


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("1250", "1250.00"),
        ("1.250", "1250.00"),
        ("1.250,50", "1250.50"),
        ("1250,5", "1250.50"),
        ("1250.50", "1250.50"),
        ("€ 12,05", "12.05"),
        ("0", "0.00"),
        ("9.999.999,99", "9999999.99"),
    ],
)
def test_amounts_are_read_the_dutch_way(text, amount):
    assert parse_amount(text) == Decimal(amount)
    assert str(parse_amount(text)) == amount


@pytest.mark.parametrize(
    "text", ["", "x", "-5", "1,2,3", "1e5", "12.50.1", "1250,505", "10000000", "NaN", "١٢", "=1+1", "9" * 400]
)
def test_other_words_are_no_amount(text):
    assert parse_amount(text) is None


def test_sums_are_exact():
    rows = [CostRow("a", Decimal("0.10"), ""), CostRow("b", Decimal("0.20"), "")]

    assert total_of(rows) == Decimal("0.30")
    assert total_of([]) == Decimal(0)


@pytest.mark.parametrize(
    ("amount", "words"),
    [("0.00", "€\u00a00,00"), ("1250.50", "€\u00a01.250,50"), ("9999999.99", "€\u00a09.999.999,99")],
)
def test_euros_are_written_out(amount, words):
    assert euro(Decimal(amount)) == words


@pytest.mark.parametrize(
    ("key", "direction", "order"),
    [
        ("b", Direction.UP, "bac"),
        ("b", Direction.DOWN, "acb"),
        ("a", Direction.UP, "abc"),
        ("c", Direction.DOWN, "abc"),
        ("x", Direction.UP, "abc"),
    ],
)
def test_items_change_places_with_their_neighbour(key, direction, order):
    assert "".join(moved("abc", key=key, direction=direction)) == order
