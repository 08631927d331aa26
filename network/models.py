"""Re-exports the subjects' models for Django."""

from network.institutions.models import Institution, InstitutionDomain, InstitutionName
from network.members.models import Affiliation, Connection, FieldAudience, Member, Portrait
from network.vocabulary.models import HelpTopic, Role, Theme

__all__ = [
    "Affiliation",
    "Connection",
    "FieldAudience",
    "HelpTopic",
    "Institution",
    "InstitutionDomain",
    "InstitutionName",
    "Member",
    "Portrait",
    "Role",
    "Theme",
]
