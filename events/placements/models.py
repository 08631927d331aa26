"""An exchange with its agreement (in versions), its days and the consent of two managers."""

import uuid

from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from events.applications.models import Application
from events.applications.states import Side
from events.offers.states import Direction
from events.placements.querysets import ConsentQuerySet, PlacementQuerySet
from events.placements.states import CancelReason, ConsentState, DayState, PlacementState
from network.models import Institution, Member
from portal.shared.keys import new_key


class Placement(models.Model):
    """One exchange (*uitwisselingsstage*), from the yes to its end. Erased people leave a count of two schools."""

    key = models.CharField(max_length=20, unique=True, default=new_key, editable=False)
    # Those of a pilot before the portal have none.
    application = models.OneToOneField(
        Application, on_delete=models.SET_NULL, null=True, blank=True, related_name="placement"
    )
    direction = models.CharField(_("direction"), max_length=16, choices=Direction)
    guest = models.ForeignKey(Member, on_delete=models.SET_NULL, null=True, blank=True, related_name="guest_placements")
    host = models.ForeignKey(Member, on_delete=models.SET_NULL, null=True, blank=True, related_name="host_placements")
    guest_institution = models.ForeignKey(Institution, on_delete=models.PROTECT, related_name="guest_placements")
    host_institution = models.ForeignKey(Institution, on_delete=models.PROTECT, related_name="host_placements")
    state = models.CharField(_("state"), max_length=9, choices=PlacementState, default=PlacementState.PLANNING)
    created_at = models.DateTimeField(_("made at"), default=timezone.now)
    # When guest and host first found each other: the application. Measures the time to a match.
    asked_at = models.DateTimeField(null=True, blank=True)
    agreed_at = models.DateTimeField(_("agreed at"), null=True, blank=True)
    # The first and last day that go ahead, from the agreement that holds; also what stays for the counts.
    first_day_on = models.DateField(_("first day"), null=True, blank=True)
    last_day_on = models.DateField(_("last day"), null=True, blank=True)
    half_days = models.PositiveSmallIntegerField(_("half-days"), null=True, blank=True)
    ended_at = models.DateTimeField(_("ended at"), null=True, blank=True)
    cancel_reason = models.CharField(_("why not"), max_length=10, choices=CancelReason, blank=True)
    cancel_note = models.CharField(_("in your own words"), max_length=600, blank=True)
    cancelled_by = models.CharField(max_length=5, choices=Side, blank=True)
    # The story that tells of it, once it is published; a key of a page is no relation across layers.
    story_key = models.CharField(max_length=40, blank=True, editable=False)
    is_example = models.BooleanField(_("example"), default=False, editable=False)

    objects = PlacementQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at", "-pk"]
        verbose_name = _("exchange")
        verbose_name_plural = _("exchanges")
        indexes = [models.Index(fields=["state", "first_day_on"], name="placement_by_state")]
        constraints = [
            models.CheckConstraint(
                name="placement_cancelled_has_reason",
                condition=~models.Q(state=PlacementState.CANCELLED)
                | (~models.Q(cancel_reason="") & models.Q(ended_at__isnull=False)),
            ),
            models.CheckConstraint(
                name="placement_agreed_has_days",
                condition=~models.Q(state__in=["agreed", "running", "done"])
                | (models.Q(first_day_on__isnull=False) & models.Q(last_day_on__isnull=False)),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.guest_institution} → {self.host_institution}"

    def get_absolute_url(self) -> str:
        return reverse("placements:detail", kwargs={"key": self.key})


class AgreementVersion(models.Model):
    """The agreement as it stood at one moment. The newest is what waits or holds; older ones show what changed.

    The fields are those of DOMAIN 8. `days` are `{"key", "on", "from", "until"}`, local dates and clock times of
    Europe/Amsterdam; a key stays with its day through versions, so that a moved day is the same event in a calendar.
    """

    key = models.CharField(max_length=20, unique=True, default=new_key, editable=False)
    placement = models.ForeignKey(Placement, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveSmallIntegerField(_("version"))
    learning_question = models.CharField(_("learning question"), max_length=400)
    host_hopes = models.CharField(_("what the host hopes for"), max_length=400, blank=True)
    days = models.JSONField(_("days"), default=list)
    half_days = models.PositiveSmallIntegerField(_("number of half-days"), default=2)
    place = models.CharField(_("where"), max_length=200)
    day_contact = models.CharField(_("contact on the day"), max_length=160, blank=True)
    allowed = models.TextField(_("what the guest does"), max_length=1500)
    not_allowed = models.TextField(_("what the guest does not do"), max_length=1000, blank=True)
    confidentiality = models.TextField(_("confidentiality"), max_length=1000)
    cover = models.CharField(_("who arranges cover"), max_length=300)
    costs = models.CharField(_("costs"), max_length=300)
    insurance = models.CharField(_("insurance and house rules"), max_length=400, blank=True)
    practical = models.TextField(_("practical"), max_length=1000, blank=True)
    reporting = models.CharField(_("looking back and telling others"), max_length=400, blank=True)
    change_note = models.CharField(_("why it changes"), max_length=300, blank=True)
    made_by = models.ForeignKey(Member, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    made_at = models.DateTimeField(_("made at"), default=timezone.now)
    guest_confirmed_at = models.DateTimeField(_("confirmed by the guest at"), null=True, blank=True)
    host_confirmed_at = models.DateTimeField(_("confirmed by the host at"), null=True, blank=True)
    # The number of the version whose consents count for it: its own, or that of an earlier one with the same working
    # time, so that a small change of words asks no manager again.
    consents_of = models.PositiveSmallIntegerField(default=1, editable=False)
    # When both had confirmed it and the managers it needs had agreed.
    holds_since = models.DateTimeField(null=True, blank=True)
    # Taken back before it held; what was before stays.
    withdrawn_at = models.DateTimeField(null=True, blank=True, editable=False)

    class Meta:
        ordering = ["placement", "-number"]
        verbose_name = _("agreement")
        verbose_name_plural = _("agreements")
        constraints = [models.UniqueConstraint(fields=["placement", "number"], name="agreement_version_once")]

    def __str__(self) -> str:
        return f"{self.placement_id}:{self.number}"


def new_uid() -> str:
    """Give an iCal UID that never changes (DECISIONS 4)."""
    return f"{uuid.uuid4()}@bruggenbouwen"


class PlacementDay(models.Model):
    """One day of an exchange as calendars know it, written from the agreement that holds."""

    key = models.CharField(max_length=20, unique=True)
    placement = models.ForeignKey(Placement, on_delete=models.CASCADE, related_name="days")
    uid = models.CharField(max_length=80, unique=True, default=new_uid, editable=False)
    sequence = models.PositiveIntegerField(default=0)
    starts_at = models.DateTimeField(_("starts at"))
    ends_at = models.DateTimeField(_("ends at"))
    place = models.CharField(_("where"), max_length=200, blank=True)
    state = models.CharField(_("state"), max_length=9, choices=DayState, default=DayState.PLANNED)
    changed_at = models.DateTimeField(_("changed at"), default=timezone.now)
    reminded_at = models.DateTimeField(null=True, blank=True, editable=False)

    class Meta:
        ordering = ["starts_at", "pk"]
        verbose_name = _("day of an exchange")
        verbose_name_plural = _("days of exchanges")
        constraints = [
            models.CheckConstraint(
                name="placement_day_ends_after_start", condition=models.Q(ends_at__gt=models.F("starts_at"))
            )
        ]

    def __str__(self) -> str:
        return f"{self.starts_at:%Y-%m-%d}"


class ManagerConsent(models.Model):
    """What the manager of one side says about one version of the agreement, asked by a secret link."""

    key = models.CharField(max_length=20, unique=True, default=new_key, editable=False)
    placement = models.ForeignKey(Placement, on_delete=models.CASCADE, related_name="consents")
    side = models.CharField(_("side"), max_length=5, choices=Side)
    state = models.CharField(_("state"), max_length=10, choices=ConsentState, default=ConsentState.ASKED)
    name = models.CharField(_("name"), max_length=120, blank=True)
    email = models.EmailField(_("e-mail address"), blank=True)
    # The version it is asked for; a later one that touches working time asks again.
    version = models.ForeignKey(
        AgreementVersion, on_delete=models.CASCADE, null=True, blank=True, related_name="consents"
    )
    asked_at = models.DateTimeField(_("asked at"), default=timezone.now)
    reminded_at = models.DateTimeField(_("reminded at"), null=True, blank=True)
    expires_at = models.DateTimeField(_("until"), null=True, blank=True)
    decided_at = models.DateTimeField(_("decided at"), null=True, blank=True)
    remark = models.CharField(_("remark"), max_length=400, blank=True)

    objects = ConsentQuerySet.as_manager()

    class Meta:
        ordering = ["placement", "side", "-asked_at", "-pk"]
        verbose_name = _("consent of a manager")
        verbose_name_plural = _("consents of managers")
        constraints = [
            models.UniqueConstraint(
                fields=["version", "side"],
                name="one_consent_that_counts_per_side",
                condition=~models.Q(state=ConsentState.WITHDRAWN),
            )
        ]

    def __str__(self) -> str:
        return f"{self.placement_id}:{self.side}"
