"""The form of the scan."""

from django import forms
from django.utils.translation import gettext_lazy as _

from network.selfscan.states import STATEMENTS, Factor, Score


class ScanForm(forms.Form):
    """One sentence per factor, and how far it holds."""

    note = forms.CharField(
        label=_("Note"),
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("For yourself and the coordinators of your school. Write no names."),
    )

    field_order = [*Factor.values, "note"]

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        for factor in Factor:
            self.fields[factor.value] = forms.TypedChoiceField(
                label=STATEMENTS[factor], choices=Score.choices, coerce=int, widget=forms.RadioSelect
            )
        self.order_fields(self.field_order)

    def scores(self) -> dict[str, int]:
        """Give the score by factor."""
        return {factor: self.cleaned_data[factor] for factor in Factor.values}
