"""The abstract page under every page type: four eyes, one transaction for a change and its index rows, review dates."""

from django import forms
from django.contrib.auth.models import AnonymousUser
from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.forms import TaskStateCommentForm
from wagtail.models import AbstractGroupApprovalTask, Page, PageViewRestriction, Revision, WorkflowState

from portal.shared.caching.versions import remembered
from portal.shared.pages.addresses import root_paths
from portal.shared.pages.contexts import build_context
from portal.shared.pages.errors import ApproverMissing, OwnSubmissionRefused, OwnTextRefused, ReasonMissing
from portal.shared.pages.listeners import pages_changed
from portal.shared.pages.querysets import BasePageManager, in_step_with
from portal.shared.pages.rules import FourEyes, judge_four_eyes
from portal.shared.pages.texts import is_same_text

REFUSALS = {
    FourEyes.NO_APPROVER: ApproverMissing,
    FourEyes.WROTE_IT: OwnTextRefused,
    FourEyes.SUBMITTED_IT: OwnSubmissionRefused,
}

AS_VISITOR = "visitor"


class BasePage(Page):
    """What every page of the portal shares."""

    # Texts that carry no one's experience (contact, privacy, indexes) may be published by their writer (DECISIONS 9).
    needs_four_eyes = True
    # Set on the copy that a request gets of the published page; drafts and previews have the same id (sharing.py).
    is_as_published = False

    review_on = models.DateField(
        _("review on"), null=True, blank=True, help_text=_("On this day the text comes back on the editors' list.")
    )

    is_example = models.BooleanField(
        _("example text"), default=False, help_text=_("Shows a line that the school and the people do not exist.")
    )

    objects = BasePageManager()

    settings_panels = [
        *Page.settings_panels,
        MultiFieldPanel([FieldPanel("review_on"), FieldPanel("is_example")], heading=_("Upkeep")),
    ]

    class Meta:
        abstract = True

    def get_context(self, request, *args, **kwargs):
        """Give the template what the subject registered for this type (contexts.py), beside Wagtail's own."""
        return super().get_context(request, *args, **kwargs) | build_context(self, request)

    def _get_site_root_paths(self, cache_object=None, **kwargs):
        if not hasattr(cache_object or self, "_wagtail_cached_site_root_paths"):
            (cache_object or self)._wagtail_cached_site_root_paths = root_paths()
        return super()._get_site_root_paths(cache_object, **kwargs)

    def get_view_restrictions(self):
        """Give the restrictions on this page and on all above it, in one query where Wagtail takes two or more.

        A site with pages kept in step with others (aliases) goes Wagtail's way, which follows them to their source.
        """
        if remembered("has-aliases", Page.objects.exclude(alias_of=None).exists):
            return super().get_view_restrictions()
        above = [self.path[:end] for end in range(self.steplen, len(self.path) + 1, self.steplen)]
        return PageViewRestriction.objects.filter(page__path__in=above)

    @property
    def preview_modes(self):
        """Let an editor look with both pairs of eyes: signed in, and as anyone who comes by."""
        return [("", _("As you, signed in")), (AS_VISITOR, _("As a visitor"))]

    def serve_preview(self, request, mode_name):
        """Show the draft to the editor, or as someone without an account would get it."""
        if mode_name == AS_VISITOR:
            request.user = AnonymousUser()
        return super().serve_preview(request, mode_name)

    def four_eyes(self, user, revision: Revision | None = None) -> FourEyes:
        """Judge whether this person may approve or publish the given revision (the latest when none is given).

        A revision whose publishing was approved for a later moment is judged by that approval: the clock that
        publishes it has no name of its own.
        """
        revision = revision or self.get_latest_revision()
        if not self.needs_four_eyes or (user is None and revision and revision.approved_go_live_at):
            return FourEyes.SATISFIED
        since = self.live_revision_id or 0
        writers = self._writers_since(since)
        if revision and revision.user_id and revision.pk <= since:
            writers.add(revision.user_id)
        submissions = WorkflowState.objects.filter(
            object_id=str(self.pk), base_content_type=self.get_base_content_type()
        ).exclude(status=WorkflowState.STATUS_CANCELLED)
        if self.live_revision_id and self.last_published_at:
            submissions = submissions.filter(created_at__gt=self.last_published_at)
        submitters = set(submissions.exclude(requested_by=None).values_list("requested_by_id", flat=True))
        return judge_four_eyes(approver=user.pk if user else None, writers=writers, submitters=submitters)

    def _writers_since(self, since: int) -> set[int]:
        """Give the ids of everyone who changed the text after a revision; who saved it unchanged wrote nothing."""
        previous = self.revisions.filter(pk=since).first()
        writers = set()
        for revision in self.revisions.filter(pk__gt=since).order_by("created_at", "pk"):
            if revision.user_id and (previous is None or not is_same_text(previous.content, revision.content)):
                writers.add(revision.user_id)
            previous = revision
        return writers

    def publish(self, revision, user=None, changed=True, log_action=True, previous_revision=None, **options):
        """Publish a revision once a second person approved it, together with what search knows of it.

        Raises:
            PublishingRefused: One subclass per reason; see DECISIONS 9.
        """
        with transaction.atomic():
            type(self).objects.select_for_update().filter(pk=self.pk).values_list("pk", flat=True).first()
            refusal = REFUSALS.get(self.four_eyes(user, revision))
            if refusal:
                raise refusal
            super().publish(
                revision,
                user=user,
                changed=changed,
                log_action=log_action,
                previous_revision=previous_revision,
                **options,
            )
            pages_changed(in_step_with(self))

    def unpublish(self, *args, **kwargs):
        """Take the page offline, together with what search knows of it."""
        with transaction.atomic():
            # What search knows follows the signal (upkeep.py): that of the pages in step with it as well.
            super().unpublish(*args, **kwargs)


