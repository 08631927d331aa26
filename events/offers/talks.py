"""Who talks, or talked, about an exchange already: told by the subject of applications, asked by who suggests pairs."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Protocol

from portal.shared.registries.registry import Registry


@dataclass(frozen=True, slots=True)
class Talk:
    """One guest and one host about an offer, a wish, or both, whatever came of it; all by primary key."""

    offer_id: int | None
    request_id: int | None
    guest_id: int | None
    host_id: int | None


class TalkSource(Protocol):
    """Knows who talked, and how many places are taken."""

    def talks(self, member_id: int | None = None) -> Iterable[Talk]:
        """Give all talks, or those of one member, in one query."""

    def taken(self) -> Mapping[int, int]:
        """Give how many places of an offer are taken, by its primary key; an offer with none may be left out."""


talk_sources: Registry[TalkSource] = Registry("who talks about an exchange")
