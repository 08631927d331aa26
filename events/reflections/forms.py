"""Reads what people write when they look back, and what they let others read."""

from collections.abc import Sequence

from django import forms
from django.utils.translation import gettext_lazy as _

from events.reflections.models import TEXTS, JointSummary, Reflection, ReflectionFinding
from events.reflections.rules import LONGEST_SENTENCE
from events.reflections.states import ReleaseState, Verdict
from portal.shared.plain_text import PlainTextField


def _text(label, longest: int, *, rows: int, help_text="") -> PlainTextField:
    return PlainTextField(label=label, longest=longest, rows=rows, required=False, help_text=help_text)


class VersionForm(forms.Form):
    """A form about a text as it was shown; `version` names that text."""

    version = forms.CharField(max_length=40, widget=forms.HiddenInput, required=False)


class ReflectionForm(VersionForm):
    """One's own reflection. No question is required: what is there is kept."""

    saw = _text(_("What did you see?"), 2000, rows=5, help_text=_("A moment you remember says more than a conclusion."))
    learned = _text(_("What did you learn?"), 2000, rows=5)
    changes = _text(_("What do you do differently now?"), 2000, rows=4)
    advice = _text(_("What would you tell a colleague who goes next?"), 1000, rows=3)
    private_note = _text(
        _("Only for the programme team"),
        1000,
        rows=3,
        help_text=_("For what you would rather not tell the other one. Neither they nor a story ever get this."),
    )

    def __init__(self, data=None, *, reflection: Reflection | None):
        row = reflection or Reflection()
        super().__init__(data, initial={**row.texts, "version": row.version})

    def texts(self) -> dict[str, str]:
        """Give the texts by column, once the form is valid."""
        return {name: self.cleaned_data[name] for name in TEXTS}


class SummaryForm(VersionForm):
    """The text of the two."""

    title = forms.CharField(
        label=_("Title"), max_length=120, required=False, help_text=_("As it could stand above a story.")
    )
    text = _text(_("What do you take along, the two of you?"), 4000, rows=12)

    def __init__(self, data=None, *, summary: JointSummary):
        super().__init__(data, initial={"title": summary.title, "text": summary.text, "version": summary.version})


class AgreeForm(VersionForm):
    """The yes of one of the two to the summary as it stands."""

    is_named = forms.BooleanField(
        label=_("If a story is made of it, my name may stand with it"),
        required=False,
        help_text=_("Without this the story says: a colleague."),
    )

    def __init__(self, data=None, *, summary: JointSummary, is_named: bool = False):
        super().__init__(data, initial={"version": summary.version, "is_named": is_named})


class SentencesForm(forms.Form):
    """Which sentences of the two reflections could stand in a story."""

    def __init__(self, data=None, *, own: Sequence[tuple[str, str]], others: Sequence[tuple[str, str]], other: str):
        super().__init__(data)
        if own:
            self.fields["own"] = self._choice(
                _("From yours: these may stand in a story"),
                own,
                _("With a tick you let everyone read the sentence. You can take that back until a story is online."),
            )
        if others:
            self.fields["others"] = self._choice(
                _("From the reflection of %(name)s: ask whether these may be used") % {"name": other},
                others,
                _("Only who wrote a sentence decides on it."),
            )

    @staticmethod
    def _choice(label, choices, help_text) -> forms.MultipleChoiceField:
        return forms.MultipleChoiceField(
            label=label,
            choices=choices,
            required=False,
            widget=forms.CheckboxSelectMultiple,
            help_text=help_text,
            error_messages={"invalid_choice": _("One of these sentences is not there any more. Choose again.")},
        )

    def clean(self):
        values = super().clean()
        if not self.errors and not any(values.get(name) for name in ("own", "others")):
            raise forms.ValidationError(_("Choose at least one sentence."))
        return values

    def chosen(self) -> list[str]:
        """Give the values of the ticked sentences, once the form is valid."""
        return [*self.cleaned_data.get("own", []), *self.cleaned_data.get("others", [])]


class QuoteForm(forms.Form):
    """What the writer of a sentence says about it."""

    answer = forms.ChoiceField(
        label=_("May this sentence stand in a story?"),
        widget=forms.RadioSelect,
        choices=[
            (ReleaseState.RELEASED.value, _("Yes, everyone may read it. My name does not stand with the sentence.")),
            (ReleaseState.KEPT.value, _("No, it stays between us.")),
        ],
    )


class InsightSearchForm(forms.Form):
    """Words to find an insight by."""

    q = forms.CharField(label=_("Search for an insight"), max_length=80, required=False)


class FindingForm(forms.Form):
    """What the exchange says of one insight."""

    insight = forms.ChoiceField(
        label=_("Which insight?"),
        widget=forms.RadioSelect,
        error_messages={"invalid_choice": _("This insight is not in the list. Search again and choose one.")},
    )
    verdict = forms.ChoiceField(
        label=_("What does your exchange say of it?"), choices=Verdict.choices, widget=forms.RadioSelect
    )
    sentence = forms.CharField(
        label=_("Why, in one sentence"),
        max_length=LONGEST_SENTENCE,
        help_text=_("What did you see that shows it? Without names of people: everyone can read it, and it stays."),
    )

    def __init__(self, data=None, *, choices: Sequence[tuple[str, str]]):
        super().__init__(data)
        self.fields["insight"].choices = choices


class ReleaseForm(VersionForm):
    """The yes of one of the two to a finding as it stands."""

    def __init__(self, data=None, *, finding: ReflectionFinding):
        super().__init__(data, initial={"version": finding.version})
