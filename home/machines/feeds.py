"""The feed of stories, for readers and for other sites; the same bytes until a story changes."""

from datetime import UTC, datetime
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.syndication.views import Feed
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from home.machines.addresses import absolute
from portal.shared.audiences.rules import Viewer
from portal.shared.pages.addresses import with_addresses
from stories.coach_stories.models import CoachStoryPage

STORIES_IN_FEED = 50
# An empty feed changed when the portal began, not now: now would differ on every fetch.
BEGINNING = datetime(2026, 1, 1, tzinfo=UTC)


class AtomFromData(Atom1Feed):
    """Atom whose dates all come from the data."""

    def latest_post_date(self):
        moments = [item[name] for item in self.items for name in ("updateddate", "pubdate") if item.get(name)]
        return max(moments, default=BEGINNING)


class StoryFeed(Feed):
    """The newest stories that anyone may read."""

    feed_type = AtomFromData
    language = "nl"

    def title(self) -> str:
        return f"{_('Stories of coaches')} · {settings.WAGTAIL_SITE_NAME}"

    def author_name(self) -> str:
        # RFC 4287 4.1.1 asks for an author; bylines depend on who looks (DECISIONS 15).
        return settings.WAGTAIL_SITE_NAME

    def link(self) -> str:
        return absolute("/verhalen/")

    def feed_url(self) -> str:
        return absolute(reverse("home:story_feed"))

    def feed_guid(self) -> str:
        return self.feed_url()

    def items(self) -> list[CoachStoryPage]:
        pages = CoachStoryPage.objects.visible_to(Viewer.anonymous()).defer_streamfields()
        return with_addresses(pages.order_by("-first_published_at", "-pk")[:STORIES_IN_FEED])

    def item_title(self, item: CoachStoryPage) -> str:
        return item.title

    def item_description(self, item: CoachStoryPage) -> str:
        return item.lead

    def item_link(self, item: CoachStoryPage) -> str:
        return absolute(item.url or "/verhalen/")

    def item_guid(self, item: CoachStoryPage) -> str:
        # RFC 4151: stays the same when the story gets another address.
        return f"tag:{urlsplit(settings.WAGTAILADMIN_BASE_URL).hostname},2026:verhaal:{item.pk}"

    def item_pubdate(self, item: CoachStoryPage) -> datetime:
        return item.first_published_at or BEGINNING

    def item_updateddate(self, item: CoachStoryPage) -> datetime:
        return item.last_published_at or BEGINNING


stories = require_safe(StoryFeed())
