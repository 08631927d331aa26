"""Chainable reads of what organisers sent."""

from datetime import datetime

from django.db import models
from django.db.models import F

from portal.shared.retention import kept_for


class OrganiserMessageQuerySet(models.QuerySet):
    """Messages by whose they are and how far they got."""

    def sent_by(self, member_key: str):
        """Keep what this organiser sent."""
        return self.filter(sender__key=member_key)

    def underway(self, at: datetime):
        """Keep messages of which the last word on some mails is still to come, as long as the log of mails tells."""
        settled = F("sent") + F("failed") + F("unwanted")
        return self.filter(recipients__gt=settled, sent_at__gt=at - kept_for("mail_log"))
