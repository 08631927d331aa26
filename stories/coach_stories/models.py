"""Coach stories: what someone learned, told for colleagues."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel, TitleFieldPanel
from wagtail.fields import StreamField
from wagtail.models import Orderable
from wagtail.search import index

from network.models import Member
from network.vocabulary.panels import themes_panel
from portal.shared.blocks.body import body_blocks
from portal.shared.blocks.reading import plain_text, reading_minutes
from stories.texts.blocks import pointing_blocks
from stories.texts.models import SchoolTextPage


class CoachStoryPage(SchoolTextPage):
    """One story of a coach or teacher."""

    kind_label = _("Coach story")
    parent_page_types = ["stories.CoachStoryIndexPage"]
    subpage_types: list[str] = []
    template = "stories/coach_story.html"
    shown_relations = (*SchoolTextPage.shown_relations, "authors")

    coach_title = models.CharField(
        _("what the coach is called there"), max_length=60, blank=True, help_text=_("For example: digidoc or eCoach.")
    )
    body = StreamField([*body_blocks(), *pointing_blocks()], verbose_name=_("story"), blank=True)

    content_panels = [
        TitleFieldPanel("title"),
        FieldPanel("lead"),
        FieldPanel("body"),
        InlinePanel("authors", heading=_("Authors"), label=_("author"), min_num=0),
        MultiFieldPanel(
            [
                FieldPanel("institution"),
                FieldPanel("partners"),
                FieldRowPanel([FieldPanel("role"), FieldPanel("coach_title")]),
                FieldRowPanel([FieldPanel("sector"), FieldPanel("step")]),
                themes_panel(),
                FieldPanel("contact"),
            ],
            heading=_("Where and what about"),
        ),
        MultiFieldPanel([FieldPanel("picture"), FieldPanel("picture_alt")], heading=_("Picture")),
    ]
    search_fields = [*SchoolTextPage.search_fields, index.SearchField("lead"), index.SearchField("body")]

    class Meta:
        verbose_name = _("coach story")
        verbose_name_plural = _("coach stories")

    def contact_ids(self) -> list[int]:
        return [*super().contact_ids(), *(author.member_id for author in self.authors.all() if author.member_id)]

    def word_count(self) -> int:
        return len(plain_text(self.body.render_as_block() if self.body else "").split())

    @property
    def reading_minutes(self) -> int:
        return reading_minutes(self.word_count())


class StoryAuthor(Orderable):
    """One author of a story: a member by key, or a typed name of someone who is no member (DECISIONS 7)."""

    page = ParentalKey(CoachStoryPage, on_delete=models.CASCADE, related_name="authors")
    member = models.ForeignKey(
        Member, verbose_name=_("member"), on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    name = models.CharField(
        _("name"), max_length=120, blank=True, help_text=_("Only for someone who is no member of this site.")
    )

    shows_name = models.BooleanField(
        _("agrees that the name stands with this story"),
        default=True,
        help_text=_("Without it the byline says: a colleague."),
    )

    panels = [FieldPanel("member"), FieldPanel("name"), FieldPanel("shows_name")]

    class Meta(Orderable.Meta):
        verbose_name = _("author")
        verbose_name_plural = _("authors")

    def __str__(self) -> str:
        return self.name or str(self.member or _("former member"))
