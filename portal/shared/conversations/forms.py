"""Reads what people write, report and decide in conversations."""

from collections.abc import Sequence

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from portal.shared.conversations.states import EXPLAINED, Decision, ReportReason
from portal.shared.keys import new_key
from portal.shared.plain_text import PlainTextField

LONGEST_REASON = 500


class OnceForm(forms.Form):
    """A form that counts once, however often it is sent: each shown form has a token of its own."""

    token = forms.CharField(max_length=20, widget=forms.HiddenInput, required=False)

    def __init__(self, data=None, **options):
        super().__init__(data, initial={"token": new_key()}, **options)

    def clean_token(self) -> str:
        """A form without its token counts as a form of its own."""
        return self.cleaned_data["token"] or new_key()


class ReportForm(forms.Form):
    """What is wrong with a post."""

    reason = forms.ChoiceField(label=_("What is wrong?"), choices=ReportReason.choices, widget=forms.RadioSelect)
    text = PlainTextField(label=_("In a few words"), longest=LONGEST_REASON, rows=3, required=False)


class DecisionForm(forms.Form):
    """What a conversation leader decides on a post, and why."""

    decision = forms.ChoiceField(label=_("What do you decide?"), widget=forms.RadioSelect)
    reason = PlainTextField(
        label=_("Why?"),
        longest=LONGEST_REASON,
        rows=3,
        required=False,
        help_text=_("The writer and those who reported it read this. Don't name who reported it."),
    )

    def __init__(self, data=None, *, offered: Sequence[Decision], **options):
        super().__init__(data, **options)
        self.fields["decision"].choices = [(decision.value, decision.label) for decision in offered]

    def clean(self):
        values = super().clean()
        if values.get("decision") in EXPLAINED and not values.get("reason"):
            self.add_error("reason", _("Say why: the writer or the one who reported it reads this."))
        return values


class CloseForm(forms.Form):
    """Why a conversation closes; `readers` says who reads it."""

    reason = forms.CharField(label=_("Why?"), max_length=300)

    def __init__(self, data=None, *, readers: str | Promise, **options):
        super().__init__(data, **options)
        self.fields["reason"].help_text = readers
