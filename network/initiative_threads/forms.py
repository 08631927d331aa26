"""Reads what people type in the conversation of a joint action."""

from django.utils.translation import gettext_lazy as _

from network.initiative_threads.rules import LONGEST_TEXT
from portal.shared.conversations.forms import OnceForm
from portal.shared.plain_text import PlainTextField


class MessageForm(OnceForm):
    """A message."""

    text = PlainTextField(
        label=_("Your message"),
        longest=LONGEST_TEXT,
        help_text=_("Plain text. Only who takes part reads it. Don't name students."),
    )
