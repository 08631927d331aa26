"""Someone's exchanges, on their desk of exchanges."""

from collections.abc import Mapping
from datetime import datetime

from django.db.models import Case, IntegerField, Value, When
from django.utils.translation import gettext_lazy

from events.placements.entries import title_of
from events.placements.models import Placement
from events.placements.reading import other, person, side_of, span_in_words
from events.placements.states import HOLDING
from network.models import Member
from portal.shared.audiences.rules import Viewer

SHOWN = 20


class OwnExchanges:
    """What is to come first, then what is over, the newest first."""

    title = gettext_lazy("My exchanges")
    template = "events/placements/own_exchanges.html"

    def context(self, member: Member, viewer: Viewer, *, at: datetime) -> Mapping[str, object] | None:
        """Give them in one query; None for who has none."""
        is_open = [state.value for state in HOLDING]
        over = Case(When(state__in=is_open, then=Value(0)), default=Value(1), output_field=IntegerField())
        rows = Placement.objects.of(member.key).with_people().annotate(over=over)
        exchanges = [
            {
                "title": title_of(row),
                "url": row.get_absolute_url(),
                "direction": row.get_direction_display(),
                "other": str(person(row, other(side_of(row, member))) or ""),
                "days": span_in_words(row.first_day_on, row.last_day_on),
                "state": row.get_state_display(),
            }
            for row in rows.order_by("over", "-created_at", "-pk")[:SHOWN]
        ]
        return {"exchanges": exchanges} if exchanges else None


class EarlierExchanges:
    """On the own desk of someone of the programme team: the way to note what people did without the portal."""

    title = gettext_lazy("Exchanges outside the portal")
    template = "events/placements/team.html"

    def context(self, member: Member, viewer: Viewer, *, at: datetime) -> Mapping[str, object] | None:
        """Give nothing but the way; None to anyone else."""
        return {} if viewer.is_programme_team else None


OWN_EXCHANGES, EARLIER_EXCHANGES = OwnExchanges(), EarlierExchanges()
