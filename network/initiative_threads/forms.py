"""Reads what people type in the conversation of a joint action, and what leaders decide."""

from django import forms
from django.utils.translation import gettext_lazy as _

from network.initiative_threads.rules import LONGEST_TEXT
from network.initiative_threads.states import ReportReason
from network.initiatives.forms import PlainField
from portal.shared.keys import new_key


class MessageForm(forms.Form):
    """A message. The token makes a form that is sent twice count once."""

    text = PlainField(
        label=_("Your message"),
        max_length=LONGEST_TEXT,
        help_text=_("Plain text. Only who takes part reads it. Don't name students."),
    )
    token = forms.CharField(max_length=20, widget=forms.HiddenInput, required=False)

    def __init__(self, data=None, **options):
        super().__init__(data, initial={"token": new_key()}, **options)

    def clean_token(self) -> str:
        """A form without its token counts as a form of its own."""
        return self.cleaned_data["token"] or new_key()


class ReportForm(forms.Form):
    """What is wrong with a message."""

    reason = forms.ChoiceField(label=_("What is wrong?"), choices=ReportReason.choices, widget=forms.RadioSelect)
    text = PlainField(label=_("In a few words"), max_length=500, rows=3, required=False)


class DecisionForm(forms.Form):
    """What a conversation leader decides, and why."""

    DISMISS, HIDE, REMOVE, RESTORE = "dismiss", "hide", "remove", "restore"
    CHOICES = {
        DISMISS: _("Leave it: nothing is wrong"),
        HIDE: _("Hide it: the writer reads why and can ask for a second look"),
        REMOVE: _("Remove it for good: the text is wiped"),
        RESTORE: _("Show it again"),
    }

    decision = forms.ChoiceField(label=_("What do you decide?"), widget=forms.RadioSelect)
    reason = PlainField(
        label=_("Why?"),
        max_length=500,
        rows=3,
        required=False,
        help_text=_("The writer and those who reported it read this. Don't name who reported it."),
    )

    def __init__(self, data=None, *, offered: list[str], **options):
        super().__init__(data, **options)
        self.fields["decision"].choices = [(name, self.CHOICES[name]) for name in offered]

    def clean(self):
        values = super().clean()
        if values.get("decision") in {self.DISMISS, self.HIDE, self.REMOVE} and not values.get("reason"):
            self.add_error("reason", _("Say why: the writer or the one who reported it reads this."))
        return values


class CloseForm(forms.Form):
    """Why a conversation closes."""

    reason = forms.CharField(label=_("Why?"), max_length=300, help_text=_("Those who take part read this."))
