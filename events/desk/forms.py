"""Reads what organisers fill in at the desk."""

from collections.abc import Mapping, Sequence

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from events.desk.actions import MessagePlan
from events.desk.audiences import Audience
from events.desk.mails import Words
from events.desk.states import Group, Reach
from events.meetups.models import Occurrence, SeatGroup
from events.meetups.states import Mode, OccurrenceState
from events.registrations.actions import Guest, SignUp
from events.registrations.models import Registration
from events.registrations.rules import outside_groups
from events.registrations.seats import seats_at
from network.models import Institution, Member
from portal.shared.keys import ALPHABET, LENGTH, new_key

LONGEST_REASON = 300


class ReasonForm(forms.Form):
    """Why an organiser does something; the person reads it."""

    def __init__(self, data: Mapping[str, str] | None = None, *, help_text: str | Promise) -> None:
        super().__init__(data)
        self.fields["reason"] = forms.CharField(
            label=_("Why?"),
            max_length=LONGEST_REASON,
            widget=forms.Textarea(attrs={"rows": 3}),
            help_text=help_text,
            error_messages={"required": _("Say why. The person reads it.")},
        )


class SeatForm(forms.Form):
    """How someone whom an organiser puts in comes, and of which group."""

    def __init__(self, data: Mapping[str, str] | None = None, *, occurrence: Occurrence) -> None:
        super().__init__(data)
        self.state = seats_at(occurrence)
        self.groups: dict[str, SeatGroup] = {group.key: group for group in occurrence.meetup.seat_groups.all()}
        if len(self.state.left) > 1:
            self.fields["mode"] = forms.ChoiceField(
                label=_("How do they come?"), widget=forms.RadioSelect, choices=[*_modes(self.state.left)]
            )
        if self.groups:
            choices = [(key, group.name) for key, group in self.groups.items()]
            if outside_groups(self.state.rules) != 0:
                choices.append(("-", _("none of these")))
            self.fields["group"] = forms.ChoiceField(label=_("Group"), widget=forms.RadioSelect, choices=choices)
        self.fields["reason"] = forms.CharField(
            label=_("Why?"),
            max_length=LONGEST_REASON,
            widget=forms.Textarea(attrs={"rows": 3}),
            help_text=_(
                "They read it in the mail. When there is no seat left, they come in above the limit, and the list says "
                "so with this reason."
            ),
            error_messages={"required": _("Say why. The person reads it.")},
        )

    def sign_up(self) -> SignUp:
        """Give how they come; call it only on a valid form."""
        only = next(iter(self.state.left), Mode.ON_SITE.value)
        return SignUp(
            mode=self.cleaned_data.get("mode") or only, group=self.groups.get(self.cleaned_data.get("group", ""))
        )


def _modes(offered: Mapping[str, int | None]) -> list[tuple[str, str | Promise]]:
    labels = dict(Mode.choices)
    return [(mode, labels[mode]) for mode in offered]


class MemberSeatForm(SeatForm):
    """A member who was found by name, and how they come."""

    def __init__(
        self, data: Mapping[str, str] | None = None, *, occurrence: Occurrence, found: Sequence[tuple[str, str]]
    ) -> None:
        super().__init__(data, occurrence=occurrence)
        self.fields["member"] = forms.ModelChoiceField(
            label=_("Whom do you put in?"),
            queryset=Member.objects.members(),
            to_field_name="key",
            widget=forms.RadioSelect,
            empty_label=None,
            error_messages={
                "required": _("Choose someone."),
                "invalid_choice": _("This person can't be chosen any more. Look for the name again."),
            },
        )
        self.fields["member"].choices = found
        self.order_fields(["member", "mode", "group", "reason"])


class GuestSeatForm(SeatForm):
    """Someone without an account, and how they come."""

    def __init__(self, data: Mapping[str, str] | None = None, *, occurrence: Occurrence) -> None:
        super().__init__(data, occurrence=occurrence)
        self.fields["name"] = forms.CharField(label=_("Name"), max_length=120)
        self.fields["email"] = forms.EmailField(
            label=_("E-mail address"),
            help_text=_("They get a mail at once, with a page on which they can withdraw. Nobody sees the address."),
        )
        self.fields["organisation"] = forms.CharField(label=_("School or organisation"), max_length=120, required=False)
        self.order_fields(["name", "email", "organisation", "mode", "group", "reason"])

    def guest(self) -> Guest:
        """Give who comes; call it only on a valid form."""
        values = self.cleaned_data
        return Guest(name=values["name"], email=values["email"], organisation=values["organisation"])


