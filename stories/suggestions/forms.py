"""Reads what an editor decides on a message; saving is one action per button."""

from django import forms
from django.utils.translation import gettext_lazy as _


class AnswerForm(forms.Form):
    """The answer or the reason, as the sender reads it."""

    answer = forms.CharField(
        label=_("Answer to the sender"),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text=_("The sender gets this text by mail."),
    )
