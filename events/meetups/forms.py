"""Reads what organisers type about a meetup, its dates and its programme. Times are wall-clock times in Amsterdam."""

from dataclasses import replace
from datetime import date, datetime

from django import forms
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from events.meetups.errors import NotAnHour
from events.meetups.fields import (
    MOST_HOURS,
    MOST_SEATS,
    ClockField,
    DayField,
    GroupsField,
    HoursField,
    MomentField,
    SeatsField,
)
from events.meetups.models import Meetup, Occurrence, Session
from events.meetups.plans import GroupPlan, MeetupPlan, OccurrencePlan, SessionPlan
from events.meetups.rules import MOST_DATES
from events.meetups.series import Frequency, Scope, SeriesRule, local_moment
from events.meetups.states import Admission, Booking, Eligibility, MeetupKind, OccurrenceState, WaitlistPolicy
from network.members.forms import RowsField
from network.models import Institution, Member

WEEKDAYS = (
    ("", _("the same as the first day")),
    ("0", _("Monday")),
    ("1", _("Tuesday")),
    ("2", _("Wednesday")),
    ("3", _("Thursday")),
    ("4", _("Friday")),
    ("5", _("Saturday")),
    ("6", _("Sunday")),
)
FREQUENCIES = ((Frequency.WEEKLY.value, _("by the week")), (Frequency.MONTHLY.value, _("by the month")))
SCOPES = (
    (Scope.ONE.value, _("only this date")),
    (Scope.FOLLOWING.value, _("this date and the ones after it")),
    (Scope.ALL.value, _("all coming dates")),
)


def _schools():
    return Institution.objects.current().order_by("name")


class MeetupForm(forms.Form):
    """The settings of a meetup."""

    kind = forms.ChoiceField(label=_("What kind of meetup is it?"), choices=MeetupKind.choices)
    institution = forms.ModelChoiceField(
        label=_("Which school receives?"),
        queryset=Institution.objects.none(),
        to_field_name="slug",
        required=False,
        empty_label=_("no school in particular"),
    )
    admission = forms.ChoiceField(
        label=_("How does someone get in?"), choices=Admission.choices, widget=forms.RadioSelect
    )
    signup_url = forms.URLField(
        label=_("Where do people sign up, if not here?"),
        max_length=500,
        required=False,
        assume_scheme="https",
        help_text=_("Only without registration here: the page then says that one signs up there."),
    )
    eligibility = forms.ChoiceField(label=_("Who can sign up?"), choices=Eligibility.choices, widget=forms.RadioSelect)
    booking = forms.ChoiceField(
        label=_("What does one sign up for?"),
        choices=Booking.choices,
        widget=forms.RadioSelect,
        help_text=_(
            "For all dates together: people sign up once, for every date still to come. Who can't get a seat at each "
            "of them waits in one line for the whole series. They need an account. A date you add later is for "
            "everyone who is in. You can change this choice as long as nobody has signed up."
        ),
    )
    opens_at = MomentField(
        label=_("Registration opens at"), required=False, help_text=_("Empty: as soon as a date is announced.")
    )
    closes_at = MomentField(
        label=_("Registration closes at"), required=False, help_text=_("Empty: when the date starts.")
    )
    waitlist_policy = forms.ChoiceField(
        label=_("What happens when a seat comes free?"), choices=WaitlistPolicy.choices, widget=forms.RadioSelect
    )
    offer_hours = forms.IntegerField(
        label=_("How many hours has someone to confirm an offered seat?"),
        min_value=1,
        max_value=MOST_HOURS,
        help_text=_("Weekends and public holidays don't count."),
    )
    waitlist_limit = forms.IntegerField(
        label=_("How many people can wait at most?"),
        min_value=0,
        max_value=MOST_SEATS,
        required=False,
        help_text=_("Empty: as many as want to. 0: no waitlist."),
    )
    allows_pairs = forms.BooleanField(label=_("People can sign up in pairs: both get in, or neither."), required=False)
    most_per_institution = forms.IntegerField(
        label=_("How many people of one school at most?"), min_value=1, max_value=MOST_SEATS, required=False
    )
    groups = GroupsField(
        label=_("Seats kept for groups"),
        help_text=_("One group on a line, with its number of seats: “Teachers: 10”."),
    )
    reminder_hours = HoursField(
        label=_("Reminders, in hours before the start"),
        required=False,
        max_length=60,
        help_text=_("For example 168, 24: a week and a day before. Empty: no reminders."),
    )

    def __init__(self, data=None, *, meetup: Meetup):
        plan_names = [name for name in self.base_fields if name not in ("groups", "reminder_hours")]
        initial = {name: getattr(meetup, name) for name in plan_names}
        initial["institution"] = meetup.institution.slug if meetup.institution else ""
        initial["reminder_hours"] = ", ".join(str(hours) for hours in meetup.reminder_hours)
        self.present = list(meetup.seat_groups.all())
        initial["groups"] = "\n".join(f"{group.name}: {group.seats}" for group in self.present)
        super().__init__(data, initial=initial)
        self.fields["institution"].queryset = _schools()

    def clean(self):
        values = super().clean()
        opens_at, closes_at = values.get("opens_at"), values.get("closes_at")
        if opens_at and closes_at and closes_at <= opens_at:
            self.add_error("closes_at", _("Registration closes before it opens. Check both moments."))
        if values.get("booking") == Booking.SERIES and values.get("allows_pairs"):
            self.add_error("allows_pairs", _("Pairs can sign up per date only. Take this away, or choose per date."))
        if values.get("signup_url") and values.get("admission") != Admission.NONE:
            self.add_error("signup_url", _("People sign up here. Choose no registration, or leave this empty."))
        return values

    def plan(self) -> MeetupPlan:
        """Give the settings; call it only on a valid form."""
        return MeetupPlan(**{name: value for name, value in self.cleaned_data.items() if name != "groups"})

    def group_plans(self) -> list[GroupPlan]:
        """Give the groups, those that are there already with their key; call it only on a valid form."""
        keys = {group.name: group.key for group in self.present}
        return [replace(group, key=keys.get(group.name, "")) for group in self.cleaned_data["groups"]]


