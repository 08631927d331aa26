"""Putting a question to people, and handing it over (PRODUCT, "Questions")."""

from datetime import date, datetime

from django.db import transaction
from django.db.models import Count, Exists, OuterRef, Q
from django.utils import timezone

from network.members.models import Affiliation, Member
from network.members.querysets import MemberQuerySet
from network.members.viewers import viewer_of_member
from network.questions.actions.rows import lock_question
from network.questions.errors import NotWithYou
from network.questions.mails import handed_over_mail, reminder_mail, routed_mail, whereabouts_mails
from network.questions.models import Question, QuestionPause, Route
from network.questions.people import people_by_id, person_for
from network.questions.rules import (
    Candidate,
    RouteStep,
    answer_deadline,
    choose_people,
    decide_route_step,
    free_seats,
    in_holiday,
)
from network.questions.states import ROLES_OF, ROUTE_MOVES, Addressee, QuestionState, RouteState, Sight
from portal.shared.audiences.rules import Viewer
from portal.shared.calendar_days.models import SchoolHoliday
from portal.shared.calendar_days.rules import HolidayPeriod
from portal.shared.calendar_days.states import DEFAULT_REGION
from portal.shared.outbox.actions import post

# Nobody's key: what a profile shows to members in general. A theme that someone hides must not bring them a question,
# because the one who asked sees who has it.
_MEMBERS = Viewer(member_key="", is_member=True)


class Holidays:
    """The school holidays of each region around a day, read once per round."""

    def __init__(self, on: date) -> None:
        self._on = on
        self._periods: dict[str, list[HolidayPeriod]] = {}

    def of(self, member: Member) -> list[HolidayPeriod]:
        """Give the holidays of the region of someone's school; of Midden when it is unknown (DECISIONS 20)."""
        regions = Affiliation.objects.current(self._on).filter(member=member).exclude(institution__holiday_region="")
        region = regions.values_list("institution__holiday_region", flat=True).order_by("pk").first()
        return self.of_region(region or DEFAULT_REGION)

    def of_region(self, region: str) -> list[HolidayPeriod]:
        """Give the holidays of a region that lie near."""
        if region not in self._periods:
            near = (date.fromordinal(self._on.toordinal() - 60), date.fromordinal(self._on.toordinal() + 60))
            self._periods[region] = SchoolHoliday.objects.of_region(region).touching(*near).periods()
        return self._periods[region]


def _people(field: str, keep: Q, *, on: date) -> MemberQuerySet:
    return Member.objects.members().filter(keep).with_field_visible_to(field, _MEMBERS, on=on)


def candidates_for(question: Question, *, at: datetime) -> list[Candidate]:
    """Give everyone who fits a question by theme or role, with what the rule asks about them, in ten queries at most.

    Parameters:
        question: Locked by the caller.
        at: Now; decides whose function counts and who is away.
    """
    on = timezone.localdate(at)
    roles = ROLES_OF[Addressee(question.addressee)]
    works_on = set(_people("themes", Q(themes=question.theme_id), on=on).values_list("pk", flat=True))
    helps = set(_people("helps_with", Q(helps_with__theme=question.theme_id), on=on).values_list("pk", flat=True))
    places = Affiliation.objects.current(on).filter(member=OuterRef("pk"), role__slug__in=roles)
    in_role = set(_people("title", Q(Exists(places)), on=on).values_list("pk", flat=True))
    people = Member.objects.filter(pk__in=works_on | helps | in_role).annotate(
        waiting_now=Count("question_routes", filter=Q(question_routes__state=RouteState.WAITING))
    )
    paused = set(QuestionPause.objects.active(on).values_list("member_id", flat=True))
    asked = set(question.routes.values_list("member_id", flat=True))
    answered = set(question.answers.values_list("writer_id", flat=True))
    at_schools = Affiliation.objects.current(on).filter(member__in=people).select_related("role", "institution")
    roles_of: dict[int, set[str]] = {}
    regions: dict[int, str] = {}
    for place in at_schools.order_by("pk"):
        if place.role and place.member_id in in_role:
            roles_of.setdefault(place.member_id, set()).add(place.role.slug)
        if place.institution.holiday_region:
            regions.setdefault(place.member_id, place.institution.holiday_region)
    holidays = Holidays(on)
    return [
        Candidate(
            key=member.key,
            helps=member.pk in helps,
            works_on=member.pk in works_on,
            roles=frozenset(roles_of.get(member.pk, ())),
            waiting=member.waiting_now,
            is_asker=member.pk == question.asker_id,
            is_away=member.pk in paused or in_holiday(on, holidays.of_region(regions.get(member.pk, DEFAULT_REGION))),
            was_asked=member.pk in asked or member.pk in answered,
        )
        for member in people
    ]


