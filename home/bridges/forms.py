"""Reads the address of the page of bridges."""

from django import forms

from portal.shared.registries.crossings import BridgeLayer


class BridgeFilterForm(forms.Form):
    """Which layer and which page; whatever can't be read is as if it wasn't there."""

    laag = forms.ChoiceField(choices=BridgeLayer, required=False)
    pagina = forms.IntegerField(min_value=1, required=False)

    def layer(self) -> BridgeLayer | None:
        """Give the chosen layer, or None for all."""
        self.full_clean()
        chosen = self.cleaned_data.get("laag")
        return BridgeLayer(chosen) if chosen else None

    def page_number(self) -> int:
        """Give the page of the table, from 1."""
        self.full_clean()
        return self.cleaned_data.get("pagina") or 1
