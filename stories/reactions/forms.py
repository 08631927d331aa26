"""Reads what people type about reactions."""

from django import forms
from django.utils.translation import gettext_lazy as _

from portal.shared.conversations.forms import OnceForm
from portal.shared.plain_text import PlainTextField
from stories.reactions.rules import LONGEST_TEXT


class ReactionForm(OnceForm):
    """A new reaction."""

    text = PlainTextField(
        label=_("Your reaction"),
        longest=LONGEST_TEXT,
        help_text=_("Plain text. Don't name students, and name colleagues only if they agree."),
    )

    def __init__(self, data=None, **options):
        super().__init__(data, auto_id="reactie_%s", **options)


class EditForm(forms.Form):
    """Another text for an own reaction."""

    text = PlainTextField(label=_("Your reaction"), longest=LONGEST_TEXT)
