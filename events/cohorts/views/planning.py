"""The organisers' pages of a group: who is in it, what they practise, who are buddies, and its end."""

from collections.abc import Sequence

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from events.cohorts.actions import (
    ask_for_story,
    ask_people,
    close_group,
    give_roles,
    set_pairs,
    set_roles,
    set_size,
    take_out,
)
from events.cohorts.forms import AskForm, CloseGroupForm, GiveRolesForm, PairsForm, ReasonForm, RolesForm, SizeForm
from events.cohorts.models import Cohort, CohortMember, RolePractice
from events.cohorts.people import PersonInGroup, people_of, practised_by, reason_words, to_pair
from events.cohorts.rules import SizeDecision, decide_size, propose_pairs, propose_roles, reason_of
from events.cohorts.states import PlaceState, StoryAnswer
from events.cohorts.views.access import ASK_OR_ACT, for_planners
from events.errors import EventsError
from events.meetups.models import Occurrence
from events.meetups.states import Admission
from events.meetups.views.access import find_date
from events.meetups.views.planning import found_by_name
from events.registrations.mails import when_in_words
from network.members.viewers import viewer_of
from network.models import Member


@for_planners
@require_http_methods(ASK_OR_ACT)
def compose(request: HttpRequest, cohort: Cohort) -> HttpResponse:
    """Show who is in the group; ask people in, found by name, and set the size."""
    at, meetup = timezone.now(), cohort.meetup
    asked = request.GET.get("naam", "").replace("\x00", "").strip()[:80]
    people = people_of(cohort, viewer_of(request), at=at)
    inside = {person.place.member_id for person in people}
    found = [member for member in found_by_name(asked) if member.pk not in inside]
    wants_size = request.method == "POST" and "least" in request.POST
    wants_ask = request.method == "POST" and not wants_size
    size = SizeForm(request.POST if wants_size else None, cohort=cohort)
    candidates = Member.objects.active().filter(pk__in=[member.pk for member in found])
    ask = AskForm(request.POST if wants_ask else None, candidates=candidates)
    form = size if wants_size else ask
    if request.method == "POST" and form.is_valid():
        try:
            if wants_size:
                set_size(meetup=meetup, at=at, **size.cleaned_data)
                said = _("Kept. This holds from now on.")
            else:
                ask_people(meetup=meetup, members=list(ask.cleaned_data["members"]), by=request.user, at=at)
                said = _("Asked. They get a mail with the dates, and a seat at each.")
        except EventsError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, said)
            return redirect("cohorts:compose", key=meetup.key)
    number = len(people)
    context = {
        "meetup": meetup,
        "cohort": cohort,
        "people": people,
        "is_small": decide_size(number, least=cohort.least, most=cohort.most) is SizeDecision.TOO_FEW,
        "size": size,
        "ask": ask,
        "asked": asked,
        "found": found,
        "is_fixed": meetup.admission == Admission.CLOSED,
        "runs_it": meetup.organiser_rows.filter(member=request.user).exists(),
        "said_no": _who_is_out(cohort),
    }
    return render(request, "events/cohorts/compose.html", context)


def _who_is_out(cohort: Cohort) -> list[CohortMember]:
    if not cohort.pk:
        return []
    rows = cohort.places.filter(state__in=(PlaceState.DECLINED, PlaceState.LEFT, PlaceState.REMOVED))
    return list(rows.filter(member__isnull=False).select_related("member").order_by("-left_at", "pk"))


@for_planners
@require_http_methods(ASK_OR_ACT)
def person(request: HttpRequest, cohort: Cohort, person: str) -> HttpResponse:
    """Take someone out of the group."""
    place = cohort.places.inside().filter(key=person).select_related("member").first() if cohort.pk else None
    if place is None:
        raise Http404
    place.cohort = cohort
    form = ReasonForm(
        request.POST if request.method == "POST" else None, readers=_("They read this in the mail they get.")
    )
    if request.method == "POST" and form.is_valid():
        try:
            take_out(place=place, by=request.user, reason=form.cleaned_data["reason"], at=timezone.now())
        except EventsError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("Taken out. The seats are free again."))
            return redirect("cohorts:compose", key=cohort.meetup.key)
    words = {
        "title": _("Take %(name)s out of the group?") % {"name": place.member.name},
        "button": _("Take out of the group"),
        "help": _("The seats at the coming dates are free again. What they wrote stays for the group."),
    }
    return render(request, "events/cohorts/planner_form.html", {"meetup": cohort.meetup, "form": form, "words": words})


@for_planners
@require_http_methods(ASK_OR_ACT)
def roles(request: HttpRequest, cohort: Cohort) -> HttpResponse:
    """Say which roles there are, and choose a date to give them at."""
    form = RolesForm(request.POST if request.method == "POST" else None, cohort=cohort)
    if request.method == "POST" and form.is_valid():
        try:
            set_roles(meetup=cohort.meetup, roles=form.cleaned_data["roles"], at=timezone.now())
        except EventsError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("Kept. Now give the roles at each date."))
            return redirect("cohorts:roles", key=cohort.meetup.key)
    dates = Occurrence.objects.announced().filter(meetup=cohort.meetup).order_by("starts_at", "pk")
    context = {
        "meetup": cohort.meetup,
        "cohort": cohort,
        "form": form,
        "dates": [{"key": date.key, "when": when_in_words(date)} for date in dates],
    }
    return render(request, "events/cohorts/roles.html", context)


