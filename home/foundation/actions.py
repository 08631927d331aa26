"""Making a site whole: what must exist before the first reader comes. Safe to run at every start."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from events.offers.actions import load_activity_cards
from home.foundation.pages import ensure_front_page, ensure_standing_pages
from home.foundation.rights import (
    ensure_contributions_collection,
    ensure_rights,
    ensure_workflow,
    remove_wagtails_own_groups,
)
from network.members.actions import ensure_groups
from network.vocabulary.actions import load_vocabulary
from portal.shared.calendar_days.actions import load_school_holidays
from search.dutch.actions import load_synonyms


@dataclass(frozen=True)
class SiteReport:
    """What was made now; all empty when there was nothing to do."""

    pages: list[str]
    holidays: int


def ensure_site(*, at: datetime) -> SiteReport:
    """Make what is missing of pages, groups, rights, workflow, the closed collection, short lists and school holidays.

    Parameters:
        at: Now.

    Returns:
        What was made.
    """
    with transaction.atomic():
        groups = ensure_groups()
        front, is_new = ensure_front_page()
        pages = [front.title] if is_new else []
        pages += ensure_standing_pages(front)
        ensure_rights(groups, front)
        ensure_workflow(groups)
        ensure_contributions_collection(groups)
        if is_new:
            remove_wagtails_own_groups()
        load_vocabulary()
        load_synonyms()
        load_activity_cards()
    return SiteReport(pages=pages, holidays=load_school_holidays(at=at))
