"""Where other pages lead to looking back: the page of an exchange, and one's own desk of exchanges."""

from collections.abc import Mapping
from datetime import datetime

from django.db.models import Exists, OuterRef
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from events.placements.models import Placement
from events.placements.states import PlacementState
from events.reflections.models import JointSummary, Reflection
from events.reflections.words import exchange_title, last_day_in_words
from network.models import Member
from portal.shared.audiences.rules import Viewer

SHOWN = 20


class LookingBackPart:
    """The reflections of one finished exchange, on its page."""

    title = gettext_lazy("Looking back")
    template = "events/reflections/part.html"

    def context(self, placement: Placement, viewer: Viewer, *, at: datetime) -> Mapping[str, object] | None:
        """Give where it stands, for who may know of the exchange; None before it is over."""
        if not Placement.objects.visible_to(viewer).filter(pk=placement.pk, state=PlacementState.DONE).exists():
            return None
        is_own_in = Reflection.objects.handed_in().filter(placement=placement, author__key=viewer.member_key).exists()
        is_open = JointSummary.objects.filter(placement=placement).exists()
        return {"key": placement.key, "words": _words(placement, is_in=is_own_in, is_open=is_open), "is_in": is_own_in}


class OwnReflectionsPart:
    """The exchanges someone can look back on, on their desk; for the programme team also the way to the notes."""

    title = gettext_lazy("Looking back")
    template = "events/reflections/own_part.html"

    def context(self, member: Member, viewer: Viewer, *, at: datetime) -> Mapping[str, object] | None:
        """Give the newest first, in one query; None when there are none."""
        own = Reflection.objects.handed_in().filter(placement=OuterRef("pk"), author=member)
        rows = Placement.objects.of(member.key).filter(state=PlacementState.DONE)
        rows = rows.select_related("guest_institution", "host_institution").annotate(
            is_in=Exists(own), is_open=Exists(JointSummary.objects.filter(placement=OuterRef("pk")))
        )
        lines = [
            {
                "key": row.key,
                "title": exchange_title(row),
                "words": _words(row, is_in=row.is_in, is_open=row.is_open),
            }
            for row in rows.order_by("-last_day_on", "-pk")[:SHOWN]
        ]
        reads_notes = viewer.is_programme_team
        return {"lines": lines, "reads_notes": reads_notes} if lines or reads_notes else None


def _words(placement: Placement, *, is_in: bool, is_open: bool) -> str:
    if is_open:
        return _("The reflections can be read.")
    if is_in:
        return _("Yours is in. They open when both are in, or after %(until)s.") % {
            "until": last_day_in_words(placement)
        }
    return _("They open when both are in, or after %(until)s.") % {"until": last_day_in_words(placement)}


LOOKING_BACK = LookingBackPart()
OWN_REFLECTIONS = OwnReflectionsPart()
