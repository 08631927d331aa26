"""Reads the evidence of insights, with the sources behind it; the facts that rules judge."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from django.db.models import Count

from portal.shared.registries.crossings import EvidenceItem, evidence_sources
from stories.insights.models import Evidence, Recognition
from stories.insights.rules import EvidenceFact
from stories.insights.states import Answer, SourceKind, Verdict


@dataclass(frozen=True)
class EvidenceRow:
    """One accepted piece of evidence with its publicly visible source."""

    evidence: Evidence
    source: EvidenceItem


def with_sources(evidence: Iterable[Evidence]) -> list[EvidenceRow]:
    """Join evidence to its sources, one look-up per kind of source; leaves out what the public can't see.

    Parameters:
        evidence: Rows of any insights, in the order wanted.
    """
    rows = list(evidence)
    keys: dict[str, list[str]] = defaultdict(list)
    for row in rows:
        keys[row.source_kind].append(row.source_key)
    found = {kind: evidence_sources.get(kind).find(wanted) for kind, wanted in keys.items() if kind in evidence_sources}
    joined = []
    for row in rows:
        source = found.get(row.source_kind, {}).get(row.source_key)
        if source and source.is_public:
            joined.append(EvidenceRow(row, source))
    return joined


def as_fact(row: EvidenceRow) -> EvidenceFact:
    """Reduce a row to what the rule reads."""
    return EvidenceFact(
        verdict=Verdict(row.evidence.verdict),
        kind=SourceKind(row.evidence.source_kind),
        school_ids=row.source.institution_ids,
        happened_on=row.source.happened_on,
    )


def schools_per_answer(insight_ids: Collection[int]) -> dict[int, dict[Answer, int]]:
    """Count the schools that gave each answer to "Herken je dit?", in one query.

    Returns:
        For each insight that has answers: answer → number of different schools.
    """
    counts: dict[int, dict[Answer, int]] = defaultdict(dict)
    rows = (
        Recognition.objects.filter(insight__in=insight_ids)
        .values("insight_id", "answer")
        .annotate(schools=Count("institution", distinct=True))
    )
    for row in rows:
        counts[row["insight_id"]][Answer(row["answer"])] = row["schools"]
    return dict(counts)
