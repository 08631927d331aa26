"""Starter routes: an ordered set of things to read, do and ask, for one goal."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.admin.panels import FieldPanel, MultiFieldPanel, TitleFieldPanel
from wagtail.fields import StreamField
from wagtail.models import Page
from wagtail.search import index

from network.models import Institution, Member
from network.vocabulary.panels import themes_panel
from portal.shared.blocks.body import SHORT_FEATURES
from portal.shared.blocks.reading import plain_text
from stories.texts.blocks import MemberChoice
from stories.texts.models import TextPage


def _step(**extra: blocks.Block) -> blocks.StructBlock:
    return blocks.StructBlock(
        [
            ("title", blocks.CharBlock(label=_("Title"), max_length=120)),
            ("text", blocks.RichTextBlock(label=_("What to do"), features=SHORT_FEATURES)),
            *extra.items(),
        ],
        label_format="{title}",
    )


class RoutePage(TextPage):
    """One starter route ("Zelf aan de slag")."""

    kind_label = _("Starter route")
    parent_page_types = ["stories.RouteIndexPage"]
    subpage_types: list[str] = []
    template = "stories/route.html"

    goal = models.CharField(_("goal"), max_length=250, help_text=_("Where are you at the end?"))
    for_whom = models.CharField(_("for whom"), max_length=120)
    weeks = models.PositiveSmallIntegerField(_("length in weeks"), null=True, blank=True)
    steps = StreamField(
        [
            ("reading", _step(page=blocks.PageChooserBlock(label=_("Story, pilot or insight")))),
            ("checklist", _step(items=blocks.ListBlock(blocks.CharBlock(max_length=200), label=_("Checklist")))),
            ("person", _step(member=MemberChoice(label=_("Member")))),
        ],
        verbose_name=_("steps"),
        blank=True,
    )

    content_panels = [
        TitleFieldPanel("title"),
        FieldPanel("lead"),
        FieldPanel("goal"),
        FieldPanel("for_whom"),
        FieldPanel("weeks"),
        FieldPanel("steps"),
        MultiFieldPanel(
            [FieldPanel("step"), themes_panel(), FieldPanel("contact")],
            heading=_("What about"),
        ),
    ]
    search_fields = [*TextPage.search_fields, index.SearchField("lead"), index.SearchField("goal")]

    class Meta:
        verbose_name = _("starter route")
        verbose_name_plural = _("starter routes")

    def word_count(self) -> int:
        return len(plain_text(self.steps.render_as_block() if self.steps else "").split())


class RouteTick(models.Model):
    """A step of a route that a member ticked off; the step is known by its block id, which editing keeps."""

    page = models.ForeignKey(Page, on_delete=models.PROTECT, related_name="+")
    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="route_ticks")
    institution = models.ForeignKey(Institution, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    step_id = models.UUIDField()
    ticked_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("ticked step")
        verbose_name_plural = _("ticked steps")
        constraints = [models.UniqueConstraint(fields=["member", "step_id"], name="tick_once_per_member")]

    def __str__(self) -> str:
        return str(self.step_id)
