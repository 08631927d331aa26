"""Applications, each with its own conversation, and who wants to hear when a place comes free."""

from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from events.applications.querysets import ApplicationMessageQuerySet, ApplicationQuerySet
from events.applications.rules import LONGEST_MESSAGE, LONGEST_NOTE, LONGEST_QUESTION
from events.applications.states import ApplicationState, LapseReason, Side
from events.offers.models import PlacementOffer, PlacementRequest
from events.offers.states import Direction
from network.models import Institution, Member
from portal.shared.conversations.models import Report
from portal.shared.conversations.states import PostState, ReportReason, ReportState
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
    learning_question = models.CharField(_("learning question"), max_length=LONGEST_QUESTION, blank=True)
    # The first day of the month the guest wants to come, for offers that count places per month.
    month = models.DateField(_("month"), null=True, blank=True)
    created_at = models.DateTimeField(_("made at"), default=timezone.now)
    # When the state last changed, and what it was before: an undo puts it back.
    changed_at = models.DateTimeField(_("changed at"), default=timezone.now)
    previous_state = models.CharField(max_length=10, choices=ApplicationState, blank=True)
    decided_by = models.ForeignKey(Member, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    decision_note = models.CharField(_("a word with the decision"), max_length=LONGEST_NOTE, blank=True)
    # Whether it holds a place of the offer: from the yes until the exchange is off, or over at a standing offer.
    holds_place = models.BooleanField(default=False, editable=False)
    # Whether it fulfils the wish: from the yes on, unless the exchange did not take place.
    holds_wish = models.BooleanField(default=False, editable=False)
    lapse_reason = models.CharField(_("why it lapsed"), max_length=8, choices=LapseReason, blank=True)
    # When it was over: said no to, withdrawn, lapsed, or the exchange that came of it ended or did not take place.
    ended_at = models.DateTimeField(_("ended at"), null=True, blank=True)
    # Since when it waits for one side, which one that is, and how often that side was reminded.
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
                condition=models.Q(holds_place=False, holds_wish=False) | models.Q(state=ApplicationState.ACCEPTED),
            ),
            models.UniqueConstraint(
                fields=["request"], name="application_fulfils_wish_once", condition=models.Q(holds_wish=True)
            ),
            models.UniqueConstraint(
                fields=["offer", "guest"],
                name="application_once_per_offer",
                condition=models.Q(state__in=["interested", "talking", "accepted"], ended_at=None),
            ),
            models.UniqueConstraint(
                fields=["request", "host"],
                name="application_once_per_request",
                condition=models.Q(state__in=["interested", "talking", "accepted"], ended_at=None),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.guest_institution} → {self.host_institution}"

    def get_absolute_url(self) -> str:
        return reverse("applications:detail", kwargs={"key": self.key})

    @property
    def title(self) -> str:
        """What it is about: the place, or the wish when no place was named."""
        return self.offer.title if self.offer is not None else self.request.title

    def side_of(self, member: Member) -> Side | None:
        """Say which of the two someone is; None for anyone else."""
        if member.pk == self.guest_id:
            return Side.GUEST
        return Side.HOST if member.pk == self.host_id else None

    def person(self, side: str) -> Member | None:
        """Give who stands on one side; None when that account is gone."""
        return self.guest if side == Side.GUEST else self.host

    def school(self, side: str) -> Institution:
        """Give the school of one side."""
        return self.guest_institution if side == Side.GUEST else self.host_institution


class ApplicationMessage(models.Model):
    """One text in the conversation of an application; the two read it, and the programme team."""

    key = models.CharField(max_length=20, unique=True, default=new_key, editable=False)
    application = models.ForeignKey(Application, on_delete=models.CASCADE, related_name="messages")
    author = models.ForeignKey(Member, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    side = models.CharField(max_length=5, choices=Side)
    text = models.TextField(_("message"), max_length=LONGEST_MESSAGE, blank=True)
    state = models.CharField(_("state"), max_length=8, choices=PostState, default=PostState.VISIBLE)
    created_at = models.DateTimeField(_("sent at"), default=timezone.now)
    # Each shown form has its own; a form that is sent twice finds its first message.
    form_token = models.CharField(max_length=20, default=new_key, editable=False)

    objects = ApplicationMessageQuerySet.as_manager()

    class Meta:
        ordering = ["created_at", "pk"]
        verbose_name = _("message in an application")
        verbose_name_plural = _("messages in applications")
        constraints = [
            models.UniqueConstraint(
                fields=["application", "author", "form_token"], name="application_message_once_per_form"
            ),
            models.CheckConstraint(
                name="application_message_text_until_removed",
                condition=models.Q(state=PostState.REMOVED, text="")
                | (~models.Q(state=PostState.REMOVED) & ~models.Q(text="")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.application_id}:{self.pk}"


class ApplicationReport(Report):
    """The word of one of the two to the conversation leaders that something is wrong with a message of the other."""

    message = models.ForeignKey(ApplicationMessage, on_delete=models.CASCADE, related_name="reports")
    reporter = models.ForeignKey(Member, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    reason = models.CharField(_("what is wrong"), max_length=12, choices=ReportReason)
    decided_by = models.ForeignKey(Member, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ["created_at", "pk"]
        verbose_name = _("report of a message in an application")
        verbose_name_plural = _("reports of messages in applications")
        constraints = [
            models.UniqueConstraint(fields=["message", "reporter"], name="application_report_once_per_member"),
            models.CheckConstraint(
                name="application_report_decided_has_moment",
                condition=models.Q(state=ReportState.OPEN, decided_at=None)
                | (~models.Q(state=ReportState.OPEN) & models.Q(decided_at__isnull=False)),
            ),
        ]


class OfferWatch(models.Model):
    """That a member wants to hear, once, when a place of this offer comes free; told, the row goes."""

    offer = models.ForeignKey(PlacementOffer, on_delete=models.CASCADE, related_name="watches")
    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["created_at", "pk"]
        verbose_name = _("wish to hear of a free place")
        verbose_name_plural = _("wishes to hear of a free place")
        constraints = [models.UniqueConstraint(fields=["offer", "member"], name="one_watch_per_offer_and_member")]

    def __str__(self) -> str:
        return f"{self.offer_id}:{self.member_id}"
