"""What editors read at the evidence desk: each row with its source, also one that readers can't see (yet)."""

from collections import defaultdict
from collections.abc import Iterable

from django.db.models import Case, IntegerField, QuerySet, Value, When
from django.utils.translation import gettext as _

from portal.shared.audiences.rules import Viewer
from portal.shared.registries.crossings import EvidenceItem, evidence_sources
from stories.insights.models import Evidence
from stories.insights.states import EvidenceState


def desk_order(evidence: QuerySet) -> QuerySet:
    """Sort for the desk: proposed first, and of those the longest waiting first; then accepted, then withdrawn."""
    place = Case(
        *(When(state=state, then=Value(number)) for number, state in enumerate(EvidenceState)),
        output_field=IntegerField(),
    )
    return evidence.select_related("insight", "proposed_by", "decided_by").order_by(place, "created_at", "pk")


def find_source(kind: str, key: str) -> EvidenceItem | None:
    """Give one source, or None when the kind is unknown or the thing is gone."""
    if kind not in evidence_sources:
        return None
    return evidence_sources.get(kind).find([key]).get(key)


def source_choices(query: str, viewer: Viewer) -> list[tuple[str, list[tuple[str, str]]]]:
    """Give what may be attached as evidence, per kind, as choices of a form; at most 20 of a kind.

    Parameters:
        query: Words in the title; empty for the newest.
        viewer: Who attaches.
    """
    groups = []
    for source in evidence_sources:
        items = source.choices(query, viewer)
        if items:
            groups.append((str(source.label), [(choice_value(item), item.title) for item in items]))
    return groups


def choice_value(item: EvidenceItem) -> str:
    """Name a source in a form; `split_choice` reads it again."""
    return f"{item.kind}:{item.key}"


def split_choice(value: str) -> tuple[str, str]:
    """Give kind and key of what `choice_value` wrote."""
    kind, _colon, key = value.partition(":")
    return kind, key


def attach_sources(rows: Iterable[Evidence]) -> list[Evidence]:
    """Give the rows with `source_title` and `source_url`, one look-up per kind of source.

    A source that readers can't see is marked so: its evidence doesn't count, whatever its state.
    """
    ready = list(rows)
    keys: dict[str, list[str]] = defaultdict(list)
    for row in ready:
        keys[row.source_kind].append(row.source_key)
    found = {kind: evidence_sources.get(kind).find(wanted) for kind, wanted in keys.items() if kind in evidence_sources}
    for row in ready:
        item = found.get(row.source_kind, {}).get(row.source_key)
        row.source_url = item.url if item else ""
        row.source_title = _source_words(item)
    return ready


def _source_words(item: EvidenceItem | None) -> str:
    if item is None:
        return _("The source is gone")
    if not item.is_public:
        return _("%(title)s (not public: does not count)") % {"title": item.title}
    return item.title
