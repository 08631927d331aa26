"""How much is signed up, for graphs and alerts: a day without any is often a form that fails."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db.models import Count

from events.registrations.models import Registration
from portal.shared.health.figures import figure_sources
from portal.shared.health.findings import Gauge


def signed_up(at: datetime) -> Iterable[Gauge]:
    """Give the registrations made in the last day, by the state they are in now."""
    recent = Registration.objects.filter(created_at__gt=at - timedelta(days=1)).order_by()
    states = dict(recent.values_list("state").annotate(Count("pk")))
    yield Gauge(
        "portal_registrations_last_day",
        "Registrations for meetups made in the last 24 hours, by the state they are in now.",
        {(("state", state),): number for state, number in sorted(states.items())} or {(("state", "none"),): 0},
    )


def register() -> None:
    """Enter them; called when the app is ready."""
    figure_sources.register("registrations", signed_up)
