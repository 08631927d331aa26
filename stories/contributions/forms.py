"""The form, one step at a time. Reading and cleaning only; what was typed is kept whether or not it is right."""

from collections.abc import Mapping

from django import forms
from django.db.models import Q
from django.http import QueryDict
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from network.models import Institution, Member, Theme
from network.vocabulary.models import Sector
from stories.contributions.pagetexts import Answers
from stories.contributions.questions import FIGURE_PARTS, MAX_FIGURES, Place, Question, Step
from stories.contributions.rules import tidy
from stories.contributions.states import Kind, Verdict
from stories.pilots.states import Outcome

LONGEST_ANSWER = 20_000
LONGEST_ADVICE = 400
BYLINES = (("name", _("Yes, with my name")), ("none", _("No, only with the name of my school")))


class StepForm(forms.Form):
    """One step of the form, with the questions of its table.

    A draft may miss anything, so nothing is required here; `mark_needed` only tells the reader what sending needs.
    """

    use_required_attribute = False

    def __init__(
        self,
        *,
        step: Step,
        member: Member,
        school_id: int | None,
        data: QueryDict | Mapping | None = None,
        initial=None,
    ):
        """Build the fields.

        Parameters:
            step: Whose questions.
            member: Who writes.
            school_id: The school the text has now; it stays a choice when its writer works elsewhere by now.
            data: What was sent.
            initial: What the form shows.
        """
        super().__init__(data, initial=initial)
        self.step = step
        for question in step.questions:
            self.fields[question.name] = _field_of(question, member)
        if "school" in self.fields:
            self.fields["school"].choices = _schools(member, school_id)

    def mark_needed(self) -> None:
        """Show as needed what sending needs; call it after validation."""
        for question in self.step.questions:
            self.fields[question.name].required = question.needed

    def typed(self) -> Answers:
        """Give every answer as it was typed, tidied, right or wrong."""
        return {
            name: sorted(map(tidy, self._list(name)), key=lambda each: (len(each), each))
            if isinstance(field, forms.MultipleChoiceField)
            else tidy(str(self.data.get(name, "")))
            for name, field in self.fields.items()
        }

    def valid(self) -> dict[str, object]:
        """Give the cleaned answers; what has an error is missing."""
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if name in self.fields}

    def rows(self) -> list[list[forms.BoundField]]:
        """Give the fields of the figures, row by row."""
        return [[self[f"figure{row}_{part}"] for part in FIGURE_PARTS] for row in range(MAX_FIGURES)]

    def _list(self, name: str) -> list[str]:
        getlist = getattr(self.data, "getlist", None)
        return getlist(name) if getlist else list(self.data.get(name, []))


def _field_of(question: Question, member: Member) -> forms.Field:
    words = {"label": question.label, "help_text": question.help_text, "required": False}
    special = _SPECIAL.get(question.target if question.place is Place.FIGURE else question.name)
    if special is not None:
        return special(words, member)
    if question.place in (Place.TEXT, Place.CHAPTER):
        return forms.CharField(max_length=LONGEST_ANSWER, widget=forms.Textarea({"rows": 8}), **words)
    return forms.CharField(max_length=LONGEST_ADVICE, widget=forms.Textarea({"rows": 3}), **words)


def _line(length: int):
    return lambda words, member: forms.CharField(max_length=length, **words)


def _number(most: int):
    return lambda words, member: forms.IntegerField(
        min_value=0, max_value=most, widget=forms.TextInput({"inputmode": "numeric"}), **words
    )


def _decimal(words: dict, member: Member) -> forms.Field:
    widget = forms.TextInput({"inputmode": "decimal"})
    return forms.DecimalField(max_digits=12, decimal_places=2, localize=True, widget=widget, **words)


def _choice(choices, empty: Promise):
    return lambda words, member: forms.ChoiceField(choices=[("", empty), *choices], **words)


def _schools(member: Member, school_id: int | None) -> list[tuple[str, Promise | str]]:
    own = member.affiliations.current(timezone.localdate()).values("institution_id")
    schools = Institution.objects.filter(Q(pk__in=own) | Q(pk=school_id)).order_by("name")
    return [("", _("No school")), *((str(school.pk), str(school)) for school in schools)]


