"""Reads whom someone invites, and the name of who accepts."""

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext_lazy as _

from network.institutions.models import Institution
from network.invitations.rules import MAX_AT_ONCE, Invitee, read_invitees
from network.invitations.states import InvitationKind
from network.members.signup import NameForm


class InviteForm(forms.Form):
    """Whom to invite: several colleagues at once, or one ICT partner or ambassador."""

    institution = forms.ModelChoiceField(label=_("School"), queryset=Institution.objects.none())
    people = forms.CharField(
        label=_("E-mail addresses"),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("One on each line, or with commas between them. You may paste names along with them."),
        error_messages={"required": _("Fill in at least one e-mail address.")},
    )
    message = forms.CharField(
        label=_("A few words of your own"),
        max_length=600,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("They stand in the mail."),
    )

    def __init__(self, *args, kind: InvitationKind, schools: list[Institution], **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.kind, self.schools = kind, schools
        self.most = MAX_AT_ONCE if kind == InvitationKind.COLLEAGUE else 1
        if self.most == 1:
            people = self.fields["people"]
            people.label, people.help_text = _("E-mail address"), _("One person; you may write the name with it.")
            people.widget = forms.TextInput(attrs={"autocomplete": "off"})
            people.error_messages["required"] = _("Fill in the e-mail address.")
        school = self.fields["institution"]
        school.queryset = Institution.objects.filter(pk__in=[row.pk for row in schools])
        if kind == InvitationKind.AMBASSADOR:
            school.required, school.empty_label = False, _("No school")
        elif len(schools) == 1:
            del self.fields["institution"]

    def clean_people(self) -> list[Invitee]:
        """Give the people, or say which address can't be one."""
        people = read_invitees(self.cleaned_data["people"])
        if not people:
            raise ValidationError(self.fields["people"].error_messages["required"])
        if len(people) > self.most:
            raise ValidationError(
                _("You can invite %(most)d at once. Send the others after that.") % {"most": self.most}
                if self.most > 1
                else _("Invite one person at a time here.")
            )
        wrong = [person.email for person in people if not _is_address(person.email) or len(person.name) > 140]
        if wrong:
            raise ValidationError(_("This is no e-mail address: %(wrong)s.") % {"wrong": ", ".join(wrong)[:200]})
        return people

    def school(self) -> Institution | None:
        """Give the chosen school, or the only one there is to choose."""
        if "institution" in self.fields:
            return self.cleaned_data["institution"]
        return self.schools[0]


def _is_address(text: str) -> bool:
    try:
        validate_email(text)
    except ValidationError:
        return False
    return len(text) <= 254


class AcceptForm(NameForm):
    """The name of who accepts without having an account."""

    field_order = ("given_name", "name_prefix", "family_name")
