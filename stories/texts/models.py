"""What stories, pilot reports, insights and routes share: a lead, themes, a picture, someone to talk to."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalManyToManyField
from wagtail.admin.panels import FieldPanel, MultiFieldPanel

from network.models import Institution, Member, Role, Theme
from network.vocabulary.models import ProgrammeStep, Sector
from portal.shared.media.models import PortalImage
from portal.shared.pages.models import BasePage
from stories.texts.querysets import TextManager


class TextPage(BasePage):
    """A published text of the community."""

    # The word readers see for this type of page, singular; each type sets it.
    kind_label = ""
    # What the page of a text shows of it whoever reads; fetched with the page, and remembered with it.
    shown_relations: tuple[str, ...] = ("themes", "picture__renditions")

    lead = models.TextField(
        _("lead"), max_length=400, help_text=_("Two sentences at most: what is this about, and what came out of it?")
    )
    picture = models.ForeignKey(
        PortalImage, verbose_name=_("picture"), on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    picture_alt = models.CharField(
        _("description of the picture"),
        max_length=250,
        blank=True,
        help_text=_("What does it show? Leave empty when it only decorates."),
    )
    themes = ParentalManyToManyField(Theme, verbose_name=_("themes"), blank=True, related_name="+")
    step = models.PositiveSmallIntegerField(
        _("step of the programme"), choices=ProgrammeStep, default=ProgrammeStep.COLLECT
    )
    contact = models.ForeignKey(
        Member,
        verbose_name=_("talk to"),
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        help_text=_("Whom can a reader ask about this?"),
    )
    reviewer = models.ForeignKey(
        Member,
        verbose_name=_("reviewed by"),
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        help_text=_("Who looks at this text again on the review date?"),
    )

    objects = TextManager()

    settings_panels = [
        *BasePage.settings_panels[:-1],
        MultiFieldPanel(
            [FieldPanel("review_on"), FieldPanel("reviewer"), FieldPanel("is_example")], heading=_("Upkeep")
        ),
    ]

    class Meta:
        abstract = True

    def headline_school(self) -> Institution | None:
        """The school this text is listed under; None for texts that belong to no school."""
        return None

    def card_meta(self) -> str:
        """A word beside the kind on a card, e.g. the sector; nothing by default."""
        return ""

    def contact_ids(self) -> list[int]:
        """Ids of the members beside this text: who hears of what readers write under it."""
        return [self.contact_id] if self.contact_id else []

    def word_count(self) -> int:
        """Count the words a reader reads, for the reading time."""
        raise TypeError(f"{type(self).__name__} has no word_count(); every TextPage type counts its own words.")


class SchoolTextPage(TextPage):
    """A text from one school, perhaps with others: a coach story or a pilot report."""

    institution = models.ForeignKey(
        Institution,
        verbose_name=_("school"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        help_text=_("The school where this happened."),
    )
    partners = ParentalManyToManyField(
        Institution,
        verbose_name=_("together with"),
        blank=True,
        related_name="+",
        help_text=_("Other schools that took part. They become a bridge in the diagram."),
    )
    role = models.ForeignKey(
        Role,
        verbose_name=_("told by a"),
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        help_text=_("From which role is this told? Readers can filter on it."),
    )
    sector = models.CharField(_("sector"), max_length=20, choices=Sector, default=Sector.BROAD)

    shown_relations = (*TextPage.shown_relations, "institution", "partners")

    class Meta:
        abstract = True

    def headline_school(self) -> Institution | None:
        return self.institution

    def card_meta(self) -> str:
        return self.get_sector_display()

    def school_ids(self) -> list[int]:
        """Ids of the schools involved, the own school first."""
        own = [self.institution_id] if self.institution_id else []
        return own + [school.pk for school in self.partners.all() if school.pk != self.institution_id]
