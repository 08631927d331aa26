"""What a reader asks of the list of members, read from the address."""

from django import forms

from network.directory.states import Look
from network.institutions.models import Institution

FILTERS = ("hulp", "zoekt", "thema", "rol", "school", "provincie")


class DirectoryForm(forms.Form):
    """Words, filters, the look, and whether to show who can help me; a value that can't be counts as not asked."""

    q = forms.CharField(required=False, max_length=80, strip=True)
    hulp = forms.SlugField(required=False, max_length=60)
    zoekt = forms.SlugField(required=False, max_length=60)
    thema = forms.SlugField(required=False, max_length=60)
    rol = forms.SlugField(required=False, max_length=60)
    school = forms.SlugField(required=False, max_length=80)
    provincie = forms.CharField(required=False, max_length=40)
    mij = forms.ChoiceField(required=False, choices=[("helpen", "")])
    weergave = forms.ChoiceField(required=False, choices=Look.choices)

    def clean_school(self) -> str:
        """Give the address of today of a school that was renamed or merged."""
        slug = self.cleaned_data["school"]
        return Institution.objects.address_today(slug) if slug else ""

    def asked(self) -> dict[str, str]:
        """Give what is on, by name in the address, in a fixed order."""
        self.is_valid()
        return {name: self.cleaned_data[name] for name in self.fields if self.cleaned_data.get(name)}
