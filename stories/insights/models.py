"""Insights, the evidence for and against them, and what other schools say of them."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel, TitleFieldPanel
from wagtail.fields import RichTextField
from wagtail.models import Orderable, Page
from wagtail.search import index

from network.models import Institution, Member
from network.vocabulary.panels import themes_panel
from portal.shared.blocks.body import TEXT_FEATURES
from portal.shared.blocks.reading import plain_text
from portal.shared.keys import new_key
from stories.insights.querysets import EvidenceQuerySet, InsightManager
from stories.insights.states import (
    Answer,
    EvidenceState,
    InsightKind,
    ReuseResult,
    SourceKind,
    Standing,
    SuccessFactor,
    Verdict,
)
from stories.texts.models import TextPage


class InsightPage(TextPage):
    """One claim: something to do, or not to do. Its standing is computed from evidence, in InsightStanding."""

    kind_label = _("Insight")
    parent_page_types = ["stories.InsightIndexPage"]
    subpage_types: list[str] = []
    template = "stories/insight.html"
    shown_relations = (*TextPage.shown_relations, "first_steps", "standing_row")

    kind = models.CharField(_("kind"), max_length=5, choices=InsightKind, default=InsightKind.DO)
    factor = models.CharField(_("success factor"), max_length=20, choices=SuccessFactor, default=SuccessFactor.GOALS)
    holds_when = RichTextField(
        _("when does it hold"), features=TEXT_FEATURES, blank=True, help_text=_("And when does it not?")
    )
    background = RichTextField(_("why"), features=TEXT_FEATURES, blank=True, help_text=_("What lies behind it?"))

    objects = InsightManager()

    content_panels = [
        TitleFieldPanel("title", heading=_("The claim, as advice")),
        FieldPanel("kind"),
        FieldPanel("lead"),
        FieldPanel("holds_when"),
        InlinePanel("first_steps", heading=_("How to start"), label=_("step")),
        FieldPanel("background"),
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("factor"), FieldPanel("step")]),
                themes_panel(),
                FieldPanel("contact"),
            ],
            heading=_("What about"),
        ),
    ]
    search_fields = [*TextPage.search_fields, index.SearchField("lead"), index.SearchField("holds_when")]

    class Meta:
        verbose_name = _("insight")
        verbose_name_plural = _("insights")

    def word_count(self) -> int:
        return len(f"{self.lead} {plain_text(self.holds_when)} {plain_text(self.background)}".split())


class InsightFirstStep(Orderable):
    """One of the first steps for who wants to do this."""

    page = ParentalKey(InsightPage, on_delete=models.CASCADE, related_name="first_steps")
    text = models.CharField(_("step"), max_length=200)

    panels = [FieldPanel("text")]

    class Meta(Orderable.Meta):
        verbose_name = _("first step")
        verbose_name_plural = _("first steps")

    def __str__(self) -> str:
        return self.text


class Evidence(models.Model):
    """One source's word on one insight. Plain rows with a state, never part of a page's revision (DECISIONS 6)."""

    insight = models.ForeignKey(InsightPage, on_delete=models.PROTECT, related_name="evidence")
    source_kind = models.CharField(_("kind of source"), max_length=12, choices=SourceKind)
    source_key = models.CharField(_("source"), max_length=40)
    verdict = models.CharField(_("what it says"), max_length=12, choices=Verdict)
    why = models.CharField(_("in one sentence"), max_length=300, help_text=_("What in this source shows it?"))
    state = models.CharField(_("state"), max_length=10, choices=EvidenceState, default=EvidenceState.PROPOSED)
    proposed_by = models.ForeignKey(Member, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    decided_by = models.ForeignKey(Member, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    created_at = models.DateTimeField(_("proposed at"), default=timezone.now)
    decided_at = models.DateTimeField(_("decided at"), null=True, blank=True)

    objects = EvidenceQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at", "-pk"]
        verbose_name = _("evidence")
        verbose_name_plural = _("evidence")
        constraints = [
            models.UniqueConstraint(
                fields=["insight", "source_kind", "source_key"],
                name="evidence_once_per_source",
                violation_error_message=_("This source already says something of this insight. Change that one."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_verdict_display()}: {self.why}"


class InsightStanding(models.Model):
    """The computed standing of one insight. Beside the page, not in it: publishing an old draft can't change it."""

    insight = models.OneToOneField(InsightPage, on_delete=models.CASCADE, related_name="standing_row")
    standing = models.CharField(_("standing"), max_length=12, choices=Standing, default=Standing.EMERGING)
    supports = models.PositiveIntegerField(default=0)
    partly = models.PositiveIntegerField(default=0)
    contradicts = models.PositiveIntegerField(default=0)
    schools = models.PositiveIntegerField(default=0)
    pilots = models.PositiveIntegerField(default=0)
    recognising_schools = models.PositiveIntegerField(default=0)
    newest_on = models.DateField(null=True, blank=True)
    computed_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("standing")
        verbose_name_plural = _("standings")

    def __str__(self) -> str:
        return self.get_standing_display()


class Recognition(models.Model):
    """What one member answered to "Herken je dit?" for the own school; one answer per member, changeable."""

    insight = models.ForeignKey(InsightPage, on_delete=models.PROTECT, related_name="recognitions")
    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="recognitions")
    institution = models.ForeignKey(Institution, on_delete=models.PROTECT, related_name="recognitions")
    answer = models.CharField(_("answer"), max_length=8, choices=Answer)
    sentence = models.CharField(_("in one sentence"), max_length=300, blank=True)
    changed_at = models.DateTimeField(_("changed at"), default=timezone.now)

    class Meta:
        verbose_name = _("recognition")
        verbose_name_plural = _("recognitions")
        constraints = [models.UniqueConstraint(fields=["insight", "member"], name="recognition_once_per_member")]

    def __str__(self) -> str:
        return self.get_answer_display()


class Reuse(models.Model):
    """A school that used a story or insight, how it went, what it changed ("Wij deden dit ook")."""

    key = models.CharField(max_length=20, unique=True, default=new_key, editable=False)
    page = models.ForeignKey(Page, on_delete=models.PROTECT, related_name="reuses")
    institution = models.ForeignKey(Institution, on_delete=models.PROTECT, related_name="reuses")
    member = models.ForeignKey(Member, on_delete=models.SET_NULL, null=True, related_name="reuses")
    result = models.CharField(_("how did it go"), max_length=8, choices=ReuseResult)
    changes = models.CharField(_("what did you change"), max_length=500, blank=True)
    happened_on = models.DateField(_("when"))
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-happened_on", "-pk"]
        verbose_name = _("re-use")
        verbose_name_plural = _("re-uses")
        constraints = [
            models.UniqueConstraint(
                fields=["page", "institution"],
                name="reuse_once_per_school",
                violation_error_message=_("Your school already told how it went. Change that answer."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.institution}: {self.get_result_display()}"
