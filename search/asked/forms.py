"""Reads what a page of results says of an opened result."""

from django import forms

from search.asked.rules import LAST_PLACE


class OpenedForm(forms.Form):
    """Which question it was about, and the place of the result in its list."""

    ticket = forms.CharField(max_length=200)
    place = forms.IntegerField(min_value=0, max_value=LAST_PLACE)
