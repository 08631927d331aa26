"""What members of the demo follow, and how they want to hear of it."""

from datetime import datetime, timedelta

from django.utils import timezone

from home.demo.cast import Cast
from home.demo.library import Library
from network.following.actions import choose_mail, follow
from network.following.states import Rhythm
from network.members.viewers import viewer_of_member
from network.models import Digest

# Member → what they follow: a kind of the registry and a key; people by the key of the cast.
FOLLOWS = {
    "L01": [("thema", "ai"), ("thema", "docentvaardigheden"), ("school", "waddenkust-college"), ("persoon", "L14")],
    "L02": [("school", "roc-lindenwaard"), ("persoon", "L01")],
    "L15": [("thema", "docentvaardigheden"), ("school", "roc-lindenwaard")],
    "L22": [("persoon", "L07")],
}
DAILY, QUIET = "L15", "L22"
# The first digest of the demo tells of the last weeks, so that it can be seen on the first day.
SINCE = timedelta(days=30)


def add_followers(cast: Cast, library: Library, at: datetime) -> None:
    """Let four members follow something, one of them daily and one without mail."""
    for member_key, follows in FOLLOWS.items():
        member = cast.members[member_key]
        viewer = viewer_of_member(member, on=timezone.localdate(at))
        for kind, key in follows:
            key = cast.members[key].key if kind == "persoon" else key
            follow(member=member, viewer=viewer, kind=kind, key=key, at=at - SINCE)
    choose_mail(member=cast.members[DAILY], rhythm=Rhythm.DAILY, topics=["reactions"], at=at - SINCE)
    choose_mail(member=cast.members[QUIET], rhythm=Rhythm.NEVER, topics=[], at=at - SINCE)
    Digest.objects.update(covered_until=at - SINCE)
