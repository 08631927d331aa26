"""Pilot reports: what was tried, what was measured, and what it says of which insight."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel, TitleFieldPanel
from wagtail.fields import RichTextField, StreamField
from wagtail.models import Orderable
from wagtail.search import index

from network.initiatives.states import PUBLISHED
from network.models import Initiative, Member
from network.vocabulary.panels import themes_panel
from portal.shared.blocks.body import TEXT_FEATURES, body_blocks
from portal.shared.blocks.reading import plain_text, reading_minutes
from stories.pilots.states import Outcome
from stories.texts.blocks import pointing_blocks
from stories.texts.models import SchoolTextPage


def _chapter(label, help_text) -> RichTextField:
    return RichTextField(label, features=TEXT_FEATURES, blank=True, help_text=help_text)


class PilotReportPage(SchoolTextPage):
    """One pilot with its question, approach, figures and verdict."""

    kind_label = _("Pilot report")
    parent_page_types = ["stories.PilotIndexPage"]
    subpage_types: list[str] = []
    template = "stories/pilot_report.html"
    shown_relations = (*SchoolTextPage.shown_relations, "contacts", "timeline", "indicators")

    outcome = models.CharField(_("outcome"), max_length=10, choices=Outcome, default=Outcome.RUNNING)
    weeks = models.PositiveSmallIntegerField(_("length in weeks"), null=True, blank=True)
    participants = models.PositiveIntegerField(_("number of participants"), null=True, blank=True)
    participants_note = models.CharField(_("who took part"), max_length=250, blank=True)
    question = models.TextField(_("question"), max_length=500, help_text=_("What did you want to find out?"))
    context = _chapter(_("context"), _("What was going on at this school?"))
    approach = _chapter(_("approach"), _("What did you do, with whom, in which order?"))
    what_worked = _chapter(_("what worked"), _("What would you do again?"))
    what_failed = _chapter(_("what went wrong"), _("Equally important: what did not work, and why?"))
    what_next = _chapter(_("what next"), _("What happens now, and who can join?"))
    # The running pilot that this report is about, so that readers find who took part, and the other way round.
    initiative = models.ForeignKey(
        Initiative,
        verbose_name=_("running pilot this is the report of"),
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="pilot_reports",
        limit_choices_to={"state__in": PUBLISHED},
    )
    appendix = StreamField([*body_blocks(), *pointing_blocks()], verbose_name=_("more"), blank=True)

    content_panels = [
        TitleFieldPanel("title"),
        FieldPanel("lead"),
        FieldPanel("question"),
        FieldPanel("context"),
        FieldPanel("approach"),
        InlinePanel("timeline", heading=_("Timeline"), label=_("moment")),
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("weeks"), FieldPanel("participants")]),
                FieldPanel("participants_note"),
            ],
            heading=_("Who and how long"),
        ),
        InlinePanel("indicators", heading=_("What was measured"), label=_("figure")),
        FieldPanel("what_worked"),
        FieldPanel("what_failed"),
        FieldPanel("outcome"),
        FieldPanel("initiative"),
        FieldPanel("what_next"),
        FieldPanel("appendix"),
        InlinePanel("contacts", heading=_("Contacts"), label=_("contact")),
        MultiFieldPanel(
            [
                FieldPanel("institution"),
                FieldPanel("partners"),
                FieldRowPanel([FieldPanel("role"), FieldPanel("sector"), FieldPanel("step")]),
                themes_panel(),
            ],
            heading=_("Where and what about"),
        ),
        MultiFieldPanel([FieldPanel("picture"), FieldPanel("picture_alt")], heading=_("Picture")),
    ]
    search_fields = [*SchoolTextPage.search_fields, index.SearchField("lead"), index.SearchField("question")]

    class Meta:
        verbose_name = _("pilot report")
        verbose_name_plural = _("pilot reports")

    def card_meta(self) -> str:
        return self.get_outcome_display()

    def chapters_text(self) -> str:
        """The words of all chapters; the appendix is apart."""
        chapters = (self.context, self.approach, self.what_worked, self.what_failed, self.what_next)
        return " ".join(plain_text(part) for part in (self.question, *chapters) if part)

    def contact_ids(self) -> list[int]:
        return [*super().contact_ids(), *(contact.member_id for contact in self.contacts.all())]

    def word_count(self) -> int:
        more = plain_text(self.appendix.render_as_block()) if self.appendix else ""
        return len(f"{self.chapters_text()} {more}".split())

    @property
    def reading_minutes(self) -> int:
        return reading_minutes(self.word_count())


class PilotMoment(Orderable):
    """One step in the timeline of a pilot."""

    page = ParentalKey(PilotReportPage, on_delete=models.CASCADE, related_name="timeline")
    label = models.CharField(_("when"), max_length=60, help_text=_("For example: week 1–3."))
    text = models.CharField(_("what happened"), max_length=300)

    panels = [FieldPanel("label"), FieldPanel("text")]

    class Meta(Orderable.Meta):
        verbose_name = _("moment")
        verbose_name_plural = _("moments")

    def __str__(self) -> str:
        return f"{self.label}: {self.text}"


class PilotIndicator(Orderable):
    """One figure that was measured, as data: before, after, out of how many, by what source."""

    page = ParentalKey(PilotReportPage, on_delete=models.CASCADE, related_name="indicators")
    name = models.CharField(_("what was measured"), max_length=160)
    unit = models.CharField(_("unit"), max_length=40, help_text=_("For example: teachers, or minutes per report."))
    before = models.DecimalField(_("before"), max_digits=12, decimal_places=2, null=True, blank=True)
    after = models.DecimalField(_("after"), max_digits=12, decimal_places=2)
    sample_size = models.PositiveIntegerField(_("out of how many"), null=True, blank=True)
    source = models.CharField(
        _("source"), max_length=200, help_text=_("How do you know? For example: survey in week 24.")
    )
    higher_is_better = models.BooleanField(_("higher is better"), default=True)

    panels = [
        FieldPanel("name"),
        FieldRowPanel([FieldPanel("before"), FieldPanel("after"), FieldPanel("unit"), FieldPanel("sample_size")]),
        FieldPanel("source"),
        FieldPanel("higher_is_better"),
    ]

    class Meta(Orderable.Meta):
        verbose_name = _("figure")
        verbose_name_plural = _("figures")

    def __str__(self) -> str:
        return self.name


class PilotContact(Orderable):
    """A member who can tell more about a pilot."""

    page = ParentalKey(PilotReportPage, on_delete=models.CASCADE, related_name="contacts")
    member = models.ForeignKey(Member, verbose_name=_("member"), on_delete=models.CASCADE, related_name="+")

    panels = [FieldPanel("member")]

    class Meta(Orderable.Meta):
        verbose_name = _("contact")
        verbose_name_plural = _("contacts")

    def __str__(self) -> str:
        return str(self.member)
