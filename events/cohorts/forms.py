"""Reads what organisers decide about a group, and what its people say and write."""

from collections.abc import Iterable, Sequence

from django import forms
from django.utils.translation import gettext_lazy as _

from events.cohorts.models import Cohort, CohortMember
from events.cohorts.rules import (
    LARGEST,
    LONGEST_NOTE,
    LONGEST_ROLE,
    LONGEST_TAKEAWAY,
    MOST_ROLES,
    SMALLEST,
    pairs_fit,
)
from events.cohorts.states import StoryAnswer
from network.members.forms import RowsField
from network.models import Member
from portal.shared.conversations.forms import OnceForm
from portal.shared.plain_text import PlainTextField


class SizeForm(forms.Form):
    """How small and how large a group is to be."""

    least = forms.IntegerField(label=_("At least"), min_value=SMALLEST, max_value=LARGEST)
    most = forms.IntegerField(label=_("At most"), min_value=SMALLEST, max_value=LARGEST)

    def __init__(self, data=None, *, cohort: Cohort):
        super().__init__(data, initial={"least": cohort.least, "most": cohort.most})

    def clean(self):
        values = super().clean()
        if values.get("least") and values.get("most") and values["least"] > values["most"]:
            self.add_error("most", _("The smallest size is above the largest. Check both numbers."))
        return values


class AskForm(forms.Form):
    """Whom to ask into the group, of those who were found by name."""

    members = RowsField(
        label=_("Whom do you ask into the group?"),
        queryset=Member.objects.none(),
        to_field_name="key",
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose at least one person.")},
    )

    def __init__(self, data=None, *, candidates):
        super().__init__(data)
        self.fields["members"].queryset = candidates


class ReasonForm(forms.Form):
    """Why someone is taken out, or a note is hidden; `readers` says who reads it."""

    reason = PlainTextField(label=_("Why?"), longest=300, rows=3)

    def __init__(self, data=None, *, readers: str):
        super().__init__(data)
        self.fields["reason"].help_text = readers


class RolesForm(forms.Form):
    """What people practise in turn."""

    roles = PlainTextField(
        label=_("Which roles do people practise?"),
        longest=MOST_ROLES * (LONGEST_ROLE + 2),
        rows=5,
        required=False,
        help_text=_("Each on its own line, for example: chair, one who brings a question, observer."),
    )

    def __init__(self, data=None, *, cohort: Cohort):
        super().__init__(data, initial={"roles": "\n".join(cohort.roles)})

    def clean_roles(self) -> list[str]:
        """Give the roles, and refuse what a group can't hold."""
        roles = [" ".join(line.split()) for line in self.cleaned_data["roles"].splitlines() if line.strip()]
        if len(roles) > MOST_ROLES or len(set(roles)) < len(roles):
            raise forms.ValidationError(_("Type up to eight different roles, each on its own line."))
        if any(len(role) > LONGEST_ROLE for role in roles):
            raise forms.ValidationError(_("A role is 40 characters at most."))
        return roles


class GiveRolesForm(forms.Form):
    """Who practises which role at one date: a choice per person, under the key of the place."""

    def __init__(self, data=None, *, people: Iterable[tuple[str, str]], roles: Sequence[str], now: dict[str, str]):
        super().__init__(data, initial=now)
        for key, name in people:
            self.fields[key] = forms.ChoiceField(
                label=name, required=False, choices=[("", _("no role this time")), *((role, role) for role in roles)]
            )


class PairsForm(forms.Form):
    """Who are buddies: the number of a pair per person, under the key of the place."""

    def __init__(self, data=None, *, people: Sequence[tuple[str, str]], now: Sequence[Sequence[str]]):
        numbers = {key: str(number) for number, group in enumerate(now, start=1) for key in group}
        super().__init__(data, initial=numbers)
        most = max(len(people) // 2, 1)
        choices = [("", _("no buddy")), *((str(n), _("pair %(n)d") % {"n": n}) for n in range(1, most + 1))]
        for key, name in people:
            self.fields[key] = forms.ChoiceField(label=name, required=False, choices=choices)

    def clean(self):
        values = super().clean()
        if not self.errors and not pairs_fit(len(group) for group in self.groups()):
            raise forms.ValidationError(
                _("Buddies are two people; with an odd number there is one group of three. Nobody is alone in a pair.")
            )
        return values

    def groups(self) -> list[list[str]]:
        """Give the pairs as lists of keys; call it only on a form whose fields are valid."""
        found: dict[str, list[str]] = {}
        for key, number in self.cleaned_data.items():
            if number:
                found.setdefault(number, []).append(key)
        return list(found.values())


class AnswerForm(forms.Form):
    """Yes or no to taking part."""

    answer = forms.ChoiceField(
        label=_("Do you take part?"),
        widget=forms.RadioSelect,
        choices=[
            ("yes", _("Yes, I take part. What the others tell I keep to myself.")),
            ("no", _("No, I don’t take part. My seats go.")),
        ],
    )


class LeaveForm(forms.Form):
    """Leaving the group."""

    takes_notes_along = forms.BooleanField(
        label=_("Remove the notes I wrote, too."),
        required=False,
        help_text=_("Otherwise they stay for the group. You don’t see anything of the group any more."),
    )


class NoteForm(OnceForm):
    """A confidential note."""

    text = PlainTextField(
        label=_("What do you want to tell the group?"),
        longest=LONGEST_NOTE,
        help_text=_("Plain text. Only who takes part and the organisers read it. Don’t name students."),
    )


class StoryForm(forms.Form):
    """Whether one stands with the joint story, and what one takes along."""

    answer = forms.ChoiceField(
        label=_("Are you an author of the joint story?"),
        widget=forms.RadioSelect,
        choices=[
            (StoryAnswer.YES.value, _("Yes. My name stands with the story, for everyone who reads it.")),
            (StoryAnswer.NO.value, _("No, leave me out of it.")),
        ],
    )
    takeaway = PlainTextField(
        label=_("What do you take along from the group?"),
        longest=LONGEST_TAKEAWAY,
        rows=4,
        required=False,
        help_text=_("It comes into the draft without your name beside it, and only if you said yes."),
    )

    def __init__(self, data=None, *, place: CohortMember):
        super().__init__(data, initial={"answer": place.story_answer, "takeaway": place.takeaway})


class CloseGroupForm(forms.Form):
    """The end of a group: with a joint story, or without one."""

    wants_story = forms.ChoiceField(
        label=_("Does the group end with a joint story?"),
        widget=forms.RadioSelect,
        choices=[("yes", _("Yes, with those who said yes as its authors")), ("no", _("No story"))],
    )
    title = forms.CharField(label=_("Title of the story"), max_length=120, required=False)
    wanted = PlainTextField(label=_("What did the group want to learn?"), longest=1500, rows=4, required=False)
    did = PlainTextField(
        label=_("What did the group do?"),
        longest=3000,
        rows=6,
        required=False,
        help_text=_("Nothing from the notes: what was told in confidence stays there."),
    )

    def clean(self):
        values = super().clean()
        if values.get("wants_story") == "yes" and not values.get("title"):
            self.add_error("title", _("Give the story a title. Its authors can change it."))
        return values

    def story(self) -> dict[str, str]:
        """Give title and texts, empty without a story; call it only on a valid form."""
        names = ("title", "wanted", "did")
        if self.cleaned_data["wants_story"] == "no":
            return dict.fromkeys(names, "")
        return {name: self.cleaned_data[name] for name in names}
