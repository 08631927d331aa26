"""Which pages someone may see: one place for page, list, search, feed, sitemap and mail."""

from functools import reduce
from operator import or_

from django.db.models import Exists, F, OuterRef, Q
from django.db.models.functions import Length, Substr
from django.db.models.lookups import In
from wagtail.models import Page, PageManager, PageViewRestriction
from wagtail.query import PageQuerySet

from portal.shared.audiences.rules import Viewer
from portal.shared.caching.versions import current_version, remembered

# Root, front page, list and text are four.
USUAL_DEPTH = 6


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
        found = self.live().exclude(_is_closed("page", viewer))
        if current_version() and not remembered("has-aliases", Page.objects.exclude(alias_of=None).exists):
            return found
        # A page kept in step with another, or with one that is in step itself, is as closed as its source.
        return found.exclude(_is_closed("page__aliases", viewer)).exclude(_is_closed("page__aliases__aliases", viewer))


def _is_closed(page: str, viewer: Viewer) -> Q:
    """Say of a row of pages that a restriction on it, or on what it stands below, keeps this viewer out.

    The path is compared with its own first characters, so that no LIKE pattern has to be escaped: the few that are the
    paths of the pages above are looked up among the closed paths, a list that the database makes once, however many
    pages and restrictions there are. Of pages deeper than any site has, each restriction is looked at.

    Parameters:
        page: Path from a restriction to the page it closes: its own, or one in step with it.
        viewer: Who looks.
    """
    path = f"{page}__path"
    closed = PageViewRestriction.objects.filter(**{f"{path}__isnull": False}).order_by()
    if viewer.is_member:
        closed = closed.exclude(restriction_type=PageViewRestriction.LOGIN)
    paths = closed.values(path).query
    lengths = (Page.steplen * depth for depth in range(1, USUAL_DEPTH + 1))
    usual = reduce(or_, (Q(In(Substr(F("path"), 1, length), paths)) for length in lengths))
    start = Substr(OuterRef("path"), 1, Length(path))
    deeper = Exists(closed.annotate(above=F(path), start=start).filter(above=F("start")))
    return usual | (Q(depth__gt=USUAL_DEPTH) & Q(deeper))


BasePageManager = PageManager.from_queryset(BasePageQuerySet)


def in_step_with(page: Page) -> list[int]:
    """Give the ids of a page and of all that are kept in step with it (Wagtail's aliases), however far removed."""
    found, fresh = [page.pk], [page.pk]
    while fresh:
        fresh = list(Page.objects.filter(alias_of__in=fresh).exclude(pk__in=found).values_list("pk", flat=True))
        found += fresh
    return found
