"""Which acts leave a line. A subject enters the kinds of what it does."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.functional import Promise

from portal.shared.registries.registry import Registry


@dataclass(frozen=True, slots=True)
class AuditKind:
    """One kind of act.

    Parameters:
        name: Subject and verb, e.g. "member.closed".
        label: What the programme team reads, e.g. "Login closed".
    """

    name: str
    label: str | Promise


audit_kinds: Registry[AuditKind] = Registry("audit kinds")


def register_kinds(kinds: Iterable[tuple[str, str | Promise]]) -> None:
    """Enter kinds of acts, each with the words for it; apps call this from their `ready()`, twice is harmless."""
    for name, label in kinds:
        if name not in audit_kinds:
            audit_kinds.register(name, AuditKind(name, label))
