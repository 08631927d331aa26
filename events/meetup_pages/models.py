"""The list page of the agenda, and the text of one meetup."""

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey, ParentalManyToManyField
from wagtail.admin.panels import FieldPanel, InlinePanel, MultiFieldPanel, TitleFieldPanel
from wagtail.fields import StreamField
from wagtail.models import Orderable
from wagtail.search import index

from events.meetup_pages.reserved import reserved_slugs, slug_taken
from network.models import Member, Theme
from network.vocabulary.panels import themes_panel
from portal.shared.blocks.body import body_blocks
from portal.shared.media.models import PortalDocument, PortalImage
from portal.shared.pages.models import BasePage


class AgendaPage(BasePage):
    """/agenda/: its words are the editor's, its rows the queryset's."""

    needs_four_eyes = False
    max_count = 1
    parent_page_types = ["home.HomePage"]
    subpage_types = ["events.MeetupPage"]
    template = "events/agenda.html"

    lead = models.TextField(_("lead"), max_length=400, blank=True)

    content_panels = [TitleFieldPanel("title"), FieldPanel("lead")]

    class Meta:
        verbose_name = _("agenda")
        verbose_name_plural = _("agendas")


class MeetupPage(BasePage):
    """What a meetup is about. Its dates, seats and registrations hang on `meetup`, which no draft can change."""

    parent_page_types = ["events.AgendaPage"]
    subpage_types: list[str] = []
    template = "events/meetup.html"

    lead = models.TextField(
        _("lead"), max_length=400, help_text=_("Two sentences at most: what happens, and what do you take home?")
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
    contact = models.ForeignKey(
        Member,
        verbose_name=_("talk to"),
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        help_text=_("Whom can a reader ask about this?"),
    )
    body = StreamField(body_blocks(), verbose_name=_("text"), blank=True)
    accessibility = models.TextField(
        _("accessibility of the place"),
        max_length=600,
        blank=True,
        help_text=_("Lift, hearing loop, quiet room, parking: what someone must know beforehand."),
    )
    preparation = models.TextField(_("what to bring or prepare"), max_length=600, blank=True)

    content_panels = [
        TitleFieldPanel("title"),
        FieldPanel("lead"),
        FieldPanel("body"),
        InlinePanel("speakers", heading=_("Speakers"), label=_("speaker")),
        FieldPanel("preparation"),
        FieldPanel("accessibility"),
        InlinePanel("materials", heading=_("Materials"), label=_("material")),
        MultiFieldPanel([FieldPanel("picture"), FieldPanel("picture_alt")], heading=_("Picture")),
        themes_panel(),
        FieldPanel("contact"),
    ]

    search_fields = [*BasePage.search_fields, index.SearchField("lead")]

    class Meta:
        verbose_name = _("meetup")
        verbose_name_plural = _("meetups")

    def clean(self):
        """Refuse an address that the site answers itself: nobody could open the page there."""
        super().clean()
        if self.slug in reserved_slugs():
            raise ValidationError({"slug": slug_taken(self.slug)})


class MeetupSpeaker(Orderable):
    """Someone who speaks or leads: a member, or a name."""

    page = ParentalKey(MeetupPage, on_delete=models.CASCADE, related_name="speakers")
    member = models.ForeignKey(
        Member, verbose_name=_("member"), on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    name = models.CharField(
        _("name"), max_length=120, blank=True, help_text=_("Only for someone who is no member of the portal.")
    )
    role = models.CharField(_("what this person does here"), max_length=160, blank=True)

    panels = [FieldPanel("member"), FieldPanel("name"), FieldPanel("role")]

    class Meta(Orderable.Meta):
        verbose_name = _("speaker")
        verbose_name_plural = _("speakers")


class MeetupMaterial(Orderable):
    """Slides, a recording or another thing to take along, before or after the meetup."""

    page = ParentalKey(MeetupPage, on_delete=models.CASCADE, related_name="materials")
    title = models.CharField(_("title"), max_length=160)
    document = models.ForeignKey(
        PortalDocument, verbose_name=_("file"), on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    address = models.URLField(_("address"), blank=True)
    description = models.CharField(
        _("description"), max_length=250, blank=True, help_text=_("For a recording: captions, transcript, length.")
    )

    panels = [FieldPanel("title"), FieldPanel("document"), FieldPanel("address"), FieldPanel("description")]

    class Meta(Orderable.Meta):
        verbose_name = _("material")
        verbose_name_plural = _("materials")
