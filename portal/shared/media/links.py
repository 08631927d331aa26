"""Links from a text to a document: an address only of what anyone may open."""

from wagtail.documents.rich_text import DocumentLinkHandler

from portal.shared.media.access import closed_collections
from portal.shared.media.models import PortalDocument


class OpenDocumentLinkHandler(DocumentLinkHandler):
    """Writes a link to a document of a closed collection as plain words: its address would tell what it is called."""

    @classmethod
    def get_many(cls, attrs_list: list[dict]) -> list[PortalDocument | None]:
        ids = [str(attrs.get("id")) for attrs in attrs_list]
        rows = PortalDocument.objects.filter(pk__in=[pk for pk in ids if pk.isdecimal()])
        found = {str(row.pk): row for row in rows.exclude(collection__in=closed_collections())}
        return [found.get(pk) for pk in ids]
