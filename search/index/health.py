"""How search stands, among the other parts of the site that operators look at."""

from datetime import datetime, timedelta

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from portal.shared.health.findings import Examination, Finding, Gauge, Level
from portal.shared.health.registry import Role, register_check
from portal.shared.health.wording import duration_in_words
from search.index.condition import search_condition


def examine_search(at: datetime) -> Examination:
    """Look whether the engines answer, and how far they are behind. Nobody is kept from the site for it."""
    condition = search_condition(at=at)
    waiting = condition.waiting
    gauges = (
        Gauge.of(
            "portal_search_lag_seconds", "How long the first change waits to be findable.", waiting.oldest_seconds
        ),
        Gauge.of("portal_search_changes_waiting", "Changes that an engine has yet to hear.", waiting.count),
        Gauge.of("portal_search_changes_refused", "Changes that an engine refuses.", len(waiting.refused)),
    )
    findings = [
        Finding(
            Level.LATE,
            _("%(engine)s has given no answer for %(duration)s (%(error)s). The search in the database answers.")
            % {
                "engine": state.name.capitalize(),
                "duration": duration_in_words(at - (state.failing_since or at)),
                "error": state.last_error,
            },
            _("Start it, or look whether it can be reached; it catches up by itself."),
        )
        for state in condition.failing
    ]
    if condition.is_late:
        waited = duration_in_words(timedelta(seconds=waiting.oldest_seconds))
        findings.append(
            Finding(
                Level.LATE,
                _("A change has waited %(duration)s to be findable.") % {"duration": waited},
                _("Look whether worker and clock run, and whether the search engine answers."),
            )
        )
    if waiting.refused:
        number = len(waiting.refused)
        findings.append(
            Finding(
                Level.LATE,
                ngettext(
                    "The search engine refuses %(number)s change.",
                    "The search engine refuses %(number)s changes.",
                    number,
                )
                % {"number": number},
                _("Read which on the first page of /beheer/."),
            )
        )
    return Examination(tuple(findings) or (Finding(Level.FINE, _("Search is up to date.")),), gauges)


def register() -> None:
    """Enter the check; called when the app is ready."""
    register_check("search", label=gettext_lazy("Search"), examine=examine_search, role=Role.FLOW, position=55)
