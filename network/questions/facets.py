"""The filters beside the list of questions, as links that switch one choice on or off."""

from dataclasses import dataclass
from urllib.parse import urlencode

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from network.questions.forms import FilterForm
from network.questions.querysets import QuestionQuerySet
from network.questions.states import Addressee, QuestionState
from network.vocabulary.models import Theme
from portal.shared.caching.versions import remembered

TITLES = {"aan": _("To whom"), "staat": _("State"), "thema": _("Theme"), "mijn": _("Mine")}
COLUMNS = {"aan": "addressee", "staat": "state", "thema": "theme__slug"}


@dataclass(frozen=True, slots=True)
class Option:
    """One choice: what it says, where it leads, how many questions it leaves."""

    text: str
    url: str
    count: int
    is_active: bool


@dataclass(frozen=True, slots=True)
class Group:
    """The choices of one filter."""

    id: str
    title: str | Promise
    options: tuple[Option, ...]
    language: str = ""


@dataclass(frozen=True, slots=True)
class Chip:
    """A filter that is on, or an order to choose, with its address."""

    text: str
    url: str
    is_active: bool = False
    language: str = ""


def labels() -> dict[str, dict[str, str | Promise]]:
    """Give the words on screen of each value, by filter."""
    themes = remembered(("question-themes",), lambda: dict(Theme.objects.values_list("slug", "name")))
    return {
        "aan": dict(Addressee.choices),
        "staat": dict(QuestionState.choices),
        "thema": themes,
        "mijn": FilterForm.MINE,
    }


def facet_groups(visible: QuestionQuerySet, asked: dict[str, str], *, member_key: str | None) -> list[Group]:
    """Give the filters; each counts within the other filters, not within itself, and only what the reader may see.

    Parameters:
        visible: Every question this reader may see.
        asked: The filters that are on.
        member_key: Who reads; only with a login there is "mine".
    """
    words = labels()
    groups = []
    for name in ("staat", "aan", "thema"):
        others = {key: value for key, value in asked.items() if key != name}
        counts = visible.filtered(others, member_key=member_key).counted_by(COLUMNS[name])
        shown = [(value, words[name][value], counts[value]) for value in words[name] if value in counts]
        groups.append(_group(name, shown, asked))
    if member_key is not None:
        others = {key: value for key, value in asked.items() if key != "mijn"}
        rows = visible.filtered(others, member_key=member_key)
        counts = {which: rows.of_mine(which, member_key=member_key).count() for which in words["mijn"]}
        groups.append(_group("mijn", [(value, text, counts[value]) for value, text in words["mijn"].items()], asked))
    return [group for group in groups if group.options]


def chips(asked: dict[str, str]) -> list[Chip]:
    """Give the filters that are on, each with the address that takes it away."""
    words = labels()
    return [
        Chip(str(words[name].get(value, value)), address(asked, without=name), language=_language_of(name))
        for name, value in asked.items()
        if name in words
    ]


def orders(asked: dict[str, str]) -> list[Chip]:
    """Give the orders to choose from, the present one marked."""
    now = asked.get("volgorde", "nieuw")
    return [
        Chip(str(text), address({**asked, "volgorde": value}), value == now)
        for value, text in FilterForm.ORDERS.items()
    ]


def address(asked: dict[str, str], *, without: str = "") -> str:
    """Give the rest of the address with these filters, one of them left out."""
    return f"?{urlencode({name: value for name, value in asked.items() if name != without})}"


def _group(name: str, values: list, asked: dict[str, str]) -> Group:
    chosen = asked.get(name)
    options = tuple(
        Option(
            text=str(text),
            url=address(asked, without=name) if value == chosen else address({**asked, name: value}),
            count=count,
            is_active=value == chosen,
        )
        for value, text, count in values
    )
    return Group(id=f"filter-{name}", title=TITLES[name], options=options, language=_language_of(name))


def _language_of(name: str) -> str:
    """Give the language of a filter's choices: themes are named by people, the rest is the interface's."""
    return "nl" if name == "thema" else ""
