"""Reads what people type about questions."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from network.questions.actions import QuestionText
from network.questions.rules import LONGEST_ANSWER, LONGEST_BODY, LONGEST_REASON, LONGEST_TITLE
from network.questions.states import READERS, Addressee, QuestionState
from network.vocabulary.models import Theme
from portal.shared.audiences.states import Audience
from portal.shared.conversations.forms import OnceForm
from portal.shared.keys import new_key
from portal.shared.plain_text import PlainTextField


class FilterForm(forms.Form):
    """What a reader asks of the list; a value that doesn't exist counts as not asked."""

    MINE = {
        "gesteld": _("Asked by me"),
        "beantwoord": _("Answered by me"),
        "gevolgd": _("Followed by me"),
        "bij-mij": _("Put to me"),
    }
    ORDERS = {"nieuw": _("Newest first"), "oud": _("Oldest first"), "antwoorden": _("Most answers first")}

    thema = forms.SlugField(required=False, max_length=60)
    aan = forms.ChoiceField(required=False, choices=Addressee.choices)
    staat = forms.ChoiceField(required=False, choices=QuestionState.choices)
    mijn = forms.ChoiceField(required=False, choices=list(MINE.items()))
    volgorde = forms.ChoiceField(required=False, choices=list(ORDERS.items()))

    def asked(self) -> dict[str, str]:
        """Give what was asked for, by name in the address, in a fixed order."""
        self.is_valid()
        return {name: self.cleaned_data[name] for name in self.fields if self.cleaned_data.get(name)}


class TitleForm(forms.Form):
    """The first step: the question in one sentence; sent by GET, so that nothing is stored yet."""

    vraag = forms.CharField(
        label=_("What is your question?"),
        max_length=LONGEST_TITLE,
        help_text=_("One sentence, as you would ask a colleague."),
    )


class QuestionForm(forms.Form):
    """A new question. The token makes a form that is sent twice count once."""

    title = forms.CharField(label=_("Your question"), max_length=LONGEST_TITLE)
    body = PlainTextField(
        label=_("Explain it"),
        longest=LONGEST_BODY,
        rows=7,
        required=False,
        help_text=_("What did you try, and what do you want to reach? Don't name students, and no colleagues."),
    )
    theme = forms.ModelChoiceField(label=_("Theme"), queryset=Theme.objects.all(), empty_label=_("Choose a theme"))
    addressee = forms.ChoiceField(
        label=_("Whom do you ask?"),
        choices=Addressee.choices,
        initial=Addressee.ALL,
        widget=forms.RadioSelect,
        help_text=_("We put your question to at most two people. Others may answer too."),
    )
    audience = forms.ChoiceField(
        label=_("Who may read it?"),
        choices=[(audience.value, audience.label) for audience in READERS],
        initial=Audience.EVERYONE,
        widget=forms.RadioSelect,
    )
    is_anonymous = forms.BooleanField(
        label=_("Don't show my name and school with this question"),
        required=False,
        help_text=_("Readers, and who answers, don't see who you are. Don't name yourself or your school in the text."),
    )
    token = forms.CharField(max_length=20, widget=forms.HiddenInput, required=False)

    def __init__(self, data=None, *, title: str = "", initial: dict | None = None, **options):
        super().__init__(data, initial={"token": new_key(), "title": title, **(initial or {})}, **options)

    def clean_token(self) -> str:
        """A form without its token counts as a form of its own."""
        return self.cleaned_data["token"] or new_key()

    def text(self) -> QuestionText:
        """Give what was typed, for the action."""
        values = self.cleaned_data
        return QuestionText(
            title=values["title"],
            body=values["body"],
            theme=values["theme"],
            addressee=Addressee(values["addressee"]),
            audience=Audience(values["audience"]),
            is_anonymous=values["is_anonymous"],
        )


class AnswerForm(OnceForm):
    """A new answer."""

    text = PlainTextField(
        label=_("Your answer"),
        longest=LONGEST_ANSWER,
        rows=6,
        help_text=_("Plain text. Say what you saw at your own school. Don't name students or colleagues."),
    )

    def __init__(self, data=None, **options):
        super().__init__(data, auto_id="antwoord_%s", **options)


class EditAnswerForm(forms.Form):
    """Another text for an own answer."""

    text = PlainTextField(label=_("Your answer"), longest=LONGEST_ANSWER, rows=8)


class CloseForm(forms.Form):
    """Why a question closes."""

    reason = forms.CharField(
        label=_("Why do you close it?"),
        max_length=LONGEST_REASON,
        help_text=_("Readers see this. For example: “Solved at school” or “Asked before”."),
    )


class InsightForm(forms.Form):
    """What someone sees in an answer."""

    why = PlainTextField(
        label=_("What can others learn from it?"),
        longest=LONGEST_REASON,
        rows=3,
        required=False,
        help_text=_("The editors read this with the answer."),
    )


class PauseForm(forms.Form):
    """Whether questions may be put to someone."""

    is_paused = forms.BooleanField(label=_("Put no questions to me now"), required=False)
    until = forms.DateField(
        label=_("Until and including"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}),
        help_text=_("Leave it empty if you don't know yet."),
    )

    def clean_until(self):
        """A pause that is over already would be no pause."""
        until = self.cleaned_data["until"]
        if until is not None and until < timezone.localdate():
            raise ValidationError(_("This day is past. Choose a day from today on, or leave it empty."))
        return until
