"""What the list of members tells search."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from search.results.ways import SearchWay, search_ways


def _list(question: str) -> str:
    # Without the words: what search could not answer, no profile says either.
    return reverse("directory:list")


FIND_A_COLLEAGUE = SearchWay(_("Find a colleague"), _list, is_for_members=True)


def register() -> None:
    """Fill the registries; safe to call twice."""
    search_ways.register("directory", FIND_A_COLLEAGUE, position=20)
