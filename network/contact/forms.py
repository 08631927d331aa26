"""Reads what people type to and about each other."""

from django import forms
from django.utils.translation import gettext_lazy as _

from network.contact.rules import LONGEST_MESSAGE, LONGEST_NOTE
from network.contact.states import Decision, ReportReason
from portal.shared.conversations.forms import OnceForm
from portal.shared.plain_text import PlainTextField


class MessageForm(OnceForm):
    """A message."""

    text = PlainTextField(
        label=_("Your message"),
        longest=LONGEST_MESSAGE,
        rows=7,
        help_text=_("The other one reads it on the portal and gets a mail. Your e-mail address stays hidden."),
    )

    def __init__(self, data=None, **options):
        super().__init__(data, auto_id="bericht_%s", **options)


class RequestForm(forms.Form):
    """A request to connect."""

    note = PlainTextField(
        label=_("Your note"),
        longest=LONGEST_NOTE,
        rows=3,
        required=False,
        help_text=_("For example: where you met, or what you want to do together."),
    )


class MessageReportForm(forms.Form):
    """What is wrong with a message."""

    reason = forms.ChoiceField(label=_("What is wrong?"), choices=ReportReason.choices, widget=forms.RadioSelect)
    text = PlainTextField(label=_("In a few words"), longest=500, rows=3, required=False)


class MessageDecisionForm(forms.Form):
    """What a conversation leader decides on a reported message, and why."""

    decision = forms.ChoiceField(label=_("What do you decide?"), choices=Decision.choices, widget=forms.RadioSelect)
    reason = PlainTextField(
        label=_("Why?"),
        longest=500,
        rows=3,
        help_text=_("Who reported it reads this. If you remove it, the sender does too. Name nobody."),
    )
