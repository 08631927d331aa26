"""Places to join (*meeloopplek*), wishes to join (*meeloopwens*), and the cards that describe what one does there."""

from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from events.offers.querysets import OfferQuerySet, RequestQuerySet
from events.offers.rules import MOST_HALF_DAYS, MOST_PLACES
from events.offers.states import AUDIENCES, LISTED, Direction, ListingKind, ListingState, PlacesPer
from network.models import Institution, Member, System, Theme
from portal.shared.audiences.states import Audience
from portal.shared.keys import new_key


class ActivityTemplate(models.Model):
    """One card (*stagekaart*): what a guest usually does in such an exchange; editors maintain them in /beheer/."""

    key = models.CharField(max_length=20, unique=True, default=new_key, editable=False)
    title = models.CharField(_("title"), max_length=80, unique=True)
    direction = models.CharField(_("direction"), max_length=16, choices=Direction)
    activities = models.TextField(_("what you do"), max_length=1500)
    limits = models.TextField(_("what you don't do"), max_length=1000, blank=True)
    example_question = models.CharField(_("example of a learning question"), max_length=300, blank=True)
    half_days = models.PositiveSmallIntegerField(_("usual number of half-days"), default=2)
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    is_active = models.BooleanField(_("can be chosen"), default=True)

    class Meta:
        ordering = ["position", "title"]
        verbose_name = _("activity card")
        verbose_name_plural = _("activity cards")

    def __str__(self) -> str:
        return self.title


