"""What is new in what one member follows, put together from every kind."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet
from django.utils import translation
from django.utils.functional import Promise

from network.following.models import Follow
from network.members.models import Member
from portal.shared.audiences.rules import Viewer
from portal.shared.registries.following import DigestLine, Followed, News, digest_parts, followables
from portal.shared.registries.glances import Asked, rows_about
from search.results.news import new_entries

# A digest or page that goes on for longer is read by nobody.
MOST_LINES = 25
SPARE = 2


@dataclass(frozen=True)
class NewsLine:
    """One new thing, and the names of what brought it."""

    kind_label: str | Promise
    title: str
    url: str
    summary: str
    happened_at: datetime
    because: tuple[str, ...]


@dataclass(frozen=True)
class FollowedGroup:
    """What someone follows of one kind, as far as they may see it now."""

    kind: str
    title: str | Promise
    items: tuple[Followed, ...]


@dataclass(frozen=True)
class NewsPart:
    """What one subject adds to the digest of a member."""

    title: str
    lines: tuple[DigestLine, ...]


def _follows(asked: Asked) -> QuerySet:
    """Give what a member follows, of each kind its key."""
    return Follow.objects.of(asked.member_key).order_by("kind", "object_key").values_list("kind", "object_key")


def followed_keys(member_key: str) -> dict[str, list[str]]:
    """Give the followed keys per kind, in one query."""
    found: dict[str, list[str]] = defaultdict(list)
    for kind, key in rows_about(_follows, Asked(None, member_key, None, None)):
        found[kind].append(key)
    return dict(found)


def followed_by(member_key: str, viewer: Viewer, *, at: datetime) -> list[FollowedGroup]:
    """Give what a member follows, kind by kind, by name; what is hidden or gone is left out."""
    keys = followed_keys(member_key)
    groups = []
    for kind, followable in followables.items():
        found = followable.find(keys[kind], viewer, at=at) if kind in keys else {}
        items = sorted(found.values(), key=lambda item: item.title.casefold())
        groups.append(FollowedGroup(kind, followable.label_plural, tuple(items)))
    return groups


def news_for(
    member_key: str, viewer: Viewer, *, since: datetime, until: datetime, at: datetime, most: int = MOST_LINES
) -> list[NewsLine]:
    """Give what became new for a member, each thing once, the newest first.

    Parameters:
        member_key: Whose follows.
        viewer: The same member as someone who looks, as of now.
        since, until: What happened after the first and up to the second moment.
        at: Now; decides what may be seen.
        most: How many lines at most.
    """
    keys = followed_keys(member_key)
    followed = {kind: kinds.find(keys[kind], viewer, at=at) for kind, kinds in followables.items() if kind in keys}
    found: dict[tuple[str, str], News] = {}
    because: dict[tuple[str, str], list[str]] = {}

    def add(item: News, ways: list[str]) -> None:
        if ways:
            found.setdefault((item.kind, item.key), item)
            because.setdefault((item.kind, item.key), []).extend(ways)

    for item, ways in _indexed(followed, viewer, since=since, until=until, most=most):
        add(item, ways)
    for kind, names in followed.items():
        for item in followables.get(kind).news(names, viewer, since=since, until=until, at=at):
            add(item, [names[key].title for key in item.of if key in names])
    newest = sorted(found.items(), key=lambda pair: (pair[1].happened_at, pair[0]), reverse=True)[:most]
    return [
        NewsLine(item.kind_label, item.title, item.url, item.summary, item.happened_at, tuple(because[name]))
        for name, item in newest
    ]


def _indexed(
    followed: Mapping[str, Mapping[str, Followed]], viewer: Viewer, *, since: datetime, until: datetime, most: int
) -> Iterable[tuple[News, list[str]]]:
    """Give what the index of search has along every followed thing it knows, with the names of those things."""
    titles = {
        (facet, item.tag): item.title
        for kind, names in followed.items()
        if (facet := followables.get(kind).facet)
        for item in names.values()
    }
    # What is hidden since it was indexed falls out afterwards, hence more than are shown.
    entries = new_entries(along=titles, viewer=viewer, since=since, until=until, most=most * SPARE)
    for entry in entries:
        news = News(
            kind=entry.kind,
            key=entry.object_key,
            kind_label=entry.kind_label,
            title=entry.title,
            url=entry.url,
            happened_at=entry.published_at,
            summary=entry.summary,
        )
        yield news, [title for way, title in titles.items() if way in entry.along]


def parts_for(member: Member, viewer: Viewer, *, since: datetime, until: datetime, at: datetime) -> list[NewsPart]:
    """Give what subjects add to the digest of a member, in their language; see `DigestPart.lines`."""
    with translation.override(member.interface_language):
        found = [
            NewsPart(str(part.title), tuple(part.lines(member, viewer, since=since, until=until, at=at)))
            for part in digest_parts
        ]
    return [part for part in found if part.lines]


def readers_of_parts(*, at: datetime) -> set[int]:
    """Give the primary keys of who gets a digest for what subjects add, follower or not."""
    return {pk for part in digest_parts for pk in part.reader_ids(at=at)}
