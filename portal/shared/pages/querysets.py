"""Which pages someone may see: one place for page, list, search, feed, sitemap and mail."""

from django.db.models import Exists, F, OuterRef, QuerySet
from django.db.models.functions import Length, Substr
from wagtail.models import Page, PageManager, PageViewRestriction
from wagtail.query import PageQuerySet

from portal.shared.audiences.rules import Viewer
from portal.shared.caching.versions import current_version, remembered


class BasePageQuerySet(PageQuerySet):
    """Pages of the portal by who may read them."""

    def visible_to(self, viewer: Viewer):
        """Keep the live pages that this viewer may open.

        Pages behind a sign-in restriction are for members; pages restricted to a group or by a password are in no
        list at all. One subquery, whatever the number of restrictions (RELIABILITY, finding 4); a restriction on a
        parent hides its children at once.

        Parameters:
            viewer: Who looks; Viewer.anonymous() for feeds, sitemap and share images.
        """
        # Most sites close no page at all, and then the subquery is most of what a list costs.
        if current_version() and not remembered("has-restrictions", PageViewRestriction.objects.exists):
            return self.live()
        found = self.live().exclude(Exists(_closing("page", viewer)))
        if current_version() and not remembered("has-aliases", Page.objects.exclude(alias_of=None).exists):
            return found
        # A page kept in step with another, or with one that is in step itself, is as closed as its source.
        return found.exclude(Exists(_closing("page__aliases", viewer))).exclude(
            Exists(_closing("page__aliases__aliases", viewer))
        )


def _closing(page: str, viewer: Viewer) -> QuerySet:
    """Give the restrictions that keep this viewer out of a row of pages, or of what it stands below.

    Parameters:
        page: Path from a restriction to the page it closes: its own, or one in step with it.
    """
    # The path is compared with its own first characters, so that no LIKE pattern has to be escaped.
    closed = PageViewRestriction.objects.annotate(
        above=F(f"{page}__path"), start=Substr(OuterRef("path"), 1, Length(f"{page}__path"))
    ).filter(above=F("start"))
    return closed.exclude(restriction_type=PageViewRestriction.LOGIN) if viewer.is_member else closed


BasePageManager = PageManager.from_queryset(BasePageQuerySet)


def in_step_with(page: Page) -> list[int]:
    """Give the ids of a page and of all that are kept in step with it (Wagtail's aliases), however far removed."""
    found, fresh = [page.pk], [page.pk]
    while fresh:
        fresh = list(Page.objects.filter(alias_of__in=fresh).exclude(pk__in=found).values_list("pk", flat=True))
        found += fresh
    return found
