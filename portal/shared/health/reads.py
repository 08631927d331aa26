"""Looks at everything that is registered, and never fails itself."""

import logging
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from django.db import DatabaseError
from django.utils.translation import gettext as _

from portal.shared.health.findings import Examination, Finding, Level, worst
from portal.shared.health.registry import HealthCheck, Role, health_checks

logger = logging.getLogger("portal.health")

EVERYTHING = frozenset(Role)


@dataclass(frozen=True, slots=True)
class Looked:
    """One part, and what was found."""

    check: HealthCheck
    examination: Examination

    @property
    def level(self) -> Level:
        """The level of the worst finding."""
        return worst(list(self.examination.findings))


def look(*, at: datetime, roles: Collection[Role] = EVERYTHING) -> list[Looked]:
    """Look at every part with one of the roles, in the order of the registry; a part without an answer is WRONG."""
    return [Looked(check, _examined(check, at)) for check in health_checks if check.role in roles]


def _examined(check: HealthCheck, at: datetime) -> Examination:
    try:
        return check.examine(at)
    except (DatabaseError, OSError) as error:
        # Only the kind is shown: the text may name hosts.
        logger.warning("no answer: %s", check.name, exc_info=True)
        sentence = _("No answer (%(error)s).") % {"error": type(error).__name__}
        advice = _("Look whether it runs and can be reached; the log has the details.")
        return Examination((Finding(Level.WRONG, sentence, advice),))