class PlaceForm(forms.Form):
    """From when to when, where and for how many: what one date and each date of a series have."""

    starts = ClockField(label=_("From"))
    ends = ClockField(label=_("Until"))
    has_on_site = forms.BooleanField(label=_("People can come in person."), required=False)
    place = forms.CharField(label=_("Place"), max_length=160, required=False, help_text=_("Building and room."))
    address = forms.CharField(label=_("Address"), max_length=200, required=False)
    city = forms.CharField(label=_("Town"), max_length=80, required=False)
    institution = forms.ModelChoiceField(
        label=_("At which school?"),
        queryset=Institution.objects.none(),
        to_field_name="slug",
        required=False,
        empty_label=_("the school of the meetup, or none"),
    )
    seats_on_site = SeatsField(label=_("Seats on site"), help_text=_("Empty: no limit."))
    has_online = forms.BooleanField(label=_("People can take part online."), required=False)
    online_url = forms.URLField(
        label=_("Address to take part online"),
        max_length=500,
        required=False,
        assume_scheme="https",
        help_text=_("Only people who signed up see it."),
    )
    seats_online = SeatsField(label=_("Seats online"), help_text=_("Empty: no limit."))

    def __init__(self, data=None, **options):
        super().__init__(data, **options)
        self.fields["institution"].queryset = _schools()

    def clean(self):
        values = super().clean()
        starts, ends = values.get("starts"), values.get("ends")
        if starts and ends and ends <= starts and "last_day" not in self.fields:
            self.add_error("ends", _("The end lies before the start. Check both."))
        if not (values.get("has_on_site") or values.get("has_online")):
            self.add_error("has_on_site", _("Choose on site, online or both."))
        return values

    def _plan(self, starts_at: datetime, ends_at: datetime) -> OccurrencePlan:
        names = (name for name in PlaceForm.base_fields if name not in ("starts", "ends"))
        return OccurrencePlan(starts_at=starts_at, ends_at=ends_at, **{name: self.cleaned_data[name] for name in names})


