"""Reads what people write to the editors. Refuses machines in words, so that a person refused by mistake can go on."""

from datetime import datetime, timedelta

from django import forms
from django.core import signing
from django.utils.translation import gettext_lazy as _

from home.join.rules import Filling, judge_filling
from network.models import Institution, Member
from stories.suggestions.states import SuggestionKind

SALT = "home.join.shown"
ON_A_PAGE = (SuggestionKind.ADDITION, SuggestionKind.SUGGESTION, SuggestionKind.QUESTION)
ANYWHERE = (SuggestionKind.TAKE_PART, SuggestionKind.QUESTION, SuggestionKind.SUGGESTION)


def shown_mark(at: datetime) -> str:
    """Give the signed moment a form was shown."""
    return signing.dumps(at.timestamp(), salt=SALT)


def _time_taken(mark: str, at: datetime) -> timedelta | None:
    try:
        return timedelta(seconds=at.timestamp() - float(signing.loads(mark, salt=SALT)))
    except (signing.BadSignature, TypeError, ValueError):
        return None


class MessageForm(forms.Form):
    """A message to the editors; someone signed in types no name and address."""

    kind = forms.ChoiceField(label=_("What is it about?"), choices=(), widget=forms.RadioSelect)
    text = forms.CharField(
        label=_("Your message"),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 7}),
        error_messages={"required": _("Write your message. A few sentences are enough.")},
    )
    institution = forms.ModelChoiceField(
        label=_("Your school"),
        queryset=Institution.objects.none(),
        required=False,
        empty_label=_("Another organisation"),
    )
    name = forms.CharField(label=_("Your name"), max_length=120, widget=forms.TextInput(attrs={"autocomplete": "name"}))
    email = forms.EmailField(
        label=_("Your e-mail address"),
        help_text=_("We only use it to answer you."),
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        error_messages={"required": _("Fill in your e-mail address, so that we can answer you.")},
    )
    # People don't see this one; machines fill in whatever they find.
    website = forms.CharField(label=_("Leave this field empty"), required=False, max_length=200)
    shown = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args, member: Member | None, at: datetime, is_about_page: bool = False, **kwargs):
        super().__init__(*args, **kwargs)
        self.member, self.at = member, at
        kinds = ON_A_PAGE if is_about_page else ANYWHERE
        self.fields["kind"].choices = [(kind.value, kind.label) for kind in kinds]
        self.fields["kind"].initial = kinds[0].value
        self.fields["institution"].queryset = Institution.objects.current()
        self.fields["shown"].initial = shown_mark(at)
        self.fields["website"].widget.attrs |= {"tabindex": "-1", "autocomplete": "off"}
        if member is not None:
            del self.fields["name"], self.fields["email"]

    def clean_website(self) -> str:
        if self.cleaned_data["website"]:
            raise forms.ValidationError(_("Leave this field empty. Programs fill it in, people don’t."))
        return ""

    def clean(self):
        """Judge the time it took, and give the form a fresh mark for the next try."""
        filling = judge_filling(took=_time_taken(self.cleaned_data.get("shown") or "", self.at))
        if filling is not Filling.FINE:
            self.data = self.data.copy()
            self.data[self.add_prefix("shown")] = shown_mark(self.at)
        if filling is Filling.TOO_FAST:
            raise forms.ValidationError(
                _("That was very fast. Wait a few seconds and send it again: your text is still here.")
            )
        if filling is Filling.TOO_OLD:
            raise forms.ValidationError(
                _("This form was open for a long time. Send it once more: your text is still here.")
            )
        return self.cleaned_data

    def visible_message_fields(self):
        """Give the fields people fill in, for the template."""
        return [self[name] for name in ("kind", "text", "institution", "name", "email") if name in self.fields]
