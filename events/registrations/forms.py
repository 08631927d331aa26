"""Reads what someone fills in to sign up: only what this date needs."""

from collections.abc import Mapping, Sequence

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Prefetch
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from events.meetups.models import Meetup, Occurrence, Session
from events.meetups.rules import clashes, rounds_of
from events.meetups.states import Admission, Mode
from events.registrations.actions import MOST_QUESTIONS, Guest, Partner, QuestionPlan, SignUp
from events.registrations.models import MeetupQuestion, Registration
from events.registrations.rules import outside_groups
from events.registrations.seats import SeatsState, seats_at, seats_of_series


class SignUpForm(forms.Form):
    """How someone comes, of which group, what they need and answer, and which sessions they choose."""

    takes_pairs = True

    def __init__(
        self, data: Mapping[str, str] | None = None, *, occurrence: Occurrence, row: Registration | None = None
    ) -> None:
        super().__init__(data)
        self.occurrence, self.row = occurrence, row
        self.state = self._seats()
        self.groups = {group.key: group for group in occurrence.meetup.seat_groups.all()}
        self.questions = list(MeetupQuestion.objects.filter(meetup=occurrence.meetup_id))
        if row is None:
            self._ask_mode()
            self._ask_group()
            self._ask_partner()
        self._ask_questions()
        self._ask_sessions()
        self.fields["needs"] = forms.CharField(
            label=_("What do you need to take part?"),
            max_length=500,
            required=False,
            widget=forms.Textarea(attrs={"rows": 2}),
            help_text=_(
                "For example a lift, large print or a diet. Only the organisers read it; two weeks after the "
                "meetup it is gone."
            ),
        )
        if row is not None:
            self._fill(row)

    def _seats(self) -> SeatsState:
        return seats_at(self.occurrence)

    def _ask_mode(self) -> None:
        if len(self.state.left) < 2:
            return
        self.fields["mode"] = forms.ChoiceField(
            label=_("How do you come?"),
            widget=forms.RadioSelect,
            choices=[(mode, self.state.words(mode)) for mode in self.state.left],
        )

    def _ask_group(self) -> None:
        if not self.groups:
            return
        choices = [(key, group.name) for key, group in self.groups.items()]
        if outside_groups(self.state.rules) != 0:
            choices.append(("-", _("none of these")))
        self.fields["group"] = forms.ChoiceField(
            label=_("To which group do you belong?"), widget=forms.RadioSelect, choices=choices
        )

    def _ask_partner(self) -> None:
        meetup = self.occurrence.meetup
        if not meetup.allows_pairs or meetup.admission != Admission.DIRECT or not self.takes_pairs:
            return
        self.fields["partner_name"] = forms.CharField(
            label=_("I come with a colleague: the name"),
            max_length=120,
            required=False,
            help_text=_("Leave it empty if you come alone. You get a seat together, or neither of you does."),
        )
        self.fields["partner_email"] = forms.EmailField(
            label=_("E-mail address of this colleague"),
            required=False,
            help_text=_("Your colleague gets a mail and still has to say yes. An account isn't needed."),
        )

    def _ask_questions(self) -> None:
        for question in self.questions:
            name = f"question_{question.key}"
            common = {"label": question.label, "required": question.is_required}
            if question.kind == MeetupQuestion.Kind.CHOICE:
                choices = [(choice, choice) for choice in question.choices]
                self.fields[name] = forms.ChoiceField(widget=forms.RadioSelect, choices=choices, **common)
            elif question.kind == MeetupQuestion.Kind.YES_NO:
                yes_no = [("yes", _("yes")), ("no", _("no"))]
                self.fields[name] = forms.ChoiceField(widget=forms.RadioSelect, choices=yes_no, **common)
            else:
                self.fields[name] = forms.CharField(max_length=500, **common)

    def _ask_sessions(self) -> None:
        taken = Registration.objects.seated().only("pk")
        rows = self.occurrence.sessions.filter(is_chosen=True).prefetch_related(
            Prefetch("registrations", taken, to_attr="taken")
        )
        self.sessions = list(rows)
        mine = set(self.row.sessions.values_list("pk", flat=True)) if self.row else set()
        for number, one in enumerate(rounds_of(self.sessions)):
            offered = [self.sessions[position] for position in one.positions]
            choices = [
                (session.key, _session_words(session))
                for session in offered
                if session.pk in mine or session.seats is None or len(session.taken) < session.seats
            ]
            self.fields[f"round_{number}"] = forms.ChoiceField(
                label=_("Which session from %(time)s?")
                % {"time": date_format(timezone.localtime(one.starts_at), "H.i")},
                widget=forms.RadioSelect,
                choices=[*choices, ("", _("none of these"))],
                required=False,
            )

    def _fill(self, row: Registration) -> None:
        for answer in row.answers.all():
            self.initial[f"question_{answer.question.key}"] = answer.value
        need = getattr(row, "access_need", None)
        self.initial["needs"] = need.text if need else ""
        chosen = set(row.sessions.values_list("pk", flat=True))
        for number, one in enumerate(rounds_of(self.sessions)):
            mine = [self.sessions[p].key for p in one.positions if self.sessions[p].pk in chosen]
            self.initial[f"round_{number}"] = mine[0] if mine else ""

    def clean(self) -> dict[str, object]:
        """Ask name and address of a colleague together; refuse what a browser never sends: a text with a NUL."""
        has_name, has_email = (bool(self.cleaned_data.get(name)) for name in ("partner_name", "partner_email"))
        if has_name != has_email and not self.errors:
            self.add_error(
                "partner_email" if has_name else "partner_name",
                _("Type both the name and the address of your colleague."),
            )
        self._refuse_clashes()
        if any("\x00" in str(value) for value in self.cleaned_data.values()):
            raise ValidationError(_("This text holds a sign that can't be kept. Type it again."))
        return self.cleaned_data

    def _refuse_clashes(self) -> None:
        """Say at the later choice that an earlier one isn't over by then."""
        by_key = {session.key: session for session in self.sessions}
        values = self.cleaned_data.items()
        chosen = [(name, by_key[value]) for name, value in values if name.startswith("round_") and value]
        for first, second in clashes([session for _name, session in chosen]):
            longer, (name, _session) = chosen[first][1], chosen[second]
            if name in self.errors:
                continue
            message = _("“%(title)s” lasts until %(time)s, so you can't be here too. Choose one of the two.")
            ends = date_format(timezone.localtime(longer.ends_at), "H.i")
            self.add_error(name, message % {"title": longer.title, "time": ends})

    def partner(self) -> Partner | None:
        """Give the colleague one comes with, if any; call it only on a valid form."""
        values = self.cleaned_data
        if not values.get("partner_email"):
            return None
        return Partner(name=values["partner_name"], email=values["partner_email"])

    def sign_up(self) -> SignUp:
        """Give what was filled in; call it only on a valid form."""
        values = self.cleaned_data
        by_key = {session.key: session.pk for session in self.sessions}
        only = next(iter(self.state.left), Mode.ON_SITE.value)
        return SignUp(
            mode=values.get("mode") or only,
            group=self.groups.get(values.get("group", "")),
            answers={question.pk: values.get(f"question_{question.key}", "") for question in self.questions},
            needs=values["needs"],
            sessions=[by_key[value] for name, value in values.items() if name.startswith("round_") and value],
        )


