"""Schools that did something together, as ties in the bridge diagram (portal.shared.registries)."""

from collections.abc import Iterable
from datetime import date

from django.utils import timezone

from network.initiatives.models import Initiative, InitiativePart
from network.initiatives.rules import pairs_of
from portal.shared.audiences.rules import Viewer
from portal.shared.registries.crossings import Bridge, BridgeDirection, BridgeLayer


class InitiativeBridges:
    """Each two schools that take part in the same running or ended initiative; a merged school is what it became."""

    layer = BridgeLayer.JOINT_ACTION

    def bridges(self, viewer: Viewer, *, since: date | None = None, school: int | None = None) -> Iterable[Bridge]:
        """Give one tie per initiative and pair of schools, of what this viewer may see, in one query."""
        started = Initiative.objects.visible_to(viewer).started()
        if since is not None:
            started = started.filter(starts_on__gte=since)
        if school is not None:
            started = started.with_school(school)
        parts = InitiativePart.objects.joined().filter(initiative__in=started.values("pk"))
        schools: dict[Initiative, list[int]] = {}
        for part in parts.select_related("initiative", "institution"):
            of_today = part.institution.merged_into_id or part.institution_id
            schools.setdefault(part.initiative, []).append(of_today)
        return [
            Bridge(
                from_institution_id=first,
                to_institution_id=second,
                layer=self.layer,
                direction=BridgeDirection.BOTH_WAYS,
                label=initiative.title,
                url=initiative.get_absolute_url(),
                happened_on=initiative.starts_on or timezone.localdate(initiative.created_at),
            )
            for initiative, ids in schools.items()
            for first, second in pairs_of(ids)
            if school in (None, first, second)
        ]


INITIATIVE_BRIDGES = InitiativeBridges()
