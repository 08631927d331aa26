"""Reads who walks in, and what is tapped."""

import re
from collections.abc import Mapping, Sequence
from datetime import timedelta

from django import forms
from django.utils.translation import gettext_lazy as _

from events.meetups.models import Occurrence
from events.meetups.states import Mode
from events.registrations.actions import Guest, SignUp
from network.models import Member

_TOKEN = re.compile(r"[A-Za-z0-9-]{8,40}")
# Longer than a date can be open; more is nonsense.
_LONGEST_AGO = timedelta(days=30)


def token_in(data: Mapping[str, str]) -> str:
    """Give the name a phone gave a tap; empty when there is none that can be one."""
    token = data.get("token", "")
    return token if _TOKEN.fullmatch(token) else ""


def ago_in(data: Mapping[str, str]) -> timedelta:
    """Give how long a phone kept a tap, in milliseconds; nothing for what isn't a number."""
    text = data.get("ago", "")
    is_number = text.isascii() and text.isdigit() and len(text) < 16
    return min(timedelta(milliseconds=int(text)), _LONGEST_AGO) if is_number else timedelta(0)


class WalkInForm(forms.Form):
    """Someone at the door who isn't on the list: a member that was found by name, or someone typed in."""

    def __init__(
        self, data: Mapping[str, str] | None = None, *, occurrence: Occurrence, found: Sequence[Member]
    ) -> None:
        super().__init__(data)
        self.found = {member.key: member for member in found}
        self.occurrence = occurrence
        if self.found:
            self.fields["member"] = forms.ChoiceField(
                label=_("Who is it?"),
                widget=forms.RadioSelect,
                choices=[*((key, str(member)) for key, member in self.found.items()), ("", _("someone else"))],
                required=False,
            )
        # Who is chosen from the list needs neither.
        is_typed = not self.found
        self.fields["name"] = forms.CharField(
            label=_("Name"),
            max_length=120,
            required=is_typed,
            help_text="" if is_typed else _("Only for someone who is not in the list above."),
        )
        self.fields["email"] = forms.EmailField(
            label=_("E-mail address"),
            required=is_typed,
            help_text=_("So that this person finds the meetup back with an account later. No mail is sent now."),
        )
        self.fields["organisation"] = forms.CharField(label=_("School or organisation"), max_length=120, required=False)
        if occurrence.has_on_site and occurrence.has_online:
            self.fields["mode"] = forms.ChoiceField(
                label=_("How do they take part?"), widget=forms.RadioSelect, choices=Mode, initial=Mode.ON_SITE
            )
        self.groups = {group.key: group for group in occurrence.meetup.seat_groups.all()}
        if self.groups:
            self.fields["group"] = forms.ChoiceField(
                label=_("To which group do they belong?"),
                widget=forms.RadioSelect,
                choices=[*((key, group.name) for key, group in self.groups.items()), ("", _("none of these"))],
                required=False,
            )
        self.fields["reason"] = forms.CharField(
            label=_("Why do you let them in?"), max_length=300, help_text=_("It is kept with the registration.")
        )

    def clean(self) -> dict[str, object]:
        """Ask name and address of who wasn't found by name."""
        if not self.cleaned_data.get("member"):
            for name, message in (
                ("name", _("Type the name, or choose someone from the list.")),
                ("email", _("Type the e-mail address.")),
            ):
                if not self.cleaned_data.get(name) and name not in self.errors:
                    self.add_error(name, message)
        return self.cleaned_data

    def person(self) -> Member | Guest:
        """Give who it is, after validation."""
        data = self.cleaned_data
        if data.get("member"):
            return self.found[data["member"]]
        return Guest(data["name"], data["email"], data["organisation"])

    def sign_up(self) -> SignUp:
        """Give how they take part, the one way there is or the chosen one, and of which group."""
        only = Mode.ON_SITE if self.occurrence.has_on_site else Mode.ONLINE
        group = self.groups.get(self.cleaned_data.get("group", ""))
        return SignUp(mode=self.cleaned_data.get("mode") or only.value, group=group)
