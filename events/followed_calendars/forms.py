"""Reads the address of a calendar, and what an editor decides about one date."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from events.followed_calendars.actions.deciding import Choice, sounds_online
from events.followed_calendars.models import FoundEvent
from events.followed_calendars.rules import HTTPS_PORT, LONGEST_ADDRESS, read_target
from events.meetups.fields import ClockField
from events.meetups.states import MeetupKind
from network.models import Institution, Theme


class CalendarAddressField(forms.CharField):
    """An address of an .ics file: https://…, or webcal://… as many websites write it."""

    def __init__(self, **options):
        super().__init__(max_length=LONGEST_ADDRESS, widget=forms.TextInput(attrs={"inputmode": "url"}), **options)

    def clean(self, value):
        address = super().clean(value).strip()
        scheme, colon, rest = address.partition("://")
        if colon and scheme.lower() in {"webcal", "webcals"}:
            address = f"https://{rest}"
        target = read_target(address)
        if target is None or target.port != HTTPS_PORT:
            raise ValidationError(
                _("This has to be a public address that begins with https://, with a name and without a password.")
            )
        return address


class CalendarForm(forms.Form):
    """Which calendar, and where people sign up."""

    address = CalendarAddressField(
        label=_("Address of the calendar"),
        help_text=_("The address of an .ics file, as “subscribe” or “share” in your calendar gives it."),
    )
    website = forms.URLField(
        label=_("Page of your school where people sign up"),
        max_length=LONGEST_ADDRESS,
        assume_scheme="https",
        help_text=_("We lead people there for dates that have no page of their own."),
    )


class AddCalendarForm(CalendarForm):
    """The same for an editor, who says which school it is of."""

    institution = forms.ModelChoiceField(
        label=_("Which school is it of?"), queryset=Institution.objects.none(), to_field_name="slug"
    )

    field_order = ("institution", "address", "website")

    def __init__(self, data=None):
        super().__init__(data)
        self.fields["institution"].queryset = Institution.objects.current().order_by("name")


class ReasonForm(forms.Form):
    """Why not, or why it does not go on."""

    reason = forms.CharField(label=_("Reason"), max_length=300, widget=forms.Textarea(attrs={"rows": 3}))


class ChoiceForm(forms.Form):
    """What the calendar does not say of a date."""

    kind = forms.ChoiceField(label=_("What kind of meetup is it?"), choices=MeetupKind.choices)
    themes = forms.ModelMultipleChoiceField(
        label=_("Themes"),
        queryset=Theme.objects.none(),
        to_field_name="slug",
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    is_online = forms.BooleanField(label=_("It is held online, and nowhere else."), required=False)

    def __init__(self, data=None, *, event: FoundEvent):
        super().__init__(data, initial={"is_online": sounds_online(event)})
        self.fields["themes"].queryset = Theme.objects.order_by("name")
        if event.is_all_day:
            self.fields |= _clock_fields()

    def choice(self) -> Choice:
        """Give what was chosen; call it only on a valid form."""
        values = self.cleaned_data
        return Choice(
            kind=MeetupKind(values["kind"]),
            themes=list(values["themes"]),
            is_online=values["is_online"],
            starts=values.get("starts"),
            ends=values.get("ends"),
        )


class TimesForm(forms.Form):
    """The times of a changed date that has days only; no fields at all for any other date."""

    def __init__(self, data=None, *, event: FoundEvent):
        initial = {}
        if event.occurrence is not None:
            initial["starts"] = timezone.localtime(event.occurrence.starts_at).time()
            initial["ends"] = timezone.localtime(event.occurrence.ends_at).time()
        super().__init__(data, initial=initial)
        if event.is_all_day:
            self.fields |= _clock_fields()

    def choice(self) -> Choice:
        """Give the times; call it only on a valid form."""
        return Choice(starts=self.cleaned_data.get("starts"), ends=self.cleaned_data.get("ends"))


def _clock_fields() -> dict[str, forms.Field]:
    return {"starts": ClockField(label=_("From")), "ends": ClockField(label=_("Until"))}
