"""Reads what people type about offers and wishes."""

from datetime import date

from django import forms
from django.utils.dates import WEEKDAYS
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from events.meetups.fields import DayField
from events.offers.actions import ListingText, OfferText, RequestText
from events.offers.models import ActivityTemplate, PlacementOffer, PlacementRequest
from events.offers.rules import MOST_HALF_DAYS, MOST_KM, MOST_PLACES, is_over
from events.offers.states import AUDIENCES, Direction, PlacesPer
from network.members.forms import RowsField
from network.models import Institution, System, Theme
from portal.shared.audiences.states import Audience
from portal.shared.conversations.forms import OnceForm
from portal.shared.plain_text import PlainTextField


class SchoolField(forms.ModelChoiceField):
    """One of the schools of the member."""

    def __init__(self, schools: list[Institution], **options):
        rows = Institution.objects.filter(pk__in=[school.pk for school in schools])
        super().__init__(queryset=rows, to_field_name="slug", empty_label=None, **options)


class ListingForm(OnceForm):
    """What offers and wishes ask alike. The token makes a form that is sent twice count once."""

    direction = forms.ChoiceField(label=_("Direction"), choices=Direction.choices, widget=forms.RadioSelect)
    title = forms.CharField(label=_("Title"), max_length=100)
    about = PlainTextField(label=_("Tell about it"), longest=2000, rows=6, required=False)
    half_days = forms.IntegerField(label=_("Number of half-days"), min_value=1, max_value=MOST_HALF_DAYS, initial=2)
    weekdays = forms.TypedMultipleChoiceField(
        label=_("Days that suit"),
        choices=[(day, name) for day, name in WEEKDAYS.items() if day < 5],
        coerce=int,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Choose none if any day is fine."),
    )
    starts_on = DayField(label=_("From"), required=False)
    ends_on = DayField(
        label=_("Until"),
        required=False,
        help_text=_("Leave this open if it has no end. Twice a year we ask you whether it still holds."),
    )
    themes = RowsField(
        label=_("Themes"), queryset=Theme.objects.all(), required=False, widget=forms.CheckboxSelectMultiple
    )
    systems = RowsField(
        label=_("Systems"), queryset=System.objects.all(), required=False, widget=forms.CheckboxSelectMultiple
    )
    audience = forms.ChoiceField(
        label=_("Who can read this?"),
        choices=AUDIENCES,
        widget=forms.RadioSelect,
        initial=Audience.MEMBERS.value,
        help_text=_("Your school stands beside it. Your name shows to whom your profile shows it."),
    )

    # In this order on the page; a form names its own fields where they belong.
    ORDER: tuple[str, ...] = ()
    text_class: type[ListingText] = ListingText

    def __init__(self, data=None, *, on: date, schools: list[Institution] = (), values=None, **options):
        super().__init__(data, **options)
        self.on = on
        self.initial = {**self.initial, **(values or {})}
        if len(schools) > 1:
            self.fields["institution"] = SchoolField(schools, label=_("For which school?"))
        self.order_fields(self.ORDER)

    def clean(self):
        values = super().clean()
        starts_on, ends_on = values.get("starts_on"), values.get("ends_on")
        if starts_on and ends_on and ends_on < starts_on:
            self.add_error("ends_on", _("The end date lies before the start date. Check both."))
        elif is_over(ends_on=ends_on, on=self.on):
            self.add_error("ends_on", _("This day has passed. Choose a later one, or leave it open."))
        return values

    def text(self) -> ListingText:
        """Give what was typed; call it only on a valid form."""
        values = {name: value for name, value in self.cleaned_data.items() if name not in ("institution", "token")}
        return self.text_class(
            **{
                **values,
                "direction": Direction(values["direction"]),
                "audience": Audience(values["audience"]),
                "weekdays": tuple(sorted(values["weekdays"])),
                "themes": list(values["themes"]),
                "systems": list(values["systems"]),
            }
        )


