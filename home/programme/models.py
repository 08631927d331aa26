"""The programme in four steps."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.admin.panels import FieldPanel, TitleFieldPanel
from wagtail.fields import StreamField
from wagtail.search import index

from network.models import Member
from network.vocabulary.models import ProgrammeStep
from portal.shared.blocks.body import body_blocks
from portal.shared.pages.models import BasePage


class StepBlock(blocks.StructBlock):
    """One step: what it is, and what the reader can do today."""

    number = blocks.ChoiceBlock(
        label=_("Step"), choices=[(str(step.value), step.label) for step in ProgrammeStep], default="1"
    )
    title = blocks.CharBlock(label=_("Title"), max_length=60)
    text = blocks.TextBlock(label=_("Text"), max_length=600, rows=4)
    do = blocks.TextBlock(
        label=_("What can you do today?"), max_length=300, rows=2, help_text=_("One thing, in one sentence.")
    )

    class Meta:
        icon = "list-ol"
        label = _("Step")
        label_format = "{number}. {title}"
        template = "home/blocks/step.html"
        description = _("One step of the programme; how much there is in it now is added by itself.")
        preview_value = {
            "number": "1",
            "title": "Ervaringen ophalen",
            "text": "Coaches, docenten en ict’ers vertellen wat zij meemaakten, goed of slecht.",
            "do": "Schrijf in een paar zinnen op wat jij dit jaar anders deed.",
        }


class ProgrammePage(BasePage):
    """/in-vier-stappen/: the four steps, and what happens in each now."""

    needs_four_eyes = False
    max_count = 1
    parent_page_types = ["home.HomePage"]
    subpage_types: list[str] = []
    template = "home/programme.html"

    lead = models.TextField(_("lead"), max_length=400, blank=True)
    steps = StreamField([("step", StepBlock())], verbose_name=_("steps"), blank=True, max_num=4)
    body = StreamField(body_blocks(), verbose_name=_("text"), blank=True)
    contact = models.ForeignKey(
        Member, verbose_name=_("talk to"), on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )

    content_panels = [
        TitleFieldPanel("title"),
        FieldPanel("lead"),
        FieldPanel("steps"),
        FieldPanel("body"),
        FieldPanel("contact"),
    ]
    search_fields = [*BasePage.search_fields, index.SearchField("lead"), index.SearchField("body")]

    class Meta:
        verbose_name = _("programme page")
        verbose_name_plural = _("programme pages")

    def step_titles(self) -> dict[int, str]:
        """The editors' titles of the steps, by number."""
        return {int(block.value["number"]): block.value["title"] for block in self.steps}
