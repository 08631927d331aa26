"""Taking a person's names and addresses out of texts that stay."""

import json
import re
from collections.abc import Iterable


def without_names(text: str, *, names: Iterable[str], replacement: str) -> str:
    """Take someone's names and addresses out of a text, for when they leave.

    Parameters:
        text: Plain text.
        names: What to take out, as whole words; longer ones go first, empty ones are ignored. A single name counts only
            as it is written, because many names are words as well ("Roos", "Mark"); a full name or address in any case.
        replacement: What stands there instead, e.g. "oud-lid".
    """
    for name in sorted({name.strip() for name in names if name.strip()}, key=len, reverse=True):
        flags = re.IGNORECASE if " " in name or "@" in name else 0
        text = re.sub(rf"(?<!\w){re.escape(name)}(?!\w)", lambda _match: replacement, text, flags=flags)
    return text


def value_without_names(value: object, *, names: Iterable[str], replacement: str) -> object:
    """Take names out of every text in a JSON value; a text that holds JSON itself (a stream of blocks) too.

    Parameters:
        value: Texts, numbers, lists and mappings, as JSON has them.
        names, replacement: As for `without_names`.
    """
    if isinstance(value, dict):
        return {key: value_without_names(part, names=names, replacement=replacement) for key, part in value.items()}
    if isinstance(value, list):
        return [value_without_names(part, names=names, replacement=replacement) for part in value]
    if not isinstance(value, str):
        return value
    if value[:1] in ("[", "{"):
        try:
            inner = json.loads(value)
        except ValueError:
            pass
        else:
            return json.dumps(value_without_names(inner, names=names, replacement=replacement))
    return without_names(value, names=names, replacement=replacement)


def spellings(name: str) -> tuple[str, ...]:
    """Give how a name stands in a column: as it is, and escaped once or twice, as JSON in JSON has it."""
    once = json.dumps(name)[1:-1]
    return tuple(dict.fromkeys((name, once, json.dumps(once)[1:-1])))
