"""Which pages someone may see: one place for page, list, search, feed, sitemap and mail."""

from django.db.models import Exists, F, OuterRef
from django.db.models.functions import Length, Substr
from wagtail.models import PageManager, PageViewRestriction
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
        # The path is compared with its own first characters, so that no LIKE pattern has to be escaped.
        closed = PageViewRestriction.objects.annotate(
            above=F("page__path"), start=Substr(OuterRef("path"), 1, Length("page__path"))
        ).filter(above=F("start"))
        if viewer.is_member:
            closed = closed.exclude(restriction_type=PageViewRestriction.LOGIN)
        return self.live().exclude(Exists(closed))


BasePageManager = PageManager.from_queryset(BasePageQuerySet)
