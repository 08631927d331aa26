"""Chainable reads of applications. Who may see one is said here and nowhere else."""

from django.db import models
from django.db.models import Count, Exists, Min, OuterRef, Q

from events.applications.states import WAITING, ApplicationState, Side
from network.models import Block
from portal.shared.audiences.rules import Viewer
from portal.shared.conversations.states import ReportState


class ApplicationQuerySet(models.QuerySet):
    """Applications by who looks and where they stand."""

    def of(self, member_key: str):
        """Keep those in which this member is guest or host."""
        return self.filter(Q(guest__key=member_key) | Q(host__key=member_key))

    def visible_to(self, viewer: Viewer):
        """Keep what this viewer may read: guest, host and the programme team (DECISIONS 16); nobody else, editors
        included.
        """
        if viewer.member_key is None:
            return self.none()
        return self.all() if viewer.is_programme_team else self.of(viewer.member_key)

    def waiting(self):
        """Keep what nobody decided yet."""
        return self.filter(state__in=[state.value for state in WAITING])

    def accepted(self):
        """Keep what was said yes to."""
        return self.filter(state=ApplicationState.ACCEPTED)

    def standing(self):
        """Keep what nobody decided yet, and what was said yes to and isn't over: once per place and guest."""
        return self.filter(Q(state__in=[state.value for state in WAITING]) | Q(state=ApplicationState.ACCEPTED)).filter(
            ended_at=None
        )

    def wanted_by(self, member_key: str):
        """Keep those of a member in which the other one is nobody they blocked: what reaches them unasked."""
        blocked = Block.objects.filter(blocker__key=member_key)
        return self.of(member_key).exclude(
            Exists(blocked.filter(blocked=OuterRef("guest"))) | Exists(blocked.filter(blocked=OuterRef("host")))
        )

    def turn_of(self, member_key: str):
        """Keep what nobody decided yet, and waits for this member."""
        own = Q(waits_for=Side.GUEST, guest__key=member_key) | Q(waits_for=Side.HOST, host__key=member_key)
        return self.waiting().filter(own)

    def for_lines(self):
        """Join what a line in a list shows."""
        return self.select_related("guest", "host", "guest_institution", "host_institution", "offer", "request")


class ApplicationMessageQuerySet(models.QuerySet):
    """Messages by who has to look at them."""

    def awaiting_leader(self):
        """Keep what has an open report, the longest waiting first, with `reported_at`."""
        still_open = Q(reports__state=ReportState.OPEN)
        rows = self.annotate(
            reported_at=Min("reports__created_at", filter=still_open),
            report_count=Count("reports", filter=still_open),
        )
        return rows.exclude(reported_at=None).order_by("reported_at", "pk")

    def reported(self):
        """Keep what somebody reported, settled or not."""
        return self.exclude(reports=None).distinct()

    def not_about(self, member: models.Model):
        """Leave out the conversations of which someone is one of the two."""
        return self.exclude(Q(application__guest=member) | Q(application__host=member) | Q(author=member))
