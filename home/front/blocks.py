"""The blocks of the front page. Each fetches what it shows for the person who looks; each has a preview."""

from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from home.front.reads import (
    front_drawing,
    insight_cards,
    newest_pilots,
    newest_stories,
    next_meetups,
    places_to_join,
    sample_places,
    steps_of_the_programme,
)
from home.navigation.addresses import AddressBlock
from network.members.viewers import viewer_of
from portal.shared.audiences.rules import Viewer

FRONT = _("Front page")


def _viewer(parent_context) -> Viewer:
    request = (parent_context or {}).get("request")
    return viewer_of(request) if request else Viewer.anonymous()


class HeroBlock(blocks.StructBlock):
    """The head of the front page: what this is about, the search box, and who is connected."""

    title = blocks.CharBlock(label=_("Title"), max_length=80)
    lead = blocks.TextBlock(label=_("Lead"), max_length=200, rows=2)
    examples = blocks.ListBlock(
        blocks.CharBlock(label=_("Example"), max_length=60),
        label=_("Examples of a search"),
        max_num=4,
        default=[],
        help_text=_("Words that give good results; they stand under the search box as links."),
    )

    class Meta:
        icon = "home"
        label = _("Head with search and bridges")
        group = FRONT
        template = "home/blocks/hero.html"
        description = _("What this site is about, the search box and the diagram of bridges between schools.")
        label_format = "{title}"
        preview_value = {
            "title": "Docenten en ict‑collega’s die elkaar vinden",
            "lead": "Ervaringen van i-coaches uit het hele mbo. Getest in de praktijk, gedeeld met iedereen.",
            "examples": ["uren voor i-coaches", "servicedesk"],
        }

    def get_context(self, value, parent_context=None):
        context = super().get_context(value, parent_context)
        context["drawing"] = front_drawing(_viewer(parent_context))
        return context


class InsightsBlock(blocks.StructBlock):
    """What works, and what doesn't: chosen insights, or the firmest ones and a warning."""

    title = blocks.CharBlock(label=_("Title"), max_length=80)
    insights = blocks.ListBlock(
        blocks.PageChooserBlock(label=_("Insight"), page_type="stories.InsightPage"),
        label=_("Insights"),
        max_num=3,
        default=[],
        help_text=_("Leave empty to show the firmest insights and one warning."),
    )

    class Meta:
        icon = "pick"
        label = _("What works, and what doesn't")
        group = FRONT
        template = "home/blocks/insights.html"
        description = _("Three insights with their standing.")
        label_format = "{title}"
        preview_value = {"title": "Wat werkt, en wat niet", "insights": []}

    def get_context(self, value, parent_context=None):
        context = super().get_context(value, parent_context)
        chosen = [page.pk for page in value["insights"] if page]
        context["cards"] = insight_cards(_viewer(parent_context), chosen=chosen)
        context["empty_actions"] = [{"url": "/doe-mee/", "text": _("Tell what you saw")}]
        return context


class StoriesBlock(blocks.StructBlock):
    """The newest stories."""

    title = blocks.CharBlock(label=_("Title"), max_length=80)

    class Meta:
        icon = "openquote"
        label = _("Newest stories")
        group = FRONT
        template = "home/blocks/stories.html"
        description = _("The three newest stories of coaches.")
        label_format = "{title}"
        preview_value = {"title": "Verhalen van coaches"}

    def get_context(self, value, parent_context=None):
        context = super().get_context(value, parent_context)
        context["cards"] = newest_stories(_viewer(parent_context))
        context["empty_actions"] = [{"url": "/doe-mee/", "text": _("Tell the first story")}]
        return context


