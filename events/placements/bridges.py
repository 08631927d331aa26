"""Exchanges as ties between schools in the bridge diagram (portal.shared.registries). No names of people."""

from collections.abc import Iterable
from datetime import date
from functools import cache

from django.db.models import Q
from django.db.models.functions import Coalesce
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from wagtail.models import Page

from events.offers.states import Direction
from events.placements.models import Placement
from portal.shared.audiences.rules import Viewer
from portal.shared.pages.addresses import with_addresses
from portal.shared.pages.querysets import BasePageQuerySet
from portal.shared.registries.crossings import Bridge, BridgeDirection, BridgeLayer


class PlacementBridges:
    """Each agreed, running or finished exchange; one inside a school is a loop. A merged school is what it became."""

    layer = BridgeLayer.PLACEMENT

    def bridges(self, viewer: Viewer, *, since: date | None = None, school: int | None = None) -> Iterable[Bridge]:
        """Give a tie per exchange, the same to everyone, in one query, and one for the stories that tell of them.

        One that a story tells of carries the title of that story, as the words of its link.
        """
        rows = Placement.objects.bridging()
        if since is not None:
            rows = rows.filter(first_day_on__gte=since)
        guest, host = (
            Coalesce(f"{side}_institution__merged_into", f"{side}_institution") for side in ("guest", "host")
        )
        rows = rows.annotate(guest_school=guest, host_school=host)
        if school is not None:
            rows = rows.filter(Q(guest_school=school) | Q(host_school=school))
        columns = ("guest_school", "host_school", "direction", "first_day_on", "story_key")
        found = list(rows.order_by("first_day_on", "pk").values_list(*columns))
        stories = _stories({key for *_rest, key in found if key})
        label = cache(_label)
        return [
            Bridge(
                from_institution_id=from_id,
                to_institution_id=to_id,
                layer=self.layer,
                direction=BridgeDirection(direction),
                label=stories[key].title if key in stories else label(direction, day.replace(day=1)),
                # Whose agreement it is stays between the two; what they told everyone can be read.
                url=(stories[key].url or "") if key in stories else "",
                happened_on=day,
            )
            for from_id, to_id, direction, day, key in found
        ]


def _label(direction: str, month: date) -> str:
    return _("%(direction)s, %(month)s") % {
        "direction": Direction(direction).label,
        "month": date_format(month, "F Y"),
    }


def _stories(story_keys: set[str]) -> dict[str, Page]:
    """Give those of these stories that everyone can read."""
    if not story_keys:
        return {}
    pages = BasePageQuerySet(Page).visible_to(Viewer.anonymous()).filter(pk__in=[int(key) for key in story_keys])
    return {str(page.pk): page for page in with_addresses(pages.only("title", "url_path"))}


PLACEMENT_BRIDGES = PlacementBridges()
