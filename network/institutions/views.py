"""The list of schools, and a school's own page."""

from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from network.institutions.facets import chips, facet_groups
from network.institutions.forms import SchoolFilterForm
from network.institutions.models import Institution
from network.institutions.searchable import KIND
from portal.shared.registries.crossings import institution_sections
from search.related.reading import related_things
from search.results.viewers import viewer_of_request

PER_PAGE = 30


@require_safe
def institution_list(request: HttpRequest) -> HttpResponse:
    """Show the schools of today, by province and kind, or by a word in the name or place."""
    asked = SchoolFilterForm(request.GET).asked()
    schools = Institution.objects.current().filtered(asked)
    page = Paginator(schools, PER_PAGE).get_page(request.GET.get("pagina"))
    list_url = reverse("institutions:list")
    return render(
        request,
        "network/institution_list.html",
        {
            "page_obj": page,
            "query": asked.get("q", ""),
            "kept": {name: value for name, value in asked.items() if name != "q"},
            "groups": facet_groups(asked),
            "chips": chips(asked),
            "list_url": list_url,
            "base_query": urlencode(asked),
            "empty_actions": [{"url": list_url, "text": _("Show all schools")}],
        },
    )


@require_safe
def institution_detail(request: HttpRequest, slug: str) -> HttpResponse:
    """Show a school to this viewer; a former address and that of a merged school lead to the one of today."""
    institution = _institution_at(slug)
    if institution.slug != slug:
        return redirect(institution, permanent=True)
    viewer, now = viewer_of_request(request), timezone.now()
    sections = [
        {"title": section.title, "template": section.template, "context": context}
        for section in institution_sections
        if (context := section.context(institution.pk, viewer, at=now)) is not None
    ]
    return render(
        request,
        "network/institution_detail.html",
        {
            "institution": institution,
            "sections": sections,
            # What is of the school itself stands in its sections.
            "related": related_things(KIND, institution.pk, viewer, without_school=institution.slug),
            "crumbs": [{"url": reverse("institutions:list"), "title": _("Schools")}],
        },
    )


def _institution_at(slug: str) -> Institution:
    institution = Institution.objects.prefetch_related("former_names").at_address(slug)
    if institution is None:
        raise Http404
    return institution
