"""Reads an agreement with its days, the manager to ask, a manager's answer, and why an exchange is off."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from events.meetups.fields import ClockField, DayField
from events.offers.rules import MOST_HALF_DAYS
from events.offers.states import Direction
from events.placements.models import AgreementVersion
from events.placements.rules import MOST_DAYS, TERM_NAMES, Day, DayFault, Terms, day_faults
from events.placements.states import CancelReason
from network.models import Institution

DAYS = "dagen"
MORE_ROWS, FIRST_ROWS = 2, 3
FAULTS = {
    DayFault.ENDS_FIRST: ("ends", _("The end lies before the start. Check both times.")),
    DayFault.PAST: ("on", _("This moment has passed. Choose a day and time that still have to come.")),
    DayFault.TOO_FAR: ("on", _("Choose a day within two years.")),
    DayFault.OVERLAPS: ("on", _("This overlaps with another day in this list.")),
}


class LinesField(forms.CharField):
    """Several lines of plain text; a line end counts as one character, as it does in the browser."""

    def __init__(self, *, rows: int, **options):
        super().__init__(widget=forms.Textarea(attrs={"rows": rows}), **options)

    def to_python(self, value):
        text = super().to_python(value)
        return text.replace("\r\n", "\n").replace("\r", "\n") if text else text


def _label(name: str) -> str:
    return capfirst(AgreementVersion._meta.get_field(name).verbose_name)


class AgreementForm(forms.Form):
    """What an agreement says besides its days; the version it is written over goes along."""

    version = forms.IntegerField(min_value=0, max_value=10_000, widget=forms.HiddenInput)
    learning_question = LinesField(
        label=_label("learning_question"), rows=3, max_length=400, help_text=_("In one or two sentences.")
    )
    host_hopes = LinesField(label=_label("host_hopes"), rows=3, max_length=400, required=False)
    half_days = forms.IntegerField(
        label=_label("half_days"),
        min_value=1,
        max_value=MOST_HALF_DAYS,
        help_text=_("Working time in all: a whole day is two."),
    )
    place = forms.CharField(label=_label("place"), max_length=200)
    day_contact = forms.CharField(
        label=_label("day_contact"),
        max_length=160,
        required=False,
        help_text=_("A name and how to reach that person at work."),
    )
    cover = LinesField(
        label=_label("cover"),
        rows=2,
        max_length=300,
        help_text=_("Of lessons or shifts. This is why exchanges are called off most often, so arrange it now."),
    )
    allowed = LinesField(label=_label("allowed"), rows=5, max_length=1500)
    not_allowed = LinesField(label=_label("not_allowed"), rows=4, max_length=1000, required=False)
    confidentiality = LinesField(label=_label("confidentiality"), rows=4, max_length=1000)
    costs = LinesField(label=_label("costs"), rows=2, max_length=300)
    insurance = LinesField(label=_label("insurance"), rows=3, max_length=400, required=False)
    practical = LinesField(
        label=_label("practical"),
        rows=4,
        max_length=1000,
        required=False,
        help_text=_("For example: a pass for the door, what to wear, what to bring, a lift."),
    )
    reporting = LinesField(label=_label("reporting"), rows=2, max_length=400, required=False)
    change_note = forms.CharField(
        label=_label("change_note"),
        max_length=300,
        required=False,
        help_text=_("The other one reads this beside your change."),
    )

    def __init__(self, data=None, *, initial: Mapping[str, object], is_change: bool):
        super().__init__(data, initial=initial)
        if not is_change:
            del self.fields["change_note"]

    def terms(self, days: Sequence[Day]) -> Terms:
        """Give what was written, with these days; call it only on a valid form."""
        values = {name: self.cleaned_data[name] for name in TERM_NAMES if name != "days"}
        return Terms(days=tuple(days), **values)


class DayForm(forms.Form):
    """One day; an empty line is left out."""

    key = forms.CharField(max_length=20, required=False, widget=forms.HiddenInput)
    on = DayField(label=_("Day"), required=False)
    starts = ClockField(label=_("From"), required=False)
    ends = ClockField(label=_("Until"), required=False)

    def clean(self):
        values = super().clean()
        filled = {name for name in ("on", "starts", "ends") if values.get(name) is not None}
        if filled:
            for name in ("on", "starts", "ends"):
                if name not in filled and name not in self.errors:
                    self.add_error(name, _("Fill this in too, or leave the whole line empty."))
        return values

    @property
    def day(self) -> Day | None:
        """Give the day of a valid line; None for an empty one."""
        values = self.cleaned_data
        if values.get("on") is None:
            return None
        # A day has whole minutes.
        starts, ends = (values[name].replace(second=0, microsecond=0) for name in ("starts", "ends"))
        return Day(values.get("key", ""), values["on"], starts, ends)


class BaseDayFormSet(forms.BaseFormSet):
    """The days of an agreement that still have to come."""

    at: datetime | None = None
    has_begun = False

    def clean(self):
        if any(self.errors):
            return
        filled = [(form, form.day) for form in self.forms if form.day is not None]
        if not filled and not self.has_begun:
            raise ValidationError(_("Choose at least one day."))
        faults = day_faults([day for _form, day in filled], at=self.at or timezone.now())
        for place, fault in faults.items():
            name, words = FAULTS[fault]
            filled[place][0].add_error(name, words)

    def days(self) -> list[Day]:
        """Give the days; call it only on a valid set."""
        return [form.day for form in self.forms if form.day is not None]


DayRow = Mapping[str, object]


def rows_of(days: Sequence[Day]) -> list[DayRow]:
    """Give the lines of days that stand there."""
    return [{"key": day.key, "on": day.on, "starts": day.starts, "ends": day.ends} for day in days]


def typed_rows(data: Mapping[str, str]) -> list[DayRow]:
    """Give the lines as they were sent, unread, for who asks for more of them; empty ones are left out."""
    names = ("key", "on", "starts", "ends")
    rows = [{name: data.get(f"{DAYS}-{place}-{name}", "") for name in names} for place in range(MOST_DAYS)]
    return [row for row in rows if any(row[name] for name in names[1:])]


def day_forms(data=None, *, rows: Sequence[DayRow] = (), empty: int = 1, has_begun: bool = False, at: datetime):
    """Give the lines for days: those there are, and some empty ones, three at least and ten at most.

    Parameters:
        data: What was sent, or None.
        rows: What stands there.
        empty: Empty lines below them.
        has_begun: Some days began already, so that none need follow.
        at: Now.
    """
    extra = max(FIRST_ROWS - len(rows), empty)
    kind = forms.formset_factory(
        DayForm, formset=BaseDayFormSet, extra=extra, max_num=MOST_DAYS, absolute_max=MOST_DAYS
    )
    made = kind(data, prefix=DAYS, initial=list(rows))
    made.at, made.has_begun = at, has_begun
    return made


class ManagerForm(forms.Form):
    """Whom to ask."""

    name = forms.CharField(label=_("Name of your manager"), max_length=120)
    email = forms.EmailField(label=_("Work e-mail address of your manager"), max_length=254)


class AnswerForm(forms.Form):
    """What a manager says, besides yes or no."""

    remark = LinesField(
        label=_("A word with it"),
        rows=3,
        max_length=400,
        required=False,
        help_text=_("Only your colleague and the programme team read this."),
    )


class CancelForm(forms.Form):
    """Why an exchange does not, or did not, take place."""

    reason = forms.ChoiceField(label=_("Why?"), choices=CancelReason.choices, widget=forms.RadioSelect)
    note = LinesField(
        label=_("A word to the other one"),
        rows=3,
        max_length=600,
        required=False,
        help_text=_("You need not explain anything. Write nothing about anyone's health."),
    )


class RecordForm(forms.Form):
    """An exchange that people made without the portal."""

    guest_institution = forms.ModelChoiceField(Institution.objects.none(), label=_("School of the guest"))
    host_institution = forms.ModelChoiceField(Institution.objects.none(), label=_("School of the host"))
    direction = forms.ChoiceField(label=_("Direction"), choices=Direction)
    first_day_on = DayField(label=_("First day"))
    last_day_on = DayField(label=_("Last day"))
    half_days = forms.IntegerField(label=_("Number of half-days"), min_value=1, max_value=MOST_HALF_DAYS)
    reason = forms.ChoiceField(
        label=_("Did it take place?"), choices=[("", _("It took place")), *CancelReason.choices], required=False
    )

    def __init__(self, *arguments, **options):
        super().__init__(*arguments, **options)
        for name in ("guest_institution", "host_institution"):
            self.fields[name].queryset = Institution.objects.current()

    def clean_direction(self) -> Direction:
        return Direction(self.cleaned_data["direction"])

    def clean_reason(self) -> CancelReason | None:
        return CancelReason(self.cleaned_data["reason"]) if self.cleaned_data["reason"] else None

    def clean(self) -> dict[str, object]:
        values = super().clean()
        first, last = values.get("first_day_on"), values.get("last_day_on")
        if first and last and last < first:
            self.add_error("last_day_on", _("The last day lies before the first day. Check both."))
        return values


class ForgetForm(forms.Form):
    """Which noted exchange was a mistake."""

    weg = forms.SlugField(max_length=20)
