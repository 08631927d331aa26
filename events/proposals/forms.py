"""Reads what a member types about a meetup they propose."""

from dataclasses import replace

from django import forms
from django.utils.translation import gettext_lazy as _

from events.meetups.forms import DateForm
from events.meetups.models import Meetup
from events.meetups.plans import MeetupPlan, OccurrencePlan
from events.meetups.series import SeriesRule
from events.meetups.states import MeetupKind
from events.proposals.actions import Proposal
from events.proposals.series import read_rule, rule_words, write_rule


class ProposalForm(DateForm):
    """What, for whom, when, where and for how many."""

    title = forms.CharField(label=_("What do you want to call it?"), max_length=120)
    kind = forms.ChoiceField(label=_("What kind of meetup is it?"), choices=MeetupKind.choices)
    lead = forms.CharField(
        label=_("What happens, and for whom is it?"),
        max_length=400,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Two or three sentences. The editors help you with the rest."),
    )
    version = forms.CharField(widget=forms.HiddenInput, required=False, max_length=80)
    # From someone's own calendar: how the date comes back.
    series = forms.CharField(widget=forms.HiddenInput, required=False, max_length=40)
    with_series = forms.BooleanField(required=False)

    field_order = ("title", "kind", "lead", "day", "with_series")

    def __init__(
        self,
        data=None,
        *,
        meetup: Meetup | None = None,
        draft=None,
        version: str = "",
        series: SeriesRule | None = None,
    ):
        occurrence = meetup.occurrences.order_by("pk").first() if meetup else None
        super().__init__(data, occurrence=occurrence)
        self.plan_before = MeetupPlan() if meetup is None else _plan_of(meetup)
        if draft is not None:
            self.initial.update(title=draft.title, lead=draft.lead, kind=meetup.kind)
        self.initial["version"] = version
        self.series = series if data is None else read_rule(data.get("series", ""))
        if self.series is None or meetup is not None:
            del self.fields["series"], self.fields["with_series"]
        else:
            self.initial.update(series=write_rule(self.series), with_series=True)
            words = rule_words(self.series)
            self.fields["with_series"].label = _("Also propose the dates that follow: %(rule)s.") % {"rule": words}

    def proposal(self) -> Proposal:
        """Give what was typed; call it only on a valid form."""
        values, date = self.cleaned_data, self.plan()
        plan = replace(self.plan_before, kind=MeetupKind(values["kind"]), institution=values["institution"])
        series = self.series if values.get("with_series") else None
        return Proposal(title=values["title"], lead=values["lead"], plan=plan, date=_short(date), series=series)


def _short(date: OccurrencePlan) -> OccurrencePlan:
    """Keep the school of the meetup off its date, where it would stand twice."""
    return replace(date, institution=None)


def _plan_of(meetup: Meetup) -> MeetupPlan:
    names = MeetupPlan.__dataclass_fields__
    return MeetupPlan(**{name: getattr(meetup, name) for name in names})
