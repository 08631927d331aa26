"""The form of one's own profile."""

from datetime import datetime

from django import forms
from django.conf import settings
from django.utils.html import format_html
from django.utils.translation import get_language_info
from django.utils.translation import gettext_lazy as _

from network.members.actions import (
    change_profile,
    choose_audiences,
    describe_portrait,
    name_member,
    remove_portrait,
    set_portrait,
)
from network.members.fields import CHOOSABLE_FIELDS
from network.members.models import Member, portrait_of
from network.members.profiles import audiences_of
from network.members.rules import audience_of
from network.vocabulary.models import HelpTopic, Theme
from portal.shared.audiences.states import Audience
from portal.shared.media.errors import PictureRefused
from portal.shared.media.uploads import square_picture


def audience_name(field: str) -> str:
    """Give the name of the form field that holds who sees a profile field, e.g. "audience_themes"."""
    return f"audience_{field}"


LONGEST_ROW_NUMBER = 18
PORTRAIT_SIDE = 480


class RowsField(forms.ModelMultipleChoiceField):
    """A choice of several rows that also refuses numbers larger than a database can look up."""

    def clean(self, value):
        for number in value or ():
            if len(str(number)) > LONGEST_ROW_NUMBER:
                raise forms.ValidationError(
                    self.error_messages["invalid_pk_value"], code="invalid_pk_value", params={"pk": str(number)[:20]}
                )
        return super().clean(value)


class LanguageForm(forms.Form):
    """In which language the portal speaks; each name in its own language, so that everyone finds it."""

    language = forms.ChoiceField(
        label=_("Language of the site"),
        choices=[
            (code, format_html('<span lang="{}">{}</span>', code, get_language_info(code)["name_local"].capitalize()))
            for code, _name in settings.LANGUAGES
        ],
        widget=forms.RadioSelect,
        help_text=_("Stories and other texts stay Dutch: that is how colleagues wrote them."),
    )