@for_planners
@require_http_methods(ASK_OR_ACT)
def roles_at(request: HttpRequest, cohort: Cohort, occurrence: str) -> HttpResponse:
    """Give the roles at one date; without any yet, the form begins with a proposal."""
    date = find_date(cohort.meetup, occurrence)
    if not cohort.pk or not cohort.roles:
        return redirect("cohorts:roles", key=cohort.meetup.key)
    people = people_of(cohort, viewer_of(request), at=date.starts_at)
    now = {row.place.key: row.role for row in _practices(cohort, date)}
    is_proposal = not now
    form = GiveRolesForm(
        request.POST if request.method == "POST" else None,
        people=[(each.place.key, each.name) for each in people],
        roles=cohort.roles,
        now=now or _proposed_roles(cohort, people, date),
    )
    if request.method == "POST" and form.is_valid():
        try:
            give_roles(cohort=cohort, occurrence=date, roles=form.cleaned_data)
        except EventsError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("Kept. The group sees who practises what."))
            return redirect("cohorts:roles", key=cohort.meetup.key)
    words = {
        "title": _("Roles on %(day)s") % {"day": when_in_words(date)},
        "button": _("Keep these roles"),
        "help": _("This is a proposal: each role goes to who practised it least often. Change what you want.")
        if is_proposal
        else "",
    }
    return render(request, "events/cohorts/planner_form.html", {"meetup": cohort.meetup, "form": form, "words": words})


def _practices(cohort: Cohort, date: Occurrence) -> Sequence[RolePractice]:
    return RolePractice.objects.filter(place__cohort=cohort, occurrence=date).select_related("place")


def _proposed_roles(cohort: Cohort, people: Sequence[PersonInGroup], date: Occurrence) -> dict[str, str]:
    places = [each.place for each in people]
    earlier = practised_by(places, at=date.starts_at)
    return propose_roles([place.key for place in places], roles=cohort.roles, practised=earlier)


@for_planners
@require_http_methods(ASK_OR_ACT)
def buddies(request: HttpRequest, cohort: Cohort) -> HttpResponse:
    """Make pairs; without any yet, or when asked for, the form begins with a proposal and its reasons."""
    people = people_of(cohort, viewer_of(request), at=timezone.now())
    names = {each.place.key: each.name for each in people}
    facts = {fact.key: fact for fact in to_pair([each.place for each in people], viewer_of(request))}
    present = _present_pairs(people)
    is_proposal = not present or "voorstel" in request.GET
    groups = [list(pair.keys) for pair in propose_pairs(list(facts.values()))] if is_proposal else present
    form = PairsForm(
        request.POST if request.method == "POST" else None, people=sorted(names.items(), key=_by_name), now=groups
    )
    if request.method == "POST" and form.is_valid():
        try:
            set_pairs(cohort=cohort, groups=form.groups(), at=timezone.now())
        except EventsError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("Kept. Everyone sees their own buddy."))
            return redirect("cohorts:compose", key=cohort.meetup.key)
    context = {
        "meetup": cohort.meetup,
        "form": form,
        "is_proposal": is_proposal,
        "pairs": [
            {
                "number": number,
                "names": [names[key] for key in group],
                "reason": reason_words(reason_of([facts[key] for key in group])),
            }
            for number, group in enumerate(groups, start=1)
        ],
        "number": len(people),
    }
    return render(request, "events/cohorts/buddies.html", context)


def _by_name(item: tuple[str, str]) -> str:
    return item[1].casefold()


def _present_pairs(people: Sequence[PersonInGroup]) -> list[list[str]]:
    found: dict[int, list[str]] = {}
    for each in people:
        if each.place.pair_id:
            found.setdefault(each.place.pair_id, []).append(each.place.key)
    return list(found.values())


@for_planners
@require_http_methods(ASK_OR_ACT)
def closing(request: HttpRequest, cohort: Cohort) -> HttpResponse:
    """Ask who stands with a joint story, and finish the group."""
    if not cohort.pk:
        raise Http404
    at, meetup = timezone.now(), cohort.meetup
    wants_ask = request.method == "POST" and "vraag" in request.POST
    form = CloseGroupForm(request.POST if request.method == "POST" and not wants_ask else None)
    if wants_ask:
        try:
            ask_for_story(meetup=meetup, at=at)
        except EventsError as error:
            messages.error(request, str(error))
        else:
            messages.success(request, _("Asked. Who did not answer yet gets a mail."))
        return redirect("cohorts:closing", key=meetup.key)
    if request.method == "POST" and form.is_valid():
        try:
            close_group(meetup=meetup, by=request.user, at=at, **form.story())
        except EventsError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("The group is finished. Everyone in it gets a mail."))
            return redirect("cohorts:closing", key=meetup.key)
    people = [each for each in people_of(cohort, viewer_of(request), at=at) if each.place.state == "taking_part"]
    context = {
        "meetup": meetup,
        "cohort": cohort,
        "form": form,
        "yes": [each.name for each in people if each.place.story_answer == StoryAnswer.YES],
        "no": [each.name for each in people if each.place.story_answer == StoryAnswer.NO],
        "waiting": [each.name for each in people if each.place.story_answer == StoryAnswer.OPEN],
    }
    return render(request, "events/cohorts/closing.html", context)
