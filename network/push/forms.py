"""Which messages come to a member's devices; filled in by the script of the page, also a device."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from network.members.models import Member
from network.push.keys import is_auth_secret, is_public_point
from network.push.models import LONGEST_ENDPOINT, PushWish
from network.push.purposes import push_purposes
from portal.shared.http_guard import AddressRefused, checked


class GivenByScript(forms.HiddenInput):
    """Filled by the script for one sending; a refused value does not come back to be refused again."""

    def format_value(self, value) -> None:
        """Give nothing."""
        return


class PushForm(forms.Form):
    """The purposes someone wants, and the browser that is being switched on, if one is."""

    purposes = forms.MultipleChoiceField(
        label=_("Show me a message on my devices"), required=False, widget=forms.CheckboxSelectMultiple, choices=()
    )
    endpoint = forms.CharField(required=False, max_length=LONGEST_ENDPOINT, widget=GivenByScript)
    p256dh = forms.CharField(required=False, max_length=120, widget=GivenByScript)
    auth = forms.CharField(required=False, max_length=40, widget=GivenByScript)

    def __init__(self, *args, member: Member, **kwargs):
        wished = PushWish.objects.filter(member=member).values_list("purpose", flat=True)
        super().__init__(*args, initial={"purposes": list(wished)}, auto_id="push_%s", **kwargs)
        self.fields["purposes"].choices = [
            (name, f"{purpose.label}. {purpose.explanation}") for name, purpose in push_purposes.items()
        ]

    @property
    def adds_device(self) -> bool:
        """Whether a browser came along."""
        return bool(self.cleaned_data.get("endpoint"))

    def clean(self):
        """Refuse what no browser gives, and a device that would stay silent."""
        data = super().clean()
        endpoint = data.get("endpoint", "")
        if not endpoint and "endpoint" not in self.errors:
            return data
        if not data.get("purposes"):
            self.add_error("purposes", _("Choose at least one kind of message."))
            return data
        if not (
            is_public_point(data.get("p256dh", "")) and is_auth_secret(data.get("auth", "")) and _is_open(endpoint)
        ):
            raise ValidationError(
                _("This browser gave no usable address. Close it, open this page again and try again.")
            )
        return data


def _is_open(endpoint: str) -> bool:
    try:
        checked(endpoint)
    except AddressRefused:
        return False
    return True
