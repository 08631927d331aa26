"""Fixed groups: who is in them, what they practise, who are buddies, and what they write to each other."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from events.cohorts.querysets import CohortQuerySet, NoteQuerySet, NoteReportQuerySet, PlaceQuerySet
from events.cohorts.rules import (
    LARGEST,
    LONGEST_NOTE,
    LONGEST_ROLE,
    LONGEST_TAKEAWAY,
    SMALLEST,
    USUAL_LEAST,
    USUAL_MOST,
)
from events.cohorts.states import INSIDE, CohortState, PlaceState, StoryAnswer
from events.feeds.models import SecretFeed
from events.meetups.models import Meetup, Occurrence
from network.models import Member
from portal.shared.conversations.models import Report
from portal.shared.conversations.states import PostState, ReportReason
from portal.shared.keys import new_key


class Cohort(models.Model):
    """The fixed group of one meetup of the kind "peer course". Its dates are those of the meetup."""

    key = models.CharField(max_length=20, unique=True, default=new_key, editable=False)
    meetup = models.OneToOneField(Meetup, on_delete=models.PROTECT, related_name="cohort")
    state = models.CharField(_("state"), max_length=6, choices=CohortState, default=CohortState.OPEN)
    least = models.PositiveSmallIntegerField(_("smallest size"), default=USUAL_LEAST)
    most = models.PositiveSmallIntegerField(_("largest size"), default=USUAL_MOST)
    # What people practise in turn, in the organisers' words.
    roles = models.JSONField(_("roles to practise"), default=list, blank=True)
    # When its people were asked whether they stand with the joint story.
    story_asked_at = models.DateTimeField(null=True, blank=True)
    story_title = models.CharField(_("title of the joint story"), max_length=120, blank=True)
    story_wanted = models.TextField(_("what the group wanted to learn"), max_length=1500, blank=True)
    story_did = models.TextField(_("what the group did"), max_length=3000, blank=True)
    created_at = models.DateTimeField(default=timezone.now)
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_by = models.ForeignKey(Member, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")

    objects = CohortQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        verbose_name = _("fixed group")
        verbose_name_plural = _("fixed groups")
        constraints = [
            models.CheckConstraint(
                name="cohort_size_makes_sense",
                condition=models.Q(least__gte=SMALLEST, most__lte=LARGEST, most__gte=models.F("least")),
                violation_error_message=_("The smallest size is above the largest. Check both numbers."),
            ),
            models.CheckConstraint(
                name="cohort_closed_has_moment",
                condition=models.Q(state=CohortState.OPEN, closed_at=None)
                | models.Q(state=CohortState.CLOSED, closed_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return str(self.meetup)

    @property
    def is_closed(self) -> bool:
        """Whether the group has finished."""
        return self.state == CohortState.CLOSED


class BuddyPair(models.Model):
    """Two people of a group, or three, who look after each other between the dates."""

    cohort = models.ForeignKey(Cohort, on_delete=models.CASCADE, related_name="pairs")
    made_at = models.DateTimeField(_("made at"), default=timezone.now)

    class Meta:
        ordering = ["pk"]
        verbose_name = _("pair of buddies")
        verbose_name_plural = _("pairs of buddies")

    def __str__(self) -> str:
        return f"{self.cohort_id}:{self.pk}"


class CohortMember(models.Model):
    """One person in one group, from being asked to leaving. Erased, the row stays without the person."""

    key = models.CharField(max_length=20, unique=True, default=new_key, editable=False)
    cohort = models.ForeignKey(Cohort, on_delete=models.CASCADE, related_name="places")
    member = models.ForeignKey(Member, on_delete=models.SET_NULL, null=True, blank=True, related_name="cohort_places")
    state = models.CharField(_("state"), max_length=11, choices=PlaceState, default=PlaceState.INVITED)
    added_by = models.ForeignKey(Member, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    added_at = models.DateTimeField(_("asked at"), default=timezone.now)
    # When they said yes, and with it that what others tell stays in the group.
    joined_at = models.DateTimeField(_("takes part since"), null=True, blank=True)
    left_at = models.DateTimeField(_("out since"), null=True, blank=True)
    # Up to when they were mailed which dates they have a seat at.
    dates_told_at = models.DateTimeField(default=timezone.now, editable=False)
    pair = models.ForeignKey(BuddyPair, on_delete=models.SET_NULL, null=True, blank=True, related_name="places")
    story_answer = models.CharField(
        _("author of the joint story"), max_length=3, choices=StoryAnswer, default=StoryAnswer.OPEN, blank=True
    )
    story_answered_at = models.DateTimeField(null=True, blank=True)
    takeaway = models.TextField(_("what I take along"), max_length=LONGEST_TAKEAWAY, blank=True)

    objects = PlaceQuerySet.as_manager()

    class Meta:
        ordering = ["added_at", "pk"]
        verbose_name = _("place in a fixed group")
        verbose_name_plural = _("places in fixed groups")
        constraints = [
            models.UniqueConstraint(fields=["cohort", "member"], name="cohort_place_once_per_member"),
            models.CheckConstraint(
                name="cohort_pair_of_who_is_inside",
                condition=models.Q(pair=None) | models.Q(state__in=[state.value for state in INSIDE]),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.member} – {self.get_state_display()}"

    @property
    def is_inside(self) -> bool:
        """Whether this person is in the group, or asked."""
        return self.state in INSIDE


class RolePractice(models.Model):
    """Someone practises a role at one date."""

    place = models.ForeignKey(CohortMember, on_delete=models.CASCADE, related_name="practices")
    occurrence = models.ForeignKey(Occurrence, on_delete=models.CASCADE, related_name="+")
    role = models.CharField(_("role"), max_length=LONGEST_ROLE)

    class Meta:
        ordering = ["occurrence__starts_at", "pk"]
        verbose_name = _("role at a date")
        verbose_name_plural = _("roles at dates")
        constraints = [models.UniqueConstraint(fields=["place", "occurrence"], name="one_role_per_person_and_date")]

    def __str__(self) -> str:
        return self.role


class CohortNote(models.Model):
    """One plain text of one member for the others of the group; nobody else knows that it is there."""

    key = models.CharField(max_length=20, unique=True, default=new_key, editable=False)
    cohort = models.ForeignKey(Cohort, on_delete=models.CASCADE, related_name="notes")
    # Without a writer, it is shown as of a former member.
    member = models.ForeignKey(Member, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    text = models.TextField(_("note"), max_length=LONGEST_NOTE, blank=True)
    state = models.CharField(_("state"), max_length=8, choices=PostState, default=PostState.VISIBLE)
    created_at = models.DateTimeField(_("placed at"), default=timezone.now)
    # Each shown form has its own; a form that is sent twice finds its first row.
    form_token = models.CharField(max_length=20, default=new_key, editable=False)
    state_reason = models.CharField(_("reason"), max_length=500, blank=True)
    state_by = models.ForeignKey(Member, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    state_at = models.DateTimeField(_("decided at"), null=True, blank=True)

    objects = NoteQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at", "-pk"]
        verbose_name = _("note in a fixed group")
        verbose_name_plural = _("notes in fixed groups")
        indexes = [models.Index(fields=["cohort", "state", "created_at"], name="note_of_cohort")]
        constraints = [
            models.UniqueConstraint(fields=["cohort", "member", "form_token"], name="cohort_note_once_per_form"),
            models.CheckConstraint(
                name="cohort_note_text_until_removed",
                condition=models.Q(state=PostState.REMOVED, text="")
                | (~models.Q(state=PostState.REMOVED) & ~models.Q(text="")),
            ),
        ]

    def __str__(self) -> str:
        # No word of the text: this stands in logs and in the editors' side.
        return f"{self.get_state_display()} {self.key}"


class CohortNoteReport(Report):
    """One member's word to the conversation leaders that something is wrong with a note."""

    note = models.ForeignKey(CohortNote, on_delete=models.CASCADE, related_name="reports")
    reporter = models.ForeignKey(Member, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    reason = models.CharField(_("what is wrong"), max_length=12, choices=ReportReason)
    decided_by = models.ForeignKey(Member, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")

    objects = NoteReportQuerySet.as_manager()

    class Meta:
        ordering = ["created_at", "pk"]
        verbose_name = _("report of a note")
        verbose_name_plural = _("reports of notes")
        constraints = [
            models.UniqueConstraint(fields=["note", "reporter"], name="cohort_note_report_once_per_member"),
        ]


class CohortFeed(SecretFeed):
    """The secret address by which one person's calendar reads the dates of one group."""

    purpose = "events.cohorts.group"

    place = models.OneToOneField(CohortMember, on_delete=models.CASCADE, related_name="feed")

    class Meta:
        verbose_name = _("calendar of a fixed group")
        verbose_name_plural = _("calendars of fixed groups")

    def __str__(self) -> str:
        return f"{self.place_id}"
