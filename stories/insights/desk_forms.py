"""Reads which evidence an editor proposes; saving is one action."""

from django import forms
from django.utils.translation import gettext_lazy as _

from portal.shared.audiences.rules import Viewer
from stories.insights.desk import choice_value, find_source, source_choices, split_choice
from stories.insights.models import InsightPage
from stories.insights.states import Verdict


class ProposeForm(forms.Form):
    """One source's word on one insight."""

    insight = forms.ModelChoiceField(
        label=_("Insight"), queryset=InsightPage.objects.none(), empty_label=_("Choose an insight")
    )
    source = forms.ChoiceField(
        label=_("Source"), help_text=_("Your text is not in the list? Look for a word of its title above.")
    )
    verdict = forms.ChoiceField(
        label=_("What does the source say of the insight?"), choices=Verdict.choices, widget=forms.RadioSelect
    )
    why = forms.CharField(
        label=_("In one sentence"),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("What in this source shows it? Readers see this sentence beside the insight."),
    )

    def __init__(self, *args, viewer: Viewer, query: str = "", **kwargs):
        """Build the choices.

        Parameters:
            viewer: Whoever proposes: only what they may see can be attached.
            query: Words in the title of the source.
        """
        super().__init__(*args, **kwargs)
        self.fields["insight"].queryset = InsightPage.objects.live().order_by("title")
        chosen = self.data.get("source") or self.initial.get("source") or ""
        self.fields["source"].choices = [("", _("Choose a source")), *self._sources(chosen, query, viewer)]

    def _sources(self, chosen: str, query: str, viewer: Viewer) -> list:
        groups = source_choices(query, viewer)
        offered = {value for _label, items in groups for value, _title in items}
        if chosen and chosen not in offered:
            item = find_source(*split_choice(chosen))
            if item and item.is_public:
                groups = [(_("Chosen"), [(choice_value(item), item.title)]), *groups]
        return groups
