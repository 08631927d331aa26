"""Which pages someone may see: one place for page, list, search, feed, sitemap and mail."""

from django.db.models import F, Q
from django.db.models.expressions import RawSQL
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
        found = self.live().exclude(_is_closed("page", viewer))
        if current_version() and not remembered("has-aliases", Page.objects.exclude(alias_of=None).exists):
            return found
        # A page kept in step with another, or with one that is in step itself, is as closed as its source.
        return found.exclude(_is_closed("page__aliases", viewer)).exclude(_is_closed("page__aliases__aliases", viewer))


def _is_closed(page: str, viewer: Viewer) -> Q:
    """Say of a row of pages that a restriction on it, or on what it stands below, keeps this viewer out.

    Two lists of ids that the database makes once, whatever the number of pages: of the closed pages, which may be
    thousands, and of what stands below those that have children, which are few. PostgreSQL guesses the length of both
    well; of six lists of paths it guessed that one page in a million is open, and joined accordingly for minutes.

    Parameters:
        page: Path from a restriction to the page it closes: its own, or one in step with it.
        viewer: Who looks.
    """
    closed = PageViewRestriction.objects.filter(**{f"{page}__isnull": False}).order_by()
    if viewer.is_member:
        closed = closed.exclude(restriction_type=PageViewRestriction.LOGIN)
    with_children = closed.filter(**{f"{page}__numchild__gt": 0}).annotate(top=F(f"{page}__path"))
    tops, params = with_children.values("top").query.sql_with_params()
    # As treebeard asks for what stands below a page; the path of the page comes first of them all.
    below = f"""SELECT below.id FROM ({tops}) AS tops, wagtailcore_page below
        WHERE below.path > tops.top AND below.path <= tops.top || 'ZZZZ'"""  # noqa: S608 (SQL of Django, fixed names)
    return Q(pk__in=closed.values(page)) | Q(pk__in=RawSQL(below, params))  # noqa: S611


BasePageManager = PageManager.from_queryset(BasePageQuerySet)


def in_step_with(page: Page) -> list[int]:
    """Give the ids of a page and of all that are kept in step with it (Wagtail's aliases), however far removed."""
    found, fresh = [page.pk], [page.pk]
    while fresh:
        fresh = list(Page.objects.filter(alias_of__in=fresh).exclude(pk__in=found).values_list("pk", flat=True))
        found += fresh
    return found
