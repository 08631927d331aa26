"""The filters of the list of schools, read from the address."""

from django import forms

from network.institutions.states import InstitutionKind


class SchoolFilterForm(forms.Form):
    """What a reader asks of the list; a value that doesn't exist counts as not asked."""

    q = forms.CharField(required=False, max_length=80, strip=True)
    provincie = forms.CharField(required=False, max_length=40)
    soort = forms.ChoiceField(required=False, choices=InstitutionKind.choices)

    def asked(self) -> dict[str, str]:
        """Give the filters that are on, by name in the address, in a fixed order."""
        self.is_valid()
        return {name: self.cleaned_data[name] for name in self.fields if self.cleaned_data.get(name)}
