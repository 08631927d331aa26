"""Following and letting go."""

from datetime import datetime

from django.db import transaction

from network.following.errors import FollowsTooMuch, NothingToFollow
from network.following.models import Digest, Follow, SavedSearch
from network.following.news import readers_of_parts
from network.following.rules import MOST_FOLLOWS
from network.members.models import Member
from portal.shared.audiences.rules import Viewer
from portal.shared.registries.following import followables


def follow(*, member: Member, viewer: Viewer, kind: str, key: str, at: datetime) -> Follow:
    """Let a member follow something they may see; the same thing twice gives the first row.

    Parameters:
        member: Who.
        viewer: The same person as someone who looks.
        kind: Name of the kind in the registry.
        key: Which one.
        at: Now; the first digest tells what is new from here.

    Raises:
        NothingToFollow: There is no such thing for this person.
        FollowsTooMuch: They follow MOST_FOLLOWS things.
    """
    if kind not in followables or key not in followables.get(kind).find([key], viewer, at=at):
        raise NothingToFollow
    with transaction.atomic():
        Member.objects.select_for_update().get(pk=member.pk)
        own = Follow.objects.filter(member=member)
        known = own.filter(kind=kind, object_key=key).first()
        if known is not None:
            return known
        count = own.count()
        if count >= MOST_FOLLOWS:
            raise FollowsTooMuch
        begin_news(member=member, at=at)
        return Follow.objects.create(member=member, kind=kind, object_key=key, since=at)


def begin_news(*, member: Member, at: datetime) -> None:
    """Let the digest of a member begin now, unless it tells of something already; inside the caller's transaction.

    To be called before the row is made that it shall tell of.
    """
    digest, made = Digest.objects.get_or_create(member=member, defaults={"covered_until": at})
    if made or Follow.objects.filter(member=member).exists() or member.pk in readers_of_parts(at=at):
        return
    # Nothing was followed for a while: what was published meanwhile is not news.
    Digest.objects.filter(pk=digest.pk).update(covered_until=at)


def unfollow(*, member: Member, kind: str, key: str) -> bool:
    """Let go of something, also of what is hidden by now; give whether it was followed."""
    return Follow.objects.filter(member=member, kind=kind, object_key=key).delete()[0] > 0


def erase_follows(*, member_key: str) -> int:
    """Delete what someone who leaves follows, searches and chose; others no longer follow them. Give the number."""
    rows = Follow.objects.filter(member__key=member_key) | Follow.objects.filter(kind="persoon", object_key=member_key)
    searches = SavedSearch.objects.of(member_key).delete()[0]
    return rows.delete()[0] + searches + Digest.objects.filter(member__key=member_key).delete()[0]
