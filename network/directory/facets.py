"""The filters of the list of members. Each knows the profile field it stands for: without seeing it, nobody filters."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import reduce
from urllib.parse import urlencode

from django.db.models import CharField, Count, F, QuerySet, Value
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from network.directory.querysets import Pinned, is_large, listed
from network.directory.states import Scope
from network.members.models import Affiliation, Member
from portal.shared.audiences.rules import Viewer
from portal.shared.caching.versions import kept_a_while, remembered

SHOWN_CHOICES = 8
# Per filter its choices as (value, text, number of people), the number None where it is not counted.
Choices = dict[str, list[tuple[str, str, int | None]]]
# Those, and how many people there are in all.
Counts = tuple[Choices, int]


@dataclass(frozen=True, slots=True)
class Facet:
    """One thing to filter people on.

    Parameters:
        parameter: Its name in addresses, e.g. "thema".
        title: What people read above it.
        field: The profile field it tells of.
        rows: Gives the rows that tie members to a choice, on a day.
        value: The column of a row that stands in addresses.
        label: The column of a row that people read.
    """

    parameter: str
    title: str | Promise
    field: str
    rows: Callable[[date], QuerySet]
    value: str
    label: str


def _work(on: date) -> QuerySet:
    return Affiliation.objects.current(on)


def _ties(name: str) -> Callable[[date], QuerySet]:
    # A theme or topic has no period, so the day does not matter.
    return lambda on: getattr(Member, name).through.objects.all()


FACETS = (
    Facet("hulp", _("Helps with"), "helps_with", _ties("helps_with"), "helptopic__slug", "helptopic__name"),
    Facet("zoekt", _("Looks for"), "seeks", _ties("seeks"), "helptopic__slug", "helptopic__name"),
    Facet("thema", _("Theme"), "themes", _ties("themes"), "theme__slug", "theme__name"),
    Facet("rol", _("Role"), "title", _work, "role__slug", "role__name"),
    Facet("school", _("School"), "school", _work, "institution__slug", "institution__name"),
    Facet("provincie", _("Province"), "school", _work, "institution__province", "institution__province"),
)


@dataclass(frozen=True, slots=True)
class Option:
    """One choice, as a link that turns it on or off."""

    text: str
    url: str
    count: int | None
    is_active: bool


@dataclass(frozen=True, slots=True)
class Group:
    """One filter with its choices, the ones that most people have first; `more` are folded away."""

    id: str
    title: str | Promise
    options: list[Option]
    more: list[Option]
    # Topics, themes, roles and schools: words that people gave.
    language: str = "nl"


@dataclass(frozen=True, slots=True)
class Chip:
    """A filter that is on, as a link that takes it away."""

    text: str
    url: str
    language: str = ""


@dataclass
class Filtered:
    """The people who are left, and everything the page shows around them.

    `keys` are theirs, in their order, when looking them up takes so long that it is done once.
    """

    people: QuerySet
    total: int
    keys: list[int] | None = None
    groups: list[Group] = field(default_factory=list)
    chips: list[Chip] = field(default_factory=list)


def filtered(
    begun: Pinned, chosen: Mapping[str, str], kept: Mapping[str, str], *, viewer: Viewer, on: date
) -> Filtered:
    """Filter people by what the address asks, and count what each further choice would give, in one query.

    A choice counts only people of whom this viewer may see the field it stands for, so that a number never tells what
    a profile hides.

    Parameters:
        begun: Whom this viewer may see, by the words that were typed. When they are all whom the viewer may see, the
            counts are the same for everyone with this sight, and are worked out once until something changes; on a
            large site, see `_shared`.
        chosen: Values by parameter; one that nobody has gives an empty list.
        kept: What a filter's address keeps: the typed words and the look.
        viewer: Who looks, from `sight_of`.
        on: Today.
    """
    people, scope, keys = begun.people, begun.scope, begun.keys
    narrowed = _narrowed(people, chosen, viewer=viewer, on=on)
    if keys is not None and chosen:
        keys = list(narrowed.values_list("pk", flat=True))

    def compute() -> Counts:
        return _counts(people, chosen, viewer=viewer, on=on)

    if scope is not Scope.FEW and is_large():
        counts = _shared(chosen if scope is Scope.WHOLE else {}, viewer=viewer, on=on)
        if scope is Scope.MANY:
            counts = {name: [(value, text, None) for value, text, _number in rows] for name, rows in counts.items()}
        total = narrowed.order_by().count() if keys is None else len(keys)
    else:
        key = ("directory-counts", viewer, tuple(sorted(chosen.items())), on)
        counts, total = remembered(key, compute) if scope is Scope.WHOLE else compute()
    result = Filtered(narrowed, total, keys)
    for facet in FACETS:
        _show(facet, counts[facet.parameter], chosen, kept, result)
    return result


def _shared(chosen: Mapping[str, str], *, viewer: Viewer, on: date) -> Choices:
    """Give the counts of a large site: of what all members may see, or all visitors; a minute old at most.

    What someone shows to colleagues or connections only is left out of the numbers, not of the list.
    """
    everyone = viewer.nameless()

    def compute() -> Choices:
        return _counts(listed(everyone, on=on), chosen, viewer=everyone, on=on)[0]

    return kept_a_while(("directory-counts", everyone, tuple(sorted(chosen.items())), on), compute)


def _narrowed(
    people: QuerySet, chosen: Mapping[str, str], *, viewer: Viewer, on: date, skip: Facet | None = None
) -> QuerySet:
    for facet in FACETS:
        if facet is not skip and facet.parameter in chosen:
            # A list that stands on its own: the database makes it once, not anew for each person.
            having = facet.rows(on).filter(**{facet.value: chosen[facet.parameter]}).values("member")
            people = people.with_field_visible_to(facet.field, viewer, on=on).filter(pk__in=having)
    return people


def _counts(people: QuerySet, chosen: Mapping[str, str], *, viewer: Viewer, on: date) -> Counts:
    text = CharField()
    parts = []
    for facet in FACETS:
        seen = _narrowed(people, chosen, viewer=viewer, on=on, skip=facet)
        seen = seen.with_field_visible_to(facet.field, viewer, on=on)
        rows = facet.rows(on).filter(member__in=seen.order_by().values("pk")).order_by()
        rows = rows.values(facet=Value(facet.parameter, output_field=text), choice=F(facet.value), text=F(facet.label))
        parts.append(
            rows.annotate(number=Count("member", distinct=True)).values_list("facet", "choice", "text", "number")
        )
    all_people = _narrowed(people, chosen, viewer=viewer, on=on).order_by()
    whole = all_people.values(facet=Value("", output_field=text), choice=Value("", output_field=text))
    whole = whole.annotate(text=Value("", output_field=text), number=Count("pk", distinct=True))
    parts.append(whole.values_list("facet", "choice", "text", "number"))
    counts: Choices = {facet.parameter: [] for facet in FACETS}
    total = 0
    for name, choice, label, number in reduce(lambda first, second: first.union(second, all=True), parts):
        if not name:
            total = number
        elif choice:
            counts[name].append((choice, label, number))
    return counts, total


def _show(
    facet: Facet,
    counted: list[tuple[str, str, int | None]],
    chosen: Mapping[str, str],
    kept: Mapping[str, str],
    result: Filtered,
) -> None:
    """Add one filter's choices, and its chip when it is on, to the result."""
    others = {name: value for name, value in chosen.items() if name != facet.parameter}
    asked = chosen.get(facet.parameter)
    options = [
        Option(
            text=label,
            url=address(others if value == asked else {**others, facet.parameter: value}, kept),
            count=number,
            is_active=value == asked,
        )
        for value, label, number in sorted(
            counted, key=lambda row: (row[0] != asked, -(row[2] or 0), row[1].casefold())
        )
    ]
    if options:
        shown, more = options[:SHOWN_CHOICES], options[SHOWN_CHOICES:]
        result.groups.append(Group(id=f"filter-{facet.parameter}", title=facet.title, options=shown, more=more))
    if asked:
        text = next((label for value, label, _number in counted if value == asked), asked)
        result.chips.append(Chip(text, address(others, kept), "nl"))


def address(chosen: Mapping[str, str], kept: Mapping[str, str]) -> str:
    """Give the address of the list with these filters, without the page number."""
    return f"?{urlencode({**kept, **chosen})}"
