"""The page of a group for its people, and what they say there."""

from datetime import datetime

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from events.cohorts.actions import (
    answer_story,
    come_after_all,
    decide_for,
    leave_group,
    say_no,
    say_yes,
    write_note,
)
from events.cohorts.forms import AnswerForm, LeaveForm, NoteForm, StoryForm
from events.cohorts.models import Cohort, CohortMember, CohortNote, RolePractice
from events.cohorts.people import name_in, organisers_in, people_of, profiles_of_members
from events.cohorts.rules import NoteDecision
from events.cohorts.states import PlaceState, StoryAnswer
from events.cohorts.views.access import ASK_OR_ACT, for_group, for_place
from events.errors import EventsError
from events.meetups.models import Occurrence
from events.meetups.states import OccurrenceState
from events.registrations.mails import place_in_words, when_in_words
from events.registrations.models import Registration
from network.members.viewers import viewer_of

NOTES_PER_PAGE = 20


@for_group
@require_http_methods(ASK_OR_ACT)
def group(request: HttpRequest, cohort: Cohort) -> HttpResponse:
    """Show dates, people, roles, buddies and notes; a POST writes a note."""
    at, viewer = timezone.now(), viewer_of(request)
    place = CohortMember.objects.inside().of(request.user.key).filter(cohort=cohort).first()
    reads_notes = Cohort.objects.with_notes_for(viewer).filter(pk=cohort.pk).exists()
    writes = decide_for(cohort=cohort, member=request.user) is NoteDecision.ALLOWED
    form = NoteForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and not reads_notes:
        raise Http404
    if request.method == "POST" and form.is_valid():
        try:
            write_note(cohort=cohort, member=request.user, at=at, **form.cleaned_data)
        except EventsError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("Your note is placed."))
            return redirect("cohorts:group", key=cohort.key)
    people = people_of(cohort, viewer, at=at)
    context = {
        "cohort": cohort,
        "page": cohort.meetup.page,
        "place": place,
        "is_asked": place is not None and place.state == PlaceState.INVITED,
        "is_inside": place is not None and place.state == PlaceState.TAKING_PART,
        "organises": cohort.meetup.organiser_rows.filter(member=request.user).exists(),
        "people": people,
        "organisers": organisers_in(cohort, viewer),
        "own": next((person for person in people if place is not None and person.place.pk == place.pk), None),
        "dates": _dates(request, cohort, place, names={person.place.pk: person.name for person in people}, at=at),
        "reads_notes": reads_notes,
        "form": form if writes or form.is_bound else None,
        "asks_story": place is not None and cohort.story_asked_at is not None and not place.story_answer,
        **(_notes(request, cohort) if reads_notes else {}),
    }
    return render(request, "events/cohorts/group.html", context)


def _dates(
    request: HttpRequest, cohort: Cohort, place: CohortMember | None, *, names: dict[int, str], at: datetime
) -> list[dict[str, object]]:
    """Give the announced dates with who practises what, in a fixed number of queries."""
    dates = Occurrence.objects.announced().filter(meetup=cohort.meetup_id).select_related("institution")
    rows = list(dates.order_by("starts_at", "pk"))
    for row in rows:
        row.meetup = cohort.meetup
    own = Registration.objects.active().of(request.user.key).filter(occurrence__in=rows)
    mine = {row.occurrence_id: row for row in own}
    roles: dict[int, list[dict[str, str]]] = {}
    for practice in RolePractice.objects.filter(occurrence__in=rows, place__in=list(names)):
        roles.setdefault(practice.occurrence_id, []).append({"role": practice.role, "name": names[practice.place_id]})
    return [
        {
            "date": row,
            "when": when_in_words(row),
            "where": place_in_words(row, mine[row.pk].mode if row.pk in mine else "on_site"),
            "registration": mine.get(row.pk),
            "roles": sorted(roles.get(row.pk, []), key=lambda each: each["role"]),
            "is_over": row.ends_at <= at,
            "is_cancelled": row.state == OccurrenceState.CANCELLED,
            "may_come": place is not None
            and row.pk not in mine
            and row.state == OccurrenceState.PLANNED
            and row.starts_at > at,
        }
        for row in rows
    ]


