"""Forms of the editors' pages about people. They check; the actions write."""

from allauth.account.models import EmailAddress
from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.users.forms import UserForm

from network.errors import AddressTaken
from network.members.models import Member
from network.members.states import Standing


class _MemberForm(UserForm):
    """What an operator fills in of a person; Wagtail's two name fields make place for our three."""

    first_name = None
    last_name = None
    given_name = forms.CharField(label=_("First name"), max_length=60)
    name_prefix = forms.CharField(
        label=_("Name prefix"),
        max_length=20,
        required=False,
        help_text=_('The part before your last name, such as "de" or "van".'),
    )
    family_name = forms.CharField(label=_("Last name"), max_length=80)
    standing = forms.ChoiceField(
        label=_("Membership"),
        choices=Standing.choices,
        help_text=_("A member sees what is for members. A prospect signs up for open meetups."),
    )

    def clean_email(self) -> str:
        """Refuse an address that someone else has, as first or second address."""
        email = self.cleaned_data["email"].strip().lower()
        others = Member.objects.exclude(pk=self.instance.pk)
        second = EmailAddress.objects.exclude(user=self.instance.pk)
        if others.filter(email=email).exists() or second.filter(email=email).exists():
            raise forms.ValidationError(AddressTaken.message)
        return email

    def _clean_username(self) -> None:
        """Do nothing: the address is the login, and `clean_email` looked at it."""


class MemberCreationForm(_MemberForm):
    class Meta:
        model = Member
        fields = ("email", "given_name", "name_prefix", "family_name", "standing", "is_superuser", "groups")
        widgets = {"groups": forms.CheckboxSelectMultiple}


class MemberEditForm(_MemberForm):
    def __init__(self, *args, editing_self: bool = False, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        if editing_self:
            del self.fields["is_active"]
            del self.fields["is_superuser"]

    class Meta:
        model = Member
        fields = (
            "email",
            "given_name",
            "name_prefix",
            "family_name",
            "standing",
            "is_active",
            "is_superuser",
            "groups",
        )
        widgets = {"groups": forms.CheckboxSelectMultiple}
