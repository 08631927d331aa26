"""Who fills the template of which page type: a subject registers its function when it is ready."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest
from wagtail.models import Page

ContextBuilder = Callable[[Any, HttpRequest], dict[str, object]]

_builders: dict[type[Page], ContextBuilder] = {}


def fills(page_type: type[Page]) -> Callable[[ContextBuilder], ContextBuilder]:
    """Mark a function as the one that fills the template of a page type.

    Parameters:
        page_type: A concrete page class.

    Returns:
        A decorator; the function takes (page, request) and gives the template's variables.
    """

    def register(builder: ContextBuilder) -> ContextBuilder:
        _builders[page_type] = builder
        return builder

    return register


def build_context(page: Page, request: HttpRequest) -> dict[str, object]:
    """Give the variables of a page's template; empty for a type that registered nothing."""
    builder = _builders.get(type(page))
    return builder(page, request) if builder else {}
