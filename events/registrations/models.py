"""Registrations for dates, with the answers, choices and needs that came along, and bookings of whole series."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from events.meetups.models import Meetup, Occurrence, SeatGroup, Session
from events.meetups.states import Mode
from events.registrations.querysets import RegistrationQuerySet, SeriesBookingQuerySet
from events.registrations.states import ACTIVE, Attendance, RegistrationState
from network.models import Institution, Member
from portal.shared.keys import new_key

_SOMEBODY = models.Q(member__isnull=False, guest_email="") | (
    models.Q(member__isnull=True) & (~models.Q(guest_email="") | models.Q(erased_at__isnull=False))
)


class SeriesBooking(models.Model):
    """One person for all dates of a meetup: has a registration for each coming one, all or none.

    What stands here holds for the whole: the place in line, the offered seats, how one takes part. The registrations of
    the dates follow it, so that seats, lists, reminders and calendars read dates only; a date that one leaves out
    later, and dates that are over, keep their own state.
    """

    key = models.CharField(max_length=20, unique=True, default=new_key, editable=False)
    meetup = models.ForeignKey(Meetup, on_delete=models.PROTECT, related_name="series_bookings")
    member = models.ForeignKey(Member, on_delete=models.SET_NULL, null=True, blank=True, related_name="series_bookings")
    mode = models.CharField(_("how"), max_length=7, choices=Mode, default=Mode.ON_SITE)
    state = models.CharField(_("state"), max_length=10, choices=RegistrationState, default=RegistrationState.CONFIRMED)
    queued_at = models.DateTimeField(null=True, blank=True)
    hold_ends_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(default=timezone.now)
    changed_at = models.DateTimeField(default=timezone.now)

    objects = SeriesBookingQuerySet.as_manager()

    class Meta:
        ordering = ["created_at", "pk"]
        verbose_name = _("booking of a series")
        verbose_name_plural = _("bookings of series")
        constraints = [
            models.UniqueConstraint(
                fields=["meetup", "member"],
                condition=models.Q(state__in=[state.value for state in ACTIVE]),
                name="series_booking_once_while_active",
            ),
            models.CheckConstraint(
                name="series_booking_in_line_has_moment",
                condition=~models.Q(state=RegistrationState.WAITLISTED) | models.Q(queued_at__isnull=False),
            ),
            models.CheckConstraint(
                name="series_booking_offer_has_end",
                condition=~models.Q(state=RegistrationState.OFFERED) | models.Q(hold_ends_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.member} – {self.meetup}"

    @property
    def is_active(self) -> bool:
        """Whether someone is in, waits or was offered seats."""
        return self.state in ACTIVE


class Registration(models.Model):
    """One person at one date. A member, or a guest with a confirmed address; erased, nobody: the count stays."""

    key = models.CharField(max_length=20, unique=True, default=new_key, editable=False)
    occurrence = models.ForeignKey(Occurrence, on_delete=models.PROTECT, related_name="registrations")
    member = models.ForeignKey(Member, on_delete=models.SET_NULL, null=True, blank=True, related_name="registrations")
    guest_name = models.CharField(_("name"), max_length=120, blank=True)
    # Normalised (DECISIONS 21).
    guest_email = models.EmailField(_("e-mail address"), blank=True)
    guest_organisation = models.CharField(_("school or organisation"), max_length=120, blank=True)
    # The school the seat counts for, as it was at sign-up.
    institution = models.ForeignKey(
        Institution, on_delete=models.PROTECT, null=True, blank=True, related_name="registrations"
    )
    state = models.CharField(_("state"), max_length=10, choices=RegistrationState)
    mode = models.CharField(_("how"), max_length=7, choices=Mode, default=Mode.ON_SITE)
    seat_group = models.ForeignKey(SeatGroup, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    series_booking = models.ForeignKey(
        SeriesBooking, on_delete=models.PROTECT, null=True, blank=True, related_name="registrations"
    )
    # Two people with the same pair key are in both or neither.
    pair_key = models.CharField(max_length=20, blank=True, db_index=True)
    # The place in line is derived from it; who switches to a full mode keeps nothing of the old line.
    queued_at = models.DateTimeField(null=True, blank=True)
    # Until when a held or offered seat is kept.
    hold_ends_at = models.DateTimeField(null=True, blank=True)
    # An organiser let this one in above the number of seats, and why.
    override_reason = models.CharField(_("why above the limit"), max_length=300, blank=True)
    attendance = models.CharField(_("attendance"), max_length=8, choices=Attendance, default=Attendance.UNKNOWN)
    checked_in_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(default=timezone.now)
    changed_at = models.DateTimeField(default=timezone.now)
    erased_at = models.DateTimeField(null=True, blank=True)

    sessions = models.ManyToManyField(Session, blank=True, related_name="registrations")

    objects = RegistrationQuerySet.as_manager()

    class Meta:
        ordering = ["created_at", "pk"]
        verbose_name = _("registration")
        verbose_name_plural = _("registrations")
        indexes = [
            # All that counting the seats of a date reads.
            models.Index(fields=["occurrence", "mode", "state", "queued_at"], name="registration_seats"),
            models.Index(fields=["state", "hold_ends_at"], name="registration_by_deadline"),
            models.Index(fields=["created_at"], name="registration_by_creation"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["occurrence", "member"],
                condition=models.Q(state__in=[state.value for state in ACTIVE]),
                name="registration_once_per_member",
            ),
            models.UniqueConstraint(
                fields=["occurrence", "guest_email"],
                condition=models.Q(state__in=[state.value for state in ACTIVE]) & ~models.Q(guest_email=""),
                name="registration_once_per_guest",
            ),
            models.CheckConstraint(name="registration_is_of_somebody", condition=_SOMEBODY),
            models.CheckConstraint(
                name="registration_in_line_has_moment",
                condition=~models.Q(state=RegistrationState.WAITLISTED) | models.Q(queued_at__isnull=False),
            ),
            models.CheckConstraint(
                name="registration_hold_has_end",
                condition=~models.Q(state__in=[RegistrationState.HELD, RegistrationState.OFFERED])
                | models.Q(hold_ends_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.member or self.guest_name} – {self.occurrence}"

    @property
    def is_active(self) -> bool:
        """Whether someone is in, waits or was offered a seat."""
        return self.state in ACTIVE


class AccessNeed(models.Model):
    """What someone needs to take part, or eats: only for the organisers, gone 14 days after (DECISIONS 16)."""

    registration = models.OneToOneField(Registration, on_delete=models.CASCADE, related_name="access_need")
    text = models.CharField(_("what do you need to take part?"), max_length=500)

    class Meta:
        verbose_name = _("access need")
        verbose_name_plural = _("access needs")

    def __str__(self) -> str:
        return self.text


class MeetupQuestion(models.Model):
    """A question of the organisers at sign-up."""

    class Kind(models.TextChoices):
        TEXT = "text", _("a line of text")
        CHOICE = "choice", _("one of a list")
        YES_NO = "yes_no", _("yes or no")

    key = models.CharField(max_length=20, unique=True, default=new_key, editable=False)
    meetup = models.ForeignKey(Meetup, on_delete=models.CASCADE, related_name="questions")
    position = models.PositiveSmallIntegerField(default=0)
    label = models.CharField(_("question"), max_length=200)
    kind = models.CharField(_("kind of answer"), max_length=6, choices=Kind, default=Kind.TEXT)
    choices = models.JSONField(_("answers to choose from"), default=list, blank=True)
    is_required = models.BooleanField(_("must be answered"), default=False)

    class Meta:
        ordering = ["position", "pk"]
        verbose_name = _("question at sign-up")
        verbose_name_plural = _("questions at sign-up")

    def __str__(self) -> str:
        return self.label


class RegistrationAnswer(models.Model):
    """What someone answered to a question at sign-up."""

    registration = models.ForeignKey(Registration, on_delete=models.CASCADE, related_name="answers")
    question = models.ForeignKey(MeetupQuestion, on_delete=models.CASCADE, related_name="answers")
    value = models.CharField(max_length=500)

    class Meta:
        ordering = ["question__position", "pk"]
        verbose_name = _("answer at sign-up")
        verbose_name_plural = _("answers at sign-up")
        constraints = [
            models.UniqueConstraint(fields=["registration", "question"], name="answer_once_per_registration")
        ]

    def __str__(self) -> str:
        return self.value


class RegistrationMove(models.Model):
    """One step in the life of a registration: what changed, when, and who did it (a kind and a key, DECISIONS 13)."""

    registration = models.ForeignKey(Registration, on_delete=models.CASCADE, related_name="moves")
    at = models.DateTimeField()
    from_state = models.CharField(max_length=10, blank=True)
    to_state = models.CharField(max_length=10, choices=RegistrationState)
    # "member", "guest", "organiser", "clock"; a key only for organisers.
    by_kind = models.CharField(max_length=10)
    by_key = models.CharField(max_length=20, blank=True)
    note = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["at", "pk"]
        verbose_name = _("step of a registration")
        verbose_name_plural = _("steps of registrations")

    def __str__(self) -> str:
        return f"{self.from_state} → {self.to_state}"
