"""Meetups, their dates and sessions: everything that decides who can come when, outside of any draft (DECISIONS 2)."""

from uuid import uuid4

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from events.meetup_pages.models import MeetupPage
from events.meetups.querysets import MeetupQuerySet, OccurrenceQuerySet
from events.meetups.states import (
    Admission,
    Booking,
    Eligibility,
    MeetupKind,
    OccurrenceState,
    WaitlistPolicy,
)
from network.models import Institution, Member
from portal.shared.calendar_days.rules import DEFAULT_OFFER_HOURS
from portal.shared.keys import new_key


def new_uid() -> str:
    """Give a UID for a calendar (RFC 7986, 5.3): a random UUID, so that it says nothing and never changes."""
    return str(uuid4())


class Meetup(models.Model):
    """One gathering, or a series of it: its kind, its windows and how people get in. The text is its page."""

    key = models.CharField(max_length=20, unique=True, default=new_key, editable=False)
    page = models.OneToOneField(MeetupPage, verbose_name=_("page"), on_delete=models.PROTECT, related_name="meetup")
    kind = models.CharField(_("kind"), max_length=12, choices=MeetupKind, default=MeetupKind.NETWORK)
    # The school that receives; a national meetup has none.
    institution = models.ForeignKey(
        Institution,
        verbose_name=_("school"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="meetups",
    )
    admission = models.CharField(_("how someone gets in"), max_length=8, choices=Admission, default=Admission.DIRECT)
    eligibility = models.CharField(
        _("who may sign up"), max_length=8, choices=Eligibility, default=Eligibility.EVERYONE
    )
    booking = models.CharField(_("sign up for"), max_length=8, choices=Booking, default=Booking.PER_DATE)
    # Where one signs up when that isn't here: only with Admission.NONE.
    signup_url = models.URLField(_("address where people sign up elsewhere"), max_length=500, blank=True)
    # Without them registration is open from the announcement until each date starts.
    opens_at = models.DateTimeField(_("registration opens at"), null=True, blank=True)
    closes_at = models.DateTimeField(_("registration closes at"), null=True, blank=True)
    waitlist_policy = models.CharField(
        _("when a seat comes free"), max_length=9, choices=WaitlistPolicy, default=WaitlistPolicy.OFFER
    )
    offer_hours = models.PositiveSmallIntegerField(_("hours to confirm an offered seat"), default=DEFAULT_OFFER_HOURS)
    # None: as many as want to wait; 0: no waitlist.
    waitlist_limit = models.PositiveSmallIntegerField(_("most people on the waitlist"), null=True, blank=True)
    allows_pairs = models.BooleanField(_("people can sign up in pairs"), default=False)
    most_per_institution = models.PositiveSmallIntegerField(_("most people of one school"), null=True, blank=True)
    # The hours before the start at which who comes gets a reminder; empty: none.
    reminder_hours = models.JSONField(_("reminders, hours before the start"), default=list, blank=True)
    # RFC 5545 RRULE without DTSTART, for a series; the dates themselves are rows.
    recurrence = models.CharField(_("repeats"), max_length=200, blank=True)
    created_at = models.DateTimeField(_("made at"), default=timezone.now)
    created_by = models.ForeignKey(Member, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")

    # A member who isn't an organiser yet: becomes one when the page first goes online.
    proposed_by = models.ForeignKey(
        Member, on_delete=models.SET_NULL, null=True, blank=True, related_name="proposed_meetups", editable=False
    )
    proposed_at = models.DateTimeField(null=True, blank=True, editable=False)
    approved_at = models.DateTimeField(null=True, blank=True, editable=False)

    organisers = models.ManyToManyField(
        Member, verbose_name=_("organisers"), through="MeetupOrganiser", related_name="organised_meetups"
    )

    objects = MeetupQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        verbose_name = _("meetup")
        verbose_name_plural = _("meetups")
        constraints = [
            models.CheckConstraint(
                name="meetup_closes_after_opening",
                condition=models.Q(opens_at=None)
                | models.Q(closes_at=None)
                | models.Q(closes_at__gt=models.F("opens_at")),
                violation_error_message=_("Registration closes before it opens. Check both moments."),
            ),
            models.CheckConstraint(name="meetup_offer_hours_positive", condition=models.Q(offer_hours__gte=1)),
        ]

    def __str__(self) -> str:
        return self.page.title


class MeetupOrganiser(models.Model):
    """One person who runs a meetup, with or without access to the editors' side."""

    meetup = models.ForeignKey(Meetup, on_delete=models.CASCADE, related_name="organiser_rows")
    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="organiser_rows")
    added_at = models.DateTimeField(_("added at"), default=timezone.now)

    class Meta:
        ordering = ["added_at", "pk"]
        verbose_name = _("organiser")
        verbose_name_plural = _("organisers")
        constraints = [models.UniqueConstraint(fields=["meetup", "member"], name="organiser_once_per_meetup")]

    def __str__(self) -> str:
        return f"{self.member}"


class SeatGroup(models.Model):
    """Seats of each date that are kept for one group: teachers, ICT, coaches."""

    key = models.CharField(max_length=20, unique=True, default=new_key, editable=False)
    meetup = models.ForeignKey(Meetup, on_delete=models.CASCADE, related_name="seat_groups")
    name = models.CharField(_("group"), max_length=60)
    seats = models.PositiveSmallIntegerField(_("seats"))

    class Meta:
        ordering = ["pk"]
        verbose_name = _("group of seats")
        verbose_name_plural = _("groups of seats")
        constraints = [models.UniqueConstraint(fields=["meetup", "name"], name="seat_group_once_per_meetup")]

    def __str__(self) -> str:
        return self.name


class Occurrence(models.Model):
    """One date of a meetup, with its place and seats. The row that every decision about a seat locks."""

    key = models.CharField(max_length=20, unique=True, default=new_key, editable=False)
    meetup = models.ForeignKey(Meetup, on_delete=models.PROTECT, related_name="occurrences")
    state = models.CharField(_("state"), max_length=9, choices=OccurrenceState, default=OccurrenceState.DRAFT)
    starts_at = models.DateTimeField(_("starts at"))
    ends_at = models.DateTimeField(_("ends at"))
    # Where the rule of the series put it; a date that was moved keeps it, a date outside of a rule has none.
    planned_start_at = models.DateTimeField(null=True, blank=True, editable=False)
    # A mode that isn't offered has False; seats None means no limit.
    has_on_site = models.BooleanField(_("on site"), default=True)
    has_online = models.BooleanField(_("online"), default=False)
    seats_on_site = models.PositiveIntegerField(_("seats on site"), null=True, blank=True)
    seats_online = models.PositiveIntegerField(_("seats online"), null=True, blank=True)
    place = models.CharField(_("place"), max_length=160, blank=True)
    address = models.CharField(_("address"), max_length=200, blank=True)
    city = models.CharField(_("town"), max_length=80, blank=True)
    # The school where it is, for distance and region, when it isn't the meetup's.
    institution = models.ForeignKey(
        Institution,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="occurrences",
        verbose_name=_("school"),
    )
    # Never on a public page, feed or entry: only for who is registered.
    online_url = models.URLField(_("address to take part online"), max_length=500, blank=True)
    reason = models.CharField(_("reason of the cancellation"), max_length=300, blank=True)
    cancelled_at = models.DateTimeField(null=True, blank=True, editable=False)
    uid = models.CharField(max_length=120, unique=True, default=new_uid, editable=False)
    # RFC 5545, 3.8.7.4: raised on a change of time or place and on cancellation, never otherwise.
    sequence = models.PositiveIntegerField(default=0, editable=False)
    # When anything that calendars show changed; DTSTAMP and LAST-MODIFIED.
    changed_at = models.DateTimeField(default=timezone.now, editable=False)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = OccurrenceQuerySet.as_manager()

    class Meta:
        ordering = ["starts_at", "pk"]
        verbose_name = _("date")
        verbose_name_plural = _("dates")
        indexes = [
            models.Index(fields=["state", "starts_at"], name="occurrence_by_start"),
            models.Index(fields=["state", "ends_at"], name="occurrence_by_end"),
        ]
        constraints = [
            models.CheckConstraint(
                name="occurrence_ends_after_start",
                condition=models.Q(ends_at__gt=models.F("starts_at")),
                violation_error_message=_("The end lies before the start. Check both."),
            ),
            models.CheckConstraint(
                name="occurrence_has_a_mode",
                condition=models.Q(has_on_site=True) | models.Q(has_online=True),
                violation_error_message=_("Choose on site, online or both."),
            ),
            models.CheckConstraint(
                name="occurrence_cancelled_has_reason",
                condition=~models.Q(state=OccurrenceState.CANCELLED)
                | (models.Q(cancelled_at__isnull=False) & ~models.Q(reason="")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.meetup} {self.starts_at:%Y-%m-%d}"


class Session(models.Model):
    """A timed item of a date: a talk, or one choice of a round with its own seats."""

    key = models.CharField(max_length=20, unique=True, default=new_key, editable=False)
    occurrence = models.ForeignKey(Occurrence, on_delete=models.CASCADE, related_name="sessions")
    title = models.CharField(_("title"), max_length=160)
    about = models.TextField(_("what happens"), max_length=800, blank=True)
    speaker = models.CharField(_("speaker"), max_length=200, blank=True)
    room = models.CharField(_("room"), max_length=80, blank=True)
    starts_at = models.DateTimeField(_("starts at"))
    ends_at = models.DateTimeField(_("ends at"))
    # Whether one signs up for it; a plain item of the programme is for everyone who comes.
    is_chosen = models.BooleanField(_("people sign up for it"), default=False)
    seats = models.PositiveIntegerField(_("seats"), null=True, blank=True)

    class Meta:
        ordering = ["starts_at", "pk"]
        verbose_name = _("session")
        verbose_name_plural = _("sessions")
        constraints = [
            models.CheckConstraint(
                name="session_ends_after_start",
                condition=models.Q(ends_at__gt=models.F("starts_at")),
                violation_error_message=_("The end lies before the start. Check both."),
            ),
        ]

    def __str__(self) -> str:
        return self.title
