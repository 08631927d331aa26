"""Reads the address of the page of bridges."""

from django import forms

from home.bridges.overview import DIRECTIONS, Asked
from home.bridges.rules import EVERY_LAYER
from network.models import Institution
from portal.shared.registries.crossings import BridgeDirection, BridgeLayer

EVERY_ISLAND = "alle"


class BridgeFilterForm(forms.Form):
    """Which kinds, direction, year, school and page; whatever can't be read is as if it wasn't there."""

    laag = forms.Field(required=False, widget=forms.SelectMultiple)
    richting = forms.ChoiceField(choices=[(each.value, each.label) for each in DIRECTIONS], required=False)
    jaar = forms.IntegerField(min_value=1900, max_value=9999, required=False)
    school = forms.SlugField(required=False, max_length=80)
    pagina = forms.IntegerField(min_value=1, required=False)
    eilanden = forms.ChoiceField(choices=[(EVERY_ISLAND, EVERY_ISLAND)], required=False)

    def __init__(self, data):
        super().__init__(data)
        self.full_clean()

    def clean_laag(self) -> tuple[str, ...]:
        """Keep the kinds that exist, each once."""
        known = [EVERY_LAYER, *BridgeLayer.values]
        return tuple(value for value in known if value in (self.cleaned_data["laag"] or ()))

    def clean_school(self) -> str:
        """Give the address of today of a school that was renamed or merged."""
        slug = self.cleaned_data["school"]
        return Institution.objects.address_today(slug) if slug else ""

    def asked(self) -> Asked:
        """Give what the reader wants to see."""
        direction = self.cleaned_data.get("richting")
        return Asked(
            layers=self.cleaned_data.get("laag", ()),
            direction=BridgeDirection(direction) if direction else None,
            year=self.cleaned_data.get("jaar"),
            school=self.cleaned_data.get("school", ""),
        )

    def page_number(self) -> int:
        """Give the page of the table, from 1."""
        return self.cleaned_data.get("pagina") or 1

    def wants_every_island(self) -> bool:
        """Say whether the list of schools without a bridge is asked for whole."""
        return self.cleaned_data.get("eilanden") == EVERY_ISLAND
