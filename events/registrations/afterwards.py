"""What there is for who took part, once a date is over: a certificate, the question how it was. Subjects register here.

The mail afterwards and the page of one's own registration print these lines, and know none of the subjects.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from events.registrations.models import Registration
from portal.shared.registries.registry import Registry


@dataclass(frozen=True, slots=True)
class AfterLine:
    """One line.

    Attributes:
        text: A whole sentence that says what there is.
        link: The words of the link to it.
        path: Where it is, without host.
    """

    text: str
    link: str
    path: str


class AfterSource(Protocol):
    """A subject that has something for who took part."""

    def for_mail(self, registration: Registration, *, at: datetime) -> AfterLine | None:
        """Give the line for the mail, or None; for a guest its path may hold a secret link, made in the transaction
        of the mail. Asked only for who took part, in the reader's language.
        """

    def for_page(self, registration: Registration, *, at: datetime) -> AfterLine | None:
        """Give the line for the member's own page, or None; it writes nothing."""


after_sources: Registry[AfterSource] = Registry("what there is afterwards")


def lines_for_mail(registration: Registration, *, at: datetime) -> list[AfterLine]:
    """Give what every subject has for this person, in the order of the registry, inside the caller's transaction."""
    lines = (source.for_mail(registration, at=at) for source in after_sources)
    return [line for line in lines if line is not None]


def lines_for_page(registration: Registration, *, at: datetime) -> list[AfterLine]:
    """Give what every subject has for the owner of this registration, without writing anything."""
    lines = (source.for_page(registration, at=at) for source in after_sources)
    return [line for line in lines if line is not None]
