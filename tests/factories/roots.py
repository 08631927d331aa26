"""What migrations make in a real database."""

from wagtail.models import Collection, Locale, Page


def make_root() -> Page:
    """Give Wagtail's root of pages, with its language and its root of files."""
    Locale.objects.get_or_create(language_code="nl")
    if not Collection.objects.exists():
        Collection.add_root(name="Root")
    return Page.objects.filter(depth=1).first() or Page.add_root(title="Root", slug="root")