class BookingForm(SignUpForm):
    """The same for all coming dates of a series together; sessions are chosen per date afterwards."""

    takes_pairs = False

    def __init__(
        self, data: Mapping[str, str] | None = None, *, dates: Sequence[Occurrence], row: Registration | None = None
    ) -> None:
        self.dates = dates
        super().__init__(data, occurrence=dates[0], row=row)

    def _seats(self) -> SeatsState:
        return seats_of_series(self.dates)

    def _ask_sessions(self) -> None:
        self.sessions = []


class GuestForm(SignUpForm):
    """The same for someone without an account, with who they are."""

    takes_pairs = False

    def __init__(self, data: Mapping[str, str] | None = None, *, occurrence: Occurrence) -> None:
        super().__init__(data, occurrence=occurrence)
        self.fields["name"] = forms.CharField(label=_("Your name"), max_length=120)
        self.fields["email"] = forms.EmailField(
            label=_("Your e-mail address"), help_text=_("You get a mail with a page on which you confirm.")
        )
        self.fields["organisation"] = forms.CharField(
            label=_("Your school or organisation"), max_length=120, required=False
        )
        self.order_fields(["name", "email", "organisation"])

    def guest(self) -> Guest:
        """Give who signs up; call it only on a valid form."""
        values = self.cleaned_data
        return Guest(name=values["name"], email=values["email"], organisation=values["organisation"])


def _session_words(session: Session) -> str:
    until = _("until %(time)s") % {"time": date_format(timezone.localtime(session.ends_at), "H.i")}
    return f"{session.title} ({', '.join(filter(None, (session.room, until)))})"


class QuestionForm(forms.Form):
    """One own question of the organisers; without words it goes."""

    key = forms.CharField(widget=forms.HiddenInput, required=False, max_length=20)
    label = forms.CharField(label=_("Question"), max_length=200, required=False)
    kind = forms.ChoiceField(label=_("Kind of answer"), choices=MeetupQuestion.Kind.choices, required=False)
    choices = forms.CharField(
        label=_("Answers to choose from"),
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Only for a list: each answer on its own line."),
    )
    is_required = forms.BooleanField(label=_("Must be answered"), required=False)

    def plan(self) -> QuestionPlan:
        """Give what was typed; call it only on a valid form."""
        values = self.cleaned_data
        choices = [line.strip()[:200] for line in values["choices"].splitlines() if line.strip()]
        return QuestionPlan(
            label=values["label"],
            kind=values["kind"] or MeetupQuestion.Kind.TEXT,
            choices=choices,
            is_required=values["is_required"],
            key=values["key"],
        )


def question_forms(meetup: Meetup, data: Mapping[str, str] | None) -> list[QuestionForm]:
    """Give a form per question there is, and empty ones for new questions."""
    rows = list(MeetupQuestion.objects.filter(meetup=meetup))
    initial = [
        {
            "key": row.key,
            "label": row.label,
            "kind": row.kind,
            "choices": "\n".join(row.choices),
            "is_required": row.is_required,
        }
        for row in rows
    ]
    initial += [{}] * (MOST_QUESTIONS - len(initial))
    return [QuestionForm(data, prefix=f"vraag{n}", initial=values) for n, values in enumerate(initial)]
