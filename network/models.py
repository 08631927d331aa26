"""Re-exports the subjects' models for Django."""

from network.contact.models import Block, Conversation, Message, MessageReport, WritingStop
from network.institutions.models import Institution, InstitutionDomain, InstitutionName
from network.members.models import Affiliation, Connection, FieldAudience, Member
from network.vocabulary.models import HelpTopic, Role, Theme

__all__ = [
    "Affiliation",
    "Block",
    "Connection",
    "Conversation",
    "FieldAudience",
    "HelpTopic",
    "Institution",
    "InstitutionDomain",
    "InstitutionName",
    "Member",
    "Message",
    "MessageReport",
    "Role",
    "Theme",
    "WritingStop",
]
