"""What others add to the results page, so that search knows no members (DECISIONS 13)."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from django.http import HttpRequest
from django.utils.functional import Promise

from portal.shared.registries.registry import Registry
from search.results.forms import SearchForm


class ResultPanel(Protocol):
    """A piece below the results of a question, e.g. a button that saves it."""

    title: str | Promise
    template: str

    def context(self, request: HttpRequest, form: SearchForm, *, meant: str | None) -> Mapping[str, Any] | None:
        """Give the variables of the template, or None when there is nothing to show; without a query.

        Parameters:
            request: Of the page.
            form: What was asked.
            meant: The question that was answered instead, when the typed one found nothing.
        """


@dataclass(frozen=True, slots=True)
class Panel:
    """One piece as the page includes it."""

    title: str | Promise
    template: str
    context: Mapping[str, Any]


result_panels: Registry[ResultPanel] = Registry("pieces of the results page")


def panels_for(request: HttpRequest, form: SearchForm, *, meant: str | None = None) -> list[Panel]:
    """Give the pieces that have something to show for this question."""
    return [
        Panel(piece.title, piece.template, context)
        for piece in result_panels
        if (context := piece.context(request, form, meant=meant)) is not None
    ]
