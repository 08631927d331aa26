"""Re-exports the models of the front door for Django."""

from home.front.models import HomePage
from home.join.models import JoinPage
from home.navigation.models import SiteNavigation
from home.own.models import Start
from home.pages.models import BackgroundPage, PlainPage
from home.programme.models import ProgrammePage

__all__ = ["BackgroundPage", "HomePage", "JoinPage", "PlainPage", "ProgrammePage", "SiteNavigation", "Start"]
