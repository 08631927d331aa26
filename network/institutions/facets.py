"""The filters beside the list of schools, as links that switch one choice on or off."""

from dataclasses import dataclass
from urllib.parse import urlencode

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from network.institutions.models import Institution
from network.institutions.states import InstitutionKind


@dataclass(frozen=True, slots=True)
class Option:
    """One choice: what it says, where it leads, how many schools it leaves."""

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
    """A filter that is on, with the address without it."""

    text: str
    url: str
    language: str = ""


def facet_groups(asked: dict[str, str]) -> list[Group]:
    """Give the filters by province and by kind; each counts within the other filters, not within itself."""
    return [
        _group("provincie", "province", _("Province"), asked, {}),
        _group("soort", "kind", _("Kind of school"), asked, dict(InstitutionKind.choices)),
    ]


def chips(asked: dict[str, str]) -> list[Chip]:
    """Give the filters that are on, each with the address that takes it away."""
    labels = dict(InstitutionKind.choices)
    return [
        Chip(str(labels.get(value, value)), _address(asked, without=name), "nl" if name == "provincie" else "")
        for name, value in asked.items()
    ]


def _group(name: str, column: str, title: Promise, asked: dict[str, str], labels: dict) -> Group:
    others = {key: value for key, value in asked.items() if key != name}
    chosen = asked.get(name)
    options = tuple(
        Option(
            text=str(labels.get(value, value)),
            url=_address(others) if value == chosen else _address({**others, name: value}),
            count=count,
            is_active=value == chosen,
        )
        for value, count in Institution.objects.current().filtered(others).counted_by(column)
    )
    return Group(id=f"filter-{name}", title=title, options=options, language="" if labels else "nl")


def _address(asked: dict[str, str], *, without: str = "") -> str:
    return f"?{urlencode({name: value for name, value in asked.items() if name != without})}"
