"""The filters beside the list of joint actions, as links that switch one choice on or off."""

from urllib.parse import urlencode

from django.db.models import QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from network.initiatives.models import Initiative, InitiativePart
from network.initiatives.states import PUBLISHED, InitiativeKind, InitiativeState
from network.institutions.facets import Chip, Group, Option

TITLES = {
    "soort": _("Kind"),
    "thema": _("Theme"),
    "staat": _("State"),
    "school": _("School"),
}
NAMED_BY_PEOPLE = {"thema", "school"}


def facet_groups(rows: QuerySet[Initiative], asked: dict[str, str]) -> list[Group]:
    """Give the filters of the list; each counts within the other filters, not within itself.

    Parameters:
        rows: What the reader may see, unfiltered; counts come from these rows, so they tell of nothing hidden.
        asked: The filters that are on, by name in the address.
    """
    groups = []
    for name, title in TITLES.items():
        others = {key: value for key, value in asked.items() if key != name}
        options = [
            Option(
                text=str(label),
                url=_address(others) if value == asked.get(name) else _address({**others, name: value}),
                count=count,
                is_active=value == asked.get(name),
            )
            for value, label, count in _counted(name, rows.filtered(others))
        ]
        if options:
            language = "nl" if name in NAMED_BY_PEOPLE else ""
            groups.append(Group(id=f"filter-{name}", title=title, options=tuple(options), language=language))
    return groups


def chips(groups: list[Group]) -> list[Chip]:
    """Give the filters that are on, each with the address that takes it away."""
    return [
        Chip(option.text, option.url, group.language)
        for group in groups
        for option in group.options
        if option.is_active
    ]


def _counted(name: str, rows: QuerySet[Initiative]) -> list[tuple[str, str | Promise, int]]:
    if name == "soort":
        counts = dict(rows.counted_by("kind"))
        return [(kind.value, kind.label, counts[kind.value]) for kind in InitiativeKind if kind.value in counts]
    if name == "staat":
        counts = dict(rows.counted_by("state"))
        shown = [InitiativeState(state) for state in PUBLISHED]
        return [(state.value, state.label, counts[state.value]) for state in shown if state.value in counts]
    if name == "thema":
        return rows.counted_by_theme()
    return InitiativePart.objects.joined().filter(initiative__in=rows.values("pk")).counted_by_school()


def _address(asked: dict[str, str]) -> str:
    return f"?{urlencode(asked)}"