class OfferForm(ListingForm):
    """A place to join."""

    team = forms.CharField(label=_("Team or department"), max_length=80, required=False)
    place = forms.CharField(
        label=_("Place"), max_length=120, required=False, help_text=_("Town and building, as a guest finds it.")
    )
    learn = forms.CharField(
        label=_("What can a guest learn here?"), max_length=300, required=False, help_text=_("In one sentence.")
    )
    template = forms.ModelChoiceField(
        label=_("Activity card"),
        queryset=ActivityTemplate.objects.filter(is_active=True),
        to_field_name="key",
        required=False,
        empty_label=_("No card"),
        help_text=_("The page then shows what a guest does and doesn't do."),
    )
    places = forms.IntegerField(label=_("Number of places"), min_value=1, max_value=MOST_PLACES, initial=1)
    places_per = forms.ChoiceField(
        label=_("Places are counted"),
        choices=PlacesPer.choices,
        widget=forms.RadioSelect,
        initial=PlacesPer.TOTAL.value,
    )
    opens_on = DayField(
        label=_("Open from"), required=False, help_text=_("Only if colleagues can ask for it from a later day on.")
    )

    ORDER = (
        "institution",
        "direction",
        "title",
        "learn",
        "about",
        "template",
        "team",
        "place",
        "half_days",
        "weekdays",
        "starts_on",
        "ends_on",
        "opens_on",
        "places",
        "places_per",
        "themes",
        "systems",
        "audience",
    )
    text_class = OfferText

    def clean(self):
        values = super().clean()
        template, opens_on, ends_on = values.get("template"), values.get("opens_on"), values.get("ends_on")
        if template is not None and values.get("direction") and template.direction != values["direction"]:
            self.add_error("template", _("This card is of another direction. Choose another card, or no card."))
        if opens_on and ends_on and opens_on > ends_on:
            self.add_error("opens_on", _("It opens after it ends. Check both dates."))
        return values

    def text(self) -> ListingText:
        self.cleaned_data["places_per"] = PlacesPer(self.cleaned_data["places_per"])
        return super().text()


class RequestForm(ListingForm):
    """A wish to join."""

    learning_question = forms.CharField(
        label=_("Learning question"),
        max_length=400,
        widget=forms.Textarea(attrs={"rows": 2, "maxlength": 400}),
        help_text=_("What do you want to know after the day? One or two sentences."),
    )
    most_km = forms.IntegerField(
        label=_("At most so many kilometres from my school"),
        min_value=1,
        max_value=MOST_KM,
        required=False,
        help_text=_("As the crow flies. Leave this open if you go anywhere."),
    )
    is_own_school_fine = forms.BooleanField(label=_("Also inside my own school"), required=False, initial=True)

    ORDER = (
        "institution",
        "direction",
        "title",
        "learning_question",
        "about",
        "half_days",
        "weekdays",
        "starts_on",
        "ends_on",
        "most_km",
        "is_own_school_fine",
        "themes",
        "systems",
        "audience",
    )
    text_class = RequestText


def values_of(listing: PlacementOffer | PlacementRequest) -> dict[str, object]:
    """Give what a form starts from to change an offer or a wish."""
    text_class = OfferText if isinstance(listing, PlacementOffer) else RequestText
    columns = {name: getattr(listing, name) for name in text_class.COLUMNS}
    if columns.get("template") is not None:
        columns["template"] = columns["template"].key
    lists = {"themes": list(listing.themes.all()), "systems": list(listing.systems.all())}
    return {**columns, **lists, "weekdays": listing.weekdays}


def values_of_card(card: ActivityTemplate, *, is_offer: bool) -> dict[str, object]:
    """Give what a form starts from that begins with a card; the owner makes it their own."""
    both = {"direction": card.direction, "half_days": card.half_days}
    if is_offer:
        return {**both, "title": card.title, "template": card.key, "about": card.activities.strip()}
    return {**both, "title": card.title, "learning_question": card.example_question}


class ReasonForm(forms.Form):
    """Why something is paused or withdrawn; `readers` says who reads it."""

    def __init__(self, data=None, *, readers: str | Promise, longest: int, **options):
        super().__init__(data, **options)
        self.fields["reason"] = forms.CharField(label=_("Why?"), max_length=longest, required=False, help_text=readers)


class JudgeForm(forms.Form):
    """What an editor decides on someone's first offer or wish, of the text that was read."""

    APPROVE, BACK = "approve", "back"
    DECISIONS = [(APPROVE, _("Put it online")), (BACK, _("Send it back with a question"))]

    seen = forms.DateTimeField(widget=forms.HiddenInput)
    decision = forms.ChoiceField(label=_("What do you decide?"), choices=DECISIONS, widget=forms.RadioSelect)
    remark = PlainTextField(
        label=_("What should change?"),
        longest=600,
        rows=4,
        required=False,
        help_text=_("Only when you send it back. Whoever wrote it reads this."),
    )

    def clean(self):
        values = super().clean()
        if values.get("decision") == self.BACK and not values.get("remark"):
            self.add_error("remark", _("Say what should change: whoever wrote it reads this."))
        return values


class TakeDownForm(forms.Form):
    """Why an editor takes something down."""

    reason = PlainTextField(label=_("Why?"), longest=600, rows=4, help_text=_("Whoever wrote it reads this in a mail."))
