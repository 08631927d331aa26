"""Reads what people type about joint actions."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from network.initiatives.actions import InitiativeText
from network.initiatives.models import Initiative
from network.initiatives.states import AUDIENCES, ENDED, PUBLISHED, InitiativeKind, InitiativeState
from network.institutions.models import Institution
from network.members.forms import RowsField
from network.members.models import Member
from network.vocabulary.models import Theme
from portal.shared.audiences.states import Audience
from portal.shared.keys import new_key

# No joint action is planned further than this; it also keeps a year like 0002 out.
FIRST_YEAR, LAST_YEAR = 2000, 2100


class PlainField(forms.CharField):
    """Several lines of plain text; a line end counts as one character, as it does in the browser."""

    def __init__(self, *, rows: int = 5, **options):
        super().__init__(widget=forms.Textarea(attrs={"rows": rows}), **options)

    def to_python(self, value):
        text = super().to_python(value)
        return text.replace("\r\n", "\n").replace("\r", "\n") if text else text


class DayField(forms.DateField):
    """One day, as the browser's own date field sends it."""

    def __init__(self, **options):
        super().__init__(widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"), **options)

    def clean(self, value):
        day = super().clean(value)
        if day is not None and not FIRST_YEAR <= day.year <= LAST_YEAR:
            raise ValidationError(_("Check the year of this date."))
        return day


class FilterForm(forms.Form):
    """What a reader asks of the list; a value that doesn't exist counts as not asked."""

    soort = forms.ChoiceField(required=False, choices=InitiativeKind.choices)
    thema = forms.SlugField(required=False, max_length=60)
    staat = forms.ChoiceField(
        required=False, choices=[(InitiativeState(state).value, InitiativeState(state).label) for state in PUBLISHED]
    )
    school = forms.SlugField(required=False, max_length=80)

    def clean_school(self) -> str:
        """Give the address of today of a school that was renamed or merged."""
        slug = self.cleaned_data["school"]
        return Institution.objects.address_today(slug) if slug else ""

    def asked(self) -> dict[str, str]:
        """Give the filters that are on, by name in the address, in a fixed order."""
        self.is_valid()
        return {name: self.cleaned_data[name] for name in self.fields if self.cleaned_data.get(name)}


class SchoolChoice(forms.ModelChoiceField):
    """One of the schools where the member's work is confirmed."""

    def __init__(self, schools: list[Institution], **options):
        rows = Institution.objects.filter(pk__in=[school.pk for school in schools])
        super().__init__(queryset=rows, to_field_name="slug", empty_label=None if len(schools) == 1 else "", **options)


class InitiativeForm(forms.Form):
    """The text of an initiative, as the one who leads it writes it."""

    kind = forms.ChoiceField(label=_("What is it?"), choices=InitiativeKind.choices, widget=forms.RadioSelect)
    title = forms.CharField(label=_("Title"), max_length=120)
    goal = PlainField(
        label=_("Goal"),
        max_length=600,
        rows=3,
        required=False,
        help_text=_("What do you want to have learned or changed at the end? You can finish this later."),
    )
    about = PlainField(label=_("What do you do?"), max_length=3000, rows=6, required=False)
    asks = PlainField(
        label=_("What do you ask of a school that joins?"),
        max_length=1200,
        rows=4,
        required=False,
        help_text=_("Who, how many hours, in which weeks. Then a school can decide at once."),
    )
    themes = RowsField(
        label=_("Themes"), queryset=Theme.objects.all(), required=False, widget=forms.CheckboxSelectMultiple
    )
    starts_on = DayField(label=_("Starts on"), required=False)
    ends_on = DayField(label=_("Ends on"), required=False)
    joining_ends_on = DayField(label=_("Last day to join"), required=False)
    audience = forms.ChoiceField(
        label=_("Who can read this?"), choices=AUDIENCES, widget=forms.RadioSelect, initial=Audience.EVERYONE.value
    )

    def __init__(self, data=None, *, initiative: Initiative | None = None, schools: list[Institution] = (), **options):
        initial = {} if initiative is None else _values_of(initiative)
        super().__init__(data, initial=initial, **options)
        if len(schools) > 1:
            self.fields["institution"] = SchoolChoice(schools, label=_("For which school do you lead it?"))

    def clean(self):
        values = super().clean()
        starts_on, ends_on = values.get("starts_on"), values.get("ends_on")
        if starts_on and ends_on and ends_on < starts_on:
            self.add_error("ends_on", _("The end date lies before the start date. Check both."))
        return values

    def text(self) -> InitiativeText:
        """Give what was typed; call it only on a valid form."""
        values = {name: value for name, value in self.cleaned_data.items() if name != "institution"}
        values["kind"], values["audience"] = InitiativeKind(values["kind"]), Audience(values["audience"])
        return InitiativeText(**{**values, "themes": list(values["themes"])})


def _values_of(initiative: Initiative) -> dict[str, object]:
    columns = {name: getattr(initiative, name) for name in InitiativeText.COLUMNS}
    return {**columns, "themes": list(initiative.themes.all())}


class JoinForm(forms.Form):
    """How someone joins for the own school."""

    INTERESTED, PART = "interested", "part"
    WISHES = [
        (PART, _("We want to take part. Whoever leads it answers within five working days.")),
        (INTERESTED, _("We are interested. Keep us posted.")),
    ]

    wish = forms.ChoiceField(label=_("What does your school want?"), choices=WISHES, widget=forms.RadioSelect)
    message = PlainField(
        label=_("Message to the one who leads it"),
        max_length=500,
        rows=3,
        required=False,
        help_text=_("For example with which team, and whether your manager agrees. Only who leads it reads this."),
    )
    gets_mail = forms.BooleanField(label=_("Mail me the news of this"), required=False, initial=True)

    def __init__(self, data=None, *, schools: list[Institution], **options):
        super().__init__(data, **options)
        if len(schools) > 1:
            self.fields["institution"] = SchoolChoice(schools, label=_("For which school?"))
            self.order_fields(["institution"])


class StepForm(forms.Form):
    """One step of the plan."""

    text = forms.CharField(label=_("What happens?"), max_length=200)
    due_on = DayField(label=_("On or before"))
    done_on = DayField(label=_("Done on"), required=False)

    def __init__(self, data=None, *, is_new: bool, **options):
        super().__init__(data, **options)
        if is_new:
            del self.fields["done_on"]


class UpdateForm(forms.Form):
    """News for everyone who reads the page, and a mail to who takes part. The token makes it count once."""

    title = forms.CharField(label=_("Title"), max_length=120)
    text = PlainField(
        label=_("News"),
        max_length=3000,
        rows=8,
        help_text=_("Plain text. It stands on the page and goes by mail to everyone in it. Don't name students."),
    )
    token = forms.CharField(max_length=20, widget=forms.HiddenInput, required=False)

    def __init__(self, data=None, **options):
        super().__init__(data, initial={"token": new_key()}, **options)

    def clean_token(self) -> str:
        """A form without its token counts as a form of its own."""
        return self.cleaned_data["token"] or new_key()


class AnswerForm(forms.Form):
    """What the one who leads answers a school that asks."""

    ACCEPT, DECLINE = "accept", "decline"
    ANSWERS = [(ACCEPT, _("Yes, this school takes part")), (DECLINE, _("Not now"))]

    answer = forms.ChoiceField(label=_("Your answer"), choices=ANSWERS, widget=forms.RadioSelect)
    reason = PlainField(
        label=_("Why not now?"),
        max_length=500,
        rows=3,
        required=False,
        help_text=_("Only with “not now”. The people of this school read it."),
    )

    def clean(self):
        values = super().clean()
        if values.get("answer") == self.DECLINE and not values.get("reason"):
            self.add_error("reason", _("Say why, so that the school knows when it can ask again."))
        return values


class EndForm(forms.Form):
    """How an initiative ended."""

    state = forms.ChoiceField(label=_("How did it end?"), widget=forms.RadioSelect)
    result = PlainField(
        label=_("What came of it?"),
        max_length=4000,
        rows=10,
        help_text=_("What did you find, what would you do again and what not? Stopping teaches as much as finishing."),
    )

    def __init__(self, data=None, *, offered: list[InitiativeState], **options):
        super().__init__(data, **options)
        self.fields["state"].choices = [(state.value, state.label) for state in offered]


def endings(initiative: Initiative, moves: dict) -> list[InitiativeState]:
    """Give how an initiative can end now: finished or stopped, or only stopped while it has not started."""
    reachable = moves[InitiativeState(initiative.state)]
    return [InitiativeState(state) for state in ENDED if state in reachable]


class HandOverForm(forms.Form):
    """Who leads from now on."""

    colleague = forms.ModelChoiceField(
        label=_("Who leads from now on?"), queryset=Member.objects.none(), to_field_name="key", empty_label=None
    )

    def __init__(self, data=None, *, colleagues, **options):
        super().__init__(data, **options)
        self.fields["colleague"].queryset = colleagues
        self.fields["colleague"].widget = forms.RadioSelect(choices=self.fields["colleague"].choices)


class JudgeForm(forms.Form):
    """What an editor decides on a proposal."""

    APPROVE, BACK = "approve", "back"
    DECISIONS = [
        (APPROVE, _("Put it online: other schools can join")),
        (BACK, _("Send it back with a question")),
    ]

    decision = forms.ChoiceField(label=_("What do you decide?"), choices=DECISIONS, widget=forms.RadioSelect)
    remark = PlainField(
        label=_("What should change?"),
        max_length=600,
        rows=4,
        required=False,
        help_text=_("Only when you send it back. Whoever proposed it reads this."),
    )

    def clean(self):
        values = super().clean()
        if values.get("decision") == self.BACK and not values.get("remark"):
            self.add_error("remark", _("Say what should change: whoever proposed it reads this."))
        return values
