"""Chainable reads of what organisers sent."""

from datetime import datetime

from django.db import models
from django.db.models import F, Q

from events.desk.states import Reach
from events.meetups.models import Occurrence
from portal.shared.retention import kept_for


class OrganiserMessageQuerySet(models.QuerySet):
    """Messages by whose they are and how far they got."""

    def sent_by(self, member_key: str):
        """Keep what this organiser sent."""
        return self.filter(sender__key=member_key)

    def reaching(self, occurrence: Occurrence):
        """Keep what people of this date got: written for it, or from another date of its series."""
        further = Q(reach=Reach.SERIES) | Q(reach=Reach.LATER, occurrence__starts_at__lte=occurrence.starts_at)
        return self.filter(Q(occurrence=occurrence) | Q(occurrence__meetup=occurrence.meetup_id) & further)

    def underway(self, at: datetime):
        """Keep messages of which the last word on some mails is still to come, as long as the log of mails tells."""
        settled = F("sent") + F("failed") + F("unwanted")
        return self.filter(recipients__gt=settled, sent_at__gt=at - kept_for("mail_log"))
