"""The results page, and the suggestions under the search box."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.core.paginator import Page, Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import patch_cache_control, patch_vary_headers
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from portal.shared.audiences.rules import Viewer
from search.asked.recording import note_question
from search.engines.interface import Filters, Sort
from search.promoted.queries import PromotedHit, promoted_for
from search.results.forms import SearchForm
from search.results.queries import Answer, answer, frequent_themes, suggestions
from search.results.rules import LAST_PAGE, PAGE_SIZE, STAGE_NOTICE, notice_for
from search.results.viewers import viewer_of_request

GROUPS = {"soort": gettext_lazy("Kind"), "thema": gettext_lazy("Theme"), "school": gettext_lazy("School")}
SORTS = {Sort.RELEVANCE: gettext_lazy("Best match"), Sort.NEWEST: gettext_lazy("Newest first")}
NOTICES = {
    STAGE_NOTICE: gettext_lazy("Looking for an internship as a student? Go to Stagemarkt.nl."),
}


@dataclass(frozen=True, slots=True)
class Link:
    """A link of the page: to filter, to take a filter away, or to sort."""

    text: Any
    url: str
    count: int = 0
    is_active: bool = False


@require_safe
def results(request: HttpRequest) -> HttpResponse:
    """Show what was found, or help to ask."""
    form, viewer = SearchForm.of(request.GET), viewer_of_request(request)
    if not form.question:
        context = {"form": form, "themes": _theme_links(frequent_themes(viewer=viewer)), "state": "start"}
        return _private(render(request, "search/results.html", context))
    found = answer(form.question, viewer=viewer, filters=form.filters, page=form.page, sort=form.sort)
    promoted = _promoted(form, found, viewer)
    ticket = None
    if request.method == "GET" and form.is_first:
        ticket = note_question(
            question=form.question,
            # What another question found, or part of the words, is no answer to this one; what editors promoted is.
            found=len(promoted) if found.meant or found.is_partial else max(found.total, len(promoted)),
            user_agent=request.headers.get("User-Agent", ""),
            purpose=request.headers.get("Sec-Purpose", ""),
            at=timezone.now(),
        )
    context = {
        "form": form,
        "answer": _without(found, promoted),
        "promoted": promoted if form.page == 1 else (),
        "ticket": ticket,
        "state": _state(found),
        "notice": NOTICES.get(notice_for(form.question)),
        "groups": _groups(form, found),
        "chips": _chips(form, found),
        "clear_url": f"?{form.query(soort='', thema='', school='')}",
        "sorts": [
            Link(
                text=text,
                url=f"?{form.query(sorteer='' if sort == Sort.RELEVANCE else sort.value)}",
                is_active=sort == form.sort,
            )
            for sort, text in SORTS.items()
        ],
        "active_count": sum(map(bool, (form.filters.kind, form.filters.theme, form.filters.institution))),
        "page_obj": _page(found),
        "base_query": form.query(),
        "themes": [] if found.hits else _theme_links(frequent_themes(viewer=viewer)),
        "show_engine_note": found.is_degraded and viewer.is_editor,
    }
    return _private(render(request, "search/results.html", context))


@require_safe
def suggest(request: HttpRequest) -> HttpResponse:
    """Answer with a list of titles that fit what is typed so far, as a piece of HTML."""
    found = suggestions(request.GET.get("q", ""), viewer=viewer_of_request(request))
    return _private(render(request, "search/suggestions.html", {"suggestions": found}))


def _promoted(form: SearchForm, found: Answer, viewer: Viewer) -> tuple[PromotedHit, ...]:
    """Give what editors promoted for the question, on the list as it comes; filtered or sorted, it is another list."""
    if form.filters or form.sort != Sort.RELEVANCE:
        return ()
    return promoted_for(found.meant or form.question, viewer=viewer, on=timezone.localdate())


def _without(found: Answer, promoted: Sequence[PromotedHit]) -> Answer:
    """Take what stands above the list out of it."""
    above = {(hit.kind, hit.object_key) for hit in promoted}
    return replace(found, hits=tuple(hit for hit in found.hits if (hit.kind, hit.object_key) not in above))


def _private(response: HttpResponse) -> HttpResponse:
    # What one viewer finds is nobody else's: no shared cache may keep it.
    patch_cache_control(response, private=True)
    patch_vary_headers(response, ["Cookie"])
    return response


def _state(found: Answer) -> str:
    if found.hits:
        return "found"
    return "filtered-away" if found.unfiltered_total else "nothing"


def _page(found: Answer) -> Page:
    return Paginator(range(min(found.total, LAST_PAGE * PAGE_SIZE)), PAGE_SIZE).get_page(found.page)


def _groups(form: SearchForm, found: Answer) -> list[dict]:
    groups = []
    for name, title in GROUPS.items():
        links = [
            Link(
                text=choice.label,
                url=f"?{form.query(**{name: '' if choice.is_chosen else choice.value})}",
                count=choice.count,
                is_active=choice.is_chosen,
            )
            for choice in found.facets.get(name, ())
        ]
        if links:
            language = "" if name == "soort" else "nl"
            groups.append({"id": f"filter-{name}", "title": title, "options": links, "language": language})
    return groups


def _chips(form: SearchForm, found: Answer) -> list[Link]:
    """Give a chip per filter that is on; one that matches nothing shows what the address says."""
    chips = []
    for name, value in _chosen(form.filters):
        labels = {choice.value: choice.label for choice in found.facets.get(name, ())}
        chips.append(Link(text=labels.get(value, value), url=f"?{form.query(**{name: ''})}"))
    return chips


def _chosen(filters: Filters) -> list[tuple[str, str]]:
    pairs = (("soort", filters.kind), ("thema", filters.theme), ("school", filters.institution))
    return [(name, value) for name, value in pairs if value]


def _theme_links(themes) -> list[Link]:
    address = reverse("search:results")
    return [
        Link(
            text=theme.label,
            url=f"{address}?{SearchForm(question=str(theme.label)).query(thema=theme.value)}",
            count=theme.count,
        )
        for theme in themes
    ]
