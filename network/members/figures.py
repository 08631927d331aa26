"""How many people there are, for graphs and alerts."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db.models import Count, Q

from network.members.models import Member
from network.members.states import Standing
from portal.shared.health.figures import figure_sources
from portal.shared.health.findings import Gauge


def people(at: datetime) -> Iterable[Gauge]:
    """Give the people who can sign in, by membership, and those who came in the last day."""
    active = Member.objects.filter(is_active=True).order_by()
    found = active.aggregate(
        **{standing: Count("pk", filter=Q(standing=standing)) for standing in Standing.values},
        joined=Count("pk", filter=Q(joined_at__gt=at - timedelta(days=1))),
    )
    values = {(("standing", standing),): found[standing] for standing in Standing.values}
    yield Gauge("portal_people", "People who can sign in, by membership.", values)
    yield Gauge.of("portal_people_joined_last_day", "Accounts made in the last 24 hours.", found["joined"])


def register() -> None:
    """Enter them; called when the app is ready."""
    figure_sources.register("people", people)
