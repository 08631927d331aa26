"""Devices of members that may show messages of the portal, which messages, and the messages on their way."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from network.members.models import Member
from network.push.querysets import PushMessageQuerySet, PushSubscriptionQuerySet
from network.push.states import PushState, Urgency
from portal.shared.keys import new_key

LONGEST_ENDPOINT = 1000


class PushWish(models.Model):
    """That one member wants messages of one purpose on the own devices. No row: none come."""

    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="push_wishes")
    purpose = models.CharField(_("purpose"), max_length=40)
    since = models.DateTimeField(_("wanted since"))

    class Meta:
        ordering = ["purpose"]
        verbose_name = _("wish for messages on a device")
        verbose_name_plural = _("wishes for messages on a device")
        constraints = [models.UniqueConstraint(fields=["member", "purpose"], name="push_wish_once")]

    def __str__(self) -> str:
        return self.purpose


class PushSubscription(models.Model):
    """One browser of one member: where its maker takes messages for it, and the keys that only it can read with."""

    key = models.CharField(max_length=20, unique=True, default=new_key, editable=False)
    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="push_subscriptions")
    endpoint = models.CharField(_("address at the push service"), max_length=LONGEST_ENDPOINT, unique=True)
    # As the browser gives them: base64url, without padding.
    p256dh = models.CharField(_("public key of the browser"), max_length=120)
    auth = models.CharField(_("secret of the browser"), max_length=40)
    device = models.CharField(_("browser and system"), max_length=60, blank=True)
    created_at = models.DateTimeField(_("switched on at"))
    last_ok_at = models.DateTimeField(_("last message at"), null=True, blank=True)

    objects = PushSubscriptionQuerySet.as_manager()

    class Meta:
        ordering = ["created_at", "pk"]
        verbose_name = _("device that gets messages")
        verbose_name_plural = _("devices that get messages")

    def __str__(self) -> str:
        return self.device or self.key


class PushMessage(models.Model):
    """One message to one device: written in the transaction of the change it tells of, sent afterwards (DECISIONS 1).

    After sending, purpose and moments remain; the words are wiped. It goes with its device.
    """

    key = models.CharField(max_length=20, unique=True, default=new_key, editable=False)
    subscription = models.ForeignKey(PushSubscription, on_delete=models.CASCADE, related_name="messages")
    purpose = models.CharField(_("purpose"), max_length=40)
    occasion = models.CharField(_("occasion"), max_length=200)
    title = models.CharField(_("title"), max_length=80, blank=True)
    text = models.CharField(_("text"), max_length=200, blank=True)
    path = models.CharField(_("leads to"), max_length=200, blank=True)
    urgency = models.CharField(_("urgency"), max_length=6, choices=Urgency, default=Urgency.NORMAL)
    expires_at = models.DateTimeField(_("worth nothing after"))
    state = models.CharField(_("state"), max_length=10, choices=PushState, default=PushState.QUEUED)
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    next_attempt_at = models.DateTimeField(_("next attempt at"))
    leased_until = models.DateTimeField(_("held until"), null=True, blank=True)
    last_error = models.CharField(_("last error"), max_length=200, blank=True)
    created_at = models.DateTimeField(_("created at"))
    sent_at = models.DateTimeField(_("sent at"), null=True, blank=True)

    objects = PushMessageQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at", "-pk"]
        verbose_name = _("message to a device")
        verbose_name_plural = _("messages to devices")
        indexes = [models.Index(fields=["state", "next_attempt_at"], name="push_due")]
        constraints = [
            models.UniqueConstraint(fields=["subscription", "occasion"], name="push_once_per_occasion"),
            models.CheckConstraint(
                name="push_held_while_sending",
                condition=~models.Q(state=PushState.SENDING) | models.Q(leased_until__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.purpose} {self.key}"
