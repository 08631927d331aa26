"""What a subject hands to search about one of its objects. Plain values."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class FacetValue:
    """One value to filter by: as it stands in an address, and as people read it."""

    value: str
    label: str


@dataclass(frozen=True, slots=True)
class EntryDraft:
    """What the viewers of one audience slice may find and read of an object.

    A draft for a wider slice of viewers' rights ("members") repeats all text of the narrower one ("everyone") and
    adds its own (DECISIONS 11).

    `names` are what it is called besides its title (a former name, what someone calls their own job); they count as
    the title. `people` are keys of members, `happens_at` is when it takes place and `place` where, `published_at` sorts
    "newest first", `boost` multiplies the rank (1 is normal). `status` is a value of `EntryStatus`, or nothing for what
    is neither open nor closed.
    """

    slice: str
    title: str
    url: str
    summary: str = ""
    body: str = ""
    names: tuple[str, ...] = ()
    keywords: tuple[str, ...] = ()
    themes: tuple[FacetValue, ...] = ()
    institutions: tuple[FacetValue, ...] = ()
    people: tuple[str, ...] = ()
    happens_at: datetime | None = None
    published_at: datetime | None = None
    status: str = ""
    place: str = ""
    boost: float = 1.0
