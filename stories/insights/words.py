"""Standings and sums in words (readers get the reason, not the formula)."""

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from stories.insights.models import InsightPage, InsightStanding
from stories.insights.rules import SCHOOLS_TO_CONFIRM
from stories.insights.states import InsightKind, Standing


@dataclass(frozen=True)
class InsightCard:
    """The variables of components/card_insight.html."""

    title: str
    url: str
    is_do: bool
    verdict: str
    bar: list[str]
    sentence: str


@dataclass(frozen=True)
class SumRow:
    """One line of the sum beside an insight."""

    label: str
    value: int


def standing_of(page: InsightPage) -> InsightStanding:
    """Give the computed standing; for an insight that nobody computed yet, the empty one."""
    return getattr(page, "standing_row", None) or InsightStanding(insight=page)


def verdict_words(page: InsightPage, row: InsightStanding) -> str:
    """Say kind and standing in words, e.g. "Doen · bevestigd"."""
    return f"{page.get_kind_display()} · {row.get_standing_display()}"


def bar_of(row: InsightStanding) -> list[str]:
    """Give the segments of the drawn bar: each piece of evidence one, for before against."""
    return ["supports"] * row.supports + ["partly"] * row.partly + ["contradicts"] * row.contradicts


def sentence_of(row: InsightStanding) -> str:
    """Say the counts in words; what is zero and says nothing is left out, counter-evidence never is."""
    if not (row.supports or row.partly or row.contradicts):
        return _("No evidence yet")
    parts = [
        ngettext("%(n)d experience supports this", "%(n)d experiences support this", row.supports) % {"n": row.supports}
    ]
    if row.partly:
        parts.append(ngettext("%(n)d partly", "%(n)d partly", row.partly) % {"n": row.partly})
    if row.contradicts:
        parts.append(ngettext("%(n)d contradicts it", "%(n)d contradict it", row.contradicts) % {"n": row.contradicts})
    else:
        parts.append(_("no counterexample found yet"))
    facts = [", ".join(parts), ngettext("%(n)d school", "%(n)d schools", row.schools) % {"n": row.schools}]
    if row.pilots:
        facts.append(ngettext("%(n)d pilot", "%(n)d pilots", row.pilots) % {"n": row.pilots})
    return " · ".join(facts)


def sum_rows(row: InsightStanding) -> list[SumRow]:
    """Give the lines of the sum; both sides always, also when one is zero."""
    return [
        SumRow(_("supports"), row.supports),
        SumRow(_("partly"), row.partly),
        SumRow(_("contradicts"), row.contradicts),
        SumRow(_("schools that support it"), row.schools),
        SumRow(_("pilots"), row.pilots),
    ]


def question_of(row: InsightStanding) -> str:
    """The question above the reason, e.g. 'Waarom "getoetst"?'."""
    return _("Why “%(standing)s”?") % {"standing": row.get_standing_display()}


def _missing_for_confirmed(row: InsightStanding) -> str:
    missing = SCHOOLS_TO_CONFIRM - row.schools
    if missing > 0:
        return ngettext(
            "For “confirmed”, %(n)d more school has to see it on its own.",
            "For “confirmed”, %(n)d more schools have to see it on their own.",
            missing,
        ) % {"n": missing}
    return _("For “confirmed”, less than a quarter of the weight may speak against it.")


def reason_of(row: InsightStanding) -> str:
    """Say why an insight has this standing, and what would change it (DECISIONS 19)."""
    standing = Standing(row.standing)
    if standing is Standing.CONTESTED:
        return _(
            "At least a third of the weight speaks against it. A pilot weighs twice as much as a story. "
            "Read both sides before you choose."
        )
    if standing is Standing.OUTDATED:
        return _("The newest experience is more than three years old. A new one, for or against, brings it back.")
    if standing is Standing.CONFIRMED:
        return _(
            "Three schools or more saw it on their own, at least one of them in a pilot with figures. "
            "Less than a quarter of the weight speaks against it."
        )
    if standing is Standing.TESTED:
        tested = ngettext("%(n)d pilot supports this.", "%(n)d pilots support this.", row.pilots) % {"n": row.pilots}
        return f"{tested} {_missing_for_confirmed(row)}"
    if standing is Standing.RECOGNISED:
        return _("Several schools recognise it, but no pilot has tested it yet.")
    return _("One school or none tells this so far. It becomes “recognised” when a second school sees it too.")


def insight_card(page: InsightPage) -> InsightCard:
    """Give the card of one insight, from a `with_standing()` queryset with its address at hand."""
    row = standing_of(page)
    return InsightCard(
        title=page.title,
        url=page.url or "",
        is_do=page.kind == InsightKind.DO,
        verdict=verdict_words(page, row),
        bar=bar_of(row),
        sentence=sentence_of(row),
    )
