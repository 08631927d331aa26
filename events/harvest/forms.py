"""Reads what people answer about a date, what organisers write of it, and what is promised."""

from datetime import timedelta

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from events.harvest.actions import FeedbackText, HarvestText, PromisePlan
from events.harvest.links import address_of, find_inside
from events.harvest.models import Feedback, Harvest, Promise
from events.harvest.querysets import took_part
from events.harvest.rules import LONGEST_PROMISE
from events.harvest.states import Quote
from events.meetups.fields import DayField
from events.meetups.models import Occurrence
from events.registrations.models import Registration
from network.models import Initiative, Institution, Member

MOST_PEOPLE = 100_000
SCORE_WORDS = (
    (5, _("5: I can work with it tomorrow")),
    (4, _("4: good")),
    (3, _("3: all right")),
    (2, _("2: little of use to me")),
    (1, _("1: not worth my time")),
)
MORE_TIME = timedelta(days=14)


class LinesField(forms.CharField):
    """Several lines of plain text; a line end counts as one character, as it does in the browser."""

    def __init__(self, *, rows: int, **options):
        super().__init__(widget=forms.Textarea(attrs={"rows": rows}), **options)

    def to_python(self, value):
        text = super().to_python(value)
        return text.replace("\r\n", "\n").replace("\r", "\n") if text else text


class FeedbackForm(forms.Form):
    """How it was: a score, two open questions that may stay empty, and whether one may be quoted."""

    score = forms.TypedChoiceField(
        label=_("What was it worth to you?"), choices=SCORE_WORDS, coerce=int, widget=forms.RadioSelect
    )
    tomorrow = LinesField(label=_("What will you do with it tomorrow?"), rows=3, max_length=1000, required=False)
    better = LinesField(label=_("What could be better?"), rows=3, max_length=1000, required=False)
    quote = forms.ChoiceField(
        label=_("May the organisers quote you?"),
        choices=Quote.choices,
        initial=Quote.NO.value,
        widget=forms.RadioSelect,
        help_text=_("Only if you choose “with my name” do they see who wrote this."),
    )

    def __init__(self, data=None, *, feedback: Feedback | None = None):
        names = ("score", "tomorrow", "better", "quote")
        super().__init__(data, initial={name: getattr(feedback, name) for name in names} if feedback else None)

    def text(self) -> FeedbackText:
        """Give what was answered; call it only on a valid form."""
        values = self.cleaned_data
        return FeedbackText(
            score=values["score"],
            tomorrow=values["tomorrow"],
            better=values["better"],
            quote=Quote(values["quote"]),
        )


class HarvestForm(forms.Form):
    """What came of a date."""

    summary = LinesField(
        label=_("What came of it?"),
        rows=10,
        max_length=4000,
        required=False,
        help_text=_(
            "For who was not there: what did you find out, what do you do next? Name people only if they agree."
        ),
    )
    attended = forms.IntegerField(
        label=_("How many people were there?"),
        min_value=0,
        max_value=MOST_PEOPLE,
        required=False,
        help_text=_("Counted from the list. For a webinar, type how many watched."),
    )

    def __init__(self, data=None, *, harvest: Harvest | None, counted: int):
        attended = harvest.attended if harvest and harvest.attended is not None else counted
        super().__init__(data, initial={"summary": harvest.summary if harvest else "", "attended": attended})

    def text(self) -> HarvestText:
        """Give what was written; call it only on a valid form."""
        return HarvestText(summary=self.cleaned_data["summary"], attended=self.cleaned_data["attended"])


class PromiseForm(forms.Form):
    """What is promised, by whom, for when, and where it went on."""

    text = forms.CharField(
        label=_("What is promised?"),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_(
            "One thing that can be done: “Noor sends the checklist around.” becomes “Send the checklist around.”"
        ),
    )
    owner = forms.ChoiceField(
        label=_("Who does it?"),
        required=False,
        help_text=_(
            "The person gets a mail and says whether the name may stand there. Until then readers see only the school."
        ),
    )
    owner_name = forms.CharField(
        label=_("Or another name"),
        max_length=120,
        required=False,
        help_text=_("A working group or a team, not a person: this name is shown at once."),
    )
    due_on = DayField(label=_("When is it done?"))
    link = forms.CharField(
        label=_("Where does it go on?"),
        max_length=500,
        required=False,
        help_text=_("The address of a joint action, a story or another page of this portal."),
    )

    def __init__(
        self, data=None, *, occurrence: Occurrence, promise: Promise | None = None, host: str, with_people: bool
    ):
        self.host = host
        self.owners = _owners(occurrence, promise, with_people=with_people)
        super().__init__(data, initial=_values_of(promise) if promise else None)
        self.fields["owner"].choices = _choices(self.owners)

    def clean_due_on(self):
        day, today = self.cleaned_data["due_on"], timezone.localdate()
        is_kept = day == self.initial.get("due_on")
        if not is_kept and not today < day <= today + LONGEST_PROMISE:
            raise ValidationError(_("Choose a day from tomorrow on, two years ahead at most."))
        return day

    def clean_link(self):
        address = self.cleaned_data["link"]
        if not address:
            return None
        target = find_inside(address, host=self.host)
        if target is None:
            raise ValidationError(_("There is no page of this portal at this address that everyone can open."))
        return target

    def clean(self):
        values = super().clean()
        has_owner, has_name = bool(values.get("owner")), bool(values.get("owner_name"))
        if has_owner == has_name and not self.errors.keys() & {"owner", "owner_name"}:
            self.add_error("owner", _("Choose who does it from the list, or type another name: one of the two."))
        return values

    def plan(self) -> PromisePlan:
        """Give what was put down; call it only on a valid form."""
        values = self.cleaned_data
        owner = self.owners.get(values["owner"])
        target = values["link"]
        is_action = isinstance(target, Initiative)
        return PromisePlan(
            text=values["text"],
            due_on=values["due_on"],
            member=owner.member if owner else None,
            guest=owner.guest if owner else None,
            institution=owner.school if owner else None,
            owner_name=values["owner_name"],
            initiative=target if is_action else None,
            page=None if is_action else target,
        )


