"""Stories, insights and what people say of them, in load data."""

import json
from collections.abc import Iterator
from datetime import timedelta

from django.contrib.auth.models import Group
from wagtail.models import PageViewRestriction

from home.load import words
from home.load.pages import add_drafts, add_pages, place_below, ties
from home.load.plan import SLUG, Load
from network.vocabulary.models import ProgrammeStep, Sector
from portal.shared.conversations.states import PostState
from stories.insights.actions import refresh_standings
from stories.insights.states import Answer, EvidenceState, InsightKind, SourceKind, SuccessFactor, Verdict
from stories.models import (
    CoachStoryIndexPage,
    CoachStoryPage,
    Evidence,
    InsightIndexPage,
    InsightPage,
    Reaction,
    Recognition,
    StoryAuthor,
)

# One insight for so many stories, and so many pieces of evidence and answers for each.
STORIES_PER_INSIGHT = 100
EVIDENCE_PER_INSIGHT = 12
ANSWERS_PER_INSIGHT = 15


def add_stories(load: Load) -> None:
    """Make the stories: of a hundred eight are drafts, four for members and one for a group only."""
    parent = CoachStoryIndexPage.objects.get()
    pages = [_story(load, number) for number in range(load.amounts.stories)]
    place_below(load, parent, pages)
    add_pages(load, "stories", parent, pages)
    load.story_ids = [page.pk for page in pages]
    theme_ids, school_ids = [theme.pk for theme in load.themes], [school.pk for school in load.schools]
    load.write(
        "themes of stories",
        ties(
            CoachStoryPage.themes.through,
            "coachstorypage_id",
            "theme_id",
            ((pk, load.some(theme_ids, 3)) for pk in load.story_ids),
        ),
    )
    load.write(
        "partners",
        ties(
            CoachStoryPage.partners.through,
            "coachstorypage_id",
            "institution_id",
            ((pk, load.some(school_ids, 2)) for pk in load.story_ids[::5]),
        ),
    )
    load.write("authors", _authors(load), load.amounts.stories)
    load.write("closed stories", _restrictions(load))
    _close_for_group()
    add_drafts([page for page in pages if not page.live])


def _story(load: Load, number: int) -> CoachStoryPage:
    on = load.ago(1400)
    return CoachStoryPage(
        title=words.title(load.chance, number),
        slug=f"{SLUG}{number}",
        live=number == 0 or load.chance.random() >= 0.08,
        owner_id=load.chance.choice(load.member_ids),
        first_published_at=on,
        lead=words.paragraph(load.chance, 2)[:400],
        step=load.chance.choice(ProgrammeStep.values),
        sector=load.chance.choice(Sector.values),
        institution=load.chance.choice(load.schools),
        role=load.chance.choice(load.roles),
        contact_id=load.chance.choice(load.member_ids),
        coach_title=load.chance.choice(words.TITLES),
        review_on=(on + timedelta(days=365)).date(),
        is_example=True,
        body=_body(load),
    )


def _body(load: Load) -> str:
    blocks: list[tuple[str, object]] = [("text", f"<p>{words.paragraph(load.chance, 5)}</p>")]
    blocks += [
        ("text", f"<h2>{words.fill(load.chance, 'Wat deden we met {about}?')}</h2><p>{each}</p>")
        for each in (words.paragraph(load.chance, 6) for _part in range(load.chance.randint(1, 3)))
    ]
    blocks.append(("quote", {"text": words.paragraph(load.chance, 1), "name": load.chance.choice(words.TITLES)}))
    blocks += [(kind, {"text": words.paragraph(load.chance, 1)}) for kind in ("do", "dont", "tip")]
    return json.dumps([{"type": kind, "value": value, "id": str(load.uuid())} for kind, value in blocks])


def _authors(load: Load) -> Iterator[StoryAuthor]:
    for pk in load.story_ids:
        for place, member_id in enumerate(load.chance.sample(load.member_ids, load.chance.choice((1, 1, 1, 2)))):
            yield StoryAuthor(page_id=pk, member_id=member_id, sort_order=place, shows_name=load.chance.random() < 0.9)


def _restrictions(load: Load) -> Iterator[PageViewRestriction]:
    for place, pk in enumerate(load.story_ids):
        if place % 25 == 3:
            yield PageViewRestriction(page_id=pk, restriction_type=PageViewRestriction.LOGIN)
        elif place % 100 == 7:
            yield PageViewRestriction(page_id=pk, restriction_type=PageViewRestriction.GROUPS)


