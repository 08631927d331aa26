"""Re-exports the subjects' models for Django."""

from network.following.models import Digest, Follow
from network.institutions.models import Institution, InstitutionDomain, InstitutionName
from network.members.models import Affiliation, Connection, FieldAudience, Member
from network.privacy.models import Absence, DataExport, DeletionRequest, Erasure
from network.vocabulary.models import HelpTopic, Role, Theme

__all__ = [
    "Absence",
    "Affiliation",
    "Connection",
    "DataExport",
    "DeletionRequest",
    "Digest",
    "Erasure",
    "FieldAudience",
    "Follow",
    "HelpTopic",
    "Institution",
    "InstitutionDomain",
    "InstitutionName",
    "Member",
    "Role",
    "Theme",
]
