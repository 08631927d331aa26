"""Re-exports the subjects' models for Django."""

from network.institutions.models import Institution, InstitutionDomain, InstitutionName
from network.members.models import Affiliation, FieldAudience, Member
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
from network.vocabulary.models import HelpTopic, Role, Theme

__all__ = [
    "Affiliation",
    "Answer",
    "AnswerThanks",
    "AnswerUse",
    "FieldAudience",
    "HelpTopic",
    "Institution",
    "InstitutionDomain",
    "InstitutionName",
    "Member",
    "Question",
    "QuestionFlag",
    "QuestionFollow",
    "QuestionPause",
    "Role",
    "Route",
    "Theme",
]
