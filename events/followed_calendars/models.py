"""The calendars of schools that the portal follows, and each date found in one. No reader sees these rows."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from events.followed_calendars.querysets import FollowedCalendarQuerySet, FoundEventQuerySet
from events.followed_calendars.rules import LONGEST_ADDRESS
from events.followed_calendars.states import CalendarState, FoundState, Problem, Wait
from events.meetups.models import Occurrence
from network.models import Institution, Member
from portal.shared.keys import new_key


class FollowedCalendar(models.Model):
    """One public calendar of a school, at an address of the web."""

    key = models.CharField(max_length=20, unique=True, default=new_key, editable=False)
    institution = models.ForeignKey(
        Institution, verbose_name=_("school"), on_delete=models.PROTECT, related_name="followed_calendars"
    )
    address = models.URLField(_("address of the calendar"), max_length=LONGEST_ADDRESS, unique=True)
    # Where people read about the dates and sign up, when a date names no page of its own.
    website = models.URLField(_("page where people sign up"), max_length=LONGEST_ADDRESS)
    state = models.CharField(_("state"), max_length=8, choices=CalendarState, default=CalendarState.PROPOSED)
    reason = models.CharField(_("reason"), max_length=300, blank=True)
    proposed_by = models.ForeignKey(Member, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    proposed_at = models.DateTimeField(_("proposed at"))
    decided_by = models.ForeignKey(Member, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)

    # What the worker knows of it.
    next_fetch_at = models.DateTimeField(null=True, blank=True, editable=False)
    fetched_at = models.DateTimeField(_("last looked at"), null=True, blank=True, editable=False)
    read_at = models.DateTimeField(_("last read as a whole"), null=True, blank=True, editable=False)
    etag = models.CharField(max_length=200, blank=True, editable=False)
    last_modified = models.CharField(max_length=200, blank=True, editable=False)
    failures = models.PositiveSmallIntegerField(_("failures in a row"), default=0, editable=False)
    problem = models.CharField(_("what went wrong last"), max_length=12, choices=Problem, blank=True, editable=False)

    objects = FollowedCalendarQuerySet.as_manager()

    class Meta:
        ordering = ["institution__name", "pk"]
        verbose_name = _("followed calendar")
        verbose_name_plural = _("followed calendars")
        indexes = [models.Index(fields=["state", "next_fetch_at"], name="followed_calendar_due")]

    def __str__(self) -> str:
        return f"{self.institution}: {self.address}"


class FoundEvent(models.Model):
    """One date in a followed calendar: what it says now, and what an editor last decided about it."""

    key = models.CharField(max_length=20, unique=True, default=new_key, editable=False)
    calendar = models.ForeignKey(FollowedCalendar, on_delete=models.CASCADE, related_name="found")
    # Together the name of a date; `recurrence` only for a date of a series.
    uid = models.CharField(max_length=255)
    recurrence = models.CharField(max_length=16, blank=True)
    title = models.CharField(_("title"), max_length=120)
    text = models.TextField(_("text"), max_length=4000, blank=True)
    place = models.CharField(_("place"), max_length=160, blank=True)
    url = models.URLField(_("address"), max_length=500, blank=True)
    starts_at = models.DateTimeField(_("starts at"))
    ends_at = models.DateTimeField(_("ends at"))
    is_all_day = models.BooleanField(_("days without times"), default=False)
    state = models.CharField(_("state"), max_length=8, choices=FoundState, default=FoundState.NEW)
    wait = models.CharField(_("to be decided"), max_length=12, choices=Wait, blank=True, default=Wait.APPROVAL)
    # From rules.mark_of: of what the calendar says, and of what an editor last decided about.
    mark = models.CharField(max_length=64, editable=False)
    settled_mark = models.CharField(max_length=64, blank=True, editable=False)
    # What the calendar said when it came into the agenda, or was last taken over, to show what is different now.
    accepted = models.JSONField(default=dict, blank=True, editable=False)
    occurrence = models.OneToOneField(
        Occurrence, on_delete=models.SET_NULL, null=True, blank=True, related_name="found_event", editable=False
    )
    found_at = models.DateTimeField(_("found at"))
    decided_by = models.ForeignKey(Member, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)

    objects = FoundEventQuerySet.as_manager()

    class Meta:
        ordering = ["starts_at", "pk"]
        verbose_name = _("found date")
        verbose_name_plural = _("found dates")
        indexes = [models.Index(fields=["wait", "ends_at"], name="found_event_waiting")]
        constraints = [
            models.UniqueConstraint(fields=["calendar", "uid", "recurrence"], name="found_event_once_per_calendar")
        ]

    def __str__(self) -> str:
        return self.title
