import pytest

from network.members.rules import full_name, names_in, roles_in, sort_key


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


@pytest.mark.parametrize(
    ("title", "roles"),
    [
        pytest.param("i-coach", ("i-coach",), id="one"),
        pytest.param("i-coach en docent nt2", ("i-coach en docent nt2", "i-coach", "docent nt2"), id="two"),
        pytest.param("digidoc / BlendITcoach", ("digidoc / BlendITcoach", "digidoc", "BlendITcoach"), id="stroke"),
        pytest.param("", (), id="none"),
    ],
)
def test_each_role_in_a_title_is_found(title, roles):
    assert roles_in(title) == roles


@pytest.mark.parametrize(
    ("name", "names"),
    [
        pytest.param("Samira El Khatib", ("Samira", "El Khatib", "El Khatib Samira"), id="three words"),
        pytest.param("Noor", (), id="one word"),
    ],
)
def test_either_part_of_a_name_is_found(name, names):
    assert names_in(name) == names
