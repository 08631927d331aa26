"""The smallest valid texts, live under the site's front page."""

from datetime import UTC, datetime

from stories.models import CoachStoryPage, InsightPage, PilotReportPage, StoryAuthor

PUBLISHED_AT = datetime(2026, 10, 1, 9, tzinfo=UTC)


def add_page(model, site, **fields):
    """Add a live page of a type; as it comes out of the database."""
    values = {"lead": "Waar dit over gaat.", "first_published_at": PUBLISHED_AT, "last_published_at": PUBLISHED_AT}
    page = site.root_page.add_child(instance=model(**(values | fields)))
    return model.objects.get(pk=page.pk)


def add_story(site, *, title="Coachen bij de koffie", authors=(), **fields) -> CoachStoryPage:
    story = add_page(CoachStoryPage, site, title=title, **fields)
    for author in authors:
        StoryAuthor.objects.create(page=story, member=author)
    return story


def add_insight(site, *, title="Begin bij het onderwijsdoel", **fields) -> InsightPage:
    return add_page(InsightPage, site, title=title, **fields)


def add_pilot(site, *, title="Samen toetsen", **fields) -> PilotReportPage:
    return add_page(PilotReportPage, site, title=title, **{"question": "Scheelt het tijd?"} | fields)
