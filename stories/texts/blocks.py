"""Blocks that point on from a text to something else of the portal."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from network.members.chooser import MEMBER_CHOOSER
from network.models import Member
from portal.shared.blocks.body import POINTING

# Above this a database has no such number.
LONGEST_NUMBER = 19


class InsightBlock(blocks.StructBlock):
    """An insight that this text is about, shown as its card with standing."""

    insight = blocks.PageChooserBlock(label=_("Insight"), page_type="stories.InsightPage")

    class Meta:
        icon = "pick"
        label = _("Insight")
        group = POINTING
        template = "blocks/insight.html"
        description = _("Shows an insight with its present standing.")


class MemberKeyField(forms.CharField):
    """The key of a member."""

    def clean(self, value):
        """Refuse a key that is nobody's (any more)."""
        key = super().clean(value)
        if key and not Member.objects.members().filter(key=key).exists():
            raise ValidationError(_("This member is not here any more. Choose someone else."))
        return key


class MemberChoice(blocks.ChoiceBlock):
    """A member, by key, chosen by name: a list of everyone would be as long as the site.

    In the form it is the number of the member, as the chooser gives it.
    """

    def __init__(self, **kwargs):
        super().__init__(**{"choices": self.members, **kwargs})

    @staticmethod
    def members() -> list[tuple[str, str]]:
        """Give no choices; migrations name this."""
        return []

    def get_field(self, **kwargs):
        """Give the field of the form."""
        return MemberKeyField(
            widget=MEMBER_CHOOSER.widget_class(), required=kwargs["required"], help_text=kwargs["help_text"]
        )

    def normalize_choice(self, value):
        """Give a key as it is: there is no list to look it up in, which each text with this block would read whole."""
        return value

    def value_from_datadict(self, data, files, prefix):
        """Read the number of a member, and give the key; nothing when there is no such member."""
        number = self.field.widget.value_from_datadict(data, files, prefix) or ""
        found = Member.objects.filter(pk=number) if number.isdecimal() and len(number) < LONGEST_NUMBER else None
        return found.values_list("key", flat=True).first() if found is not None else None

    def get_form_state(self, value):
        """Give the member as the chooser shows one."""
        return self.field.widget.get_value_data(Member.objects.filter(key=value).first() if value else None)

    def get_searchable_content(self, value) -> list[str]:
        """Give the name, under which an editor finds the text."""
        member = Member.objects.filter(key=value).first() if value else None
        return [str(member)] if member else []


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
