"""What a reader sees of one joint action: who takes part, as far as they may know, and what they can do."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Prefetch, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from network.initiatives.models import Initiative, InitiativePart, InitiativeParticipant, InitiativeStep
from network.initiatives.rules import JoinDecision, count_shown, decide_joining, is_late
from network.initiatives.states import JOINED, InitiativeState, PartState
from network.institutions.models import Institution
from network.members.models import Affiliation, Member
from network.members.profiles import ProfileView, profile_for
from portal.shared.audiences.rules import Viewer
from portal.shared.registries.crossings import initiative_sections
from search.related.reading import related_things

# Who does most stands first; what was asked is between the school and who leads.
_ORDER = (PartState.TAKING_PART, PartState.DONE, PartState.INTERESTED, PartState.ASKED)


@dataclass(frozen=True)
class SchoolLine:
    """One school of "Wie doet er mee?": its people as far as the viewer may see them, and a count that hides few."""

    institution: Institution
    state: str
    is_leading: bool
    people: list[ProfileView]
    count_text: str


@dataclass(frozen=True)
class PlanLine:
    """One step of the plan as shown; `state` is done, late or coming."""

    key: str
    text: str
    due_on: date
    done_on: date | None
    state: str


def schools_of(viewer: Viewer) -> list[Institution]:
    """Give the schools for which this viewer may join: those of today where their work is confirmed."""
    if not viewer.is_member or not viewer.institution_ids:
        return []
    return list(Institution.objects.current().filter(pk__in=viewer.institution_ids))


def places_of(initiative: Initiative, viewer: Viewer) -> list[InitiativeParticipant]:
    """Give the places this viewer has in an initiative, one per school."""
    if viewer.member_key is None:
        return []
    places = InitiativeParticipant.objects.of(viewer.member_key).filter(part__initiative=initiative)
    return list(places.select_related("part__institution"))


def parts_to_take_out(
    initiative: Initiative, viewer: Viewer, places: list[InitiativeParticipant], *, on: date
) -> list[InitiativePart]:
    """Give the schools this viewer may try to take out: where they take part, and those they coordinate.

    The leading school stays, and nobody is taken out of what has ended.
    """
    if viewer.member_key is None or initiative.has_ended:
        return []
    coordinating = Affiliation.objects.filter(member__key=viewer.member_key).coordinating(on)
    own = {place.part_id for place in places}
    parts = initiative.parts.shown().filter(Q(pk__in=own) | Q(institution__in=coordinating.values("institution")))
    return list(parts.exclude(institution=initiative.lead_institution_id).select_related("institution"))


def _state_shown(part: InitiativePart, *, knows_all: bool) -> str:
    is_hidden_wish = part.state == PartState.ASKED and not knows_all
    return str(PartState.INTERESTED.label if is_hidden_wish else part.get_state_display())


def who_takes_part(initiative: Initiative, viewer: Viewer, *, on: date, knows_all: bool = False) -> list[SchoolLine]:
    """Give the schools with their people, in a fixed number of queries; the leading school first.

    Parameters:
        initiative: Which.
        viewer: Who looks; each person's own profile decides whether they are named (DECISIONS 15).
        on: Today.
        knows_all: The viewer leads it, and so sees who asks.
    """
    places = InitiativeParticipant.objects.select_related(None).prefetch_related(
        Prefetch("member", queryset=Member.objects.with_byline())
    )
    parts = initiative.parts.shown().select_related("institution__merged_into")
    lines = [
        (_ORDER.index(PartState(part.state)), _school_line(part, initiative, viewer, on=on, knows_all=knows_all))
        for part in parts.prefetch_related(Prefetch("people", queryset=places))
    ]
    lines.sort(key=lambda pair: (not pair[1].is_leading, pair[0], pair[1].institution.name))
    return [line for _place, line in lines]


def _school_line(
    part: InitiativePart, initiative: Initiative, viewer: Viewer, *, on: date, knows_all: bool
) -> SchoolLine:
    members = [place.member for place in part.people.all() if place.member.is_active]
    profiles = [profile_for(viewer, member, on=on, is_brief=True) for member in members]
    return SchoolLine(
        institution=part.institution.current,
        state=_state_shown(part, knows_all=knows_all),
        is_leading=part.institution_id == initiative.lead_institution_id,
        people=[profile for profile in profiles if profile.is_visible and "school" in profile.visible],
        count_text=_count_text(len(members)),
    )


def _count_text(number: int) -> str:
    shown = count_shown(number)
    if shown is None:
        return ""
    return ngettext("%(number)d person", "%(number)d people", shown) % {"number": shown}


def plan_of(steps: Iterable[InitiativeStep], *, on: date) -> list[PlanLine]:
    """Give the plan as shown, by day."""
    return [
        PlanLine(
            key=step.key,
            text=step.text,
            due_on=step.due_on,
            done_on=step.done_on,
            state="done"
            if step.done_on
            else "late"
            if is_late(due_on=step.due_on, done_on=step.done_on, on=on)
            else "coming",
        )
        for step in steps
    ]


def join_offer(initiative: Initiative, viewer: Viewer, *, schools: list[Institution], has_place: bool, on: date) -> str:
    """Give what the panel offers, one value: joined, join, sign_in, members_only, no_school, too_late or over."""
    if has_place:
        return "joined"
    decision = decide_joining(
        is_member=True,
        works_there=True,
        state=InitiativeState(initiative.state),
        joining_ends_on=initiative.joining_ends_on,
        on=on,
    )
    if decision is JoinDecision.NOT_OPEN:
        return "over"
    if decision is JoinDecision.TOO_LATE:
        return "too_late"
    if not viewer.is_signed_in:
        return "sign_in"
    if not viewer.is_member:
        return "members_only"
    return "join" if schools else "no_school"


def _sections(initiative: Initiative, viewer: Viewer, *, at: datetime) -> list[dict[str, object]]:
    return [
        {"title": section.title, "template": section.template, "context": context}
        for section in initiative_sections
        if (context := section.context(initiative.key, viewer, at=at)) is not None
    ]


def detail_context(initiative: Initiative, viewer: Viewer, *, at: datetime) -> dict[str, object]:
    """Give everything the page of one initiative shows.

    Parameters:
        initiative: One that the viewer may see, with `contact` and `lead_institution`.
        viewer: Who looks.
        at: Now.
    """
    today = timezone.localdate(at)
    schools, places = schools_of(viewer), places_of(initiative, viewer)
    leads = initiative.contact is not None and initiative.contact.key == viewer.member_key
    contact = profile_for(viewer, initiative.contact, on=today, is_brief=True) if initiative.contact else None
    back = urlencode({"next": initiative.get_absolute_url()})
    return {
        "initiative": initiative,
        "school": initiative.lead_institution.current,
        "themes": initiative.themes.all(),
        "plan": plan_of(initiative.steps.all(), on=today),
        "updates": initiative.updates.all(),
        "lines": who_takes_part(initiative, viewer, on=today, knows_all=leads),
        "sections": _sections(initiative, viewer, at=at),
        "related": related_things("samen", initiative.key, viewer),
        "contact": contact if contact is not None and contact.is_visible else None,
        "offer": join_offer(initiative, viewer, schools=schools, has_place=bool(places), on=today),
        "places": places,
        "parts_to_take_out": parts_to_take_out(initiative, viewer, places, on=today),
        "leads": leads,
        "can_take_over": can_take_over(initiative, places),
        "may_talk": leads or any(place.part.state in JOINED for place in places),
        "login_url": f"{reverse('account_login')}?{back}",
        "crumbs": [{"url": reverse("initiatives:list"), "title": _("Joint actions")}],
    }


def can_take_over(initiative: Initiative, places: list[InitiativeParticipant]) -> bool:
    """Say whether someone with these places may take the lead: nobody has it, and they are of the leading school."""
    has_lead = initiative.contact is not None and initiative.contact.is_active
    return not has_lead and any(place.part.institution_id == initiative.lead_institution_id for place in places)
