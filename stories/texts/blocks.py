"""Blocks that point on from a text to something else of the portal."""

from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from network.models import Member
from portal.shared.blocks.body import POINTING


class InsightBlock(blocks.StructBlock):
    """An insight that this text is about, shown as its card with standing."""

    insight = blocks.PageChooserBlock(label=_("Insight"), page_type="stories.InsightPage")

    class Meta:
        icon = "pick"
        label = _("Insight")
        group = POINTING
        template = "blocks/insight.html"
        description = _("Shows an insight with its present standing.")


class MemberChoice(blocks.ChoiceBlock):
    """A member, by key; the list is read when the form is shown."""

    def __init__(self, **kwargs):
        super().__init__(**{"choices": self.members, **kwargs})

    @staticmethod
    def members() -> list[tuple[str, str]]:
        """List the active members by name, the way Dutch names sort."""
        return [(member.key, str(member)) for member in Member.objects.members().order_by("sort_name")]


class PersonBlock(blocks.StructBlock):
    """A member to talk to; shows only what the reader may see of that member."""

    # So that a text with this block is rendered for each reader anew (stories/texts/bodies.py).
    differs_per_reader = True

    member = MemberChoice(label=_("Member"))
    text = blocks.CharBlock(label=_("Why this person?"), required=False, max_length=200)

    class Meta:
        icon = "user"
        label = _("Person")
        group = POINTING
        template = "blocks/person.html"
        description = _("A colleague whom the reader can ask. Shows only what that member shows to the reader.")


def pointing_blocks() -> list[tuple[str, blocks.Block]]:
    """Give the blocks that point on to insights and people."""
    return [("insight", InsightBlock()), ("person", PersonBlock())]
