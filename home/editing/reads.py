"""What waits for an editor, in a number of queries that doesn't depend on how much waits."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.contrib.contenttypes.models import ContentType
from django.db.models import BigIntegerField, CharField, Count, F, Max, Min, Prefetch, Q, QuerySet, Value
from django.db.models.functions import Cast
from django.utils import timezone
from wagtail.models import Page, Revision, TaskState, get_page_models

from events.matching.proposals import unmatched_wishes
from events.models import PlacementRequest
from network.models import Member, Question, Route, Theme
from portal.shared.audiences.rules import Viewer
from portal.shared.calendar_days.rules import working_days_between
from portal.shared.pages.models import BasePage, review_due
from portal.shared.pages.rules import FourEyes, judge_four_eyes
from search.models import AskedSearch
from stories.insights.models import Evidence, InsightPage
from stories.insights.states import EvidenceState
from stories.models import CoachStoryPage, Suggestion
from stories.texts.models import TextPage

THIN = 1  # an insight with so little accepted evidence or less asks for another story
MOST_SHOWN = 10


@dataclass(frozen=True)
class Waiting:
    """One text that someone may approve."""

    page: Page
    by: str
    since: datetime
    working_days: int
    task_id: int


@dataclass(frozen=True)
class WaitingList:
    """What someone may approve, the longest waiting first, and how many texts only a colleague may."""

    rows: list[Waiting]
    for_colleagues: int


@dataclass(frozen=True)
class Due:
    """One page whose review day has come."""

    page_id: int
    title: str
    kind: str
    review_on: date
    reviewer: str
    is_mine: bool


@dataclass(frozen=True)
class Gaps:
    """Where the site asks for something."""

    thin_insights: list[InsightPage]
    thin_count: int
    evidence_count: int
    evidence_days: int
    message_count: int
    message_days: int
    question_count: int
    question_days: int
    themes: list[str]
    wishes: list[PlacementRequest]
    wish_count: int
    searches: list[dict]


def days_waited(since: datetime | None, at: datetime) -> int:
    """Count the working days that something waits; the day itself is not counted."""
    if since is None:
        return 0
    return working_days_between(timezone.localdate(since) + timedelta(days=1), timezone.localdate(at))


def waiting_for(member: Member, *, at: datetime) -> WaitingList:
    """Give the texts this member may approve, by the same rule that publishing applies (DECISIONS 9).

    Parameters:
        member: Who looks.
        at: Now.
    """
    states = list(
        TaskState.objects.reviewable_by(member)
        .select_related("revision__user", "workflow_state__requested_by")
        .order_by("started_at", "pk")
    )
    ids = [int(state.revision.object_id) for state in states]
    pages = Page.objects.in_bulk(ids)
    exempt = _types_without_four_eyes()
    own = _own_revisions(member, ids)
    rows, for_colleagues = [], 0
    for state in states:
        page = pages.get(int(state.revision.object_id))
        if page is None:
            continue
        wrote = own.get(str(page.pk), 0) > (page.live_revision_id or 0)
        decision = judge_four_eyes(
            approver=member.pk,
            writers={member.pk} if wrote or state.revision.user_id == member.pk else (),
            submitters={state.workflow_state.requested_by_id},
        )
        if decision is not FourEyes.SATISFIED and page.content_type_id not in exempt:
            for_colleagues += 1
            continue
        by = state.workflow_state.requested_by or state.revision.user
        days = days_waited(state.started_at, at)
        rows.append(Waiting(page, str(by or ""), state.started_at, days, state.task_id))
    return WaitingList(rows, for_colleagues)


def _types_without_four_eyes() -> set[int]:
    exempt = [model for model in get_page_models() if not getattr(model, "needs_four_eyes", False)]
    return {content_type.pk for content_type in ContentType.objects.get_for_models(*exempt).values()}


def _own_revisions(member: Member, page_ids: Collection[int]) -> dict[str, int]:
    """Give the newest revision this member wrote of each page."""
    rows = Revision.page_revisions.filter(user=member, object_id__in=[str(pk) for pk in page_ids])
    return dict(rows.values("object_id").annotate(newest=Max("pk")).values_list("object_id", "newest"))


def drafts_of(member: Member) -> list[Page]:
    """Give the texts this member works on that are not online as they now stand, the last touched first."""
    mine = Q(owner=member) | Q(latest_revision__user=member)
    pages = Page.objects.filter(mine, has_unpublished_changes=True).order_by("-latest_revision_created_at", "-pk")
    return list(pages.prefetch_workflow_states()[:MOST_SHOWN])


def due_for_review(*, at: datetime, member: Member | None = None) -> list[Due]:
    """Give the live pages whose review day has come, the longest ago first, in two queries.

    Parameters:
        at: Now; days are Dutch.
        member: Who looks; theirs are marked.
    """
    return _as_due(_every_due(at).order_by("review_on", "pk"), member)


def first_due(member: Member, *, at: datetime, most: int) -> tuple[list[Due], int]:
    """Give the first pages whose review day has come, one's own before the others, and how many there are in all.

    Parameters:
        member: Who looks.
        at: Now; days are Dutch.
        most: So many at most: a large site has thousands that nobody came to.
    """
    models = [model for model in get_page_models() if issubclass(model, TextPage)]
    first, *others = [_due(model, at).filter(reviewer=member) for model in models]
    mine = list(first.union(*others, all=True).order_by("review_on", "pk")[:most])
    known = {row["pk"] for row in mine}
    rest = _every_due(at).order_by("review_on", "pk")[:most]
    rows = [*mine, *(row for row in rest if row["pk"] not in known)]
    return _as_due(rows[:most], member), _every_due(at).count()


def _every_due(at: datetime) -> QuerySet:
    first, *others = [_due(model, at) for model in get_page_models() if issubclass(model, BasePage)]
    return first.union(*others, all=True)


def _as_due(found: Iterable[dict], member: Member | None) -> list[Due]:
    rows = list(found)
    people = Member.objects.in_bulk({row["by"] for row in rows if row["by"]})
    kinds = {model._meta.label: str(model._meta.verbose_name) for model in get_page_models()}
    return [
        Due(
            page_id=row["pk"],
            title=row["title"],
            kind=kinds[row["page_kind"]],
            review_on=row["review_on"],
            reviewer=str(people.get(row["by"], "")),
            is_mine=member is not None and row["by"] == member.pk,
        )
        for row in rows
    ]


def _due(model: type[BasePage], at: datetime) -> QuerySet:
    # Postgres wants one type per column of a union, so the absent reviewer is cast.
    by = F("reviewer_id") if issubclass(model, TextPage) else Cast(Value(None), BigIntegerField())
    pages = review_due(model.objects.live(), at).order_by()
    kind = Value(model._meta.label, output_field=CharField())
    return pages.annotate(by=by, page_kind=kind).values("pk", "title", "review_on", "by", "page_kind")


@dataclass(frozen=True)
class Unanswered:
    """One question without an answer. Nothing here says who asked: they may have asked without a name."""

    url: str
    title: str
    theme: str
    to_whom: str
    asked_on: date
    working_days: int
    with_whom: str
    tries: int


def unanswered_questions(*, at: datetime) -> list[Unanswered]:
    """Give the questions that wait for an answer, the longest waiting first, in two queries.

    Parameters:
        at: Now.
    """
    waiting = Prefetch("routes", queryset=Route.objects.waiting().select_related("member"), to_attr="waiting_routes")
    rows = Question.objects.unanswered().with_routes().select_related("theme").prefetch_related(waiting)
    return [
        Unanswered(
            url=row.get_absolute_url(),
            title=row.title,
            theme=row.theme.name,
            to_whom=row.get_addressee_display(),
            asked_on=timezone.localdate(row.asked_at),
            working_days=days_waited(row.asked_at, at),
            with_whom=", ".join(str(route.member) for route in row.waiting_routes),
            tries=row.asked_count,
        )
        for row in rows
    ]


def gaps(viewer: Viewer, *, at: datetime) -> Gaps:
    """Give where the site asks for something, in seven queries.

    Parameters:
        viewer: The editor who looks; wishes they may not read are left out.
        at: Now.
    """
    wishes = list(unmatched_wishes(viewer, on=timezone.localdate(at), at=at))
    thin = InsightPage.objects.live().annotate(
        accepted=Count("evidence", filter=Q(evidence__state=EvidenceState.ACCEPTED))
    )
    thin = list(thin.filter(accepted__lte=THIN).order_by("accepted", "title"))
    evidence = Evidence.objects.filter(state=EvidenceState.PROPOSED).aggregate(
        number=Count("pk"), oldest=Min("created_at")
    )
    messages = Suggestion.objects.waiting().order_by().aggregate(number=Count("pk"), oldest=Min("created_at"))
    questions = Question.objects.unanswered().order_by().aggregate(number=Count("pk"), oldest=Min("asked_at"))
    told = CoachStoryPage.objects.live().filter(themes__isnull=False).values("themes")
    return Gaps(
        thin_insights=thin[:MOST_SHOWN],
        thin_count=len(thin),
        evidence_count=evidence["number"],
        evidence_days=days_waited(evidence["oldest"], at),
        message_count=messages["number"],
        message_days=days_waited(messages["oldest"], at),
        searches=list(AskedSearch.objects.unanswered().by_question()[:MOST_SHOWN]),
        question_count=questions["number"],
        question_days=days_waited(questions["oldest"], at),
        wishes=wishes[:MOST_SHOWN],
        wish_count=len(wishes),
        themes=list(Theme.objects.exclude(pk__in=told).order_by("name").values_list("name", flat=True)),
    )
