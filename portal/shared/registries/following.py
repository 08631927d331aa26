"""What people can follow, and what is new in it: each subject enters its own kinds (DECISIONS 13)."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from django.utils.functional import Promise

from portal.shared.audiences.rules import Viewer
from portal.shared.registries.registry import Registry


@dataclass(frozen=True, slots=True)
class Followed:
    """One thing that can be followed, as the viewer may see it now.

    `key` is what is stored, never a primary key. `tag` is the value under which the index of search lists what belongs
    to it, for kinds with a `facet`.
    """

    key: str
    title: str
    url: str
    tag: str = ""


@dataclass(frozen=True, slots=True)
class News:
    """One new thing, as the viewer may see it now.

    `kind` and `key` name the thing itself, so that one reached along two ways is told once. `of` are the keys of what
    is followed along which it came.
    """

    kind: str
    key: str
    kind_label: str | Promise
    title: str
    url: str
    happened_at: datetime
    summary: str = ""
    of: tuple[str, ...] = ()


class Followable(Protocol):
    """One kind of thing that can be followed. Registered under its short Dutch name in addresses, e.g. "thema".

    `facet` names the facet of the index of search that carries it: what is new is then read there, of all such kinds
    together, and `news` gives what the index doesn't know, if anything.
    """

    label: str | Promise
    label_plural: str | Promise
    facet: str

    def find(self, keys: Collection[str], viewer: Viewer, *, at: datetime) -> Mapping[str, Followed]:
        """Give those of the keys that this viewer may see now, in a fixed number of queries.

        What is hidden or gone is left out, so that nobody learns by following what they may not see.
        """

    def news(
        self, found: Mapping[str, Followed], viewer: Viewer, *, since: datetime, until: datetime, at: datetime
    ) -> Iterable[News]:
        """Give what became visible in these after `since` and up to `until`, as far as the viewer may see it now.

        A fixed number of queries, however many there are; the order doesn't matter.

        Parameters:
            found: What `find` gave, by key.
            viewer: Who follows, as of now.
            since, until: The span of time.
            at: Now; decides what may be seen.
        """


@dataclass(frozen=True, slots=True)
class FollowedApart:
    """One thing of which someone hears by a mail of its own; a POST to `stop_url` ends that."""

    title: str
    url: str
    stop_url: str


class FollowsApart(Protocol):
    """What one subject lets people follow outside of the digest, because each news there is mailed at once."""

    title: str | Promise

    def items(self, member: Any, viewer: Viewer, *, at: datetime) -> Iterable[FollowedApart]:
        """Give what this member follows there, by name, in a fixed number of queries."""


@dataclass(frozen=True, slots=True)
class DigestLine:
    """One line of a part of the digest: what it is about in a few words, and why it stands there.

    `is_way` says that it only leads on: it is no news of its own.
    """

    title: str
    url: str
    about: str
    summary: str = ""
    is_way: bool = False


class DigestPart(Protocol):
    """What a subject adds to the digest of a member beside what they follow, e.g. what fits their own wish."""

    title: str | Promise

    def reader_ids(self, *, at: datetime) -> Iterable[int]:
        """Give the primary keys of members who get a digest for this even when they follow nothing."""

    def lines(
        self, member: Any, viewer: Viewer, *, since: datetime, until: datetime, at: datetime
    ) -> Iterable[DigestLine]:
        """Give what became new for this member after `since` and up to `until`, as far as they may see it now.

        Asked again when the mail leaves; a fixed number of queries.
        """


followables: Registry[Followable] = Registry("kinds to follow")
follows_apart: Registry[FollowsApart] = Registry("kinds to follow apart from the digest")
digest_parts: Registry[DigestPart] = Registry("parts of the digest")
