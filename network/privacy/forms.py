"""The one question before an account goes."""

from django import forms
from django.utils.translation import gettext_lazy as _


class DeletionForm(forms.Form):
    """Asks whether someone read what leaving means."""

    understood = forms.BooleanField(
        label=_("I have read what goes and what stays"),
        error_messages={"required": _("Tick this when you have read it. Then you can delete your account.")},
    )