class ProfileForm(forms.Form):
    """What a member tells, and below each field who sees it."""

    given_name = forms.CharField(
        label=_("First name"), max_length=60, widget=forms.TextInput(attrs={"autocomplete": "given-name"})
    )
    name_prefix = forms.CharField(
        label=_("Name prefix"),
        max_length=20,
        required=False,
        help_text=_('The part before your last name, such as "de" or "van".'),
        widget=forms.TextInput(attrs={"autocomplete": "additional-name"}),
    )
    family_name = forms.CharField(
        label=_("Last name"), max_length=80, widget=forms.TextInput(attrs={"autocomplete": "family-name"})
    )
    portrait = forms.FileField(
        label=_("Photo"),
        required=False,
        help_text=_("JPEG, PNG, WebP, AVIF or HEIC. We cut the middle out and leave out where it was taken."),
        widget=forms.FileInput(attrs={"accept": "image/*"}),
    )
    portrait_alt = forms.CharField(
        label=_("What does the photo show?"),
        max_length=160,
        required=False,
        help_text=_("For who can't see it. For example: “Noor laughs, in front of a bookcase.”"),
    )
    removes_portrait = forms.BooleanField(label=_("Remove my photo"), required=False)
    about = forms.CharField(
        label=_("About me"), max_length=1200, required=False, widget=forms.Textarea(attrs={"rows": 5})
    )
    themes = RowsField(
        label=_("Themes"), queryset=Theme.objects.all(), required=False, widget=forms.CheckboxSelectMultiple
    )
    helps_with = RowsField(
        label=_("I help with"), queryset=HelpTopic.objects.all(), required=False, widget=forms.CheckboxSelectMultiple
    )
    seeks = RowsField(
        label=_("I look for help with"),
        queryset=HelpTopic.objects.all(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    seeks_note = forms.CharField(label=_("What I look for, in my own words"), max_length=160, required=False)
    availability = forms.CharField(
        label=_("Availability"),
        max_length=160,
        required=False,
        help_text=_('For example: "Tuesday and Thursday, by e-mail."'),
    )

    def __init__(self, *args, member: Member, **kwargs) -> None:
        self.member = member
        choices = audiences_of(member)
        initial = {
            name: getattr(member, name)
            for name in ("given_name", "name_prefix", "family_name", "about", "availability")
        }
        self.current_portrait = portrait_of(member)
        initial |= {
            "seeks_note": member.seeks_note,
            "portrait_alt": self.current_portrait.alt if self.current_portrait else "",
        }
        initial |= {name: getattr(member, name).all() for name in ("themes", "helps_with", "seeks")}
        initial |= {audience_name(spec.name): audience_of(spec.name, choices) for spec in CHOOSABLE_FIELDS}
        super().__init__(*args, initial=initial, **kwargs)
        if self.current_portrait is None:
            del self.fields["removes_portrait"]
        for spec in CHOOSABLE_FIELDS:
            self.fields[audience_name(spec.name)] = forms.ChoiceField(
                label=_("Who sees this: %(field)s") % {"field": spec.label},
                help_text=spec.purpose,
                choices=[(audience.value, audience.label) for audience in Audience if audience in spec.allowed],
            )

    def clean_portrait(self) -> bytes:
        """Make the picture anew, and say in words why a file can't be used."""
        upload = self.cleaned_data["portrait"]
        if not upload:
            return b""
        try:
            return square_picture(upload, side=PORTRAIT_SIDE)
        except PictureRefused as reason:
            raise forms.ValidationError(reason.message) from None

    def clean(self) -> dict[str, object]:
        """Say that a photo has to be chosen once more when something else is wrong: a browser gives no file back."""
        cleaned = super().clean()
        if self.errors and cleaned.get("portrait"):
            self.add_error("portrait", _("Choose the picture once more: a browser does not keep it."))
        return cleaned

    def parts(self) -> list[dict]:
        """Give the fields as the page shows them: what is told, and next to it who sees it."""
        return [
            {
                "name": spec.name,
                "title": spec.label,
                "fields": [self[name] for name in _TOLD_IN.get(spec.name, ()) if name in self.fields],
                "folded": _LONG_LISTS,
                "audience": self[audience_name(spec.name)],
            }
            for spec in CHOOSABLE_FIELDS
        ]

    def apply(self, *, at: datetime) -> Member:
        """Hand the checked values to the actions."""
        values = self.cleaned_data
        name_member(
            member=self.member,
            given_name=values["given_name"],
            name_prefix=values["name_prefix"],
            family_name=values["family_name"],
        )
        change_profile(
            member=self.member,
            about=values["about"],
            availability=values["availability"],
            seeks_note=values["seeks_note"],
            themes=values["themes"],
            helps_with=values["helps_with"],
            seeks=values["seeks"],
        )
        choose_audiences(
            member=self.member,
            audiences={spec.name: values[audience_name(spec.name)] for spec in CHOOSABLE_FIELDS},
        )
        self._apply_portrait(at=at)
        return self.member

    def _apply_portrait(self, *, at: datetime) -> None:
        values = self.cleaned_data
        if values["portrait"]:
            set_portrait(member=self.member, picture=values["portrait"], alt=values["portrait_alt"], at=at)
        elif values.get("removes_portrait"):
            remove_portrait(member=self.member)
        else:
            describe_portrait(member=self.member, alt=values["portrait_alt"])


# Long lists of choices wait folded, so that the form stays a short page.
_LONG_LISTS = ("helps_with", "seeks")

# In which form fields a profile field is told; school, function and history follow from the affiliations.
_TOLD_IN: dict[str, tuple[str, ...]] = {
    "name": ("given_name", "name_prefix", "family_name"),
    "portrait": ("portrait", "portrait_alt", "removes_portrait"),
    "themes": ("themes",),
    "helps_with": ("helps_with",),
    "seeks": ("seeks", "seeks_note"),
    "about": ("about",),
    "availability": ("availability",),
}
