"""What waits on /mijn/ of exchanges: an agreement to write, to confirm, and the consent of a manager."""

from collections.abc import Iterable
from datetime import datetime

from django.db.models import Prefetch, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from events.applications.states import Side
from events.placements.entries import title_of
from events.placements.models import AgreementVersion, ManagerConsent, Placement
from events.placements.reading import is_confirmed, side_of
from events.placements.rules import first_start
from events.placements.states import ConsentState
from network.models import Member
from portal.shared.audiences.rules import Viewer
from portal.shared.registries.crossings import TodoItem
from portal.shared.registries.glances import Asked

SHOWN = 10
_ANSWERED = {ConsentState.GIVEN, ConsentState.NOT_NEEDED}


class PlacementTodos:
    """At most one item per exchange: the step that is this member's turn."""

    def glance(self, asked: Asked) -> Iterable[QuerySet]:
        """Give the exchanges that are not over."""
        return [Placement.objects.open().of(asked.member_key)]

    def todos(self, member: Member, viewer: Viewer, *, at: datetime) -> Iterable[TodoItem]:
        """Give what waits for this member: one query without exchanges, three with."""
        versions = AgreementVersion.objects.filter(withdrawn_at=None).order_by("-number")
        rows = Placement.objects.open().of(member.key).select_related("host_institution__merged_into")
        rows = rows.prefetch_related(
            Prefetch("versions", queryset=versions, to_attr="kept"),
            Prefetch("consents", queryset=ManagerConsent.objects.counting().select_related("version")),
        )
        found = (_item(row, side_of(row, member), at=at) for row in rows.order_by("created_at", "pk")[:SHOWN])
        return [item for item in found if item is not None]


def _item(row: Placement, side: Side, *, at: datetime) -> TodoItem | None:
    current: AgreementVersion | None = row.kept[0] if row.kept else None
    about = {"title": title_of(row)}
    if current is None:
        return TodoItem(
            key=f"agreement:{row.key}",
            title=_("%(title)s: write down what you agree") % about,
            url=reverse("placements:edit", args=[row.key]),
            button=_("Make the agreement"),
            explanation=_("One of you two does it. Then you both confirm it."),
        )
    if current.holds_since is not None:
        return None
    deadline = first_start(current.days, at=at)
    if not is_confirmed(current, side):
        return TodoItem(
            key=f"confirm:{current.key}",
            title=_("%(title)s: read the agreement and confirm it") % about,
            url=reverse("placements:confirm", args=[row.key]),
            button=_("Read and confirm"),
            deadline_at=deadline,
        )
    is_waiting = is_confirmed(current, Side.GUEST) and is_confirmed(current, Side.HOST)
    return _consent_item(row, current, side, about, deadline, at=at) if is_waiting else None


def _consent_item(
    row: Placement,
    current: AgreementVersion,
    side: Side,
    about: dict[str, str],
    deadline: datetime | None,
    *,
    at: datetime,
) -> TodoItem | None:
    mine = (each for each in row.consents.all() if each.side == side and each.version is not None)
    consent = next((each for each in mine if each.version.number == current.consents_of), None)
    if consent is not None and consent.state in _ANSWERED:
        return None
    is_expired = consent is not None and consent.expires_at is not None and consent.expires_at <= at
    if consent is not None and consent.state == ConsentState.ASKED and not is_expired:
        # Waiting is nobody's task; the clock reminds the manager.
        return None
    said_no = consent is not None and consent.state == ConsentState.REFUSED
    title = _("%(title)s: your manager does not agree") if said_no else _("%(title)s: ask your manager")
    return TodoItem(
        key=f"consent:{row.key}",
        title=title % about,
        url=reverse("placements:manager", args=[row.key]),
        button=_("Look at it") if said_no else _("Ask your manager"),
        deadline_at=deadline,
        explanation=_("The link in the mail no longer works.") if is_expired else "",
    )


PLACEMENT_TODOS = PlacementTodos()
