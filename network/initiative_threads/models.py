"""What those who take part in a joint action write to each other, and what they report of it."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from network.initiative_threads.querysets import MessageQuerySet, MessageReportQuerySet
from network.initiative_threads.rules import LONGEST_TEXT
from network.initiatives.models import Initiative
from network.members.models import Member
from portal.shared.conversations.models import Report
from portal.shared.conversations.states import PostState, ReportReason
from portal.shared.keys import new_key


class InitiativeMessage(models.Model):
    """One plain text of one member to the others who take part in the same joint action."""

    key = models.CharField(max_length=20, unique=True, default=new_key, editable=False)
    initiative = models.ForeignKey(Initiative, on_delete=models.CASCADE, related_name="messages")
    # Without a writer, it is shown as of a former member.
    member = models.ForeignKey(Member, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    text = models.TextField(_("message"), max_length=LONGEST_TEXT, blank=True)
    state = models.CharField(_("state"), max_length=8, choices=PostState, default=PostState.VISIBLE)
    created_at = models.DateTimeField(_("placed at"), default=timezone.now)
    # Each shown form has its own; a form that is sent twice finds its first row.
    form_token = models.CharField(max_length=20, default=new_key, editable=False)
    state_reason = models.CharField(_("reason"), max_length=500, blank=True)
    state_by = models.ForeignKey(Member, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    state_at = models.DateTimeField(_("decided at"), null=True, blank=True)

    objects = MessageQuerySet.as_manager()

    class Meta:
        ordering = ["created_at", "pk"]
        verbose_name = _("message in a joint action")
        verbose_name_plural = _("messages in joint actions")
        indexes = [models.Index(fields=["initiative", "state", "created_at"], name="message_of_initiative")]
        constraints = [
            models.UniqueConstraint(
                fields=["initiative", "member", "form_token"], name="initiative_message_once_per_form"
            ),
            models.CheckConstraint(
                name="initiative_message_text_until_removed",
                condition=models.Q(state=PostState.REMOVED, text="")
                | (~models.Q(state=PostState.REMOVED) & ~models.Q(text="")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_state_display()}: {self.text[:60]}"


class InitiativeMessageReport(Report):
    """One member's word to the conversation leaders that something is wrong with a message."""

    message = models.ForeignKey(InitiativeMessage, on_delete=models.CASCADE, related_name="reports")
    reporter = models.ForeignKey(Member, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    reason = models.CharField(_("what is wrong"), max_length=12, choices=ReportReason)
    decided_by = models.ForeignKey(Member, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")

    objects = MessageReportQuerySet.as_manager()

    class Meta:
        ordering = ["created_at", "pk"]
        verbose_name = _("report of a message")
        verbose_name_plural = _("reports of messages")
        constraints = [
            models.UniqueConstraint(fields=["message", "reporter"], name="initiative_message_report_once_per_member"),
        ]


class InitiativeThreadClosed(models.Model):
    """A conversation in which nobody can write now. The row goes away when it opens again."""

    initiative = models.OneToOneField(Initiative, on_delete=models.CASCADE, related_name="thread_closed")
    closed_by = models.ForeignKey(Member, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    at = models.DateTimeField(_("closed at"), default=timezone.now)
    reason = models.CharField(_("reason"), max_length=300)

    class Meta:
        verbose_name = _("closed conversation of a joint action")
        verbose_name_plural = _("closed conversations of joint actions")

    def __str__(self) -> str:
        return self.reason