def _themes(words: dict, member: Member) -> forms.Field:
    choices = [(str(theme.pk), theme.name) for theme in Theme.objects.all()]
    return forms.MultipleChoiceField(choices=choices, widget=forms.CheckboxSelectMultiple, **words)


_SPECIAL = {
    "title": _line(120),
    "lead": lambda words, member: forms.CharField(max_length=400, widget=forms.Textarea({"rows": 3}), **words),
    "school": lambda words, member: forms.ChoiceField(**words),
    "sector": _choice(Sector.choices, _("Choose one")),
    "themes": _themes,
    "byline": lambda words, member: forms.ChoiceField(choices=BYLINES, widget=forms.RadioSelect, **words),
    "question": lambda words, member: forms.CharField(max_length=500, widget=forms.Textarea({"rows": 3}), **words),
    "weeks": _number(520),
    "participants": _number(1_000_000),
    "participants_note": _line(250),
    "outcome": _choice(Outcome.choices, _("Choose one")),
    "name": _line(160),
    "unit": _line(40),
    "before": _decimal,
    "after": _decimal,
    "sample_size": _number(1_000_000),
    "source": _line(200),
    "better": lambda words, member: forms.BooleanField(**words),
}


class StartForm(forms.Form):
    """What someone wants to write. The key makes sending it twice begin one text."""

    kind = forms.ChoiceField(label=_("What do you want to tell?"), choices=Kind, widget=forms.RadioSelect)
    key = forms.CharField(widget=forms.HiddenInput, required=False, max_length=20)


class PictureForm(forms.Form):
    """One picture, with what the law and good manners ask."""

    file = forms.FileField(
        label=_("Picture"),
        help_text=_("A photo as JPEG, PNG, WebP, AVIF or HEIC, at most 15 MB. We remove the place where it was taken."),
        widget=forms.ClearableFileInput({"accept": "image/jpeg,image/png,image/webp,image/avif,image/heic,.heic"}),
        max_length=250,
    )
    alt_text = forms.CharField(
        label=_("What does it show?"),
        help_text=_("For readers who can't see the picture."),
        max_length=250,
    )
    caption = forms.CharField(label=_("Caption"), max_length=200, required=False)
    people = forms.ChoiceField(
        label=_("Can people be recognised?"),
        choices=(("no", _("No")), ("yes", _("Yes, and they agreed"))),
        widget=forms.RadioSelect,
    )
    consent_note = forms.CharField(
        label=_("Who agreed, when and how?"),
        help_text=_("Only editors see this. Students' faces: only with their own consent."),
        max_length=250,
        required=False,
    )

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("people") == "yes" and not cleaned.get("consent_note"):
            self.add_error("consent_note", _("Write down who agreed, when and how. Or choose another picture."))
        # A browser gives no file back to a page; unsaid, the next attempt fails on a picture that was chosen already.
        if self.errors and cleaned.get("file"):
            self.add_error("file", _("Choose the picture once more: a browser does not keep it."))
        return cleaned


class SubmitForm(forms.Form):
    """The last word to the editors."""

    note = forms.CharField(
        label=_("Note for the editors"),
        help_text=_("For example what you doubt about, or your answer to their remarks."),
        max_length=1000,
        required=False,
        widget=forms.Textarea({"rows": 4}),
    )


class InviteForm(forms.Form):
    """Whom to ask to read a draft."""

    name = forms.CharField(label=_("Name"), max_length=120)
    email = forms.EmailField(label=_("E-mail address"), max_length=254)
    message = forms.CharField(
        label=_("Your message"), max_length=1000, required=False, widget=forms.Textarea({"rows": 4})
    )


class ReviewForm(forms.Form):
    """What a reader without account answers."""

    verdict = forms.ChoiceField(label=_("Your answer"), choices=Verdict, widget=forms.RadioSelect)
    comment = forms.CharField(
        label=_("Your remark"), max_length=4000, required=False, widget=forms.Textarea({"rows": 6})
    )

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("verdict") == Verdict.COMMENT and not tidy(cleaned.get("comment", "")):
            self.add_error("comment", _("Write your remark, or choose that you agree."))
        return cleaned
