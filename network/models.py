"""Re-exports the subjects' models for Django."""

from network.coordination.models import SchoolProfile
from network.institutions.models import Institution, InstitutionDomain, InstitutionName
from network.invitations.models import Invitation
from network.members.models import Affiliation, Connection, FieldAudience, Member, Portrait
from network.privacy.models import Absence, DataExport, DeletionRequest, Erasure
from network.questions.models import (
    Answer,
    AnswerThanks,
    AnswerUse,
    Question,
    QuestionFlag,
    QuestionFollow,
    QuestionPause,
    Route,
)
from network.selfscan.models import SelfScan
from network.vocabulary.models import HelpTopic, Role, Theme

__all__ = [
    "Absence",
    "Affiliation",
    "Answer",
    "AnswerThanks",
    "AnswerUse",
    "Connection",
    "DataExport",
    "DeletionRequest",
    "Erasure",
    "FieldAudience",
    "HelpTopic",
    "Institution",
    "InstitutionDomain",
    "InstitutionName",
    "Invitation",
    "Member",
    "Portrait",
    "Question",
    "QuestionFlag",
    "QuestionFollow",
    "QuestionPause",
    "Role",
    "Route",
    "SchoolProfile",
    "SelfScan",
    "Theme",
]
