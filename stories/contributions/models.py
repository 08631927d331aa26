"""What members write for the site, and who read it in advance."""

from django.core.validators import MaxLengthValidator
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page

from network.models import Member
from portal.shared.keys import new_key
from stories.contributions.querysets import ContributionQuerySet, ReviewQuerySet
from stories.contributions.rules import Version
from stories.contributions.states import ContributionState, Kind, Verdict


class Contribution(models.Model):
    """One text that a member writes on the site; the page exists, unpublished, from the start (DECISIONS 8).

    `answers` are the fields as typed, valid or not. `saved` is what the page held right after the last save through the
    form: where the page now differs from it, an editor changed something. `revision_id` and `content_hash` name that
    version. The editors' workflow lives in Wagtail; `state` follows it.
    """

    key = models.CharField(_("key"), max_length=20, unique=True, default=new_key, editable=False)
    page = models.OneToOneField(Page, verbose_name=_("page"), on_delete=models.PROTECT, related_name="+")
    member = models.ForeignKey(Member, verbose_name=_("member"), on_delete=models.PROTECT, related_name="contributions")
    kind = models.CharField(_("kind"), max_length=10, choices=Kind)
    state = models.CharField(_("state"), max_length=10, choices=ContributionState, default=ContributionState.DRAFT)
    answers = models.JSONField(_("answers as typed"), default=dict, blank=True)
    saved = models.JSONField(_("answers as the page held them"), default=dict, blank=True)
    revision_id = models.BigIntegerField(_("last saved revision"), default=0)
    content_hash = models.CharField(_("hash of that revision"), max_length=32, blank=True)
    note = models.TextField(
        _("note for the editors"), blank=True, max_length=1000, validators=[MaxLengthValidator(1000)]
    )
    created_at = models.DateTimeField(_("begun at"))
    updated_at = models.DateTimeField(_("last changed at"))
    submitted_at = models.DateTimeField(_("sent at"), null=True, blank=True)

    objects = ContributionQuerySet.as_manager()

    class Meta:
        ordering = ["-updated_at", "-pk"]
        verbose_name = _("contribution")
        verbose_name_plural = _("contributions")
        indexes = [models.Index(fields=["member", "state"], name="contribution_of_member")]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.key}"

    def get_absolute_url(self) -> str:
        return reverse("contributions:detail", kwargs={"key": self.key})

    @property
    def version(self) -> Version:
        """The version the form wrote last."""
        return Version(self.revision_id, self.content_hash)


class Review(models.Model):
    """One person without account who was asked to read a draft, and the answer.

    The answer names the exact version that was on the screen. It is advice for the moderator: it publishes nothing.
    """

    key = models.CharField(_("key"), max_length=20, unique=True, default=new_key, editable=False)
    contribution = models.ForeignKey(Contribution, on_delete=models.CASCADE, related_name="reviews")
    name = models.CharField(_("name"), max_length=120)
    email = models.EmailField(_("e-mail address"))
    message = models.TextField(_("message"), max_length=1000, blank=True)
    invited_by = models.ForeignKey(
        Member, verbose_name=_("asked by"), on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    invited_at = models.DateTimeField(_("asked at"))
    expires_at = models.DateTimeField(_("link works until"))
    revoked_at = models.DateTimeField(_("withdrawn at"), null=True, blank=True)
    verdict = models.CharField(_("answer"), max_length=10, choices=Verdict, blank=True)
    comment = models.TextField(_("remark"), max_length=4000, blank=True)
    answered_at = models.DateTimeField(_("answered at"), null=True, blank=True)
    revision_id = models.BigIntegerField(_("revision that was read"), null=True, blank=True)
    content_hash = models.CharField(_("hash of that revision"), max_length=32, blank=True)

    objects = ReviewQuerySet.as_manager()

    class Meta:
        ordering = ["invited_at", "pk"]
        verbose_name = _("reading in advance")
        verbose_name_plural = _("readings in advance")
        constraints = [
            models.CheckConstraint(
                name="review_answer_has_moment",
                condition=models.Q(verdict="", answered_at=None)
                | (~models.Q(verdict="") & models.Q(answered_at__isnull=False, revision_id__isnull=False)),
            )
        ]

    def __str__(self) -> str:
        return f"{self.name}: {self.get_verdict_display() or '–'}"
