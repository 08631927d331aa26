"""Re-exports the subjects' models for Django."""

from stories.coach_stories.models import CoachStoryPage, StoryAuthor
from stories.contributions.models import Contribution, Review
from stories.dossiers.models import Collection, CollectionItem, Dossier
from stories.insights.models import Evidence, InsightFirstStep, InsightPage, InsightStanding, Recognition, Reuse
from stories.lists.models import CoachStoryIndexPage, InsightIndexPage, PilotIndexPage, RouteIndexPage
from stories.pilots.models import PilotContact, PilotIndicator, PilotMoment, PilotReportPage
from stories.reactions.models import Reaction, ReactionReport, ReactionsClosed
from stories.routes.models import RoutePage, RouteTick
from stories.suggestions.models import Suggestion

__all__ = [
    "CoachStoryIndexPage",
    "CoachStoryPage",
    "Collection",
    "CollectionItem",
    "Contribution",
    "Dossier",
    "Evidence",
    "InsightFirstStep",
    "InsightIndexPage",
    "InsightPage",
    "InsightStanding",
    "PilotContact",
    "PilotIndexPage",
    "PilotIndicator",
    "PilotMoment",
    "PilotReportPage",
    "Reaction",
    "ReactionReport",
    "ReactionsClosed",
    "Recognition",
    "Reuse",
    "Review",
    "RouteIndexPage",
    "RoutePage",
    "RouteTick",
    "StoryAuthor",
    "Suggestion",
]
