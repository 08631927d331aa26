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
from search.dutch.query import clean
from search.engines.interface import Sort
from search.index.registry import Offered, searchable_of
from search.promoted.queries import PromotedHit, promoted_for
from search.results.choices import choice_label, frequent_themes
from search.results.forms import LONGEST_VALUE, SearchForm
from search.results.hits import Hit
from search.results.panels import panels_for
from search.results.queries import Answer, answer, near
from search.results.rules import COMING, FACET_SHOWN, LAST_PAGE, PAGE_SIZE, PAST, STAGE_NOTICE, notice_for
from search.results.suggesting import suggested_themes, suggestions
from search.results.viewers import viewer_of_request
from search.results.ways import ways_on

GROUPS = {
    "soort": gettext_lazy("Kind"),
    "wanneer": gettext_lazy("When"),
    "staat": gettext_lazy("Open or closed"),
    "thema": gettext_lazy("Theme"),
    "school": gettext_lazy("School"),
}
# Their values are names that editors and members wrote, in Dutch whatever the language of the page.
NAMED = {"thema", "school"}
SORTS = {
    Sort.RELEVANCE: gettext_lazy("Best match"),
    Sort.NEWEST: gettext_lazy("Newest first"),
    Sort.SOONEST: gettext_lazy("Soonest first"),
}
OFFERED = {Offered.PAGES: gettext_lazy("On the portal"), Offered.PEOPLE: gettext_lazy("People")}
NOTICES = {
    STAGE_NOTICE: gettext_lazy("Looking for an internship as a student? Go to Stagemarkt.nl."),
}


@dataclass(frozen=True, slots=True)
class Link:
    """A link of the page: to filter, to take a filter away, or to sort."""

    text: Any
    url: str
    count: Any = ""
    is_active: bool = False
    language: str = ""
    note: Any = ""


@require_safe
def results(request: HttpRequest) -> HttpResponse:
    """Show what was found, or help to ask."""
    form, viewer = SearchForm.of(request.GET), viewer_of_request(request)
    if not form.question:
        context = {"form": form, "themes": _theme_links(frequent_themes(viewer=viewer)), "state": "start"}
        context |= _hint(request, viewer)
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
            people=[hit.title for hit in found.hits if searchable_of(hit.kind).offered == Offered.PEOPLE],
        )
    context = {
        "form": form,
        "answer": _beside_promoted(found, promoted),
        # A page past the last one shows the last there is, which may be the first.
        "promoted": promoted if found.page == 1 else (),
        "ticket": ticket,
        "panels": panels_for(request, form, meant=found.meant),
        "state": _state(found),
        "notice": NOTICES.get(notice_for(form.question)),
        "groups": _groups(form, found),
        "chips": _chips(form, found),
        "clear_url": f"?{form.query(**dict.fromkeys(GROUPS, ''), **_unsorted(form))}",
        "sorts": _sorts(form, found),
        "active_count": sum(map(bool, form.filters.chosen().values())),
        "page_obj": _page(found),
        "base_query": form.query(),
        "offered": Link(text=found.offered, url=f"?{SearchForm(question=found.offered).query()}")
        if found.offered
        else None,
        "ways": [Link(text=way.text, url=way.url(form.question)) for way in ways_on(viewer)],
        "show_engine_note": found.is_degraded and viewer.is_editor,
    } | _hint(request, viewer)
    if context["state"] == "nothing":
        context["themes"] = _theme_links(frequent_themes(viewer=viewer))
        context["near"] = [
            Link(text=term.label, url=f"?{SearchForm(question=term.value).query()}", count=term.count)
            for term in near(form.question, viewer=viewer)
        ]
    return _private(render(request, "search/results.html", context))


@require_safe
def suggest(request: HttpRequest) -> HttpResponse:
    """Answer with what fits what is typed so far, in groups, as a piece of HTML for the list under a search box."""
    text, kind, viewer = request.GET.get("q", ""), request.GET.get("soort", ""), viewer_of_request(request)
    found = suggestions(text, viewer=viewer, kind=clean(kind[:LONGEST_VALUE]))
    themes = [] if kind else _theme_links(suggested_themes(text, viewer=viewer))
    groups = [
        {
            "name": offered.value,
            "title": title,
            "options": [
                Link(text=one.title, url=one.url, language="nl", note=one.kind_label)
                for one in found
                if one.offered == offered
            ],
        }
        for offered, title in OFFERED.items()
    ]
    groups.append({"name": "themes", "title": gettext_lazy("Themes"), "options": themes})
    groups = [group for group in groups if group["options"]]
    total = sum(len(group["options"]) for group in groups)
    return _private(render(request, "search/suggestions.html", {"groups": groups, "total": total}))


