"""What is new in what someone follows, on the own page."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from django.utils.translation import gettext_lazy as _

from network.following.models import Follow
from network.following.news import news_for
from network.members.models import Member
from portal.shared.audiences.rules import Viewer

LATELY = timedelta(days=30)
MOST = 5


class NewsSection:
    """The last month, in five lines; without follows an invitation."""

    title = _("New in what you follow")
    template = "network/following/own_news.html"

    def context(self, member: Member, viewer: Viewer, *, at: datetime) -> Mapping[str, object]:
        """Give the newest lines, and whether anything is followed at all."""
        lines = news_for(member.key, viewer, since=at - LATELY, until=at, at=at, most=MOST)
        return {"lines": lines, "follows": bool(lines) or Follow.objects.of(member.key).exists()}


NEWS = NewsSection()
