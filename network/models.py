"""Re-exports the subjects' models for Django."""

from network.institutions.models import Institution, InstitutionDomain, InstitutionName
from network.members.models import Affiliation, Member
from network.vocabulary.models import Role, Theme

__all__ = ["Affiliation", "Institution", "InstitutionDomain", "InstitutionName", "Member", "Role", "Theme"]