class DateForm(PlaceForm):
    """One date; of one that lasts several days, taken from a school's calendar, also the last day."""

    day = DayField(label=_("Day"))

    field_order = ("day", "starts", "last_day", "ends")

    def __init__(self, data=None, *, occurrence: Occurrence | None = None, has_more: bool = False):
        initial = {"has_on_site": True} if occurrence is None else _values_of(occurrence)
        super().__init__(data, initial=initial)
        if initial.get("last_day", initial.get("day")) != initial.get("day"):
            self.fields["last_day"] = DayField(label=_("Until which day?"))
            self.order_fields(self.field_order)
        if has_more:
            self.fields["scope"] = forms.ChoiceField(
                label=_("What does this change?"), choices=SCOPES, widget=forms.RadioSelect, initial=Scope.ONE.value
            )

    def clean(self):
        values = super().clean()
        day = values.get("day")
        for name, on in (("starts", day), ("ends", values.get("last_day") or day)):
            if on and values.get(name):
                try:
                    values[f"{name}_at"] = local_moment(on, values[name])
                except NotAnHour as error:
                    self.add_error(name, str(error))
        starts_at, ends_at = values.get("starts_at"), values.get("ends_at")
        if starts_at and ends_at and ends_at <= starts_at and "ends" not in self.errors:
            self.add_error("ends", _("The end lies before the start. Check both."))
        return values

    def plan(self) -> OccurrencePlan:
        """Give the date; call it only on a valid form."""
        return self._plan(self.cleaned_data["starts_at"], self.cleaned_data["ends_at"])

    def scope(self) -> Scope:
        """Give which dates change; call it only on a valid form."""
        return Scope(self.cleaned_data.get("scope") or Scope.ONE)


class SeriesForm(PlaceForm):
    """A rule that gives several dates."""

    start = DayField(label=_("First day"))
    frequency = forms.ChoiceField(label=_("Comes back"), choices=FREQUENCIES, widget=forms.RadioSelect)
    interval = forms.IntegerField(label=_("Every how many weeks or months?"), min_value=1, max_value=12, initial=1)
    weekday = forms.ChoiceField(label=_("On which day of the week?"), choices=WEEKDAYS, required=False)
    until = DayField(label=_("Until"), required=False, help_text=_("The last day it can be."))
    count = forms.IntegerField(label=_("Or how many times?"), min_value=1, max_value=MOST_DATES, required=False)

    field_order = ("start", "frequency", "interval", "weekday", "until", "count")

    def __init__(self, data=None):
        super().__init__(data, initial={"has_on_site": True, "frequency": Frequency.WEEKLY.value})
        self.fields["until"].label = _("Until which day?")

    def clean(self):
        values = super().clean()
        if not values.get("until") and not values.get("count") and not {"until", "count"} & set(self.errors):
            self.add_error("count", _("Say until which day, or how many times."))
        return values

    def rule(self) -> SeriesRule:
        """Give the rule; call it only on a valid form."""
        values = self.cleaned_data
        return SeriesRule(
            frequency=Frequency(values["frequency"]),
            interval=values["interval"],
            weekday=int(values["weekday"]) if values["weekday"] else None,
            until=values["until"],
            count=None if values["until"] else values["count"],
        )

    def plan(self, day: date) -> OccurrencePlan:
        """Give what each date has, as if it were on this day; call it only on a valid form."""
        moment = local_moment(day, self.cleaned_data["starts"])
        return self._plan(moment, local_moment(day, self.cleaned_data["ends"]))


class CancelForm(forms.Form):
    """Why a date doesn't go on."""

    reason = forms.CharField(
        label=_("Why does it not go on?"),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Everyone who signed up reads this, and it stands on the page."),
    )

    def __init__(self, data=None, *, has_more: bool = False, is_draft: bool = False):
        super().__init__(data)
        self.fields["reason"].required = not is_draft
        if has_more:
            self.fields["scope"] = forms.ChoiceField(
                label=_("What do you cancel?"), choices=SCOPES, widget=forms.RadioSelect, initial=Scope.ONE.value
            )

    def scope(self) -> Scope:
        """Give which dates it is for; call it only on a valid form."""
        return Scope(self.cleaned_data.get("scope") or Scope.ONE)


