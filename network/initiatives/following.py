"""Joint actions as things to follow: what is new is the news that who leads it writes, and the result."""

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from network.initiatives.models import Initiative, InitiativeUpdate
from portal.shared.audiences.rules import Viewer
from portal.shared.registries.following import Followed, News

# What a line of a digest says of a thing, in characters.
SUMMARY = 200


class JointActions:
    """Joint actions, by the key in their address."""

    label = _("joint action")
    label_plural = _("Joint actions")
    # The index of search knows one entry of each, not what is new in it.
    facet = ""

    def find(self, keys: Collection[str], viewer: Viewer, *, at: datetime) -> Mapping[str, Followed]:
        """Give those that this viewer may see now."""
        rows = Initiative.objects.visible_to(viewer).published().filter(key__in=list(keys))
        return {row.key: Followed(key=row.key, title=row.title, url=row.get_absolute_url()) for row in rows}

    def news(
        self, found: Mapping[str, Followed], viewer: Viewer, *, since: datetime, until: datetime, at: datetime
    ) -> Iterable[News]:
        """Give the updates and the results of this span of time, in two queries."""
        updates = InitiativeUpdate.objects.filter(
            initiative__key__in=list(found), created_at__gt=since, created_at__lte=until
        )
        for update in updates.select_related("initiative"):
            yield News(
                kind="initiative-update",
                key=update.key,
                kind_label=_("news of a joint action"),
                title=update.title,
                url=update.initiative.get_absolute_url(),
                happened_at=update.created_at,
                summary=update.text[:SUMMARY],
                of=(update.initiative.key,),
            )
        ended = Initiative.objects.filter(key__in=list(found), ended_at__gt=since, ended_at__lte=until)
        for initiative in ended.exclude(ended_at=None):
            yield News(
                kind="initiative-result",
                key=initiative.key,
                kind_label=_("result of a joint action"),
                title=initiative.title,
                url=initiative.get_absolute_url(),
                happened_at=initiative.ended_at,
                summary=initiative.result[:SUMMARY],
                of=(initiative.key,),
            )


JOINT_ACTIONS = JointActions()
