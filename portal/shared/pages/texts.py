"""Whether two revisions of a page hold the same text, on plain values."""

import re
from collections.abc import Mapping

# What Wagtail writes anew each time someone saves, also when nothing was typed.
_NOISE = frozenset(
    {
        "pk",
        "sort_order",
        "draft_title",
        "has_unpublished_changes",
        "last_published_at",
        "latest_revision",
        "latest_revision_created_at",
        "live",
        "live_revision",
        "locked",
        "locked_at",
        "locked_by",
        "owner",
    }
)
# The same sign, written out or not.
_QUOTES = {"&#x27;": "'", "&#39;": "'", "&quot;": '"', '\\"': '"'}
_BLOCK_KEY = re.compile(r'\s*data-block-key="[^"]*"')


def _plain(value: object) -> object:
    if isinstance(value, Mapping):
        return {name: _plain(part) for name, part in value.items() if name not in _NOISE}
    if isinstance(value, list):
        return [_plain(part) for part in value]
    if isinstance(value, str):
        for written, sign in _QUOTES.items():
            value = value.replace(written, sign)
        return _BLOCK_KEY.sub("", value)
    return value


def is_same_text(one: Mapping[str, object], other: Mapping[str, object]) -> bool:
    """Tell whether two stored revisions say the same to a reader.

    The form of /beheer/ stores a revision in a moderator's name also when that moderator only asks for a change:
    with new keys for paragraphs and new numbers for rows, but not one other word (DECISIONS 9 is about what someone
    wrote).

    Parameters:
        one: The stored content of one revision.
        other: That of another one of the same page.
    """
    return _plain(one) == _plain(other)