def _close_for_group() -> None:
    """Name the group of the pages that are for one."""
    through, group = PageViewRestriction.groups.through, Group.objects.order_by("pk").first()
    closed = PageViewRestriction.objects.filter(
        restriction_type=PageViewRestriction.GROUPS, groups=None, page__slug__startswith=SLUG
    )
    if group is not None:
        through.objects.bulk_create(
            through(pageviewrestriction_id=pk, group_id=group.pk) for pk in closed.values_list("pk", flat=True)
        )


def add_insights(load: Load) -> None:
    """Make insights with the evidence of stories for and against them, and what schools recognise."""
    parent = InsightIndexPage.objects.get()
    number = max(1, load.amounts.stories // STORIES_PER_INSIGHT)
    pages = [_insight(load, place) for place in range(number)]
    place_below(load, parent, pages)
    add_pages(load, "insights", parent, pages)
    ids, theme_ids = [page.pk for page in pages], [theme.pk for theme in load.themes]
    load.write(
        "themes of insights",
        ties(
            InsightPage.themes.through,
            "insightpage_id",
            "theme_id",
            ((pk, load.some(theme_ids, 2)) for pk in ids),
        ),
    )
    load.write("evidence", _evidence(load, ids), number * EVIDENCE_PER_INSIGHT)
    load.write("what schools recognise", _recognitions(load, ids), number * ANSWERS_PER_INSIGHT)
    for begin in range(0, number, 50):
        refresh_standings(insight_ids=ids[begin : begin + 50], at=load.at)
        load.report("standings", min(begin + 50, number), number)


def _insight(load: Load, number: int) -> InsightPage:
    return InsightPage(
        title=f"Begin bij {load.chance.choice(words.ABOUT)} {load.chance.choice(words.AT)} ({number})",
        slug=f"{SLUG}{number}",
        live=True,
        owner_id=load.chance.choice(load.member_ids),
        first_published_at=load.ago(1000),
        lead=words.paragraph(load.chance, 2)[:400],
        kind=load.chance.choice(InsightKind.values),
        factor=load.chance.choice(SuccessFactor.values),
        step=load.chance.choice(ProgrammeStep.values),
        holds_when=f"<p>{words.paragraph(load.chance, 2)}</p>",
        background=f"<p>{words.paragraph(load.chance, 4)}</p>",
        is_example=True,
    )


def _evidence(load: Load, insight_ids: list[int]) -> Iterator[Evidence]:
    verdicts = [Verdict.SUPPORTS] * 6 + [Verdict.PARTLY] * 2 + [Verdict.CONTRADICTS]
    states = [EvidenceState.ACCEPTED] * 7 + [EvidenceState.PROPOSED] * 2 + [EvidenceState.WITHDRAWN]
    most = min(EVIDENCE_PER_INSIGHT, len(load.story_ids))
    for insight in insight_ids:
        for story in load.chance.sample(load.story_ids, most):
            state, proposed_at = load.chance.choice(states), load.ago(900, 2)
            is_decided = state != EvidenceState.PROPOSED
            yield Evidence(
                insight_id=insight,
                source_kind=SourceKind.STORY,
                source_key=str(story),
                verdict=load.chance.choice(verdicts),
                why=words.paragraph(load.chance, 1),
                state=state,
                proposed_by_id=load.chance.choice(load.member_ids),
                decided_by_id=load.chance.choice(load.member_ids) if is_decided else None,
                created_at=proposed_at,
                decided_at=proposed_at + timedelta(days=1) if is_decided else None,
            )


def _recognitions(load: Load, insight_ids: list[int]) -> Iterator[Recognition]:
    most = min(ANSWERS_PER_INSIGHT, len(load.member_ids))
    for insight in insight_ids:
        for member in load.chance.sample(load.member_ids, most):
            yield Recognition(
                insight_id=insight,
                member_id=member,
                institution=load.chance.choice(load.schools),
                answer=load.chance.choice(Answer.values),
                changed_at=load.ago(900),
            )


def add_reactions(load: Load) -> None:
    """Let people react: three to a story on average, a few of them hidden; one story has three hundred."""
    load.write("reactions", _reactions(load), load.amounts.stories * 3)


def _reactions(load: Load) -> Iterator[Reaction]:
    for place, story in enumerate(load.story_ids):
        for _reaction in range(300 if place == 0 else load.chance.choice((0, 0, 1, 2, 4, 11))):
            is_hidden = load.chance.random() < 0.02
            at = load.ago(900)
            yield Reaction(
                key=load.key(),
                page_id=story,
                member_id=load.chance.choice(load.member_ids),
                text=words.fill(load.chance, load.chance.choice(words.REACTIONS)),
                state=PostState.HIDDEN if is_hidden else PostState.VISIBLE,
                created_at=at,
                form_token=load.key(),
                state_reason="Dit gaat over een collega." if is_hidden else "",
                state_at=at + timedelta(days=1) if is_hidden else None,
            )
