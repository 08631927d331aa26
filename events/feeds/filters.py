"""The filters of the agenda, on dates: the same names and values, so that what someone sees there is what comes."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.conf import settings
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from events.agenda.contexts import KIND, PROVINCE, SCHOOL, THEME, WAY
from events.meetups.models import Meetup, Occurrence
from network.models import Institution
from portal.shared.lists.facets import Facet

# Not whether seats are free: a date that fills up must not fall out of someone's calendar.
FACETS: tuple[Facet, ...] = (KIND, THEME, WAY, PROVINCE, SCHOOL)
LONGEST_CHOICE = 80


@dataclass(frozen=True)
class FeedFilter:
    """What someone chose in the agenda, in a fixed order."""

    chosen: tuple[tuple[str, str], ...] = ()

    @classmethod
    def of(cls, query: Mapping[str, str]) -> "FeedFilter":
        """Read the choices of an address; anything else in it is passed over."""
        found = ((facet.parameter, query.get(facet.parameter, "")) for facet in FACETS)
        return cls(tuple((name, value[:LONGEST_CHOICE].replace("\x00", "")) for name, value in found if value))

    def narrow(self, meetups: QuerySet[Meetup]) -> QuerySet[Meetup]:
        """Keep the meetups that fit all choices. A choice that doesn't exist (any more) keeps none: better an empty
        calendar than one full of what nobody asked for.
        """
        for name, value in self.chosen:
            if name != WAY.parameter:
                meetups = meetups.filter(_condition(name, value))
        return meetups

    def narrow_dates(self, dates: QuerySet[Occurrence]) -> QuerySet[Occurrence]:
        """Keep the dates that are online, or those that aren't, if that was chosen."""
        way = dict(self.chosen).get(WAY.parameter)
        if way is None:
            return dates
        return dates.filter(has_online=way == "ja") if way in WAY.labels else dates.none()

    def name(self) -> str:
        """Give a name for the calendar, in the language at hand."""
        labels = [label for _facet, label in self.labels()]
        site = settings.WAGTAIL_SITE_NAME
        if not labels:
            return _("Agenda of %(site)s") % {"site": site}
        return _("Agenda of %(site)s: %(choices)s") % {"site": site, "choices": ", ".join(labels)}

    def known(self) -> "FeedFilter":
        """Leave out the choices that don't exist: nobody should subscribe to a calendar that stays empty."""
        return FeedFilter(tuple((name, value) for name, value in self.chosen if _label(name, value)))

    def labels(self) -> list[tuple[Facet, str]]:
        """Give the filters that are on with the name of each choice; one that doesn't exist has none."""
        facets = {facet.parameter: facet for facet in FACETS}
        return [(facets[name], label) for name, value in self.chosen if (label := _label(name, value))]


def _condition(name: str, value: str) -> Q:
    if name == KIND.parameter:
        return Q(kind=value)
    if name == THEME.parameter:
        return Q(page__themes__slug=value)
    if name == PROVINCE.parameter:
        return Q(institution__province=value)
    school = _school(value)
    return Q(institution=school) if school else Q(pk__in=())


def _school(slug: str) -> Institution | None:
    """Give the school of an address, a former one too: a subscription outlives a merger."""
    return Institution.objects.at_address(slug)


def _label(name: str, value: str) -> str:
    if name == SCHOOL.parameter:
        return str(_school(value) or "")
    facet = next(each for each in FACETS if each.parameter == name)
    return str(facet.labels.get(value, "") if facet.labels else facet.label_of(value) or "")
