"""Decisions about people, on plain values."""

import unicodedata


def sort_key(*, given_name: str, name_prefix: str, family_name: str) -> str:
    """Give the text by which a name sorts the Dutch way: family name first, without tussenvoegsel or accents.

    "de Graaf" sorts at G, "'t Hart" at H, "Çelik" at C (demo_content section 7). The prefix only breaks ties.

    Parameters:
        given_name: Voornaam, e.g. "Daan".
        name_prefix: Tussenvoegsel, e.g. "'t"; empty when there is none.
        family_name: Achternaam, e.g. "Hart".

    Returns:
        Lower-case text without diacritics, e.g. "hart, daan, 't".
    """
    text = f"{family_name}, {given_name}, {name_prefix}"
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    return "".join(char for char in decomposed if not unicodedata.combining(char))


def full_name(*, given_name: str, name_prefix: str, family_name: str) -> str:
    """Join the parts of a name as it is read, e.g. "Daan 't Hart"."""
    return " ".join(part for part in (given_name, name_prefix, family_name) if part)


def initials(*, given_name: str, family_name: str) -> str:
    """Give the two letters of the drawn portrait, e.g. "DH"."""
    return f"{given_name[:1]}{family_name[:1]}".upper()