class PilotsBlock(blocks.StructBlock):
    """The newest pilot reports."""

    title = blocks.CharBlock(label=_("Title"), max_length=80)

    class Meta:
        icon = "clipboard-list"
        label = _("Newest pilots")
        group = FRONT
        template = "home/blocks/pilots.html"
        description = _("The three newest pilot reports, also those that failed.")
        label_format = "{title}"
        preview_value = {"title": "Pilots, ook die mislukten"}

    def get_context(self, value, parent_context=None):
        context = super().get_context(value, parent_context)
        context["cards"] = newest_pilots(_viewer(parent_context))
        context["empty_actions"] = [{"url": "/doe-mee/", "text": _("Propose a pilot")}]
        return context


class MeetupsBlock(blocks.StructBlock):
    """The next meetups."""

    title = blocks.CharBlock(label=_("Title"), max_length=80)

    class Meta:
        icon = "date"
        label = _("Next meetups")
        group = FRONT
        template = "home/blocks/meetups.html"
        description = _("The next meetups with their free seats, and the way to subscribe.")
        label_format = "{title}"
        preview_value = {"title": "Agenda"}

    def get_context(self, value, parent_context=None):
        context = super().get_context(value, parent_context)
        context["items"] = next_meetups(_viewer(parent_context))
        context["empty_actions"] = [{"url": "/vragen/", "text": _("Ask a question")}]
        return context


class ExchangesBlock(blocks.StructBlock):
    """Places to join on the other bank; left out while there is none."""

    title = blocks.CharBlock(label=_("Title"), max_length=80)

    class Meta:
        icon = "group"
        label = _("Places to join")
        group = FRONT
        template = "home/blocks/exchanges.html"
        description = _("The newest places where teachers and ICT colleagues can join each other for a day.")
        label_format = "{title}"
        preview_value = {"title": "Loop een dag mee aan de andere kant"}

    def get_context(self, value, parent_context=None):
        context = super().get_context(value, parent_context)
        context["banks"] = places_to_join(_viewer(parent_context)) or getattr(value, "sample", [])
        return context

    def get_preview_value(self):
        """Give the value of the preview, with places to show while the site has none."""
        value = super().get_preview_value()
        value.sample = sample_places()
        return value


class StepsBlock(blocks.StructBlock):
    """The four steps of the programme, with what is in each now."""

    title = blocks.CharBlock(label=_("Title"), max_length=80)

    class Meta:
        icon = "list-ol"
        label = _("Steps of the programme")
        group = FRONT
        template = "home/blocks/steps.html"
        description = _("The four steps, and how much there is in each now.")
        label_format = "{title}"
        preview_value = {"title": "Het programma in vier stappen"}

    def get_context(self, value, parent_context=None):
        context = super().get_context(value, parent_context)
        context["url"], context["steps"] = steps_of_the_programme(_viewer(parent_context))
        return context


class CallBlock(blocks.StructBlock):
    """One thing to ask of the reader, on a dark ground."""

    title = blocks.CharBlock(label=_("Title"), max_length=80)
    text = blocks.TextBlock(label=_("Text"), max_length=300, rows=3)
    button = blocks.CharBlock(label=_("Button"), max_length=40, help_text=_("Start with a verb."))
    address = AddressBlock(label=_("Address"))

    class Meta:
        icon = "help"
        label = _("Call")
        group = FRONT
        template = "home/blocks/call.html"
        description = _("One thing to ask of the reader, with one button.")
        label_format = "{title}"
        preview_value = {
            "title": "Kom je er op je eigen school niet uit?",
            "text": "Stel je vraag. Iemand die het al eens heeft opgelost, antwoordt je.",
            "button": "Stel een vraag",
            "address": "/doe-mee/",
        }


def front_blocks() -> list[tuple[str, blocks.Block]]:
    """Give the blocks the front page is built from."""
    return [
        ("hero", HeroBlock()),
        ("insights", InsightsBlock()),
        ("stories", StoriesBlock()),
        ("pilots", PilotsBlock()),
        ("meetups", MeetupsBlock()),
        ("exchanges", ExchangesBlock()),
        ("steps", StepsBlock()),
        ("call", CallBlock()),
    ]
