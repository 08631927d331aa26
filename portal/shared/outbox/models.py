"""Mail on its way, and the editors' words in it."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from portal.shared.keys import new_key
from portal.shared.outbox.querysets import OutboxMailQuerySet
from portal.shared.outbox.states import Delivery, MailReport, MailState


class OutboxMail(models.Model):
    """One mail to one address: written in the transaction of the change it tells of, sent afterwards (DECISIONS 1).

    After sending, only the log remains: purpose, address, moments. Subject, text and attachments are wiped.
    """

    key = models.CharField(_("key"), max_length=20, unique=True, default=new_key, editable=False)
    purpose = models.CharField(_("purpose"), max_length=80)
    idempotency_key = models.CharField(_("occasion"), max_length=200, unique=True)
    to = models.CharField(_("to"), max_length=254)
    subject = models.CharField(_("subject"), max_length=250, blank=True)
    text = models.TextField(_("text"), blank=True)
    html = models.TextField(_("formatted text"), blank=True)
    headers = models.JSONField(_("headers"), default=dict, blank=True)
    attachments = models.JSONField(_("attachments"), default=list, blank=True)
    recipient_kind = models.CharField(_("kind of recipient"), max_length=40, blank=True)
    recipient_key = models.CharField(_("key of recipient"), max_length=40, blank=True)
    delivery = models.CharField(_("delivery"), max_length=20, choices=Delivery, default=Delivery.AT_LEAST_ONCE)
    message_id = models.CharField(_("Message-ID"), max_length=250, unique=True)
    state = models.CharField(_("state"), max_length=10, choices=MailState, default=MailState.QUEUED)
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    next_attempt_at = models.DateTimeField(_("next attempt at"))
    leased_until = models.DateTimeField(_("held until"), null=True, blank=True)
    last_error = models.CharField(_("last error"), max_length=200, blank=True)
    created_at = models.DateTimeField(_("created at"))
    sent_at = models.DateTimeField(_("sent at"), null=True, blank=True)
    report = models.CharField(_("report"), max_length=12, choices=MailReport, blank=True, default="", db_default="")
    reported_at = models.DateTimeField(_("reported at"), null=True, blank=True)

    objects = OutboxMailQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at", "-pk"]
        verbose_name = _("mail")
        verbose_name_plural = _("mails")
        indexes = [
            models.Index(fields=["state", "next_attempt_at"], name="outbox_due"),
            models.Index(fields=["recipient_kind", "recipient_key"], name="outbox_recipient"),
            models.Index(fields=["created_at"], name="outbox_created"),
            models.Index(fields=["to", "reported_at"], name="outbox_reported"),
        ]
        constraints = [
            models.CheckConstraint(
                name="outbox_held_while_sending",
                condition=models.Q(state=MailState.SENDING, leased_until__isnull=False)
                | ~models.Q(state=MailState.SENDING),
            ),
            models.CheckConstraint(
                name="outbox_sent_has_moment",
                condition=models.Q(state=MailState.SENT, sent_at__isnull=False) | ~models.Q(state=MailState.SENT),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.purpose} {self.key}"


class MailIntro(models.Model):
    """The editors' opening words in all mails of one purpose (DECISIONS 30)."""

    purpose = models.CharField(_("purpose"), max_length=80, unique=True)
    text = models.TextField(_("opening words"), max_length=600, help_text=_("Plain text, at the top of the mail."))

    class Meta:
        ordering = ["purpose"]
        verbose_name = _("opening words of a mail")
        verbose_name_plural = _("opening words of mails")

    def __str__(self) -> str:
        return self.purpose


class MailRefusal(models.Model):
    """That one reader does not want one kind of mail. No row: it comes."""

    recipient_kind = models.CharField(_("kind of recipient"), max_length=40)
    recipient_key = models.CharField(_("key of recipient"), max_length=40)
    topic = models.CharField(_("kind of mail"), max_length=40)
    refused_at = models.DateTimeField(_("refused at"))

    class Meta:
        verbose_name = _("refusal of a kind of mail")
        verbose_name_plural = _("refusals of kinds of mail")
        constraints = [
            models.UniqueConstraint(
                fields=["recipient_kind", "recipient_key", "topic"], name="mail_refused_once_per_topic"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.topic} {self.recipient_kind} {self.recipient_key}"
