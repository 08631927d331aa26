"""Stories and pilot reports of two schools together, as ties in the bridge diagram (portal.shared.registries)."""

from collections.abc import Iterable
from datetime import date

from django.db.models import F, Q
from django.db.models.functions import Coalesce
from django.utils import timezone

from portal.shared.audiences.rules import Viewer
from portal.shared.pages.addresses import addresser
from portal.shared.registries.crossings import Bridge, BridgeDirection, BridgeLayer
from stories.texts.models import SchoolTextPage


class TextBridgeSource:
    """Each partner school of a text is tied to the school it comes from; a merged school counts as what it became."""

    def __init__(self, *, layer: BridgeLayer, model: type[SchoolTextPage]):
        self.layer, self.model = layer, model

    def bridges(self, viewer: Viewer, *, since: date | None = None, school: int | None = None) -> Iterable[Bridge]:
        """Give one tie per text and partner school, of texts the viewer may open, in one query."""
        pages = self.model.objects.visible_to(viewer)
        if since is not None:
            pages = pages.filter(first_published_at__date__gte=since)
        rows = (
            pages.annotate(
                own_school=Coalesce("institution__merged_into", "institution"),
                partner_school=Coalesce("partners__merged_into", "partners"),
            )
            .filter(own_school__isnull=False, partner_school__isnull=False)
            .exclude(own_school=F("partner_school"))
            .values_list("own_school", "partner_school", "title", "url_path", "first_published_at")
        )
        if school is not None:
            rows = rows.filter(Q(own_school=school) | Q(partner_school=school))
        address_at = addresser()
        return [
            Bridge(
                from_institution_id=own_school,
                to_institution_id=partner_school,
                layer=self.layer,
                direction=BridgeDirection.BOTH_WAYS,
                label=title,
                url=address_at(url_path),
                happened_on=timezone.localdate(published_at) if published_at else date.min,
            )
            for own_school, partner_school, title, url_path, published_at in rows
        ]
