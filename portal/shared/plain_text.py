"""A form field for several lines of plain text."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import ngettext


class PlainTextField(forms.CharField):
    """Several lines of plain text; a line end counts as one character, as it does in the browser's own counter."""

    def __init__(self, *, longest: int, rows: int = 5, **options):
        super().__init__(widget=forms.Textarea(attrs={"rows": rows, "maxlength": longest}), **options)
        self.longest = longest

    def to_python(self, value):
        text = super().to_python(value)
        return text.replace("\r\n", "\n").replace("\r", "\n") if text else text

    def validate(self, value):
        super().validate(value)
        over = len(value or "") - self.longest
        if over > 0:
            raise ValidationError(
                ngettext(
                    "This is %(over)d character too long. Make it shorter.",
                    "This is %(over)d characters too long. Make it shorter.",
                    over,
                )
                % {"over": over}
            )
