"""What stays of a date: what people thought, what came of it, and what was promised. Plain rows, never page columns."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page

from events.harvest.querysets import FeedbackQuerySet, HarvestQuerySet, PromiseQuerySet
from events.harvest.states import HarvestState, Naming, PromiseState, Quote
from events.meetups.models import Occurrence
from events.registrations.models import Registration
from network.models import Initiative, Institution, Member
from portal.shared.keys import new_key


class Feedback(models.Model):
    """How a date was, by one who took part.

    It holds no moment on purpose: one that lies beside a list of who opened which mail would name the writer. The
    registration is only there so that one person answers once and can change it; it is cut when that time is over.
    """

    occurrence = models.ForeignKey(Occurrence, on_delete=models.PROTECT, related_name="feedback")
    registration = models.OneToOneField(
        Registration, on_delete=models.SET_NULL, null=True, blank=True, related_name="feedback"
    )
    score = models.PositiveSmallIntegerField(_("score"), validators=[MinValueValidator(1), MaxValueValidator(5)])
    tomorrow = models.TextField(_("what will you do tomorrow?"), max_length=1000, blank=True)
    better = models.TextField(_("what could be better?"), max_length=1000, blank=True)
    quote = models.CharField(_("may we quote you?"), max_length=7, choices=Quote, default=Quote.NO)
    # The order in which organisers read: random, and the same each time.
    shuffle = models.CharField(max_length=20, default=new_key, editable=False)

    objects = FeedbackQuerySet.as_manager()

    class Meta:
        ordering = ["shuffle", "pk"]
        verbose_name = _("answer to “how was it?”")
        verbose_name_plural = _("answers to “how was it?”")
        constraints = [
            models.CheckConstraint(
                name="feedback_score_from_1_to_5", condition=models.Q(score__gte=1) & models.Q(score__lte=5)
            )
        ]

    def __str__(self) -> str:
        return f"{self.score}"


class Harvest(models.Model):
    """The report of one date, and whether its people were written to afterwards."""

    occurrence = models.OneToOneField(Occurrence, on_delete=models.PROTECT, related_name="harvest")
    state = models.CharField(_("state"), max_length=6, choices=HarvestState, default=HarvestState.DRAFT)
    summary = models.TextField(_("what came of it"), max_length=4000, blank=True)
    # As the organisers say: a webinar counts who watched, which no list of registrations knows.
    attended = models.PositiveIntegerField(_("how many people were there"), null=True, blank=True)
    written_by = models.ForeignKey(Member, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    online_at = models.DateTimeField(null=True, blank=True)
    changed_at = models.DateTimeField(default=timezone.now)
    told_at = models.DateTimeField(null=True, blank=True)

    objects = HarvestQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        verbose_name = _("report of a date")
        verbose_name_plural = _("reports of dates")
        constraints = [
            models.CheckConstraint(
                name="harvest_online_has_text_and_moment",
                condition=~models.Q(state=HarvestState.ONLINE)
                | (models.Q(online_at__isnull=False) & ~models.Q(summary="")),
            )
        ]

    def __str__(self) -> str:
        return f"{self.occurrence}"


class Promise(models.Model):
    """Something that was promised at a date: what, by whom, for when.

    It is kept by a member, by a guest, by a school, or by a group that is only a name. Beside a person stands the
    school that shows until the person agrees to be named.
    """

    key = models.CharField(max_length=20, unique=True, default=new_key, editable=False)
    harvest = models.ForeignKey(Harvest, on_delete=models.PROTECT, related_name="promises")
    text = models.CharField(_("what is promised"), max_length=300)
    member = models.ForeignKey(Member, on_delete=models.SET_NULL, null=True, blank=True, related_name="promises")
    guest = models.ForeignKey(Registration, on_delete=models.SET_NULL, null=True, blank=True, related_name="promises")
    institution = models.ForeignKey(
        Institution, on_delete=models.PROTECT, null=True, blank=True, related_name="meetup_promises"
    )
    owner_name = models.CharField(_("another name"), max_length=120, blank=True)
    naming = models.CharField(_("name"), max_length=7, choices=Naming, default=Naming.NOBODY)
    named_at = models.DateTimeField(null=True, blank=True)
    state = models.CharField(_("state"), max_length=7, choices=PromiseState, default=PromiseState.OPEN)
    settled_at = models.DateTimeField(null=True, blank=True)
    due_on = models.DateField(_("to be done on"))
    # What was said at the date itself; the owner may take more time.
    first_due_on = models.DateField()
    due_set_on = models.DateField()
    # The due day for which each reminder was sent.
    week_told_for = models.DateField(null=True, blank=True)
    day_told_for = models.DateField(null=True, blank=True)
    # The person it was put down for said that it is somebody else's.
    given_back_at = models.DateTimeField(null=True, blank=True)
    # Where it went on: a joint action, or a page of the portal such as a story.
    initiative = models.ForeignKey(Initiative, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    page = models.ForeignKey(Page, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)

    objects = PromiseQuerySet.as_manager()

    class Meta:
        ordering = ["due_on", "pk"]
        verbose_name = _("promise")
        verbose_name_plural = _("promises")
        indexes = [models.Index(fields=["state", "due_on"], name="promise_by_due_day")]
        constraints = [
            models.CheckConstraint(
                name="promise_has_one_person_at_most",
                condition=models.Q(member__isnull=True) | models.Q(guest__isnull=True),
            ),
            models.CheckConstraint(
                name="promise_settled_has_moment",
                condition=models.Q(state=PromiseState.OPEN, settled_at__isnull=True)
                | (~models.Q(state=PromiseState.OPEN) & models.Q(settled_at__isnull=False)),
            ),
            models.CheckConstraint(
                name="promise_named_has_moment",
                condition=~models.Q(naming=Naming.NAMED) | models.Q(named_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return self.text