class MoreTimeForm(forms.Form):
    """The new day of a promise."""

    due_on = DayField(label=_("When is it done?"))

    def __init__(self, data=None, *, promise: Promise):
        today = timezone.localdate()
        super().__init__(data, initial={"due_on": max(promise.due_on, today) + MORE_TIME})

    def clean_due_on(self):
        day, today = self.cleaned_data["due_on"], timezone.localdate()
        if not today < day <= today + LONGEST_PROMISE:
            raise ValidationError(_("Choose a day from tomorrow on, two years ahead at most."))
        return day


class _Choice:
    """One of who may keep a promise."""

    def __init__(
        self,
        label: str,
        *,
        member: Member | None = None,
        guest: Registration | None = None,
        school: Institution | None = None,
    ) -> None:
        self.label, self.member, self.guest, self.school = label, member, guest, school

    @property
    def is_person(self) -> bool:
        return self.member is not None or self.guest is not None


def _owners(occurrence: Occurrence, promise: Promise | None, *, with_people: bool) -> dict[str, _Choice]:
    """Give who took part, who organises, their schools, and who keeps it now; by the value of the choice.

    Parameters:
        occurrence: The date.
        promise: The one that is changed, if any.
        with_people: Whether the one who chooses may read who took part; the schools show anyway.
    """
    found: dict[str, _Choice] = {}
    schools: dict[int, Institution] = {}
    rows = took_part(Registration.objects.filter(occurrence=occurrence, erased_at=None))
    for row in rows.select_related("member", "institution__merged_into"):
        if row.institution is not None:
            schools[row.institution.current.pk] = row.institution.current
        if with_people:
            found |= _of_row(row)
    for member in occurrence.meetup.organisers.all():
        found.setdefault(f"lid-{member.key}", _Choice(str(member), member=member))
    if occurrence.meetup.institution is not None:
        schools[occurrence.meetup.institution.current.pk] = occurrence.meetup.institution.current
    if promise is not None:
        key, choice = _of_promise(promise)
        if choice is not None:
            if promise.guest is not None and promise.guest.member is not None:
                # A guest then, a member now: once is enough.
                found.pop(f"lid-{promise.guest.member.key}", None)
            found.setdefault(key, choice)
    for school in schools.values():
        found[f"school-{school.pk}"] = _Choice(str(school), school=school)
    return found


def _of_row(row: Registration) -> dict[str, _Choice]:
    if row.member is not None:
        return {f"lid-{row.member.key}": _Choice(str(row.member), member=row.member, school=row.institution)}
    return {f"gast-{row.key}": _Choice(row.guest_name, guest=row, school=row.institution)}


def _of_promise(promise: Promise) -> tuple[str, _Choice | None]:
    if promise.member is not None:
        return f"lid-{promise.member.key}", _Choice(
            str(promise.member), member=promise.member, school=promise.institution
        )
    if promise.guest is not None:
        return f"gast-{promise.guest.key}", _Choice(
            str(promise.guest.member or promise.guest.guest_name), guest=promise.guest, school=promise.institution
        )
    if promise.institution is not None:
        school = promise.institution.current
        return f"school-{school.pk}", _Choice(str(school), school=school)
    return "", None


def _choices(owners: dict[str, _Choice]) -> list:
    people = sorted((choice.label, key) for key, choice in owners.items() if choice.is_person)
    schools = sorted((choice.label, key) for key, choice in owners.items() if not choice.is_person)
    groups = [(_("People"), people), (_("Schools"), schools)]
    return [
        ("", _("another name, see below")),
        *((label, [(key, text) for text, key in pairs]) for label, pairs in groups if pairs),
    ]


def _values_of(promise: Promise) -> dict[str, object]:
    key, _choice = _of_promise(promise)
    return {
        "text": promise.text,
        "owner": key,
        "owner_name": "" if key else promise.owner_name,
        "due_on": promise.due_on,
        "link": address_of(promise.initiative or promise.page),
    }
