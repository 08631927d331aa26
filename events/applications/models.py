"""Applications, each with its own conversation, and who wants to hear when a place comes free."""

from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from events.applications.querysets import ApplicationQuerySet
from events.applications.states import ApplicationState, LapseReason, Side
from events.offers.models import PlacementOffer, PlacementRequest
from events.offers.states import Direction
from network.models import Institution, Member
from portal.shared.conversations.states import PostState
from portal.shared.keys import new_key


class Application(models.Model):
    """One guest and one host who may come to an exchange, asked for by either of them.

    A guest asks for an offer (a wish of their own may stand beside it), or a host invites who has a wish. Who did not
    begin decides.
    """

    key = models.CharField(max_length=20, unique=True, default=new_key, editable=False)
    offer = models.ForeignKey(
        PlacementOffer, on_delete=models.PROTECT, null=True, blank=True, related_name="applications"
    )
    request = models.ForeignKey(
        PlacementRequest, on_delete=models.PROTECT, null=True, blank=True, related_name="applications"
    )
    direction = models.CharField(_("direction"), max_length=16, choices=Direction)
    guest = models.ForeignKey(
        Member, on_delete=models.SET_NULL, null=True, blank=True, related_name="guest_applications"
    )
    host = models.ForeignKey(Member, on_delete=models.SET_NULL, null=True, blank=True, related_name="host_applications")
    guest_institution = models.ForeignKey(Institution, on_delete=models.PROTECT, related_name="guest_applications")
    host_institution = models.ForeignKey(Institution, on_delete=models.PROTECT, related_name="host_applications")
    started_by = models.CharField(_("begun by"), max_length=5, choices=Side)
    state = models.CharField(_("state"), max_length=10, choices=ApplicationState, default=ApplicationState.INTERESTED)
    learning_question = models.CharField(_("learning question"), max_length=400, blank=True)
    # The first day of the month the guest wants to come, for offers that count places per month.
    month = models.DateField(_("month"), null=True, blank=True)
    created_at = models.DateTimeField(_("made at"), default=timezone.now)
    # When the state last changed, and what it was before: an undo puts it back.
    changed_at = models.DateTimeField(_("changed at"), default=timezone.now)
    previous_state = models.CharField(max_length=10, choices=ApplicationState, blank=True)
    decided_by = models.ForeignKey(Member, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    decision_note = models.CharField(_("a word with the decision"), max_length=600, blank=True)
    # Whether it holds a place of the offer: from the yes until the exchange is off, or over at a standing offer.
    holds_place = models.BooleanField(default=False, editable=False)
    lapse_reason = models.CharField(_("why it lapsed"), max_length=8, choices=LapseReason, blank=True)
    # The last time either side did anything, whose turn it is, and how often that side was reminded.
    last_step_at = models.DateTimeField(default=timezone.now)
    waits_for = models.CharField(max_length=5, choices=Side, blank=True)
    nudges = models.PositiveSmallIntegerField(default=0)
    nudged_at = models.DateTimeField(null=True, blank=True)

    objects = ApplicationQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at", "-pk"]
        verbose_name = _("application")
        verbose_name_plural = _("applications")
        indexes = [models.Index(fields=["state", "last_step_at"], name="application_by_state")]
        constraints = [
            models.CheckConstraint(
                name="application_about_something",
                condition=models.Q(offer__isnull=False) | models.Q(request__isnull=False),
            ),
            models.CheckConstraint(
                name="application_holds_place_once_accepted",
                condition=models.Q(holds_place=False) | models.Q(state=ApplicationState.ACCEPTED),
            ),
            models.UniqueConstraint(
                fields=["offer", "guest"],
                name="application_once_per_offer",
                condition=models.Q(state__in=["interested", "talking", "accepted"]),
            ),
            models.UniqueConstraint(
                fields=["request", "host"],
                name="application_once_per_request",
                condition=models.Q(state__in=["interested", "talking", "accepted"]),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.guest_institution} → {self.host_institution}"

    def get_absolute_url(self) -> str:
        return reverse("applications:detail", kwargs={"key": self.key})


class ApplicationMessage(models.Model):
    """One text in the conversation of an application; the two read it, and the programme team."""

    key = models.CharField(max_length=20, unique=True, default=new_key, editable=False)
    application = models.ForeignKey(Application, on_delete=models.CASCADE, related_name="messages")
    author = models.ForeignKey(Member, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    side = models.CharField(max_length=5, choices=Side)
    text = models.TextField(_("message"), max_length=2000)
    state = models.CharField(_("state"), max_length=8, choices=PostState, default=PostState.VISIBLE)
    created_at = models.DateTimeField(_("sent at"), default=timezone.now)

    class Meta:
        ordering = ["created_at", "pk"]
        verbose_name = _("message in an application")
        verbose_name_plural = _("messages in applications")

    def __str__(self) -> str:
        return f"{self.application_id}:{self.pk}"


class OfferWatch(models.Model):
    """That a member wants to hear when a place of this offer comes free."""

    offer = models.ForeignKey(PlacementOffer, on_delete=models.CASCADE, related_name="watches")
    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)
    told_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["created_at", "pk"]
        verbose_name = _("wish to hear of a free place")
        verbose_name_plural = _("wishes to hear of a free place")
        constraints = [models.UniqueConstraint(fields=["offer", "member"], name="one_watch_per_offer_and_member")]

    def __str__(self) -> str:
        return f"{self.offer_id}:{self.member_id}"
