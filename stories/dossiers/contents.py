"""What a dossier shows: read fresh each time, as someone without a login would see it (never more by link)."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.utils.text import capfirst
from django.utils.translation import gettext as _
from wagtail.models import Page

from network.members.bylines import PersonCard, person_card
from network.members.profiles import profile_for
from network.models import Institution, Member
from portal.shared.audiences.rules import Viewer
from portal.shared.pages.addresses import with_addresses
from portal.shared.pages.querysets import BasePageQuerySet
from stories.dossiers.models import CollectionItem, Dossier
from stories.dossiers.rules import CostRow, euro, total_of
from stories.dossiers.states import ItemKind
from stories.insights.models import Evidence, InsightPage
from stories.insights.states import Verdict
from stories.insights.sums import EvidenceRow, with_sources
from stories.insights.words import sentence_of, standing_of, sum_rows, verdict_words
from stories.texts.models import TextPage

# A page is short; the address leads to the rest. What speaks against a claim is never cut.
SUPPORTING_SHOWN = 3


@dataclass(frozen=True)
class DossierInsight:
    """One claim with both sides. `alike`: schools of the reader's size that saw something of it, for or against."""

    claim: str
    url: str
    standing: str
    counts: str
    sums: list
    supporting: list[str]
    contrary: list[str]
    alike: str


@dataclass(frozen=True)
class DossierStory:
    """One story, pilot report or route."""

    title: str
    url: str
    kind: str
    school: str
    lead: str


@dataclass(frozen=True)
class DossierContent:
    """Everything on the page. `hidden`: how many chosen items the public can't see, and are left out."""

    title: str
    intro: str
    school: str
    size: str
    insights: list[DossierInsight]
    texts: list[DossierStory]
    people: list[PersonCard]
    costs: list[tuple[str, str, str]]
    total: str
    contact_name: str
    contact_email: str
    hidden: int


def visible_pages(items: Iterable[CollectionItem], viewer: Viewer) -> dict[str, TextPage]:
    """Give the texts among these items that a viewer may see, by object key, with their address at hand."""
    ids = [int(item.object_key) for item in items if item.kind == ItemKind.PAGE]
    if not ids:
        return {}
    pages = BasePageQuerySet(Page).visible_to(viewer).filter(pk__in=ids).specific()
    return {str(page.pk): page for page in with_addresses(pages) if isinstance(page, TextPage)}


def visible_people(items: Iterable[CollectionItem], viewer: Viewer, *, on: date) -> dict[str, PersonCard]:
    """Give the people among these items that a viewer may see, by member key."""
    keys = [item.object_key for item in items if item.kind == ItemKind.PERSON]
    if not keys:
        return {}
    people = Member.objects.visible_to(viewer, on=on).filter(key__in=keys)
    return {member.key: person_card(profile_for(viewer, member, on=on)) for member in people}


def cost_rows(dossier: Dossier) -> list[CostRow]:
    """Give the cost sum as numbers."""
    return [CostRow(label=row["label"], amount=Decimal(row["amount"]), unit=row["unit"]) for row in dossier.costs]


def dossier_content(dossier: Dossier, *, on: date) -> DossierContent:
    """Read everything a dossier shows, in a fixed number of queries.

    Parameters:
        dossier: With `collection__owner` at hand.
        on: Today.

    Source: DECISIONS 34.
    """
    anyone = Viewer.anonymous()
    chosen = [item for item in dossier.collection.items.kept() if item.key in set(dossier.item_keys)]
    pages = visible_pages(chosen, anyone)
    people = visible_people(chosen, anyone, on=on)
    texts = [pages[item.object_key] for item in chosen if item.kind == ItemKind.PAGE and item.object_key in pages]
    costs, owner = cost_rows(dossier), dossier.collection.owner
    return DossierContent(
        title=dossier.title,
        intro=dossier.intro,
        school=dossier.school,
        size=dossier.get_size_display() if dossier.size else "",
        insights=_insights([page for page in texts if isinstance(page, InsightPage)], size=dossier.size),
        texts=[_story(page) for page in texts if not isinstance(page, InsightPage)],
        people=[
            people[item.object_key] for item in chosen if item.kind == ItemKind.PERSON and item.object_key in people
        ],
        costs=[(row.label, row.unit, euro(row.amount)) for row in costs],
        total=euro(total_of(costs)) if costs else "",
        contact_name=owner.name if dossier.shows_name else "",
        contact_email=owner.email if dossier.shows_email else "",
        hidden=len(chosen) - len(texts) - len(people),
    )


def _story(page: TextPage) -> DossierStory:
    return DossierStory(
        title=page.title,
        url=page.full_url or page.url or "",
        kind=str(page.kind_label),
        school=str(page.headline_school() or ""),
        lead=page.lead,
    )


def _insights(pages: list[InsightPage], *, size: str) -> list[DossierInsight]:
    if not pages:
        return []
    ids = [page.pk for page in pages]
    standings = {page.pk: page for page in InsightPage.objects.with_standing().filter(pk__in=ids)}
    rows: dict[int, list[EvidenceRow]] = defaultdict(list)
    for row in with_sources(Evidence.objects.accepted().filter(insight__in=ids)):
        rows[row.evidence.insight_id].append(row)
    names = _names({pk for found in rows.values() for row in found for pk in row.source.institution_ids}, size=size)
    return [_insight(page, standings[page.pk], rows[page.pk], names, size=size) for page in pages]


def _names(ids: set[int], *, size: str) -> dict[int, str]:
    return {row.pk: str(row) for row in Institution.objects.filter(pk__in=ids, size=size)} if size and ids else {}


def _sentences(rows: list[EvidenceRow], verdict: Verdict) -> list[str]:
    newest = sorted(rows, key=lambda row: row.source.happened_on, reverse=True)
    return [f"{row.evidence.why} ({row.source.title})" for row in newest if row.evidence.verdict == verdict]


def _insight(
    page: InsightPage, judged: InsightPage, rows: list[EvidenceRow], names: dict[int, str], *, size: str
) -> DossierInsight:
    standing = standing_of(judged)
    partly = [_("Partly: %(sentence)s") % {"sentence": words} for words in _sentences(rows, Verdict.PARTLY)]
    schools = sorted({names[pk] for row in rows for pk in row.source.institution_ids if pk in names})
    alike = ""
    if size:
        alike = ", ".join(schools) or _("No school of this size has told about it yet.")
    return DossierInsight(
        claim=page.title,
        url=page.full_url or page.url or "",
        standing=capfirst(verdict_words(page, standing)),
        counts=sentence_of(standing),
        sums=sum_rows(standing)[:3],
        supporting=_sentences(rows, Verdict.SUPPORTS)[:SUPPORTING_SHOWN],
        contrary=[*_sentences(rows, Verdict.CONTRADICTS), *partly],
        alike=alike,
    )
