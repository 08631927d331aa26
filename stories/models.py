"""Re-exports the subjects' models for Django."""

from stories.coach_stories.models import CoachStoryPage, StoryAuthor
from stories.insights.models import Evidence, InsightFirstStep, InsightPage, InsightStanding, Recognition, Reuse
from stories.lists.models import CoachStoryIndexPage, InsightIndexPage, PilotIndexPage, RouteIndexPage
from stories.pilots.models import PilotContact, PilotIndicator, PilotMoment, PilotReportPage
from stories.routes.models import RoutePage, RouteTick

__all__ = [
    "CoachStoryIndexPage",
    "CoachStoryPage",
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
    "Recognition",
    "Reuse",
    "RouteIndexPage",
    "RoutePage",
    "RouteTick",
    "StoryAuthor",
]
