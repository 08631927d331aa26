"""Reads what a member types about a meetup they propose."""

from dataclasses import replace

from django import forms
from django.utils.translation import gettext_lazy as _

from events.meetups.forms import DateForm
from events.meetups.models import Meetup
from events.meetups.plans import MeetupPlan, OccurrencePlan
from events.meetups.states import MeetupKind
from events.proposals.actions import Proposal


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

    field_order = ("title", "kind", "lead", "day")

    def __init__(self, data=None, *, meetup: Meetup | None = None, draft=None, version: str = ""):
        occurrence = meetup.occurrences.order_by("pk").first() if meetup else None
        super().__init__(data, occurrence=occurrence)
        self.plan_before = MeetupPlan() if meetup is None else _plan_of(meetup)
        if draft is not None:
            self.initial.update(title=draft.title, lead=draft.lead, kind=meetup.kind)
        self.initial["version"] = version

    def proposal(self) -> Proposal:
        """Give what was typed; call it only on a valid form."""
        values, date = self.cleaned_data, self.plan()
        plan = replace(self.plan_before, kind=MeetupKind(values["kind"]), institution=values["institution"])
        return Proposal(title=values["title"], lead=values["lead"], plan=plan, date=_short(date))


def _short(date: OccurrencePlan) -> OccurrencePlan:
    """Keep the school of the meetup off its date, where it would stand twice."""
    return replace(date, institution=None)


def _plan_of(meetup: Meetup) -> MeetupPlan:
    names = MeetupPlan.__dataclass_fields__
    return MeetupPlan(**{name: getattr(meetup, name) for name in names})