def _promoted(form: SearchForm, found: Answer, viewer: Viewer) -> tuple[PromotedHit, ...]:
    """Give what editors promoted for the question, on the list as it comes; filtered or sorted, it is another list."""
    if form.filters or form.sort != Sort.RELEVANCE:
        return ()
    return promoted_for(found.meant or form.question, viewer=viewer, on=timezone.localdate())


def _beside_promoted(found: Answer, promoted: Sequence[PromotedHit]) -> Answer:
    """Take what stands above the list out of it, and out of what is related."""
    above = {(hit.kind, hit.object_key) for hit in promoted}

    def left(hits: Sequence[Hit]) -> tuple[Hit, ...]:
        return tuple(hit for hit in hits if (hit.kind, hit.object_key) not in above)

    return replace(found, hits=left(found.hits), related=left(found.related))


def _private(response: HttpResponse) -> HttpResponse:
    # What one viewer finds is nobody else's: no shared cache may keep it.
    patch_cache_control(response, private=True)
    patch_vary_headers(response, ["Cookie"])
    return response


def _hint(request: HttpRequest, viewer: Viewer) -> dict[str, object]:
    """Say whether the page tells that members find more: the same for every question, whatever there is to find."""
    return {"is_signed_out": not viewer.is_signed_in, "path": request.get_full_path()}


def _unsorted(form: SearchForm) -> dict[str, str]:
    """Take an order away that only says something among what is to come."""
    return {"sorteer": ""} if form.sort == Sort.SOONEST else {}


def _sorts(form: SearchForm, found: Answer) -> list[Link]:
    """Give the orders; the soonest first is offered where something is to come, and leaves only that."""
    links = []
    for sort, text in SORTS.items():
        changes = {"sorteer": "" if sort == Sort.RELEVANCE else sort.value}
        if sort == Sort.SOONEST:
            is_coming = any(choice.value == COMING for choice in found.facets["wanneer"])
            if form.sort != Sort.SOONEST and not is_coming:
                continue
            if form.filters.when is None or form.filters.when.value == PAST:
                changes["wanneer"] = COMING
        links.append(Link(text=text, url=f"?{form.query(**changes)}", is_active=sort == form.sort))
    return links


def _state(found: Answer) -> str:
    if found.hits:
        return "found"
    return "filtered-away" if found.unfiltered_total else "nothing"


def _page(found: Answer) -> Page:
    return Paginator(range(min(found.total, LAST_PAGE * PAGE_SIZE)), PAGE_SIZE).get_page(found.page)


def _groups(form: SearchForm, found: Answer) -> list[dict]:
    groups = []
    for name, title in GROUPS.items():
        choices = found.facets[name]
        queries = form.queries(name, [choice.value for choice in choices])
        links = [
            Link(
                text=choice.label,
                url=_without(form, name) if choice.is_chosen else f"?{query}",
                # As text: a number is made up for the language each time it is shown.
                count=str(choice.count),
                is_active=choice.is_chosen,
            )
            for choice, query in zip(choices, queries, strict=True)
        ]
        if links:
            language = "nl" if name in NAMED else ""
            shown, more = links[:FACET_SHOWN], links[FACET_SHOWN:]
            group = {"id": f"filter-{name}", "title": title, "options": shown, "more": more, "language": language}
            groups.append(group)
    return groups


def _without(form: SearchForm, name: str) -> str:
    changes = _unsorted(form) if name == "wanneer" else {}
    return f"?{form.query(**{name: ''}, **changes)}"


def _chips(form: SearchForm, found: Answer) -> list[Link]:
    """Give a chip per filter that is on.

    One that matches nothing reads as its list does, or shows what the address says: a name that is asked from the
    lists of themes and schools would tell that there is such a thing.
    """
    chips = []
    for name, value in form.filters.chosen().items():
        if value:
            labels = {choice.value: choice.label for choice in found.facets[name]}
            fixed = "" if name in NAMED else choice_label(name, value)
            language = "nl" if name in NAMED and value in labels else ""
            text = labels.get(value) or fixed or value
            chips.append(Link(text=text, url=_without(form, name), language=language))
    return chips


def _theme_links(themes) -> list[Link]:
    address = reverse("search:results")
    return [
        Link(
            text=theme.label,
            url=f"{address}?{SearchForm(question=str(theme.label)).query(thema=theme.value)}",
            count=theme.count,
            language="nl",
        )
        for theme in themes
    ]
