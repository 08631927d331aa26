"""Keeping a search, naming it and letting it go."""

import hashlib
from datetime import datetime

from django.core.exceptions import TooManyFieldsSent
from django.db import transaction
from django.http import QueryDict

from network.following.actions.follows import begin_news
from network.following.errors import NothingAsked, SavesTooMuch
from network.following.models import SavedSearch
from network.following.rules import LONGEST_NAME, LONGEST_QUERY, MOST_SEARCHES
from network.members.models import Member
from search.results.forms import SearchForm


def save_search(*, member: Member, query: str, at: datetime) -> tuple[SavedSearch, bool]:
    """Keep a search for a member; asking the same twice gives the first row.

    Parameters:
        member: Who.
        query: The address of the results page after the question mark, as anybody may have typed it; order and page
            don't count, and what can't be read is left out.
        at: Now; the first digest tells what is new from here.

    Returns:
        The row, and whether it was made now.

    Raises:
        NothingAsked: There are no words in it.
        SavesTooMuch: They keep MOST_SEARCHES.
    """
    form = _read(query)
    if not form.question:
        raise NothingAsked
    plain = form.query(sorteer="")
    same = form.query(sorteer="", q=form.question.casefold())
    fingerprint = hashlib.sha256(same.encode()).hexdigest()
    with transaction.atomic():
        Member.objects.select_for_update().get(pk=member.pk)
        own = SavedSearch.objects.filter(member=member)
        known = own.filter(fingerprint=fingerprint).first()
        if known is not None:
            return known, False
        if own.count() >= MOST_SEARCHES:
            raise SavesTooMuch
        begin_news(member=member, at=at)
        name = form.question[:LONGEST_NAME].strip()
        row = SavedSearch.objects.create(member=member, name=name, query=plain, fingerprint=fingerprint, saved_at=at)
    return row, True


def rename_search(*, search: SavedSearch, name: str) -> None:
    """Give a search another name; the words stay."""
    search.name = name
    search.save(update_fields=["name"])


def remove_search(*, member: Member, key: str) -> bool:
    """Let a search go; give whether there was one."""
    return SavedSearch.objects.filter(member=member, key=key).delete()[0] > 0


def _read(query: str) -> SearchForm:
    try:
        return SearchForm.of(QueryDict(query[:LONGEST_QUERY]))
    except TooManyFieldsSent:
        # More parameters than a form may have: no search of ours.
        return SearchForm.of(QueryDict())
