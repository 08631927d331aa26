"""Exchanges as ties between schools in the bridge diagram (portal.shared.registries). No names of people."""

from collections.abc import Iterable
from datetime import date

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from events.placements.models import Placement
from portal.shared.audiences.rules import Viewer
from portal.shared.registries.crossings import Bridge, BridgeDirection, BridgeLayer


class PlacementBridges:
    """Each agreed, running or finished exchange; one inside a school is a loop. A merged school is what it became."""

    def bridges(self, viewer: Viewer, *, since: date | None = None) -> Iterable[Bridge]:
        """Give a tie per exchange, the same to everyone, in one query."""
        rows = Placement.objects.bridging()
        if since is not None:
            rows = rows.filter(first_day_on__gte=since)
        rows = rows.select_related("guest_institution", "host_institution").order_by("first_day_on", "pk")
        return [_bridge(row) for row in rows]


def _bridge(row: Placement) -> Bridge:
    guest, host = row.guest_institution, row.host_institution
    month = date_format(row.first_day_on, "F Y")
    return Bridge(
        from_institution_id=guest.merged_into_id or guest.pk,
        to_institution_id=host.merged_into_id or host.pk,
        layer=BridgeLayer.PLACEMENT,
        direction=BridgeDirection(row.direction),
        label=_("%(direction)s, %(month)s") % {"direction": row.get_direction_display(), "month": month},
        # Whose agreement it is stays between the two.
        url="",
        happened_on=row.first_day_on,
    )


PLACEMENT_BRIDGES = PlacementBridges()
