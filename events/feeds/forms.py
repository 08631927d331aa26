"""Reads a calendar that someone pastes or uploads, and which of its dates they mean."""

from django import forms
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from events.calendars.errors import CalendarTooLarge, UnreadableCalendar
from events.calendars.reading import MOST_BYTES, ImportedDate, read_calendar


class CalendarForm(forms.Form):
    """A file or its text; with several dates, the choice of one."""

    file = forms.FileField(
        label=_("A calendar file (.ics)"),
        required=False,
        widget=forms.FileInput(attrs={"accept": ".ics,text/calendar"}),
        help_text=_("In Outlook: save the appointment as iCalendar. In Google and Apple: export it."),
    )
    text = forms.CharField(
        label=_("Or paste the text of such a file"),
        required=False,
        max_length=MOST_BYTES,
        widget=forms.Textarea(attrs={"rows": 6, "spellcheck": "false"}),
    )

    def __init__(self, data=None, files=None):
        super().__init__(data, files)
        self.dates: list[ImportedDate] = []

    def clean(self):
        values = super().clean()
        if self.errors:
            return values
        try:
            content = self._content(values)
            self.dates = read_calendar(content)
        except UnreadableCalendar as error:
            raise forms.ValidationError(str(error)) from error
        self._offer(content)
        return values

    def chosen(self) -> ImportedDate | None:
        """Give the date that is meant; None while someone still has to choose."""
        if len(self.dates) == 1:
            return self.dates[0]
        number = self.data.get("choice", "")
        if number.isascii() and number.isdecimal() and int(number[:4]) < len(self.dates):
            return self.dates[int(number[:4])]
        return None

    def _content(self, values) -> bytes:
        file = values.get("file")
        if file is None:
            return values["text"].strip().encode()
        if file.size > MOST_BYTES:
            raise CalendarTooLarge
        return file.read()

    def _offer(self, content: bytes) -> None:
        """Show the dates to choose from, and keep what was uploaded as text: a file field can't."""
        if len(self.dates) < 2:
            return
        self.data = self.data.copy()
        self.data["text"] = content.decode("utf-8", "replace")
        self.fields["choice"] = forms.ChoiceField(
            label=_("Which date?"),
            widget=forms.RadioSelect,
            choices=[(str(number), _label(date)) for number, date in enumerate(self.dates)],
        )


def _label(date: ImportedDate) -> str:
    when = date_format(timezone.localtime(date.starts_at), "j F Y" if date.is_all_day else "j F Y H.i")
    return f"{when} · {date.title or _('without a title')}"
