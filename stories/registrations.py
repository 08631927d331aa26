"""What the stories app tells the registries of portal.shared once its models are loaded."""

from datetime import timedelta

from django.utils.translation import gettext_lazy as _

import stories.coach_stories.contexts
import stories.insights.contexts
import stories.lists.contexts
import stories.pilots.contexts
import stories.routes.contexts  # noqa: F401 - importing a contexts module registers its page types
from portal.shared.jobs.registry import register_job
from portal.shared.pages.listeners import listen
from portal.shared.registries.consents import consent_sources
from portal.shared.registries.crossings import (
    BridgeLayer,
    ThemeWay,
    bridge_sources,
    evidence_sources,
    initiative_sections,
    insight_desks,
    institution_moves,
    institution_sections,
    personal_data,
    theme_ways,
)
from portal.shared.registries.moves import ForeignKeyMove
from stories.coach_stories import searchable as coach_stories
from stories.coach_stories.consents import BYLINES
from stories.coach_stories.models import CoachStoryPage
from stories.contributions import mail_samples as contribution_mails
from stories.contributions import registrations as contributions
from stories.dossiers import registrations as dossiers
from stories.insights import audited
from stories.insights import searchable as insights
from stories.insights.actions import refresh_after_pages
from stories.insights.desk_for_sources import SOURCE_DESK
from stories.insights.evidence import ReuseEvidenceSource
from stories.insights.models import Recognition, Reuse
from stories.insights.personal_data import INSIGHTS_DATA
from stories.insights.states import SourceKind, SuccessFactor
from stories.insights.tasks import age_standings
from stories.pilots import searchable as pilots
from stories.pilots.models import PilotReportPage
from stories.pilots.sections import REPORTS_OF_INITIATIVE
from stories.reactions import mail_samples as reaction_mails
from stories.reactions import registrations as reactions
from stories.routes import searchable as routes
from stories.routes.models import RouteTick
from stories.routes.personal_data import ROUTES_DATA
from stories.suggestions import mail_samples as suggestion_mails
from stories.suggestions import registrations as suggestions
from stories.suggestions.models import Suggestion
from stories.texts.bridges import TextBridgeSource
from stories.texts.evidence import TextEvidenceSource
from stories.texts.moves import TextMove
from stories.texts.sections import pilots_section, stories_section

STORY_SOURCE = TextEvidenceSource(kind=SourceKind.STORY, label=SourceKind.STORY.label, model=CoachStoryPage)
PILOT_SOURCE = TextEvidenceSource(
    kind=SourceKind.PILOT, label=SourceKind.PILOT.label, model=PilotReportPage, is_pilot=True
)
REUSE_SOURCE = ReuseEvidenceSource()
STORY_BRIDGES = TextBridgeSource(layer=BridgeLayer.AUTHORSHIP, model=CoachStoryPage)
STORIES_OF_SCHOOL = stories_section(CoachStoryPage)
PILOTS_OF_SCHOOL = pilots_section(PilotReportPage)
PILOT_BRIDGES = TextBridgeSource(layer=BridgeLayer.PILOT, model=PilotReportPage)


def _insights(*, theme: str, factor: str) -> str:
    return f"/wat-werkt/?factor={factor}" if factor in SuccessFactor.values else f"/wat-werkt/?thema={theme}"


def _stories(*, theme: str, factor: str) -> str:
    return f"/verhalen/?thema={theme}"


THEME_WAYS = {
    "insights": ThemeWay(_("What works: insights about this"), _insights),
    "stories": ThemeWay(_("Stories of coaches about this"), _stories),
}
SCHOOL_MOVES = {
    "stories": TextMove(_("stories"), CoachStoryPage),
    "pilots": TextMove(_("pilot reports"), PilotReportPage),
    "recognitions": ForeignKeyMove(_("answers to “Do you recognise this?”"), Recognition),
    "reuses": ForeignKeyMove(_("re-uses"), Reuse, once_per=("page",)),
    "ticks": ForeignKeyMove(_("ticked steps of routes"), RouteTick),
    "suggestions": ForeignKeyMove(_("messages to the editors"), Suggestion),
}


def register() -> None:
    """Fill the registries; safe to call twice."""
    for source in (STORY_SOURCE, PILOT_SOURCE, REUSE_SOURCE):
        evidence_sources.register(source.kind, source)
    insight_desks.register("stories.insights", SOURCE_DESK)
    audited.register()
    institution_sections.register("stories.stories", STORIES_OF_SCHOOL, position=20)
    institution_sections.register("stories.pilots", PILOTS_OF_SCHOOL, position=30)
    initiative_sections.register("stories.pilots", REPORTS_OF_INITIATIVE)
    bridge_sources.register("stories", STORY_BRIDGES)
    bridge_sources.register("pilots", PILOT_BRIDGES)
    consent_sources.register("stories.bylines", BYLINES)
    personal_data.register("insights", INSIGHTS_DATA)
    personal_data.register("routes", ROUTES_DATA)
    for position, (name, move) in enumerate(SCHOOL_MOVES.items(), start=60):
        institution_moves.register(f"stories.{name}", move, position=position)
    for position, (name, way) in enumerate(THEME_WAYS.items(), start=10):
        theme_ways.register(f"stories.{name}", way, position=position)
    listen(refresh_after_pages)
    register_job("stories.age_standings", every=timedelta(days=1), run=age_standings)
    for subject in (coach_stories, pilots, insights, routes):
        subject.register()
    contributions.register()
    dossiers.register()
    reactions.register()
    suggestions.register()
    for samples in (contribution_mails, reaction_mails, suggestion_mails):
        samples.register()
