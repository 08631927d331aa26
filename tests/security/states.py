"""Every state in which a page is not for visitors, each made the way the site itself makes it."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from django.utils import timezone
from wagtail.models import Page, PageViewRestriction

from home.models import BackgroundPage, PlainPage
from portal.shared.pages.listeners import pages_changed
from stories.models import CoachStoryPage, InsightPage, PilotReportPage, RoutePage, StoryAuthor

PUBLISHED_AT = datetime(2026, 10, 1, 9, tzinfo=UTC)
# Stands in title, lead, text, author and picture; nobody may read it. The slug has a word of its own, as who asks for
# an address has typed that already.
MARKER = "zwaluw"
PATH = "vlinderpad"
PARENTS = {CoachStoryPage: "stories", PilotReportPage: "pilots", InsightPage: "insights", RoutePage: "routes"}
TYPES = (*PARENTS, PlainPage, BackgroundPage)
BODIES = {PilotReportPage: "appendix", InsightPage: "background", RoutePage: "goal"}


def marked(model: type[Page]) -> dict[str, object]:
    """Give the columns of a page of this type that hold the marker."""
    values: dict[str, object] = {"title": f"{MARKER}titel", "lead": f"{MARKER}lead"}
    name = BODIES.get(model, "body")
    is_stream = name in ("body", "appendix")
    text = f"<p>{MARKER}tekst</p>"
    values[name] = [{"type": "text", "value": text}] if is_stream else f"{MARKER}tekst"
    if model is PilotReportPage:
        values["question"] = f"{MARKER}vraag"
    if model is RoutePage:
        values["for_whom"] = f"{MARKER}groep"
    return values


def plain_words(model: type[Page]) -> dict[str, object]:
    """Give the same columns with words that anyone may read."""
    return {name: (f"Open {name}" if isinstance(value, str) else []) for name, value in marked(model).items()}


def set_columns(page: Page, values: dict[str, object]) -> None:
    """Put values on a page; a text in blocks goes in as its raw rows."""
    for name, value in values.items():
        field = page._meta.get_field(name)
        setattr(page, name, field.to_python(value) if not isinstance(value, str) else value)


def make_page(world, model: type[Page], *, parent: Page, slug: str, live: bool = True, words=None, **columns):
    """Make a page of a type with everything the site lists pages by, and have search read it."""
    moments = {"first_published_at": PUBLISHED_AT, "last_published_at": PUBLISHED_AT} if live else {}
    page = model(slug=slug, live=live, **moments, **columns)
    set_columns(page, marked(model) if words is None else words)
    if model in PARENTS:
        page.contact = world.author
    if model in PARENTS and words is None:
        page.picture, page.picture_alt = world.picture, f"{MARKER}foto"
    if model in (CoachStoryPage, PilotReportPage):
        page.institution = world.school
    parent.add_child(instance=page)
    page = model.objects.get(pk=page.pk)
    if model in PARENTS:
        page.themes.set([world.theme])
    if model in (CoachStoryPage, PilotReportPage):
        page.partners.set([world.partner])
    if model is CoachStoryPage:
        StoryAuthor.objects.create(page=page, member=world.author)
        StoryAuthor.objects.create(page=page, name=f"{MARKER}auteur" if words is None else "Bo")
    page.save()
    pages_changed([page.pk])
    return page


def _draft(world, model, parent, slug):
    page = make_page(world, model, parent=parent, slug=slug, live=False)
    page.save_revision()
    return page


def _scheduled(world, model, parent, slug):
    page = _draft(world, model, parent, slug)
    page.go_live_at = timezone.now() + timedelta(days=9)
    page.save_revision(approved_go_live_at=page.go_live_at)
    model.objects.filter(pk=page.pk).update(go_live_at=page.go_live_at)
    return page


def _expired(world, model, parent, slug):
    page = make_page(world, model, parent=parent, slug=slug, expire_at=timezone.now() - timedelta(minutes=5))
    page.unpublish(set_expired=True)
    return page


def _unpublished(world, model, parent, slug):
    page = make_page(world, model, parent=parent, slug=slug)
    page.unpublish()
    return page


def edit_unpublished(world, page: Page) -> None:
    """Save an edit of a live page, not yet published, in which everything holds the marker."""
    if type(page) in PARENTS:
        page.picture, page.picture_alt = world.picture, f"{MARKER}foto"
    texts = {"slug": f"{page.slug}-{MARKER}", "seo_title": MARKER, "search_description": MARKER}
    set_columns(page, marked(type(page)) | texts)
    page.save_revision()
    pages_changed([page.pk])


def _restricted(kind: str) -> Callable:
    def make(world, model, parent, slug):
        page = make_page(world, model, parent=parent, slug=slug)
        PageViewRestriction.objects.create(page=page, restriction_type=kind, password="sesam-open-u")
        return page

    return make


def _closed_branch(world, parent, slug) -> Page:
    branch = parent.add_child(instance=PlainPage(title="Besloten", slug=f"tak-{slug}"))
    PageViewRestriction.objects.create(page=branch, restriction_type=PageViewRestriction.GROUPS)
    return branch


def _child(world, model, parent, slug):
    return make_page(world, model, parent=_closed_branch(world, parent, slug), slug=slug)


def _moved(world, model, parent, slug):
    page = make_page(world, model, parent=parent, slug=slug)
    page.move(_closed_branch(world, parent, slug), pos="last-child")
    return model.objects.get(pk=page.pk)


STATES: dict[str, Callable] = {
    "draft": _draft,
    "scheduled": _scheduled,
    "expired": _expired,
    "unpublished": _unpublished,
    "for who signs in": _restricted(PageViewRestriction.LOGIN),
    "behind a password": _restricted(PageViewRestriction.PASSWORD),
    "for a group": _restricted(PageViewRestriction.GROUPS),
    "below a closed page": _child,
    "moved to a closed branch": _moved,
}
