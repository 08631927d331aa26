"""What someone agreed to, wherever it is kept: each subject tells it for the page "Mijn gegevens" (DECISIONS 13)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from django.utils.functional import Promise

from portal.shared.registries.registry import Registry


@dataclass(frozen=True, slots=True)
class Consent:
    """One thing a member agreed to. `text` is what was agreed to, `version` which wording of it.

    `withdrawn_at` is None while it holds. `change_url` leads to where it can be withdrawn.
    """

    what: str | Promise
    text: str | Promise
    version: str
    given_at: datetime
    withdrawn_at: datetime | None = None
    change_url: str = ""


class ConsentSource(Protocol):
    """Gives the consents one subject keeps."""

    def consents(self, member_key: str) -> Iterable[Consent]:
        """Give every consent of this member, also withdrawn ones, in any order."""


consent_sources: Registry[ConsentSource] = Registry("consent sources")
