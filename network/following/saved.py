"""The searches a member keeps: how they read, where they lead, and what is new for them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from network.following.models import SavedSearch
from network.members.models import Member
from network.members.viewers import viewer_of
from portal.shared.audiences.rules import Viewer
from portal.shared.registries.following import DigestLine
from portal.shared.registries.glances import Asked
from search.engines.interface import Sort
from search.index.models import FacetLabel, FacetName
from search.results.choices import choice_label
from search.results.forms import SearchForm
from search.results.news import new_answers

# Filters that stand for something with a name of its own.
NAMED = (FacetName.THEME.value, FacetName.INSTITUTION.value)
# A mail names a few of what is new; the search itself shows the rest.
TITLES_PER_SEARCH = 3
SHOWN_ON_OWN_PAGE = 5


@dataclass(frozen=True, slots=True)
class SavedLine:
    """One saved search in a list: its words and filters, and the address of its newest results."""

    key: str
    name: str
    question: str
    filters: str
    url: str


def form_of(row: SavedSearch) -> SearchForm:
    """Read a saved search as the results page would today; a filter that no longer exists finds nothing there."""
    return SearchForm.of(QueryDict(row.query))


def newest_url(form: SearchForm) -> str:
    """Give the address of what a search finds, the newest first."""
    return f"{reverse('search:results')}?{form.query(sorteer=Sort.NEWEST.value)}"


def saved_lines(rows: Iterable[SavedSearch]) -> list[SavedLine]:
    """Give saved searches as a list shows them, with one look-up for the names of all filters."""
    forms = [(row, form_of(row)) for row in rows]
    labels = _labels({chosen for _row, form in forms for chosen in form.filters.chosen().items() if chosen[1]})
    return [
        SavedLine(
            key=row.key,
            name=row.name,
            question=form.question,
            filters=" · ".join(str(labels[chosen]) for chosen in form.filters.chosen().items() if chosen[1]),
            url=newest_url(form),
        )
        for row, form in forms
    ]


def _labels(chosen: set[tuple[str, str]]) -> dict[tuple[str, str], Any]:
    """Give how filters read; one that no longer exists reads as it stands in the address."""
    named = {value for facet, value in chosen if facet in NAMED}
    rows = FacetLabel.objects.filter(name__in=NAMED, value__in=named) if named else []
    labels = {(row.name, row.value): row.label for row in rows}
    for facet, value in chosen:
        label = labels.get((facet, value)) if facet in NAMED else choice_label(facet, value)
        labels[facet, value] = label or value
    return labels


class SaveSearchPanel:
    """The button below the results, for who is signed in."""

    title = gettext_lazy("Hear of new results")
    template = "network/following/save_search.html"

    def context(self, request: HttpRequest, form: SearchForm, *, meant: str | None) -> Mapping[str, Any] | None:
        """Give the search as it will be kept: the question that was answered, in case of a slip of the pen."""
        if not viewer_of(request).is_signed_in:
            return None
        return {"query": form.query(sorteer="", q=meant or form.question), "question": meant or form.question}


class SavedSearchDigest:
    """What is new for the searches of a member, as a part of the digest."""

    title = gettext_lazy("New for your saved searches")

    def reader_ids(self, *, at: datetime) -> Iterable[int]:
        """Give who keeps a search, follower or not."""
        return SavedSearch.objects.order_by().values_list("member_id", flat=True).distinct()

    def lines(
        self, member: Member, viewer: Viewer, *, since: datetime, until: datetime, at: datetime
    ) -> list[DigestLine]:
        """Give a few new results of each search, each thing once, and after them the way to all.

        A search tells nothing of before it was saved. Each is asked once; there are at most MOST_SEARCHES.
        """
        lines: list[DigestLine] = []
        # That someone's own profile was found tells its owner nothing.
        told: set[str] = {member.get_absolute_url()}
        for row in SavedSearch.objects.filter(member=member).order_by("name", "pk"):
            form = form_of(row)
            found = new_answers(
                form,
                viewer=viewer,
                since=max(since, row.saved_at),
                until=until,
                most=TITLES_PER_SEARCH + 1,
            )
            new = [entry for entry in found if entry.url not in told]
            told.update(entry.url for entry in new[:TITLES_PER_SEARCH])
            lines += [
                DigestLine(
                    entry.title,
                    entry.url,
                    _("%(kind)s, for your search “%(name)s”") % {"kind": entry.kind_label, "name": row.name},
                )
                for entry in new[:TITLES_PER_SEARCH]
            ]
            if new:
                lines.append(
                    DigestLine(_("All results for “%(name)s”") % {"name": row.name}, newest_url(form), "", is_way=True)
                )
        return lines


class OwnSearches:
    """The searches of a member on /mijn/, each with the way to its newest results."""

    title = gettext_lazy("My saved searches")
    template = "network/following/own_searches.html"

    def glance(self, asked: Asked) -> Sequence[QuerySet]:
        """Give the searches of this member."""
        return [SavedSearch.objects.of(asked.member_key)]

    def context(self, member: Member, viewer: Viewer, *, at: datetime) -> Mapping[str, object] | None:
        """Give the last ones, in two queries; None without any."""
        lines = saved_lines(SavedSearch.objects.filter(member=member)[:SHOWN_ON_OWN_PAGE])
        return {"lines": lines} if lines else None


SAVE_SEARCH, SAVED_SEARCH_DIGEST, OWN_SEARCHES = SaveSearchPanel(), SavedSearchDigest(), OwnSearches()
