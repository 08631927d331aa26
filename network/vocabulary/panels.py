"""How the words of the vocabulary are chosen in the forms of /beheer/."""

from django import forms
from wagtail.admin.panels import FieldPanel


def themes_panel() -> FieldPanel:
    """Give the panel of a page's themes: boxes to tick, as a list of many asks for the control key."""
    return FieldPanel("themes", widget=forms.CheckboxSelectMultiple)