def _notes(request: HttpRequest, cohort: Cohort) -> dict[str, object]:
    viewer = viewer_of(request)
    rows = CohortNote.objects.visible_to(viewer).filter(cohort=cohort)
    page = Paginator(rows, NOTES_PER_PAGE).get_page(request.GET.get("pagina"))
    notes = list(page.object_list)
    profiles = profiles_of_members([note.member_id for note in notes], viewer)
    lines = [
        {
            "note": note,
            "writer": name_in(profiles.get(note.member_id)),
            "is_own": note.member_id == request.user.pk,
            "is_hidden": note.state == "hidden",
        }
        for note in notes
    ]
    return {"lines": lines, "page_obj": page}


@for_place(PlaceState.INVITED)
@require_http_methods(ASK_OR_ACT)
def answer(request: HttpRequest, place: CohortMember) -> HttpResponse:
    """Say yes or no to taking part."""
    form = AnswerForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        says_yes = form.cleaned_data["answer"] == "yes"
        try:
            (say_yes if says_yes else say_no)(place=place, at=timezone.now())
        except EventsError as error:
            form.add_error(None, str(error))
        else:
            if not says_yes:
                messages.success(request, _("Thank you for saying so. Your seats are free again."))
                return redirect("own_page")
            messages.success(request, _("Good, you take part."))
            return redirect("cohorts:group", key=place.cohort.key)
    return _ask(
        request,
        place.cohort,
        form,
        title=_("Do you take part in “%(title)s”?") % {"title": place.cohort.meetup.page.title},
        text=_("There is a seat for you at each date. If you can’t come one time, you withdraw for that date alone."),
        button=_("Send my answer"),
    )


@for_place(PlaceState.TAKING_PART)
@require_http_methods(ASK_OR_ACT)
def leave(request: HttpRequest, place: CohortMember) -> HttpResponse:
    """Leave the group."""
    form = LeaveForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            leave_group(place=place, at=timezone.now(), **form.cleaned_data)
        except EventsError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("You left the group. Your seats are free again."))
            return redirect("own_page")
    return _ask(
        request,
        place.cohort,
        form,
        title=_("Leave this group?"),
        text=_("Your seats at the coming dates go, and the organisers hear it. Only they can ask you in again."),
        button=_("Leave the group"),
        is_danger=True,
    )


@for_place(PlaceState.TAKING_PART)
@require_http_methods(ASK_OR_ACT)
def story(request: HttpRequest, place: CohortMember) -> HttpResponse:
    """Say whether one is an author of the joint story."""
    form = StoryForm(request.POST if request.method == "POST" else None, place=place)
    if request.method == "POST" and form.is_valid():
        values = form.cleaned_data
        try:
            answer_story(
                place=place, answer=StoryAnswer(values["answer"]), takeaway=values["takeaway"], at=timezone.now()
            )
        except EventsError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("Kept. You can change it until someone begins to write."))
            return redirect("cohorts:group", key=place.cohort.key)
    return _ask(
        request,
        place.cohort,
        form,
        title=_("The story of our group"),
        text=_("At the end the group writes one story together. It goes through the editors before it is online."),
        button=_("Keep my answer"),
    )


@for_place(PlaceState.INVITED, PlaceState.TAKING_PART)
@require_POST
def come(request: HttpRequest, place: CohortMember, occurrence: str) -> HttpResponse:
    """Take one's seat at a date again."""
    date = Occurrence.objects.announced().filter(meetup=place.cohort.meetup_id, key=occurrence).first()
    if date is None:
        raise Http404
    try:
        come_after_all(place=place, occurrence=date, at=timezone.now())
    except EventsError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("Good, you have your seat again."))
    return redirect("cohorts:group", key=place.cohort.key)


def _ask(request: HttpRequest, cohort: Cohort, form, **words: object) -> HttpResponse:
    return render(request, "events/cohorts/ask.html", {"cohort": cohort, "form": form, "ask": words})
