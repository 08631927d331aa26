"""Reflections of guest and host, what they say together, and what of it others may read."""

from datetime import datetime

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from events.applications.states import Side
from events.placements.models import Placement
from events.reflections.querysets import FindingQuerySet, QuoteQuerySet, ReflectionQuerySet, TogetherQuerySet
from events.reflections.rules import LONGEST_SENTENCE, version_of
from events.reflections.states import ReleaseState, Verdict
from network.models import Member
from portal.shared.keys import new_key

# What the other one and the programme team read once it is open, and the note that only the team reads.
OPEN_TEXTS = ("saw", "learned", "changes", "advice")
TEXTS = (*OPEN_TEXTS, "private_note")


class Reflection(models.Model):
    """How one of the two looks back (*terugblik*), sealed until both are in or fourteen days have passed."""

    key = models.CharField(max_length=20, unique=True, default=new_key, editable=False)
    placement = models.ForeignKey(Placement, on_delete=models.CASCADE, related_name="reflections")
    side = models.CharField(_("side"), max_length=5, choices=Side)
    author = models.ForeignKey(Member, on_delete=models.SET_NULL, null=True, blank=True, related_name="reflections")
    saw = models.TextField(_("what I saw"), max_length=2000, blank=True)
    learned = models.TextField(_("what I learned"), max_length=2000, blank=True)
    changes = models.TextField(_("what I do differently"), max_length=2000, blank=True)
    advice = models.TextField(_("what I would tell a colleague"), max_length=1000, blank=True)
    # For the programme team alone, never for the other one.
    private_note = models.TextField(_("only for the programme team"), max_length=1000, blank=True)
    # When the writer was asked for it, and reminded.
    created_at = models.DateTimeField(_("asked at"), default=timezone.now)
    reminded_at = models.DateTimeField(null=True, blank=True, editable=False)
    saved_at = models.DateTimeField(_("saved at"), default=timezone.now)
    sealed_at = models.DateTimeField(_("handed in at"), null=True, blank=True)

    objects = ReflectionQuerySet.as_manager()

    class Meta:
        ordering = ["placement", "side"]
        verbose_name = _("reflection")
        verbose_name_plural = _("reflections")
        constraints = [models.UniqueConstraint(fields=["placement", "side"], name="one_reflection_per_side")]

    def __str__(self) -> str:
        return f"{self.placement_id}:{self.side}"

    @property
    def texts(self) -> dict[str, str]:
        """What its writer typed, by column."""
        return {name: getattr(self, name) for name in TEXTS}

    @property
    def version(self) -> str:
        """Names what stands here now, for forms."""
        return version_of(self.texts.values())

    @property
    def is_in(self) -> bool:
        """Whether it is handed in, and so can't be changed."""
        return self.sealed_at is not None


class JointSummary(models.Model):
    """What guest and host say together once both reflections are open. Each change is theirs both."""

    key = models.CharField(max_length=20, unique=True, default=new_key, editable=False)
    placement = models.OneToOneField(Placement, on_delete=models.CASCADE, related_name="summary")
    title = models.CharField(_("title"), max_length=120, blank=True)
    text = models.TextField(_("what we take along"), max_length=4000, blank=True)
    opened_at = models.DateTimeField(_("opened at"), default=timezone.now)
    changed_at = models.DateTimeField(_("changed at"), default=timezone.now)
    changed_by = models.ForeignKey(Member, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    # Each says that the summary is right as it stands; a change takes both back.
    guest_agreed_at = models.DateTimeField(null=True, blank=True)
    host_agreed_at = models.DateTimeField(null=True, blank=True)
    # Counts with the yes: whether the name may stand with the story that is made of it.
    guest_is_named = models.BooleanField(default=False)
    host_is_named = models.BooleanField(default=False)
    # When one of them made a draft story of it, who, and where it stands.
    story_at = models.DateTimeField(null=True, blank=True)
    story_by = models.ForeignKey(Member, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    story_page_id = models.BigIntegerField(null=True, blank=True, db_index=True)
    story_path = models.CharField(max_length=200, blank=True)

    objects = TogetherQuerySet.as_manager()

    class Meta:
        ordering = ["-opened_at", "-pk"]
        verbose_name = _("joint summary")
        verbose_name_plural = _("joint summaries")

    def __str__(self) -> str:
        return self.title or f"{self.placement_id}"

    @property
    def version(self) -> str:
        """Names what stands here now, for forms."""
        return version_of([self.title, self.text])

    @property
    def is_agreed(self) -> bool:
        """Whether both say that it is right as it stands."""
        return self.guest_agreed_at is not None and self.host_agreed_at is not None

    def agreed_at(self, side: str) -> datetime | None:
        """When this side said yes; None while it did not."""
        return self.guest_agreed_at if side == Side.GUEST else self.host_agreed_at


class ReflectionQuote(models.Model):
    """One sentence of a reflection that could stand in a story; only its writer releases it."""

    key = models.CharField(max_length=20, unique=True, default=new_key, editable=False)
    reflection = models.ForeignKey(Reflection, on_delete=models.CASCADE, related_name="quotes")
    # As long as a text can be that has no full stop.
    text = models.CharField(_("sentence"), max_length=2000)
    state = models.CharField(_("state"), max_length=8, choices=ReleaseState, default=ReleaseState.ASKED)
    asked_at = models.DateTimeField(_("asked at"), default=timezone.now)
    answered_at = models.DateTimeField(_("answered at"), null=True, blank=True)

    objects = QuoteQuerySet.as_manager()

    class Meta:
        ordering = ["asked_at", "pk"]
        verbose_name = _("quote")
        verbose_name_plural = _("quotes")

    def __str__(self) -> str:
        return self.text


class ReflectionFinding(models.Model):
    """What an exchange says about one insight, in a sentence that both released (DECISIONS 19).

    It outlives the people: the sentence holds no names, the schools stand on the exchange.
    """

    key = models.CharField(max_length=20, unique=True, default=new_key, editable=False)
    placement = models.ForeignKey(Placement, on_delete=models.CASCADE, related_name="findings")
    # An insight is a page of another layer.
    insight_key = models.CharField(max_length=40)
    insight_title = models.CharField(max_length=200)
    verdict = models.CharField(_("what it says"), max_length=11, choices=Verdict)
    sentence = models.CharField(_("why, in a sentence"), max_length=LONGEST_SENTENCE)
    proposed_by = models.CharField(max_length=5, choices=Side)
    proposed_at = models.DateTimeField(default=timezone.now)
    guest_released_at = models.DateTimeField(null=True, blank=True)
    host_released_at = models.DateTimeField(null=True, blank=True)

    objects = FindingQuerySet.as_manager()

    class Meta:
        ordering = ["proposed_at", "pk"]
        verbose_name = _("finding of an exchange")
        verbose_name_plural = _("findings of exchanges")
        constraints = [
            models.UniqueConstraint(fields=["placement", "insight_key"], name="one_finding_per_insight_and_exchange")
        ]

    def __str__(self) -> str:
        return f"{self.insight_title}: {self.get_verdict_display()}"

    @property
    def version(self) -> str:
        """Names what stands here now: a yes counts for what was read."""
        return version_of([self.insight_key, self.verdict, self.sentence])

    @property
    def is_released(self) -> bool:
        """Whether both let it be read outside the exchange."""
        return self.guest_released_at is not None and self.host_released_at is not None

    def released_at(self, side: str) -> datetime | None:
        """When this side released it; None while it did not."""
        return self.guest_released_at if side == Side.GUEST else self.host_released_at