class ReasonForm(TaskStateCommentForm):
    """The question why a text goes back, which has to be answered."""

    comment = forms.CharField(
        label=_("What has to change?"),
        help_text=_("The writer reads this."),
        widget=forms.Textarea({"rows": 4}),
    )


class FourEyesApprovalTask(AbstractGroupApprovalTask):
    """Approval by someone of the chosen groups who neither wrote nor submitted the text."""

    class Meta:
        verbose_name = _("approval by a second person")
        verbose_name_plural = _("approvals by a second person")

    def get_actions(self, obj, user):
        """Offer approval only to a second pair of eyes; asking for changes is always possible, with a reason."""
        actions = [
            (name, self._label(name, asks_more), asks_more)
            for name, _words, asks_more in super().get_actions(obj, user)
        ]
        if isinstance(obj, BasePage) and obj.four_eyes(user) is not FourEyes.SATISFIED:
            return [action for action in actions if action[0] != "approve"]
        return actions

    @staticmethod
    def _label(name: str, asks_more: bool):
        """Say on the button what happens to the text."""
        if name == "reject":
            return _("Send back with a reason")
        return _("Approve with a remark") if asks_more else _("Approve and put online")

    def get_form_for_action(self, action):
        """Ask a reason of whoever sends a text back: the writer has to know what to change."""
        return ReasonForm if action == "reject" else super().get_form_for_action(action)

    def on_action(self, task_state, user, action_name, **kwargs):
        """Approve or send back, all in one transaction; an approval by a writer is refused here too."""
        if action_name == "reject" and not kwargs.get("comment", "").strip():
            raise ReasonMissing
        page = task_state.workflow_state.content_object.specific
        with transaction.atomic():
            if action_name == "approve" and isinstance(page, BasePage):
                refusal = REFUSALS.get(page.four_eyes(user, task_state.revision))
                if refusal:
                    raise refusal
                self._follow_unchanged_text(task_state, page)
            super().on_action(task_state, user, action_name, **kwargs)

    @staticmethod
    def _follow_unchanged_text(task_state, page: BasePage) -> None:
        """Let an approval count for the version that the approver's own form just stored, if no word differs.

        Without it Wagtail would start the task again, and the approver would wait for an approval that never comes.
        """
        latest = page.get_latest_revision()
        if latest.pk != task_state.revision_id and is_same_text(latest.content, task_state.revision.content):
            task_state.revision = latest
            task_state.save(update_fields=["revision"])

    @classmethod
    def get_description(cls):
        return _("A member of the chosen groups approves; never the person who wrote or submitted the text.")


def review_due(pages: models.QuerySet, at) -> models.QuerySet:
    """Keep the pages whose review day has come, counted in Dutch days.

    Parameters:
        pages: Pages of any type that has a review date.
        at: Aware moment.
    """
    return pages.filter(review_on__lte=timezone.localdate(at)).order_by("review_on")
