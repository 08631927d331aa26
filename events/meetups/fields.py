"""Fields of the planner: days and times of the clock, seats, groups and hours."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from events.meetups.plans import GroupPlan

FIRST_YEAR, LAST_YEAR = 2000, 2100
MOST_SEATS = 20000
MOST_HOURS = 24 * 60
LONGEST_GROUP_NAME = 60


class DayField(forms.DateField):
    """One day, as the browser's own date field sends it."""

    def __init__(self, **options):
        super().__init__(widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"), **options)

    def clean(self, value):
        day = super().clean(value)
        if day is not None and not FIRST_YEAR <= day.year <= LAST_YEAR:
            raise ValidationError(_("Check the year of this date."))
        return day


class ClockField(forms.TimeField):
    """A wall-clock time."""

    def __init__(self, **options):
        super().__init__(widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"), **options)


class MomentField(forms.DateTimeField):
    """A day and a wall-clock time in one; an hour that the change of the clock skips or repeats is refused."""

    def __init__(self, **options):
        widget = forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")
        super().__init__(widget=widget, input_formats=["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S"], **options)

    def clean(self, value):
        moment = super().clean(value)
        if moment is not None and not FIRST_YEAR <= moment.year <= LAST_YEAR:
            raise ValidationError(_("Check the year of this date."))
        return moment


class SeatsField(forms.IntegerField):
    """A number of seats; empty means no limit."""

    def __init__(self, **options):
        super().__init__(min_value=0, max_value=MOST_SEATS, required=False, **options)


class GroupsField(forms.CharField):
    """Groups of seats, one on a line: "Docenten: 10"."""

    def __init__(self, **options):
        super().__init__(widget=forms.Textarea(attrs={"rows": 4}), max_length=2000, required=False, **options)

    def clean(self, value):
        groups: list[GroupPlan] = []
        for line in super().clean(value).splitlines():
            name, _colon, number = line.rpartition(":")
            name, number = " ".join(name.split()), number.strip()
            if not line.strip():
                continue
            if not name or not number.isascii() or not number.isdecimal() or int(number) > MOST_SEATS:
                raise ValidationError(_("Write each group on its own line, with a number: “Teachers: 10”."))
            if len(name) > LONGEST_GROUP_NAME:
                raise ValidationError(_("The name of a group is 60 characters at most."))
            if name in {group.name for group in groups}:
                raise ValidationError(_("“%(name)s” stands here twice.") % {"name": name})
            groups.append(GroupPlan(name, int(number)))
        return groups


class HoursField(forms.CharField):
    """Whole numbers with commas: 168, 24."""

    def clean(self, value):
        parts = [part.strip() for part in super().clean(value).split(",") if part.strip()]
        if any(not part.isascii() or not part.isdecimal() or not 1 <= int(part) <= MOST_HOURS for part in parts):
            raise ValidationError(_("Type whole hours with a comma between them: 168, 24."))
        return tuple(sorted({int(part) for part in parts}, reverse=True))
