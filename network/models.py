"""Re-exports the subjects' models for Django."""

from network.initiative_threads.models import (
    InitiativeMessage,
    InitiativeMessageReport,
    InitiativeThreadClosed,
)
from network.initiatives.models import (
    Initiative,
    InitiativePart,
    InitiativeParticipant,
    InitiativeStep,
    InitiativeUpdate,
)
from network.institutions.models import Institution, InstitutionDomain, InstitutionName
from network.members.models import Affiliation, FieldAudience, Member
from network.vocabulary.models import HelpTopic, Role, Theme

__all__ = [
    "Affiliation",
    "FieldAudience",
    "HelpTopic",
    "Initiative",
    "InitiativeMessage",
    "InitiativeMessageReport",
    "InitiativePart",
    "InitiativeParticipant",
    "InitiativeStep",
    "InitiativeThreadClosed",
    "InitiativeUpdate",
    "Institution",
    "InstitutionDomain",
    "InstitutionName",
    "Member",
    "Role",
    "Theme",
]
