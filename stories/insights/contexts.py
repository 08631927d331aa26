"""Fills the page of an insight, and what other texts show of the insights they speak to."""

from dataclasses import dataclass

from django.db.models import Count, Q
from django.http import HttpRequest
from django.utils.formats import date_format
from django.utils.translation import get_language

from network.members.bylines import contact_cards
from network.members.viewers import viewer_of
from network.models import Institution
from portal.shared.audiences.rules import Viewer
from portal.shared.caching.versions import remembered
from portal.shared.pages.addresses import with_addresses
from portal.shared.pages.contexts import fills
from portal.shared.pages.sharing import shared, shared_with_visitors
from search.related.reading import related_things
from stories.insights.models import Evidence, InsightPage, Recognition, Reuse
from stories.insights.states import Answer, InsightKind, SourceKind
from stories.insights.sums import EvidenceRow, with_sources
from stories.insights.words import bar_of, insight_card, question_of, reason_of, standing_of, sum_rows
from stories.reactions.contexts import reactions_context

# Below this many schools a count could point at a person (DECISIONS 16).
SCHOOLS_BEFORE_COUNTS_SHOW = 3


@dataclass(frozen=True)
class EvidenceLine:
    """The variables of components/evidence_row.html."""

    verdict: str
    verdict_text: str
    kind: str
    title: str
    url: str
    why: str
    meta: str


@dataclass(frozen=True)
class AnswerCount:
    """How many schools gave one answer."""

    text: str
    schools: int


@dataclass(frozen=True)
class SpokenTo:
    """An insight that a text speaks to, with what the text says of it."""

    card: object
    verdict: str
    why: str


def evidence_lines(rows: list[EvidenceRow]) -> list[EvidenceLine]:
    """Give the evidence as shown: for, partly, against; newest first within each; schools by name, one look-up."""
    names = {
        school.pk: str(school)
        for school in Institution.objects.filter(pk__in={pk for row in rows for pk in row.source.institution_ids})
    }
    order = {"supports": 0, "partly": 1, "contradicts": 2}
    rows = sorted(rows, key=lambda row: (order[row.evidence.verdict], -row.source.happened_on.toordinal()))
    return [
        EvidenceLine(
            verdict=row.evidence.verdict,
            verdict_text=row.evidence.get_verdict_display().capitalize(),
            kind=row.evidence.get_source_kind_display().capitalize(),
            title=row.source.title,
            url=row.source.url,
            why=row.evidence.why,
            meta=" · ".join(
                [*(names[pk] for pk in row.source.institution_ids if pk in names), date_format(row.source.happened_on)]
            ),
        )
        for row in rows
    ]


def _evidence_of(insight: InsightPage) -> list[EvidenceLine]:
    return evidence_lines(with_sources(Evidence.objects.accepted().filter(insight=insight)))


def recognition_counts(insight: InsightPage) -> list[AnswerCount]:
    """Count schools per answer; nothing until three schools answered (DECISIONS 16)."""
    total = Count("institution", distinct=True)
    counts = Recognition.objects.filter(insight=insight).aggregate(
        all=total, **{answer.value: Count("institution", distinct=True, filter=Q(answer=answer)) for answer in Answer}
    )
    if counts["all"] < SCHOOLS_BEFORE_COUNTS_SHOW:
        return []
    return [AnswerCount(str(answer.label), counts[answer.value]) for answer in Answer]


def own_answer(insight: InsightPage, viewer: Viewer) -> str:
    """Give what this member answered; empty for who did not, without a query for visitors."""
    if viewer.member_key is None:
        return ""
    answers = Recognition.objects.filter(insight=insight, member__key=viewer.member_key).values_list(
        "answer", flat=True
    )
    return answers.first() or ""


def reuses_of(page) -> list[Reuse]:
    """Give the schools that did this too, newest first."""
    rows = Reuse.objects.filter(page_id=page.pk).select_related("institution")
    return remembered(("reuses", page.pk), lambda: list(rows))


def insights_spoken_to(*, kind: SourceKind, key: str, viewer: Viewer) -> list[SpokenTo]:
    """Give the insights that one text is accepted evidence for or against, as far as the reader may see them."""
    rows = Evidence.objects.accepted().filter(source_kind=kind, source_key=key)

    def read(viewer: Viewer) -> list[SpokenTo]:
        evidence = {row.insight_id: row for row in rows}
        if not evidence:
            return []
        visible = InsightPage.objects.visible_to(viewer).with_standing().filter(pk__in=evidence).order_by("title")
        said = [(page, evidence[page.pk]) for page in with_addresses(visible)]
        return [SpokenTo(card=insight_card(page), verdict=row.get_verdict_display(), why=row.why) for page, row in said]

    return shared(("spoken-to", str(kind), key), viewer, read)


@fills(InsightPage)
def insight(page: InsightPage, request: HttpRequest) -> dict[str, object]:
    """Fill the page of one insight."""
    viewer = viewer_of(request)
    row = standing_of(page)
    answer = own_answer(page, viewer)
    evidence = remembered(("evidence", page.pk, get_language()), lambda: _evidence_of(page))
    return {
        "is_do": page.kind == InsightKind.DO,
        "standing": row,
        "bar": bar_of(row),
        "sum_rows": sum_rows(row),
        "standing_question": question_of(row),
        "standing_reason": reason_of(row),
        "evidence": evidence,
        "related": related_things("inzicht", page.pk, viewer, without=[line.url for line in evidence]),
        "first_steps": [step.text for step in page.first_steps.all()],
        "recognition": remembered(("recognition", page.pk, get_language()), lambda: recognition_counts(page)),
        "answers": [
            {"value": choice.value, "text": choice.label, "is_own": choice.value == answer} for choice in Answer
        ],
        "reuses": reuses_of(page),
        "people": shared_with_visitors(page, "people", viewer, lambda viewer: contact_cards(page.contact_id, viewer)),
        "is_member": viewer.is_member,
    } | reactions_context(page, request)