def route(question: Question, *, at: datetime) -> list[Route]:
    """Put a locked question to as many people as there are seats free, and mail them, in the caller's transaction.

    Returns:
        The new rows; none when nobody fits, all seats are taken, or it was put to enough people.
    """
    states = list(question.routes.values_list("state", flat=True))
    seats = free_seats(waiting=states.count(RouteState.WAITING), asked=len(states))
    if not seats or not _is_asked_for(question):
        return []
    chosen = choose_people(
        candidates_for(question, at=at),
        addressee=Addressee(question.addressee),
        wanted_roles=ROLES_OF[Addressee(question.addressee)],
        seats=seats,
    )
    members = Member.objects.in_bulk([key for key, _fit in chosen], field_name="key")
    holidays = Holidays(timezone.localdate(at))
    routes = [
        Route.objects.create(
            question=question,
            member=members[key],
            fit=fit.value,
            routed_at=at,
            due_at=answer_deadline(routed_at=at, school_holidays=holidays.of(members[key])),
        )
        for key, fit in chosen
    ]
    for made in routes:
        post(routed_mail(made), at=at)
    return routes


def end_routes(question: Question, *, at: datetime, answered_by: Member | None = None) -> None:
    """Let everyone go who has a locked question: the one who answered as such, the others as no longer needed."""
    if answered_by is not None:
        mine = question.routes.filter(member=answered_by).exclude(state=RouteState.ANSWERED)
        mine.update(state=RouteState.ANSWERED, ended_at=at)
    question.routes.waiting().update(state=RouteState.ENDED, ended_at=at)


def _tell_asker(question: Question, *, occasion: str, at: datetime) -> None:
    if question.asker is None:
        return
    on = timezone.localdate(at)
    people = people_by_id(question.routes.waiting().values_list("member_id", flat=True))
    viewer = viewer_of_member(question.asker, on=on)
    shown = [person_for(viewer, member, on=on) for _pk, member in sorted(people.items())]
    names = [person.name for person in shown if person.url]
    for mail in whereabouts_mails(question=question, occasion=occasion, names=names, others=len(shown) - len(names)):
        post(mail, at=at)


def _is_asked_for(question: Question) -> bool:
    return question.state == QuestionState.OPEN and question.sight == Sight.SHOWN


def _let_go(held: Route, *, to: RouteState, at: datetime) -> None:
    if to not in ROUTE_MOVES[RouteState(held.state)]:
        raise NotWithYou
    held.state, held.ended_at = to, at
    held.save(update_fields=["state", "ended_at"])


def pass_on(*, question: Question, member: Member, at: datetime) -> list[Route]:
    """Let someone say "I can't answer this": the question goes to someone else at once, and the asker hears who.

    Returns:
        Who has it now besides others; none when nobody is left, then the editors' list shows it.

    Raises:
        NotWithYou: It doesn't wait for this member (any more).
    """
    with transaction.atomic():
        locked = lock_question(question.pk)
        held = locked.routes.waiting().filter(member=member).select_related("member").first()
        if held is None:
            raise NotWithYou
        _let_go(held, to=RouteState.DECLINED, at=at)
        made = route(locked, at=at)
        _tell_asker(locked, occasion=held.key, at=at)
    return made


def _due(held: Route, *, holidays: Holidays, at: datetime) -> RouteStep:
    return decide_route_step(
        due_at=held.due_at,
        reminded_at=held.reminded_at,
        school_holidays=holidays.of(held.member),
        at=at,
    )


def _step(question: Question, *, holidays: Holidays, at: datetime) -> bool:
    """Do what is due at everyone who has a question; decided under the lock, for another process may be doing it too.

    The one who asked gets one mail, however many were late.
    """
    with transaction.atomic():
        locked = lock_question(question.pk)
        late, is_changed = [], False
        for held in locked.routes.waiting().select_related("member").order_by("pk"):
            held.question = locked
            if not _is_asked_for(locked):
                _let_go(held, to=RouteState.ENDED, at=at)
                is_changed = True
                continue
            step = _due(held, holidays=holidays, at=at)
            if step is RouteStep.REMIND:
                held.reminded_at = at
                held.save(update_fields=["reminded_at"])
                post(reminder_mail(held), at=at)
                is_changed = True
            elif step is RouteStep.HAND_OVER:
                _let_go(held, to=RouteState.LATE, at=at)
                late.append(held)
        if late:
            route(locked, at=at)
            for held in late:
                post(handed_over_mail(held), at=at)
            _tell_asker(locked, occasion=late[0].key, at=at)
    return is_changed or bool(late)


def _fill(question: Question, *, at: datetime) -> bool:
    """Put a question that nobody has to people, if there are any now: someone new, or back from a holiday."""
    with transaction.atomic():
        locked = lock_question(question.pk)
        made = route(locked, at=at)
        if made:
            _tell_asker(locked, occasion=made[0].key, at=at)
    return bool(made)


def follow_up(*, at: datetime) -> int:
    """Remind, hand over what is late, and put questions that nobody has to someone; each in its own transaction.

    Parameters:
        at: Now. Asks what is due and not done yet, however long ago the last round was.

    Returns:
        Number of questions at which something was done.
    """
    holidays = Holidays(timezone.localdate(at))
    waiting = Route.objects.waiting().select_related("member", "question").order_by("due_at", "pk")
    # Looked at without a lock first: most have time left, and each lock holds up other writers.
    due = {
        held.question_id: held.question
        for held in waiting
        if not _is_asked_for(held.question) or _due(held, holidays=holidays, at=at) is not RouteStep.WAIT
    }
    done = sum(_step(question, holidays=holidays, at=at) for question in due.values())
    return done + sum(_fill(question, at=at) for question in list(Question.objects.unrouted()))
