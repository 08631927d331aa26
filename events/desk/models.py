"""What organisers wrote to the people of a date."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from events.desk.querysets import OrganiserMessageQuerySet
from events.desk.states import Reach
from events.meetups.models import Occurrence
from network.models import Member
from portal.shared.keys import new_key


class OrganiserMessage(models.Model):
    """One message to people of a date, each in a mail of their own. Who got it is not kept here, only how many.

    It belongs to the date it was written from, also when it reached further into the series.
    """

    key = models.CharField(max_length=20, unique=True, default=new_key, editable=False)
    occurrence = models.ForeignKey(Occurrence, on_delete=models.PROTECT, related_name="organiser_messages")
    sender = models.ForeignKey(
        Member, on_delete=models.SET_NULL, null=True, blank=True, related_name="organiser_messages"
    )
    # Made with the empty form: the same form sent twice is one message.
    form_key = models.CharField(max_length=20)
    subject = models.CharField(_("subject"), max_length=120, blank=True)
    text = models.TextField(_("message"), max_length=4000, blank=True)
    # With a default in the database too: while an upgrade runs, the old site still writes rows.
    reach = models.CharField(max_length=10, choices=Reach.choices, default=Reach.DATE, db_default=Reach.DATE)
    # Whom it was for: {"groups": [...], "mode": "...", "session": title, "school": name}. No person.
    audience = models.JSONField(default=dict)
    recipients = models.PositiveIntegerField(default=0)
    # As the outbox told so far: its own log goes after 90 days.
    sent = models.PositiveIntegerField(default=0)
    failed = models.PositiveIntegerField(default=0)
    unwanted = models.PositiveIntegerField(default=0)
    sent_at = models.DateTimeField(default=timezone.now)

    objects = OrganiserMessageQuerySet.as_manager()

    class Meta:
        ordering = ["-sent_at", "-pk"]
        verbose_name = _("message of organisers")
        verbose_name_plural = _("messages of organisers")
        constraints = [
            models.UniqueConstraint(fields=["occurrence", "form_key"], name="organiser_message_once_per_form")
        ]

    def __str__(self) -> str:
        return self.subject