class Listing(models.Model):
    """What an offer and a wish share: a direction, a period, a state, and an owner who keeps it true."""

    key = models.CharField(max_length=20, unique=True, default=new_key, editable=False)
    direction = models.CharField(_("direction"), max_length=16, choices=Direction)
    title = models.CharField(_("title"), max_length=100)
    about = models.TextField(_("about it"), max_length=2000, blank=True)
    half_days = models.PositiveSmallIntegerField(_("number of half-days"), default=2)
    # Days of the week that suit, Monday is 0; none means any.
    weekdays = models.JSONField(_("days that suit"), default=list, blank=True)
    themes = models.ManyToManyField(Theme, verbose_name=_("themes"), blank=True, related_name="%(class)ss")
    systems = models.ManyToManyField(System, verbose_name=_("systems"), blank=True, related_name="%(class)ss")
    # Without an end it stands until its owner no longer says that it holds.
    starts_on = models.DateField(_("from"), null=True, blank=True)
    ends_on = models.DateField(_("until"), null=True, blank=True)
    audience = models.CharField(
        _("who can read this?"), max_length=12, choices=AUDIENCES, default=Audience.MEMBERS.value
    )
    state = models.CharField(_("state"), max_length=9, choices=ListingState, default=ListingState.DRAFT)
    opens_on = models.DateField(_("open from"), null=True, blank=True)
    # The last day it holds: the end of its period, or some months after its owner last said so.
    lapses_on = models.DateField(_("lapses on"), null=True, blank=True)
    lapse_told_at = models.DateTimeField(null=True, blank=True, editable=False)
    paused_because = models.CharField(_("why it is paused"), max_length=200, blank=True)
    is_paused = models.BooleanField(default=False, editable=False)
    created_at = models.DateTimeField(_("made at"), default=timezone.now)
    # Who asks for the first time waits for an editor; the state is draft until then.
    submitted_at = models.DateTimeField(_("sent at"), null=True, blank=True)
    decided_by = models.ForeignKey(Member, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    decided_at = models.DateTimeField(_("decided at"), null=True, blank=True)
    remark = models.CharField(_("remark of the editors"), max_length=600, blank=True)
    # Whose it was when it first opened: who had one open before doesn't wait for the editors again.
    opened_by = models.ForeignKey(Member, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    opened_at = models.DateTimeField(_("opened at"), null=True, blank=True)
    ended_at = models.DateTimeField(_("ended at"), null=True, blank=True)
    end_reason = models.CharField(_("why it ended"), max_length=300, blank=True)
    changed_at = models.DateTimeField(_("changed at"), default=timezone.now)
    is_example = models.BooleanField(_("example text"), default=False, editable=False)
    # Of the form it was made with: a form that is sent twice makes one row.
    form_token = models.CharField(max_length=20, blank=True, editable=False)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.title

    @property
    def owner(self) -> Member | None:
        """Who keeps it true: the host of an offer, the member who has a wish."""
        raise NotImplementedError

    @property
    def is_waiting(self) -> bool:
        """Whether the editors have yet to read it."""
        return self.state == ListingState.DRAFT and self.submitted_at is not None

    @property
    def is_listed(self) -> bool:
        """Whether readers may see it."""
        return self.state in LISTED


class PlacementOffer(Listing):
    """A place to join, offered by a team of a school, with one colleague as the contact."""

    institution = models.ForeignKey(
        Institution, verbose_name=_("school"), on_delete=models.PROTECT, related_name="placement_offers"
    )
    team = models.CharField(_("team or department"), max_length=80, blank=True)
    place = models.CharField(_("place"), max_length=120, blank=True)
    # Without one, a colleague of the school takes it over.
    contact = models.ForeignKey(
        Member, verbose_name=_("host"), on_delete=models.SET_NULL, null=True, blank=True,
        related_name="placement_offers",
    )  # fmt: skip
    template = models.ForeignKey(
        ActivityTemplate, verbose_name=_("activity card"), on_delete=models.SET_NULL, null=True, blank=True,
        related_name="offers",
    )  # fmt: skip
    learn = models.CharField(_("what a guest can learn here"), max_length=300, blank=True)
    places = models.PositiveSmallIntegerField(_("number of places"), default=1)
    places_per = models.CharField(_("places are counted"), max_length=5, choices=PlacesPer, default=PlacesPer.TOTAL)
    # When the coordinators of the school heard that it has no host any more.
    host_left_told_at = models.DateTimeField(null=True, blank=True, editable=False)

    kind = ListingKind.OFFER
    objects = OfferQuerySet.as_manager()

    class Meta:
        ordering = ["title", "pk"]
        verbose_name = _("place to join")
        verbose_name_plural = _("places to join")
        indexes = [models.Index(fields=["state", "direction"], name="offer_by_state")]
        constraints = [
            models.CheckConstraint(
                name="offer_ends_after_start",
                condition=models.Q(ends_on=None)
                | models.Q(starts_on=None)
                | models.Q(ends_on__gte=models.F("starts_on")),
                violation_error_message=_("The end date lies before the start date. Check both."),
            ),
            models.CheckConstraint(
                name="offer_numbers_make_sense",
                condition=models.Q(
                    places__gte=1, places__lte=MOST_PLACES, half_days__gte=1, half_days__lte=MOST_HALF_DAYS
                ),
            ),
            models.UniqueConstraint(
                fields=["contact", "form_token"], name="offer_once_per_form", condition=~models.Q(form_token="")
            ),
        ]

    @property
    def owner(self) -> Member | None:
        return self.contact

    def get_absolute_url(self) -> str:
        return reverse("offers:offer", kwargs={"key": self.key})


class PlacementRequest(Listing):
    """A wish to join: what one member wants to learn, on which bank, and when."""

    # The wish of someone who left keeps its school for the counts.
    member = models.ForeignKey(
        Member, verbose_name=_("member"), on_delete=models.SET_NULL, null=True, blank=True,
        related_name="placement_requests",
    )  # fmt: skip
    institution = models.ForeignKey(
        Institution, verbose_name=_("school"), on_delete=models.PROTECT, related_name="placement_requests"
    )
    learning_question = models.CharField(_("learning question"), max_length=400)
    # Straight line, from the own school; none means anywhere.
    most_km = models.PositiveSmallIntegerField(_("at most so many kilometres away"), null=True, blank=True)
    is_own_school_fine = models.BooleanField(_("also inside my own school"), default=True)

    kind = ListingKind.REQUEST
    objects = RequestQuerySet.as_manager()

    class Meta:
        ordering = ["title", "pk"]
        verbose_name = _("wish to join")
        verbose_name_plural = _("wishes to join")
        indexes = [models.Index(fields=["state", "direction"], name="request_by_state")]
        constraints = [
            models.CheckConstraint(
                name="request_ends_after_start",
                condition=models.Q(ends_on=None)
                | models.Q(starts_on=None)
                | models.Q(ends_on__gte=models.F("starts_on")),
                violation_error_message=_("The end date lies before the start date. Check both."),
            ),
            models.CheckConstraint(
                name="request_numbers_make_sense",
                condition=models.Q(half_days__gte=1, half_days__lte=MOST_HALF_DAYS),
            ),
            models.UniqueConstraint(
                fields=["member", "form_token"], name="request_once_per_form", condition=~models.Q(form_token="")
            ),
        ]

    @property
    def owner(self) -> Member | None:
        return self.member

    def get_absolute_url(self) -> str:
        return reverse("offers:request", kwargs={"key": self.key})
