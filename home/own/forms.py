"""Reads the answers of the first five minutes."""

from django import forms
from django.utils.translation import gettext_lazy as _

from network.members.forms import RowsField
from network.models import HelpTopic, Institution, Member, Role, Theme

# The list of roles is an editable table; the field says it in the member's words.
LONGEST_TITLE = 80


class RowField(forms.ModelChoiceField):
    """A choice of one row that also refuses numbers larger than a database can look up."""

    def to_python(self, value):
        if value is not None and len(str(value)) > 18:
            raise forms.ValidationError(self.error_messages["invalid_choice"], code="invalid_choice")
        return super().to_python(value)


class SchoolForm(forms.Form):
    """Where someone works."""

    institution = RowField(
        label=_("Your school"),
        queryset=Institution.objects.none(),
        empty_label=_("Choose your school"),
        error_messages={"required": _("Choose your school, or skip this step.")},
    )

    def __init__(self, *args, place=None, **kwargs) -> None:
        initial = {"institution": place.institution_id} if place else {}
        super().__init__(*args, initial=initial, **kwargs)
        self.fields["institution"].queryset = Institution.objects.current()


class RoleForm(forms.Form):
    """What someone does there."""

    role = RowField(
        label=_("Your role"),
        queryset=Role.objects.all(),
        empty_label=None,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what comes closest, or skip this step.")},
    )
    local_title = forms.CharField(
        label=_("What you are called"),
        max_length=LONGEST_TITLE,
        required=False,
        help_text=_("For example: digidoc or eCoach."),
    )

    def __init__(self, *args, place=None, **kwargs) -> None:
        initial = {"role": place.role_id, "local_title": place.local_title} if place else {}
        super().__init__(*args, initial=initial, **kwargs)


class ThemesForm(forms.Form):
    """What someone works on, and looks for."""

    themes = RowsField(
        label=_("Themes you work on"),
        queryset=Theme.objects.all(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    seeks = RowsField(
        label=_("I look for help with"),
        queryset=HelpTopic.objects.all(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args, member: Member, **kwargs) -> None:
        initial = {"themes": member.themes.all(), "seeks": member.seeks.all()}
        super().__init__(*args, initial=initial, **kwargs)
