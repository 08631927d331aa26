"""Re-exports the subjects' models for Django."""

from network.institutions.models import Institution, InstitutionDomain, InstitutionName
from network.invitations.models import Invitation
from network.members.models import Affiliation, FieldAudience, Member
from network.vocabulary.models import HelpTopic, Role, Theme

__all__ = [
    "Affiliation",
    "FieldAudience",
    "HelpTopic",
    "Institution",
    "InstitutionDomain",
    "InstitutionName",
    "Invitation",
    "Member",
    "Role",
    "Theme",
]
