"""Reads what members say of an insight for their own school."""

from datetime import date

from django import forms
from django.utils.translation import gettext_lazy as _

from network.models import Institution
from stories.insights.states import Answer, ReuseResult


class RecogniseForm(forms.Form):
    """The answer to "Herken je dit?" for one's own school."""

    answer = forms.ChoiceField(
        label=_("Do you recognise this at your school?"), choices=Answer.choices, widget=forms.RadioSelect
    )
    sentence = forms.CharField(
        label=_("What do you see at your school?"),
        max_length=300,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Optional, one sentence. Only the editors read it."),
    )


class ReuseForm(forms.Form):
    """The answer to "Wij deden dit ook": how it went at one's own school."""

    result = forms.ChoiceField(label=_("How did it go?"), choices=ReuseResult.choices, widget=forms.RadioSelect)
    changes = forms.CharField(
        label=_("What did you do differently, and what did you see?"),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("One or two sentences. Everyone can read this, under the name of your school."),
    )
    happened_on = forms.DateField(
        label=_("When was that?"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text=_("Roughly is fine."),
    )

    def __init__(self, *args, today: date, **kwargs):
        self.today = today
        super().__init__(*args, **kwargs)

    def clean_happened_on(self) -> date:
        """Refuse a day that has not come yet."""
        day = self.cleaned_data["happened_on"]
        if day > self.today:
            raise forms.ValidationError(_("This day has not come yet. Fill in when it happened."))
        return day


def school_field(schools: list[Institution]) -> forms.ModelChoiceField:
    """Give the choice for who works at several schools."""
    return forms.ModelChoiceField(
        label=_("For which school do you answer?"),
        queryset=Institution.objects.filter(pk__in=[school.pk for school in schools]),
        empty_label=None,
    )
