"""Re-exports the subjects' models for Django."""

from network.contact.models import Block, Conversation, Message, MessageReport, WritingStop
from network.coordination.models import SchoolProfile
from network.following.models import Digest, Follow, SavedSearch
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
from network.invitations.models import Invitation
from network.members.models import Affiliation, Connection, FieldAudience, Member, Portrait
from network.privacy.models import Absence, DataExport, DeletionRequest, Erasure
from network.push.models import PushMessage, PushSubscription, PushWish
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
from network.vocabulary.models import HelpTopic, Role, System, Theme

__all__ = [
    "Absence",
    "Affiliation",
    "Answer",
    "AnswerThanks",
    "AnswerUse",
    "Block",
    "Connection",
    "Conversation",
    "DataExport",
    "DeletionRequest",
    "Digest",
    "Erasure",
    "FieldAudience",
    "Follow",
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
    "Invitation",
    "Member",
    "Message",
    "MessageReport",
    "Portrait",
    "PushMessage",
    "PushSubscription",
    "PushWish",
    "Question",
    "QuestionFlag",
    "QuestionFollow",
    "QuestionPause",
    "Role",
    "Route",
    "SavedSearch",
    "SchoolProfile",
    "SelfScan",
    "System",
    "Theme",
    "WritingStop",
]
