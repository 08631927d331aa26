"""Decisions about entries on plain values."""

import hashlib
import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict

from search.index.drafts import EntryDraft

# Part of every content hash: raise it when words are analysed differently, and search_rebuild renews all entries.
ANALYSIS_VERSION = 3

EVERYONE = "everyone"
MEMBERS = "members"
WHOLE_AUDIENCES = frozenset({EVERYONE, MEMBERS})
_ORDER = {EVERYONE: 0, MEMBERS: 1}

# Much longer texts are cut for the index, not for the page: nobody searches beyond some forty pages.
LONGEST_BODY = 100_000


class DraftsOverlap(ValueError):
    """Two drafts of one object are for the same audience slice."""


def from_narrow_to_wide(drafts: Iterable[EntryDraft]) -> list[EntryDraft]:
    """Sort the drafts of one object: everyone, members, then schools by id.

    Each entry supersedes all before it, so that exactly one matches a viewer, whichever slices she holds.

    Raises:
        DraftsOverlap: Two drafts name the same slice.

    Source: DECISIONS 11.
    """
    ordered = sorted(drafts, key=lambda draft: (_ORDER.get(draft.slice, 2), len(draft.slice), draft.slice))
    slices = [draft.slice for draft in ordered]
    if len(set(slices)) != len(slices):
        raise DraftsOverlap(f"The drafts of one object are for the slices {slices}; each slice may occur once.")
    return ordered


def content_hash(kind: str, draft: EntryDraft, supersedes: Sequence[str], superseded_by: Sequence[str]) -> str:
    """Give a fingerprint of all that is stored of a draft; equal content gives equal fingerprints."""
    content = [ANALYSIS_VERSION, kind, asdict(draft), list(supersedes), list(superseded_by)]
    return hashlib.sha256(json.dumps(content, sort_keys=True, default=str).encode()).hexdigest()


def matching_slice(held: Iterable[str], slices_of_object: Sequence[str]) -> str | None:
    """Say which of an object's entries a viewer gets.

    Parameters:
        held: Slices the viewer holds.
        slices_of_object: The object's slices from narrow to wide.

    Returns:
        The widest slice she holds, or None.
    """
    holding = set(held)
    return next((name for name in reversed(slices_of_object) if name in holding), None)


def vocabulary_of(words: Iterable[str]) -> set[str]:
    """Choose the words that may be offered as a correction: plain letters and digits, four and more, no numbers."""
    return {word for word in words if 4 <= len(word) <= 40 and word.isascii() and not word.isdigit()}