class AbsentForm(forms.Form):
    """Who did not come, of those who were expected and not checked in."""

    def __init__(
        self, data: Mapping[str, str] | None = None, *, choices: Sequence[tuple[str, str]], absent: Sequence[str]
    ) -> None:
        super().__init__(data, initial={"absent": list(absent)})
        self.fields["absent"] = forms.MultipleChoiceField(
            label=_("Did not come"),
            widget=forms.CheckboxSelectMultiple,
            choices=choices,
            required=False,
            error_messages={"invalid_choice": _("Someone was checked in just now. Look at the list again.")},
        )


class MessageForm(forms.Form):
    """A message, and whom it is for. Only what this date has is asked."""

    form_key = forms.RegexField(f"^[{ALPHABET}]{{{LENGTH}}}$", widget=forms.HiddenInput)
    seen = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=0, max_value=1_000_000)
    groups = forms.MultipleChoiceField(
        label=_("Who gets it?"),
        choices=Group.choices,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose at least one group of people.")},
    )
    subject = forms.CharField(label=_("Subject"), max_length=120)
    text = forms.CharField(
        label=_("Your message"),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text=_(
            "Plain text; an address of a page becomes a link. Everyone gets a mail of their own with your name under "
            "it. Answers do not reach you by mail, so say how people can reach you."
        ),
    )

    def __init__(self, data: Mapping[str, str] | None = None, *, occurrence: Occurrence) -> None:
        super().__init__(data, initial={"form_key": new_key(), "groups": [Group.COMES.value]})
        if occurrence.has_on_site and occurrence.has_online:
            self.fields["mode"] = _choice(_("How they come"), Mode.choices, _("on site and online"))
        if Occurrence.objects.filter(meetup=occurrence.meetup_id, state=OccurrenceState.PLANNED).count() > 1:
            # Not required: the form may have been opened before there was a second date.
            self.fields["reach"] = forms.ChoiceField(
                label=_("Of which dates?"),
                choices=Reach.choices,
                widget=forms.RadioSelect,
                initial=Reach.DATE,
                required=False,
            )
        sessions = [(each.key, each.title) for each in occurrence.sessions.all() if each.is_chosen]
        if sessions:
            self.fields["session"] = _choice(_("Session"), sessions, _("all sessions"))
        here = Registration.objects.active().filter(occurrence=occurrence).values("institution")
        schools = list(Institution.objects.filter(pk__in=here).order_by("name").values_list("slug", "name"))
        if len(schools) > 1:
            self.fields["school"] = _choice(_("School"), schools, _("all schools"))
        self.order_fields(["form_key", "seen", "reach", "groups", "mode", "session", "school", "subject", "text"])

    def words(self) -> Words:
        """Give what was written; call it only on a valid form."""
        return Words(subject=self.cleaned_data["subject"], text=self.cleaned_data["text"])

    def audience(self) -> Audience:
        """Give whom it is for; call it only on a valid form."""
        values = self.cleaned_data
        return Audience(
            groups=values["groups"],
            mode=values.get("mode", ""),
            session=values.get("session", ""),
            school=values.get("school", ""),
            reach=self.reach(),
        )

    def reach(self) -> Reach:
        """Give how far it reaches; call it only on a valid form."""
        return Reach(self.cleaned_data.get("reach") or Reach.DATE)

    def clean_session(self) -> str:
        """Refuse a session together with other dates: it belongs to this one."""
        session = self.cleaned_data["session"]
        if session and self.reach() != Reach.DATE:
            raise forms.ValidationError(_("A session belongs to this date: choose “this date only”, or all sessions."))
        return session

    def plan(self) -> MessagePlan:
        """Give the message; call it only on a valid form."""
        return MessagePlan(
            form_key=self.cleaned_data["form_key"],
            words=self.words(),
            audience=self.audience(),
            seen=self.cleaned_data["seen"] or 0,
        )


def _choice(label: str | Promise, choices: Sequence[tuple[str, str | Promise]], every: str | Promise):
    return forms.ChoiceField(label=label, choices=[("", every), *choices], required=False)
