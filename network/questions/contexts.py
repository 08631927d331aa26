"""What the pages about questions show, as far as the reader may know."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.utils import timezone
from django.utils.translation import gettext as _

from network.members.models import Member
from network.questions.models import Answer, Question, Route
from network.questions.people import Person, nameless, people_by_id, person_for
from network.questions.rules import AnswerDecision, EditDecision, decide_answer, decide_edit, may_steer
from network.questions.states import AnswerState, QuestionState, Sight, UseKind
from portal.shared.audiences.rules import Viewer
from search.results.hits import Hit
from search.results.queries import answer

# What helps someone who is about to ask: a question like it, or what schools wrote.
RELATED_KINDS = frozenset({"vraag", "verhaal", "pilot", "inzicht", "route"})
MOST_RELATED = 5
SHORTEST_RELATED = 8


@dataclass(frozen=True)
class QuestionLine:
    """One question in a list."""

    question: Question
    asker: Person
    is_own: bool


@dataclass(frozen=True)
class AnswerLine:
    """One answer as shown; what is False is not offered to this reader."""

    answer: Answer
    writer: Person
    is_best: bool
    is_hidden: bool
    is_own: bool
    may_edit: bool
    may_choose: bool
    may_thank: bool
    may_report: bool
    may_propose: bool
    is_insight_idea: bool


@dataclass(frozen=True)
class QuestionPage:
    """The variables of network/questions/detail.html.

    `offer`: how this reader may answer: form, closed, hidden, sign_in or members_only. `whereabouts`: people who have
    the question now, with their deadline.
    """

    question: Question
    asker: Person
    is_own: bool
    is_public: bool
    is_example: bool
    answers: list[AnswerLine]
    offer: str
    whereabouts: list[tuple[Person, datetime]]
    is_with_me: bool
    my_deadline: datetime | None
    is_with_editors: bool
    is_followed: bool
    may_follow: bool
    may_close: bool
    may_reopen: bool
    may_hide: bool
    may_show: bool
    may_report: bool


def asker_of(question: Question, people: dict[int, Member], *, viewer: Viewer, on: date) -> Person:
    """Name who asked; of a question without a name nobody else learns anything, whatever their profile shows."""
    if question.is_anonymous:
        return nameless()
    return person_for(viewer, people.get(question.asker_id), on=on)


def writer_of(item: Answer, question: Question, people: dict[int, Member], *, viewer: Viewer, on: date) -> Person:
    """Name who answered; someone who asked without a name stays so when they add to it themselves."""
    if question.is_anonymous and item.writer_id is not None and item.writer_id == question.asker_id:
        return Person(_("The one who asked"))
    return person_for(viewer, people.get(item.writer_id), on=on)


def question_lines(rows: Iterable[Question], *, viewer: Viewer, own_id: int | None, on: date) -> list[QuestionLine]:
    """Give the lines of a list, in a fixed number of queries."""
    rows = list(rows)
    people = people_by_id(row.asker_id for row in rows if not row.is_anonymous)
    return [
        QuestionLine(
            question=row,
            asker=asker_of(row, people, viewer=viewer, on=on),
            is_own=row.asker_id is not None and row.asker_id == own_id,
        )
        for row in rows
    ]


def related_to(text: str, *, viewer: Viewer) -> list[Hit]:
    """Give what resembles a question, of what this reader may see; nothing for a text too short to say much.

    Parameters:
        text: As typed.
        viewer: Who reads.
    """
    if len(text.strip()) < SHORTEST_RELATED:
        return []
    hits = answer(text[:200], viewer=viewer).hits
    return [hit for hit in hits if hit.kind in RELATED_KINDS][:MOST_RELATED]


def _offer(question: Question, viewer: Viewer) -> str:
    decision = decide_answer(
        is_member=viewer.is_member, state=QuestionState(question.state), sight=Sight(question.sight)
    )
    if question.state == QuestionState.CLOSED:
        return "closed"
    if decision is AnswerDecision.NOT_A_MEMBER:
        return "members_only" if viewer.is_signed_in else "sign_in"
    return "form" if decision is AnswerDecision.ALLOWED else "hidden"


def _answer_line(
    row: Answer, question: Question, *, writer: Person, viewer: Viewer, own_id: int | None, steers: bool, at: datetime
) -> AnswerLine:
    is_own = row.writer_id is not None and row.writer_id == own_id
    is_best, is_visible = question.best_answer_id == row.pk, row.state == AnswerState.VISIBLE
    uses = {use.kind for use in row.uses.all()}
    edit = decide_edit(
        is_writer=is_own,
        state=AnswerState(row.state),
        is_reported=row.is_reported,
        is_best=is_best,
        created_at=row.created_at,
        at=at,
    )
    proposes = viewer.is_member and is_visible
    story = (is_own or viewer.is_editor) and UseKind.STORY not in uses and row.writer_id is not None
    return AnswerLine(
        answer=row,
        writer=writer,
        is_best=is_best,
        is_hidden=not is_visible,
        is_own=is_own,
        may_edit=edit is EditDecision.ALLOWED,
        may_choose=steers and is_visible and not is_best and question.state != QuestionState.CLOSED,
        may_thank=viewer.is_signed_in and is_visible and not is_own and not row.is_thanked,
        may_report=viewer.is_member and is_visible and not is_own,
        may_propose=proposes and (UseKind.INSIGHT not in uses or story),
        is_insight_idea=UseKind.INSIGHT in uses,
    )


def question_page(question: Question, *, viewer: Viewer, member: Member | None, at: datetime) -> QuestionPage:
    """Give a question with its answers as this reader sees them, the best answer first, in a fixed number of queries.

    Parameters:
        question: One that the viewer may see, with its theme.
        viewer: Who reads.
        member: The same person; None without a login.
        at: Now.
    """
    on, own_id = timezone.localdate(at), member.pk if member else None
    rows = question.answers.shown_to(member_key=viewer.member_key).for_page(member_key=viewer.member_key)
    rows = sorted(rows.prefetch_related("uses"), key=lambda row: row.pk != question.best_answer_id)
    routes = list(Route.objects.waiting().filter(question=question).order_by("routed_at", "pk"))
    asker_id = None if question.is_anonymous else question.asker_id
    people = people_by_id([asker_id, *(row.writer_id for row in rows), *(route.member_id for route in routes)])
    is_own = question.asker_id is not None and question.asker_id == own_id
    steers = may_steer(is_asker=is_own, is_editor=viewer.is_editor)
    mine = next((route for route in routes if route.member_id == own_id), None)
    is_shown, is_closed = question.sight == Sight.SHOWN, question.state == QuestionState.CLOSED
    has_best = question.state == QuestionState.ACCEPTED
    return QuestionPage(
        question=question,
        asker=asker_of(question, people, viewer=viewer, on=on),
        is_own=is_own,
        is_public=is_shown and question.audience == "everyone",
        is_example=question.asker is not None and question.asker.is_demo,
        answers=[
            _answer_line(
                row,
                question,
                writer=writer_of(row, question, people, viewer=viewer, on=on),
                viewer=viewer,
                own_id=own_id,
                steers=steers,
                at=at,
            )
            for row in rows
        ],
        offer=_offer(question, viewer),
        whereabouts=[
            (person_for(viewer, people.get(route.member_id), on=on), route.due_at)
            for route in routes
            if viewer.is_signed_in
        ],
        is_with_me=mine is not None,
        my_deadline=mine.due_at if mine else None,
        is_with_editors=is_shown and question.state == QuestionState.OPEN and not routes,
        is_followed=member is not None and question.follows.filter(member=member).exists(),
        may_follow=member is not None and is_shown,
        may_close=steers and not is_closed,
        may_reopen=steers and (is_closed or has_best),
        may_hide=is_own and is_shown,
        may_show=is_own and question.sight == Sight.WITHDRAWN,
        may_report=viewer.is_member and not is_own and is_shown,
    )
