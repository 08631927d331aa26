"""Who takes part in the soak, and where they go: signs people of the demo in, and prints it all as JSON.

Run with the settings and the database of the site that is soaked, before that site starts.
"""

import json
import sys
from pathlib import Path

import django

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))
django.setup()

from django.conf import settings  # noqa: E402 app ready
from django.test import Client  # noqa: E402
from django.urls import reverse  # noqa: E402
from django.utils import timezone  # noqa: E402
from wagtail.models import Page, Site  # noqa: E402

from events.feeds.actions import make_feed, token_of_feed  # noqa: E402 app ready
from events.meetups.models import Occurrence  # noqa: E402
from events.meetups.states import Admission  # noqa: E402
from network.models import Member  # noqa: E402
from portal.shared.audiences.rules import Viewer  # noqa: E402
from portal.shared.pages.querysets import BasePageQuerySet  # noqa: E402
from stories.coach_stories.models import CoachStoryPage  # noqa: E402

MEMBERS = 12
PAGES = ("initiatives:list", "institutions:list", "bridges:index", "questions:list")
PAGES_OF_MEMBERS = ("own_page", "directory:list", "contact:inbox", "offers:list", "initiatives:list", "questions:list")


def cookies_of(member: Member) -> str:
    """Sign someone in; give the header by which a browser says so."""
    client = Client()
    client.force_login(member)
    return "; ".join(f"{name}={cookie.value}" for name, cookie in client.cookies.items())


def dates_open(at) -> list[str]:
    """Give the forms of signing up for dates that anyone who is a member can take and leave again."""
    rows = Occurrence.objects.visible_to(Viewer(is_member=True)).announced().filter(starts_at__gt=at)
    rows = rows.filter(meetup__admission=Admission.DIRECT, meetup__signup_url="").select_related("meetup__page")
    return [reverse("registrations:sign_up", args=[row.meetup.page.slug, row.key]) for row in rows]


def main() -> None:
    """Print cookies, forms, feeds and pages."""
    now = timezone.now()
    people = list(Member.objects.members().filter(is_superuser=False, groups=None).order_by("pk")[:MEMBERS])
    stories = CoachStoryPage.objects.visible_to(Viewer.anonymous()).order_by("pk")
    feeds = [reverse("feeds:personal", args=[token_of_feed(make_feed(member=each, at=now))]) for each in people]
    front = Site.objects.get(is_default_site=True).root_page
    lists = BasePageQuerySet(Page).visible_to(Viewer.anonymous()).child_of(front)
    made = {
        "pages": ["/", *(page.get_url() for page in lists), *map(reverse, PAGES)],
        "pages_of_members": list(map(reverse, PAGES_OF_MEMBERS)),
        "members": [cookies_of(each) for each in people],
        "editor": cookies_of(Member.objects.filter(is_superuser=True).earliest("pk")),
        "forms": dates_open(now),
        "feeds": feeds,
        "stories": [page.get_url() for page in stories],
        "published": stories.latest("pk").pk,
        "admin": settings.PORTAL_ADMIN_PREFIX,
    }
    print(json.dumps(made))


if __name__ == "__main__":
    main()
