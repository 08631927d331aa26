"""Messages between two members, and what protects them: blocks, reports, and a stop on writing."""

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from network.contact.querysets import ConversationQuerySet, MessageQuerySet, ReportQuerySet
from network.contact.rules import LONGEST_MESSAGE
from network.contact.states import MessageState, ReportReason
from network.members.models import Member
from portal.shared.conversations.models import Report
from portal.shared.conversations.states import ReportState
from portal.shared.keys import new_key


class Conversation(models.Model):
    """Everything two members write to each other. The pair stands in the order of the primary keys; one may be gone."""

    key = models.CharField(max_length=20, unique=True, default=new_key, editable=False)
    first = models.ForeignKey(Member, on_delete=models.SET_NULL, null=True, related_name="conversations_as_first")
    second = models.ForeignKey(Member, on_delete=models.SET_NULL, null=True, related_name="conversations_as_second")
    started_at = models.DateTimeField(_("started at"), default=timezone.now)

    objects = ConversationQuerySet.as_manager()

    class Meta:
        ordering = ["-started_at", "-pk"]
        verbose_name = _("conversation")
        verbose_name_plural = _("conversations")
        constraints = [
            models.UniqueConstraint(fields=["first", "second"], name="one_conversation_per_pair"),
            models.CheckConstraint(name="conversation_pair_in_order", condition=Q(first__lt=models.F("second"))),
        ]

    def __str__(self) -> str:
        return self.key

    def other(self, member: Member) -> Member | None:
        """Give the other one of the two; None when their account is gone."""
        return self.second if self.first_id == member.pk else self.first

    def other_id(self, member: Member) -> int | None:
        """Give the primary key of the other one; None when their account is gone."""
        return self.second_id if self.first_id == member.pk else self.first_id


class Message(models.Model):
    """One text of one of the two."""

    key = models.CharField(max_length=20, unique=True, default=new_key, editable=False)
    conversation = models.ForeignKey(Conversation, on_delete=models.CASCADE, related_name="messages")
    sender = models.ForeignKey(Member, on_delete=models.SET_NULL, null=True, related_name="sent_messages")
    text = models.TextField(_("message"), max_length=LONGEST_MESSAGE, blank=True)
    state = models.CharField(_("state"), max_length=8, choices=MessageState, default=MessageState.SENT)
    created_at = models.DateTimeField(_("written at"), default=timezone.now, db_index=True)
    read_at = models.DateTimeField(_("read at"), null=True, blank=True)
    # Each shown form has its own; a form that is sent twice finds its first message.
    form_token = models.CharField(max_length=20, default=new_key, editable=False)

    objects = MessageQuerySet.as_manager()

    class Meta:
        ordering = ["created_at", "pk"]
        verbose_name = _("message between members")
        verbose_name_plural = _("messages between members")
        constraints = [
            models.UniqueConstraint(fields=["conversation", "sender", "form_token"], name="message_once_per_form"),
            models.CheckConstraint(
                name="message_text_until_removed",
                condition=Q(state=MessageState.REMOVED, text="") | (~Q(state=MessageState.REMOVED) & ~Q(text="")),
            ),
        ]

    def __str__(self) -> str:
        return self.key


class Block(models.Model):
    """One member wants nothing more from another, who never learns it."""

    blocker = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="blocks")
    blocked = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="blocked_by")
    at = models.DateTimeField(_("blocked at"), default=timezone.now)

    class Meta:
        verbose_name = _("block")
        verbose_name_plural = _("blocks")
        constraints = [models.UniqueConstraint(fields=["blocker", "blocked"], name="one_block_per_pair")]

    def __str__(self) -> str:
        return str(self.at)


class MessageReport(Report):
    """The receiver's word to the conversation leaders that something is wrong with a message."""

    key = models.CharField(max_length=20, unique=True, default=new_key, editable=False)
    message = models.ForeignKey(Message, on_delete=models.CASCADE, related_name="reports")
    reporter = models.ForeignKey(Member, on_delete=models.SET_NULL, null=True, related_name="message_reports")
    reason = models.CharField(_("what is wrong"), max_length=12, choices=ReportReason)
    decided_by = models.ForeignKey(Member, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")

    objects = ReportQuerySet.as_manager()

    class Meta:
        ordering = ["created_at", "pk"]
        verbose_name = _("report of a message")
        verbose_name_plural = _("reports of messages")
        constraints = [
            models.UniqueConstraint(fields=["message", "reporter"], name="message_report_once_per_member"),
            models.CheckConstraint(
                name="message_report_decided_has_moment",
                condition=Q(state=ReportState.OPEN, decided_at=None)
                | (~Q(state=ReportState.OPEN) & Q(decided_at__isnull=False)),
            ),
        ]


class WritingStop(models.Model):
    """Someone who may write to nobody until a moment, and why."""

    member = models.OneToOneField(Member, on_delete=models.CASCADE, related_name="writing_stop")
    until = models.DateTimeField(_("until"))
    reason = models.CharField(_("reason"), max_length=500)
    decided_by = models.ForeignKey(Member, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    at = models.DateTimeField(_("decided at"), default=timezone.now)

    class Meta:
        verbose_name = _("stop on writing")
        verbose_name_plural = _("stops on writing")

    def __str__(self) -> str:
        return self.reason
