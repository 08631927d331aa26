"""Joint actions, with their plan and news, the schools that take part and the people of those schools."""

from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from network.initiatives.querysets import InitiativeQuerySet, ParticipantQuerySet, PartQuerySet
from network.initiatives.states import (
    AUDIENCES,
    ENDED,
    JOINABLE,
    PUBLISHED,
    InitiativeKind,
    InitiativeState,
    PartState,
)
from network.institutions.models import Institution
from network.members.models import Member
from network.vocabulary.models import Theme
from portal.shared.audiences.states import Audience
from portal.shared.keys import new_key


class Initiative(models.Model):
    """Something several schools do together: one member leads it for one school, others join."""

    key = models.CharField(max_length=20, unique=True, default=new_key, editable=False)
    kind = models.CharField(_("kind"), max_length=12, choices=InitiativeKind, default=InitiativeKind.JOINT_ACTION)
    title = models.CharField(_("title"), max_length=120)
    goal = models.TextField(_("goal"), max_length=600, blank=True)
    about = models.TextField(_("what we do"), max_length=3000, blank=True)
    asks = models.TextField(_("what we ask of a school"), max_length=1200, blank=True)
    themes = models.ManyToManyField(Theme, verbose_name=_("themes"), blank=True, related_name="initiatives")
    lead_institution = models.ForeignKey(
        Institution, verbose_name=_("school that leads"), on_delete=models.PROTECT, related_name="led_initiatives"
    )
    # Without one, a colleague of the leading school can take it over.
    contact = models.ForeignKey(
        Member,
        verbose_name=_("who leads"),
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="led_initiatives",
    )
    proposed_by = models.ForeignKey(Member, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    audience = models.CharField(
        _("who can read this?"), max_length=12, choices=AUDIENCES, default=Audience.EVERYONE.value
    )
    state = models.CharField(_("state"), max_length=8, choices=InitiativeState, default=InitiativeState.DRAFT)
    starts_on = models.DateField(_("starts on"), null=True, blank=True)
    ends_on = models.DateField(_("ends on"), null=True, blank=True)
    joining_ends_on = models.DateField(_("last day to join"), null=True, blank=True)
    result = models.TextField(_("result"), max_length=4000, blank=True)
    created_at = models.DateTimeField(_("made at"), default=timezone.now)
    submitted_at = models.DateTimeField(_("sent at"), null=True, blank=True)
    decided_by = models.ForeignKey(Member, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    decided_at = models.DateTimeField(_("decided at"), null=True, blank=True)
    # What the editors wrote when they sent it back; empty again once it is approved.
    remark = models.CharField(_("remark of the editors"), max_length=600, blank=True)
    ended_at = models.DateTimeField(_("ended at"), null=True, blank=True)
    is_example = models.BooleanField(_("example text"), default=False, editable=False)

    objects = InitiativeQuerySet.as_manager()

    class Meta:
        ordering = ["title", "pk"]
        verbose_name = _("joint action")
        verbose_name_plural = _("joint actions")
        indexes = [models.Index(fields=["state", "starts_on"], name="initiative_by_state")]
        constraints = [
            models.CheckConstraint(
                name="initiative_ends_after_start",
                condition=models.Q(ends_on=None)
                | models.Q(starts_on=None)
                | models.Q(ends_on__gte=models.F("starts_on")),
                violation_error_message=_("The end date lies before the start date. Check both."),
            ),
            models.CheckConstraint(
                name="initiative_ended_has_result",
                condition=~models.Q(state__in=[state.value for state in ENDED])
                | (models.Q(ended_at__isnull=False) & ~models.Q(result="")),
            ),
            models.CheckConstraint(
                name="initiative_published_is_complete",
                condition=models.Q(state=InitiativeState.DRAFT) | (~models.Q(goal="") & ~models.Q(asks="")),
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("initiatives:detail", kwargs={"key": self.key})

    @property
    def is_published(self) -> bool:
        """Whether readers see it."""
        return self.state in PUBLISHED

    @property
    def is_joinable(self) -> bool:
        """Whether its state lets schools join; the last day to join is another question."""
        return self.state in JOINABLE

    @property
    def has_ended(self) -> bool:
        """Whether it is finished or stopped."""
        return self.state in ENDED


class InitiativeStep(models.Model):
    """One step of the plan, with the day it should be done."""

    key = models.CharField(max_length=20, unique=True, default=new_key, editable=False)
    initiative = models.ForeignKey(Initiative, on_delete=models.CASCADE, related_name="steps")
    text = models.CharField(_("what happens"), max_length=200)
    due_on = models.DateField(_("on or before"))
    done_on = models.DateField(_("done on"), null=True, blank=True)

    class Meta:
        ordering = ["due_on", "pk"]
        verbose_name = _("step of a plan")
        verbose_name_plural = _("steps of plans")

    def __str__(self) -> str:
        return f"{self.due_on}: {self.text}"


class InitiativeUpdate(models.Model):
    """News of an initiative, as the one who leads it wrote it; mailed once to who takes part."""

    key = models.CharField(max_length=20, unique=True, default=new_key, editable=False)
    initiative = models.ForeignKey(Initiative, on_delete=models.CASCADE, related_name="updates")
    author = models.ForeignKey(Member, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    title = models.CharField(_("title"), max_length=120)
    text = models.TextField(_("news"), max_length=3000)
    # Each shown form has its own; a form that is sent twice finds its first row.
    form_token = models.CharField(max_length=20, default=new_key, editable=False)
    created_at = models.DateTimeField(_("placed at"), default=timezone.now)

    class Meta:
        ordering = ["-created_at", "-pk"]
        verbose_name = _("update of a joint action")
        verbose_name_plural = _("updates of joint actions")
        constraints = [
            models.UniqueConstraint(fields=["initiative", "form_token"], name="initiative_update_once_per_form")
        ]

    def __str__(self) -> str:
        return self.title


class InitiativePart(models.Model):
    """One school in an initiative: interested, asking, taking part, done or withdrawn. One row per school."""

    key = models.CharField(max_length=20, unique=True, default=new_key, editable=False)
    initiative = models.ForeignKey(Initiative, on_delete=models.CASCADE, related_name="parts")
    institution = models.ForeignKey(
        Institution, verbose_name=_("school"), on_delete=models.PROTECT, related_name="initiative_parts"
    )
    state = models.CharField(_("state"), max_length=12, choices=PartState, default=PartState.INTERESTED)
    asked_by = models.ForeignKey(Member, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    asked_at = models.DateTimeField(_("asked at"), null=True, blank=True)
    # Only the one who leads reads it.
    message = models.CharField(_("message to the one who leads"), max_length=500, blank=True)
    decided_at = models.DateTimeField(_("decided at"), null=True, blank=True)
    changed_at = models.DateTimeField(_("changed at"), default=timezone.now)

    objects = PartQuerySet.as_manager()

    class Meta:
        ordering = ["institution__name", "pk"]
        verbose_name = _("school in a joint action")
        verbose_name_plural = _("schools in joint actions")
        constraints = [
            models.UniqueConstraint(fields=["initiative", "institution"], name="initiative_part_once_per_school"),
            models.CheckConstraint(
                name="initiative_part_asked_has_moment",
                condition=~models.Q(state=PartState.ASKED) | models.Q(asked_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.institution}: {self.get_state_display()}"


class InitiativeParticipant(models.Model):
    """One person of a school in an initiative. The row goes away when the person leaves."""

    key = models.CharField(max_length=20, unique=True, default=new_key, editable=False)
    part = models.ForeignKey(InitiativePart, on_delete=models.CASCADE, related_name="people")
    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="initiative_places")
    gets_mail = models.BooleanField(_("mail me the news"), default=True)
    joined_at = models.DateTimeField(_("joined at"), default=timezone.now)

    objects = ParticipantQuerySet.as_manager()

    class Meta:
        ordering = ["joined_at", "pk"]
        verbose_name = _("participant of a joint action")
        verbose_name_plural = _("participants of joint actions")
        constraints = [
            models.UniqueConstraint(fields=["part", "member"], name="initiative_participant_once_per_school")
        ]

    def __str__(self) -> str:
        return f"{self.member}"
