"""Reads which pair someone means."""

from django import forms

from events.offers.models import PlacementOffer, PlacementRequest


class PairForm(forms.Form):
    """A place and a wish, by key, among those that the one who asks may see."""

    offer = forms.ModelChoiceField(PlacementOffer.objects.none(), to_field_name="key")
    request = forms.ModelChoiceField(PlacementRequest.objects.none(), to_field_name="key")

    def __init__(self, data, *, offers, requests):
        super().__init__(data)
        self.fields["offer"].queryset = offers
        self.fields["request"].queryset = requests
