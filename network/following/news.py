"""What is new in what one member follows, put together from every kind."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.functional import Promise

from network.following.models import Follow
from portal.shared.audiences.rules import Viewer
from portal.shared.registries.following import Followed, News, followables

# A digest or page that goes on for longer is read by nobody.
MOST_LINES = 25


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


def followed_by(member_key: str, viewer: Viewer, *, at: datetime) -> list[FollowedGroup]:
    """Give what a member follows, kind by kind, by name; what is hidden or gone is left out."""
    keys = Follow.objects.of(member_key).by_kind()
    groups = []
    for kind, followable in followables.items():
        found = followable.find(keys[kind], viewer, at=at) if kind in keys else {}
        items = sorted(found.values(), key=lambda item: item.title.casefold())
        groups.append(FollowedGroup(kind, followable.label_plural, tuple(items)))
    return groups


def news_for(member_key: str, viewer: Viewer, *, since: datetime, until: datetime, at: datetime) -> list[NewsLine]:
    """Give what became new for a member, each thing once, the newest first.

    Parameters:
        member_key: Whose follows.
        viewer: The same member as someone who looks, as of now.
        since, until: What happened after the first and up to the second moment.
        at: Now; decides what may be seen.
    """
    found: dict[tuple[str, str], News] = {}
    because: dict[tuple[str, str], list[str]] = {}
    followed = Follow.objects.of(member_key).by_kind()
    for kind, followable in followables.items():
        keys = followed.get(kind, [])
        if not keys:
            continue
        names = followable.find(keys, viewer, at=at)
        for item in followable.news(keys, viewer, since=since, until=until, at=at):
            ways = [names[key].title for key in item.of if key in names]
            if not ways:
                continue
            found.setdefault((item.kind, item.key), item)
            because.setdefault((item.kind, item.key), []).extend(ways)
    newest = sorted(found.items(), key=lambda pair: (pair[1].happened_at, pair[0]), reverse=True)[:MOST_LINES]
    return [
        NewsLine(item.kind_label, item.title, item.url, item.summary, item.happened_at, tuple(because[name]))
        for name, item in newest
    ]
