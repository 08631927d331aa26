"""Decisions about schools, on plain values."""

from collections.abc import Collection


def free_slug(wanted: str, *, taken: Collection[str]) -> str:
    """Give an address nobody has: the wanted one, or with the first free number, e.g. "roc-noord-2".

    Parameters:
        wanted: A slug; an empty one becomes "school".
        taken: Addresses in use, former ones included.
    """
    wanted = wanted[:70].strip("-") or "school"
    if wanted not in taken:
        return wanted
    number = 2
    while f"{wanted}-{number}" in taken:
        number += 1
    return f"{wanted}-{number}"


def clean_domains(text: str) -> list[str]:
    """Read mail domains as people type them: separated by spaces, commas or lines, with or without @, any case.

    Returns:
        Lower-case domains, each once, in the order given.
    """
    words = text.replace(",", " ").replace(";", " ").split()
    return list(dict.fromkeys(word.lower().lstrip("@") for word in words if word.strip("@")))
