"""Reads what people type about reactions."""

from django import forms
from django.utils.translation import gettext_lazy as _

from portal.shared.keys import new_key
from portal.shared.plain_text import PlainTextField
from stories.reactions.rules import LONGEST_TEXT
from stories.reactions.states import ReportReason


class ReactionForm(forms.Form):
    """A new reaction. The token makes a form that is sent twice count once."""

    text = PlainTextField(
        label=_("Your reaction"),
        longest=LONGEST_TEXT,
        help_text=_("Plain text. Don't name students, and name colleagues only if they agree."),
    )
    token = forms.CharField(max_length=20, widget=forms.HiddenInput, required=False)

    def __init__(self, data=None, **options):
        super().__init__(data, auto_id="reactie_%s", initial={"token": new_key()}, **options)

    def clean_token(self) -> str:
        """A form without its token counts as a form of its own."""
        return self.cleaned_data["token"] or new_key()


class EditForm(forms.Form):
    """Another text for an own reaction."""

    text = PlainTextField(label=_("Your reaction"), longest=LONGEST_TEXT)


class ReportForm(forms.Form):
    """What is wrong with a reaction."""

    reason = forms.ChoiceField(label=_("What is wrong?"), choices=ReportReason.choices, widget=forms.RadioSelect)
    text = PlainTextField(label=_("In a few words"), longest=500, rows=3, required=False)


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
    reason = PlainTextField(
        label=_("Why?"),
        longest=500,
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
    """Why the conversation under a text closes."""

    reason = forms.CharField(label=_("Why?"), max_length=300, help_text=_("Readers see this under the text."))
