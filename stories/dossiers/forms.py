"""Reads what a member types about a map or dossier."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from network.institutions.states import InstitutionSize
from stories.dossiers.rules import LONGEST_NOTE, MOST_COSTS, CostRow, parse_amount
from stories.dossiers.states import ShareLength


class NoteForm(forms.Form):
    """A note for oneself."""

    note = forms.CharField(
        label=_("Note for yourself"),
        max_length=LONGEST_NOTE,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Only you read this, also when you share a dossier."),
    )

    def clean_note(self) -> str:
        """A note is one paragraph."""
        return " ".join(self.cleaned_data["note"].split())


class AmountField(forms.CharField):
    """An amount in euros, written the Dutch way; gives an exact Decimal, or None when empty."""

    def clean(self, value):
        text = super().clean(value)
        if not text:
            return None
        amount = parse_amount(text)
        if amount is None:
            raise ValidationError(_("Write an amount in euros, such as 1250 or 1.250,50."))
        return amount


class DossierForm(forms.Form):
    """What stands in a dossier beside what the texts say themselves."""

    title = forms.CharField(label=_("Title"), max_length=120)
    intro = forms.CharField(
        label=_("Why do you hand this over?"), max_length=800, required=False, widget=forms.Textarea(attrs={"rows": 4})
    )
    items = forms.MultipleChoiceField(
        label=_("What from your folder?"), required=False, widget=forms.CheckboxSelectMultiple
    )
    school = forms.CharField(
        label=_("Facts about our school"),
        max_length=600,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("For example: how many teams, which systems, what happened so far. No names of colleagues."),
    )
    size = forms.ChoiceField(
        label=_("How large is our school?"),
        required=False,
        choices=[("", _("Don't compare")), *InstitutionSize.choices],
        help_text=_("Then the dossier names schools of this size that told about it."),
    )
    shows_name = forms.BooleanField(label=_("Show my name"), required=False)
    shows_email = forms.BooleanField(label=_("Show my e-mail address"), required=False)

    def __init__(self, data=None, *, choices: list[tuple[str, str]], **options):
        super().__init__(data, **options)
        self.fields["items"].choices = choices


class CostForm(forms.Form):
    """One line of the cost sum; an empty one is left out."""

    label = forms.CharField(label=_("What for"), max_length=80, required=False)
    amount = AmountField(label=_("Amount"), max_length=20, required=False)
    unit = forms.CharField(
        label=_("Per"), max_length=40, required=False, help_text=_("For example: per school year, or once.")
    )

    def clean(self):
        values = super().clean()
        if values.get("label") and values.get("amount") is None and "amount" not in self.errors:
            self.add_error("amount", _("Write the amount too, or leave this line empty."))
        if not values.get("label") and (values.get("amount") is not None or values.get("unit")):
            self.add_error("label", _("Say what this is for, or leave this line empty."))
        return values


# Lines beyond the last one are not read, however many a request holds.
CostFormSet = forms.formset_factory(CostForm, extra=3, max_num=MOST_COSTS, absolute_max=MOST_COSTS)


def costs_of(formset) -> list[CostRow]:
    """Give the filled lines of a valid formset, in order."""
    return [
        CostRow(label=row["label"], amount=row["amount"], unit=row["unit"])
        for row in (form.cleaned_data for form in formset)
        if row.get("label")
    ]


class ShareForm(forms.Form):
    """How long a link works."""

    days = forms.TypedChoiceField(
        label=_("How long does the link work?"), choices=ShareLength.choices, coerce=int, initial=ShareLength.MONTH
    )
