"""Forms about one's own work at schools. They check; the actions write."""

from datetime import date

from django import forms
from django.utils.translation import gettext_lazy as _

from network.institutions.models import Institution
from network.members.models import Affiliation
from network.vocabulary.models import Role


def _day(label, *, required: bool, help_text="") -> forms.DateField:
    return forms.DateField(
        label=label,
        required=required,
        help_text=help_text,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )


class WorkForm(forms.Form):
    """What someone does at a school, in which team, and since when."""

    role = forms.ModelChoiceField(
        label=_("Role"), queryset=Role.objects.all(), empty_label=_("Choose a role"), required=False
    )
    local_title = forms.CharField(
        label=_("What you are called"), max_length=80, required=False, help_text=_("For example: digidoc or eCoach.")
    )
    team = forms.CharField(label=_("Team"), max_length=80, required=False)
    starts_on = _day(_("Since"), required=False, help_text=_("About is fine. For example: 1 August 2024."))

    @classmethod
    def initial_of(cls, work: Affiliation) -> dict[str, object]:
        """Give what is stored, to start the form with."""
        return {
            "role": work.role_id,
            "local_title": work.local_title,
            "team": work.team,
            "starts_on": work.starts_on,
        }


class NewWorkForm(WorkForm):
    """Work at a school that isn't in one's list yet."""

    institution = forms.ModelChoiceField(
        label=_("School"), queryset=Institution.objects.none(), empty_label=_("Choose a school")
    )
    field_order = ["institution", "role", "local_title", "team", "starts_on"]

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["institution"].queryset = Institution.objects.current()


class EndForm(forms.Form):
    """The last day of work at a school."""

    ends_on = _day(_("Your last day there"), required=True)


class MoveForm(forms.Form):
    """To which school the same work goes, and from when."""

    institution = forms.ModelChoiceField(
        label=_("Your new school"), queryset=Institution.objects.none(), empty_label=_("Choose a school")
    )
    starts_on = _day(_("Your first day there"), required=True)

    def __init__(self, *args, work: Affiliation, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["institution"].queryset = Institution.objects.current().exclude(pk=work.institution_id)

    def clean_starts_on(self) -> date:
        """Leave room for the day before, on which the old work ends."""
        day = self.cleaned_data["starts_on"]
        if day == date.min:
            raise forms.ValidationError(_("Choose a later day."))
        return day
