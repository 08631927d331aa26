"""The smallest valid texts, live or not, without a mute on anything."""

import factory

from home.models import HomePage
from stories.models import (
    CoachStoryIndexPage,
    CoachStoryPage,
    InsightIndexPage,
    InsightPage,
    PilotIndexPage,
    PilotReportPage,
    RouteIndexPage,
    RoutePage,
)
from tests.factories.roots import PageFactory


class HomePageFactory(PageFactory):
    class Meta:
        model = HomePage

    title = "Bruggen bouwen"
    slug = "home"


class CoachStoryIndexFactory(PageFactory):
    class Meta:
        model = CoachStoryIndexPage

    title = "Verhalen"
    slug = "verhalen"


class PilotIndexFactory(PageFactory):
    class Meta:
        model = PilotIndexPage

    title = "Pilots"
    slug = "pilots"


class InsightIndexFactory(PageFactory):
    class Meta:
        model = InsightIndexPage

    title = "Wat werkt"
    slug = "wat-werkt"


class RouteIndexFactory(PageFactory):
    class Meta:
        model = RouteIndexPage

    title = "Aan de slag"
    slug = "aan-de-slag"


class CoachStoryFactory(PageFactory):
    class Meta:
        model = CoachStoryPage

    title = "Een verhaal"
    slug = factory.Sequence(lambda n: f"verhaal-{n}")
    lead = "Waar het over gaat."


class PilotReportFactory(PageFactory):
    class Meta:
        model = PilotReportPage

    title = "Een pilot"
    slug = factory.Sequence(lambda n: f"pilot-{n}")
    lead = "Waar het over gaat."
    question = "Werkt het?"


class InsightFactory(PageFactory):
    class Meta:
        model = InsightPage

    title = "Een inzicht"
    slug = factory.Sequence(lambda n: f"inzicht-{n}")
    lead = "Waar het over gaat."


class RouteFactory(PageFactory):
    class Meta:
        model = RoutePage

    title = "Een route"
    slug = factory.Sequence(lambda n: f"route-{n}")
    lead = "Waar het over gaat."
    goal = "Aan de slag."
    for_whom = "coaches"
