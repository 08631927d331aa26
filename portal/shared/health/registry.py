"""What is looked at to say whether the site is well. Subjects add what is theirs."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from portal.shared.health.findings import Examination
from portal.shared.registries.registry import Registry


class Role(StrEnum):
    """What a part means for a process that serves. GROUND: without it, it gets no visitors (/readyz answers 503).
    FLOW: /readyz names it when it is behind, and the process goes on. BACKGROUND: only operators look at it.
    """

    GROUND = "ground"
    FLOW = "flow"
    BACKGROUND = "background"


@dataclass(frozen=True, slots=True)
class HealthCheck:
    """One part of the site that can be looked at.

    Parameters:
        name: Short and English, as /readyz and metrics name it, e.g. "outbox".
        label: As operators read it; a lazy text.
        examine: Looks, given the moment it is; cheap enough to be asked every few seconds. It may raise
            DatabaseError or OSError: then the part gives no answer.
        role: What it means for a process that serves.
    """

    name: str
    label: Any
    examine: Callable[[datetime], Examination]
    role: Role = Role.BACKGROUND


health_checks: Registry[HealthCheck] = Registry("health checks")


def register_check(
    name: str,
    *,
    label: Any,
    examine: Callable[[datetime], Examination],
    role: Role = Role.BACKGROUND,
    position: int = 100,
) -> HealthCheck:
    """Add a part to look at; apps call this from their `ready()`.

    Raises:
        AlreadyRegistered: Another part has this name.
    """
    if name in health_checks and health_checks.get(name).examine is examine:
        return health_checks.get(name)
    return health_checks.register(name, HealthCheck(name, label, examine, role), position=position)
