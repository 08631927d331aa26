import pytest

from network.members.rules import full_name, sort_key


@pytest.mark.parametrize(
    ("given", "prefix", "family", "expected"),
    [
        ("Ruben", "de", "Graaf", "graaf, ruben, de"),
        ("Daan", "'t", "Hart", "hart, daan, 't"),
        ("Zoë", "", "Çelik", "celik, zoe, "),
        ("Samira", "", "El Khatib", "el khatib, samira, "),
    ],
    ids=["tussenvoegsel", "apostrophe", "diacritics", "prefix kept in the family name"],
)
def test_sort_key_follows_dutch_order(given, prefix, family, expected):
    assert sort_key(given_name=given, name_prefix=prefix, family_name=family) == expected


def test_full_name_skips_what_is_empty():
    assert full_name(given_name="Daan", name_prefix="'t", family_name="Hart") == "Daan 't Hart"
    assert full_name(given_name="Bram", name_prefix="", family_name="") == "Bram"
