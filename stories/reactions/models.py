"""What members write under a text, and what other members report of it."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page

from network.models import Member
from portal.shared.conversations.models import Report
from portal.shared.conversations.states import PostState, ReportReason, ReportState
from portal.shared.keys import new_key
from stories.reactions.querysets import ReactionQuerySet, ReportQuerySet
from stories.reactions.rules import LONGEST_TEXT


class Reaction(models.Model):
    """One short plain text of one member under a story, pilot report, insight or route."""

    key = models.CharField(max_length=20, unique=True, default=new_key, editable=False)
    page = models.ForeignKey(Page, on_delete=models.PROTECT, related_name="reactions")
    # Without a writer, it is shown as of a former member.
    member = models.ForeignKey(Member, on_delete=models.SET_NULL, null=True, blank=True, related_name="reactions")
    text = models.TextField(_("reaction"), max_length=LONGEST_TEXT, blank=True)
    state = models.CharField(_("state"), max_length=8, choices=PostState, default=PostState.VISIBLE)
    created_at = models.DateTimeField(_("placed at"), default=timezone.now)
    edited_at = models.DateTimeField(_("changed at"), null=True, blank=True)
    # Each shown form has its own; a form that is sent twice finds its first reaction.
    form_token = models.CharField(max_length=20, default=new_key, editable=False)
    state_reason = models.CharField(_("reason"), max_length=500, blank=True)
    state_by = models.ForeignKey(Member, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    state_at = models.DateTimeField(_("decided at"), null=True, blank=True)

    objects = ReactionQuerySet.as_manager()

    class Meta:
        ordering = ["created_at", "pk"]
        verbose_name = _("reaction")
        verbose_name_plural = _("reactions")
        indexes = [models.Index(fields=["page", "state", "created_at"], name="reaction_of_page")]
        constraints = [
            models.UniqueConstraint(fields=["page", "member", "form_token"], name="reaction_once_per_form"),
            models.CheckConstraint(
                name="reaction_text_until_removed",
                condition=models.Q(state=PostState.REMOVED, text="")
                | (~models.Q(state=PostState.REMOVED) & ~models.Q(text="")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_state_display()}: {self.text[:60]}"


class ReactionReport(Report):
    """One member's word to the conversation leaders that something is wrong with a reaction."""

    key = models.CharField(max_length=20, unique=True, default=new_key, editable=False)
    reaction = models.ForeignKey(Reaction, on_delete=models.CASCADE, related_name="reports")
    reporter = models.ForeignKey(Member, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    reason = models.CharField(_("what is wrong"), max_length=12, choices=ReportReason)
    decided_by = models.ForeignKey(Member, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")

    objects = ReportQuerySet.as_manager()

    class Meta:
        ordering = ["created_at", "pk"]
        verbose_name = _("report of a reaction")
        verbose_name_plural = _("reports of reactions")
        constraints = [
            models.UniqueConstraint(fields=["reaction", "reporter"], name="report_once_per_member"),
            models.CheckConstraint(
                name="report_decided_has_moment",
                condition=models.Q(state=ReportState.OPEN, decided_at=None)
                | (~models.Q(state=ReportState.OPEN) & models.Q(decided_at__isnull=False)),
            ),
        ]


class ReactionsClosed(models.Model):
    """A text under which nobody can react now. The row goes away when the conversation opens again."""

    page = models.OneToOneField(Page, on_delete=models.CASCADE, related_name="reactions_closed")
    closed_by = models.ForeignKey(Member, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    at = models.DateTimeField(_("closed at"), default=timezone.now)
    reason = models.CharField(_("reason"), max_length=300, help_text=_("Readers see this under the text."))

    class Meta:
        verbose_name = _("closed conversation")
        verbose_name_plural = _("closed conversations")

    def __str__(self) -> str:
        return self.reason
