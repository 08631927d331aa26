"""Links from a text to a page of the site: an address only of what anyone may open."""

from wagtail.models import Page
from wagtail.rich_text.pages import PageLinkHandler

from portal.shared.audiences.rules import Viewer
from portal.shared.pages.addresses import with_addresses
from portal.shared.pages.querysets import BasePageQuerySet


class OpenPageLinkHandler(PageLinkHandler):
    """Writes a link to a hidden page as plain words: its address would tell what it is called."""

    @classmethod
    def get_many(cls, attrs_list: list[dict]) -> list[Page | None]:
        ids = [str(attrs.get("id")) for attrs in attrs_list]
        # A text is the same for everyone who reads it, and is kept as such: no viewer is known here.
        open_pages = BasePageQuerySet(Page).visible_to(Viewer.anonymous())
        pages = with_addresses(open_pages.filter(pk__in=[pk for pk in ids if pk.isdecimal()]))
        found = {str(page.pk): page for page in pages if page.url}
        return [found.get(pk) for pk in ids]
