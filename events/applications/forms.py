"""Reads what a guest asks, what a host invites with, and what the two say."""

from collections.abc import Iterable, Sequence
from datetime import date

from django import forms
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from events.applications.actions import Opening
from events.applications.rules import LONGEST_MESSAGE, LONGEST_NOTE, LONGEST_QUESTION
from events.offers.models import PlacementOffer, PlacementRequest
from portal.shared.conversations.forms import LONGEST_REASON, OnceForm
from portal.shared.plain_text import PlainTextField


def month_choices(months: Iterable[date]) -> list[tuple[str, str]]:
    """Give the months as choices: "2027-03", "maart 2027"."""
    return [(month.strftime("%Y-%m"), date_format(month, "F Y")) for month in months]


def _read_month(value: str) -> date | None:
    return date.fromisoformat(f"{value}-01") if value else None


class AskForm(forms.Form):
    """What someone wants to learn at a place, and when."""

    wish = forms.ModelChoiceField(
        label=_("Your own wish"),
        queryset=PlacementRequest.objects.none(),
        required=False,
        to_field_name="key",
        empty_label=_("none: I only ask for this place"),
        help_text=_("With it the host sees what you are looking for. A yes fulfils this wish."),
    )
    question = PlainTextField(
        label=_("What do you want to learn there?"),
        longest=LONGEST_QUESTION,
        rows=3,
        help_text=_("Your learning question, in one or two sentences."),
    )
    month = forms.TypedChoiceField(label=_("In which month?"), coerce=_read_month, empty_value=None)
    text = PlainTextField(
        label=_("A word to the host"),
        longest=LONGEST_MESSAGE,
        rows=4,
        required=False,
        help_text=_("For example who you are, and which days suit you."),
    )

    def __init__(self, data=None, *, wishes, months: Sequence[date], initial: dict | None = None):
        super().__init__(data, initial=initial, auto_id="aanvraag_%s")
        self.fields["wish"].queryset = wishes
        if not wishes.exists():
            del self.fields["wish"]
        if months:
            self.fields["month"].choices = month_choices(months)
        else:
            del self.fields["month"]

    @property
    def opening(self) -> Opening:
        """What was typed, once it is valid."""
        values = self.cleaned_data
        return Opening(question=values["question"], month=values.get("month"), text=values["text"])

    @property
    def own_wish(self) -> PlacementRequest | None:
        """The chosen wish, once it is valid."""
        return self.cleaned_data.get("wish")


class InviteForm(forms.Form):
    """With which place someone invites who has a wish, and a word beside it."""

    offer = forms.ModelChoiceField(
        label=_("With which place?"),
        queryset=PlacementOffer.objects.none(),
        required=False,
        to_field_name="key",
        empty_label=_("none from the list: we find something together"),
    )
    month = forms.TypedChoiceField(
        label=_("In which month?"),
        coerce=_read_month,
        empty_value=None,
        required=False,
        help_text=_("Only for a place that counts per month."),
    )
    text = PlainTextField(
        label=_("A word to the guest"),
        longest=LONGEST_MESSAGE,
        rows=4,
        help_text=_("For example what there is to see at your place, and when it suits you."),
    )

    def __init__(self, data=None, *, offers, months: Sequence[date]):
        super().__init__(data, auto_id="uitnodiging_%s")
        self.fields["offer"].queryset = offers
        if not offers.exists():
            del self.fields["offer"]
        if months:
            self.fields["month"].choices = [("", _("no month yet")), *month_choices(months)]
        else:
            del self.fields["month"]

    @property
    def opening(self) -> Opening:
        """What was typed, once it is valid."""
        return Opening(month=self.cleaned_data.get("month"), text=self.cleaned_data["text"])

    @property
    def own_offer(self) -> PlacementOffer | None:
        """The chosen place, once it is valid."""
        return self.cleaned_data.get("offer")


class ThreadForm(OnceForm):
    """A message to the other one."""

    text = PlainTextField(
        label=_("Your message"),
        longest=LONGEST_MESSAGE,
        rows=5,
        help_text=_("The other one reads it here and gets a mail. Your e-mail address stays hidden."),
    )

    def __init__(self, data=None, **options):
        super().__init__(data, auto_id="bericht_%s", **options)


class NoteForm(forms.Form):
    """A word with a no, or with taking something back."""

    note = PlainTextField(label=_("A word in your own words"), longest=LONGEST_NOTE, rows=4, required=False)

    def __init__(self, data=None, *, help_text: str):
        super().__init__(data, auto_id="antwoord_%s")
        self.fields["note"].help_text = help_text


class JudgeForm(forms.Form):
    """What a conversation leader decides on a reported message, and why."""

    decision = forms.ChoiceField(
        label=_("What do you decide?"),
        choices=[
            ("dismiss", _("Leave it: nothing is wrong")),
            ("remove", _("Remove the message: its text is wiped")),
        ],
        widget=forms.RadioSelect,
    )
    reason = PlainTextField(
        label=_("Why?"),
        longest=LONGEST_REASON,
        rows=3,
        help_text=_("Who reported it reads this. If you remove it, the sender does too. Name nobody."),
    )
