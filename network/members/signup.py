"""What the sign-up form asks besides the address. Its own module: allauth loads it while its own forms load."""

from django import forms
from django.utils.translation import gettext_lazy as _


class NameForm(forms.Form):
    """The three parts of a Dutch name; allauth's sign-up form inherits them."""

    field_order = ("given_name", "name_prefix", "family_name", "email", "password1")

    given_name = forms.CharField(
        label=_("First name"), max_length=60, widget=forms.TextInput(attrs={"autocomplete": "given-name"})
    )
    name_prefix = forms.CharField(
        label=_("Name prefix"),
        max_length=20,
        required=False,
        help_text=_('The part before your last name, such as "de" or "van".'),
        widget=forms.TextInput(attrs={"autocomplete": "additional-name"}),
    )
    family_name = forms.CharField(
        label=_("Last name"), max_length=80, widget=forms.TextInput(attrs={"autocomplete": "family-name"})
    )

    def signup(self, request, user) -> None:
        """Do nothing more: the adapter has stored the name with the person."""