class AnnounceForm(forms.Form):
    """Which dates readers get to see."""

    dates = RowsField(
        label=_("Which dates do you announce?"),
        queryset=Occurrence.objects.none(),
        to_field_name="key",
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, data=None, *, rows):
        super().__init__(data, initial={"dates": [row.key for row in rows]})
        self.fields["dates"].queryset = rows
        self.fields["dates"].label_from_instance = when_text


class OrganisersForm(forms.Form):
    """Who run a meetup: those who do, and who was found by name."""

    members = RowsField(
        label=_("Organisers"),
        queryset=Member.objects.none(),
        to_field_name="key",
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("A meetup needs at least one organiser. Choose someone before you leave.")},
    )

    def __init__(self, data=None, *, candidates, chosen):
        super().__init__(data, initial={"members": [member.key for member in chosen]})
        self.fields["members"].queryset = candidates


class SessionForm(forms.Form):
    """An item of the programme."""

    title = forms.CharField(label=_("Title"), max_length=160)
    starts = ClockField(label=_("From"))
    ends = ClockField(label=_("Until"))
    about = forms.CharField(
        label=_("What happens?"), max_length=800, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
    speaker = forms.CharField(label=_("Speaker"), max_length=200, required=False)
    room = forms.CharField(label=_("Room"), max_length=80, required=False)
    is_chosen = forms.BooleanField(label=_("People choose it: sessions at the same time form a round."), required=False)
    seats = SeatsField(label=_("Seats"), help_text=_("Only when people choose it. Empty: no limit."))

    def __init__(self, data=None, *, occurrence: Occurrence, session: Session | None = None):
        initial = {}
        if session is not None:
            initial = {name: getattr(session, name) for name in self.base_fields if name not in ("starts", "ends")}
            initial["starts"] = timezone.localtime(session.starts_at).time()
            initial["ends"] = timezone.localtime(session.ends_at).time()
        super().__init__(data, initial=initial)
        self.day = timezone.localdate(occurrence.starts_at)

    def clean(self):
        values = super().clean()
        for name in ("starts", "ends"):
            if values.get(name):
                try:
                    values[f"{name}_at"] = local_moment(self.day, values[name])
                except NotAnHour as error:
                    self.add_error(name, str(error))
        if values.get("starts_at") and values.get("ends_at") and values["ends_at"] <= values["starts_at"]:
            self.add_error("ends", _("The end lies before the start. Check both."))
        return values

    def plan(self) -> SessionPlan:
        """Give the session; call it only on a valid form."""
        values = {name: value for name, value in self.cleaned_data.items() if name not in ("starts", "ends")}
        if not values["is_chosen"]:
            values["seats"] = None
        return SessionPlan(**values)


def when_text(occurrence: Occurrence) -> str:
    """Give day and hours of a date in words, with its place."""
    start, end = timezone.localtime(occurrence.starts_at), timezone.localtime(occurrence.ends_at)
    until = f"–{end:%H.%M}" if start.date() == end.date() else f" – {date_format(end, 'l j F Y')}, {end:%H.%M}"
    text = f"{date_format(start, 'l j F Y')}, {start:%H.%M}{until}"
    return f"{text}, {occurrence.place}" if occurrence.place else text


def _values_of(occurrence: Occurrence) -> dict[str, object]:
    values = {name: getattr(occurrence, name) for name in PlaceForm.base_fields if name not in ("starts", "ends")}
    start, end = timezone.localtime(occurrence.starts_at), timezone.localtime(occurrence.ends_at)
    values["institution"] = occurrence.institution.slug if occurrence.institution else ""
    return {**values, "day": start.date(), "starts": start.time(), "last_day": end.date(), "ends": end.time()}


def coming_drafts(meetup: Meetup, *, at: datetime):
    """Give the coming dates of a meetup that aren't announced, in order."""
    return meetup.occurrences.filter(state=OccurrenceState.DRAFT).upcoming(at)
