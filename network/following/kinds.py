"""Themes, schools and people as things to follow; what is new in them comes from the index of search."""

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime
from urllib.parse import urlencode

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from network.institutions.models import Institution
from network.members.models import Member
from network.vocabulary.models import Theme
from portal.shared.audiences.rules import Viewer
from portal.shared.registries.following import Followed, News
from search.index.models import FacetName
from search.results.news import new_entries


class _Indexed:
    """A kind whose news are the texts of the index that carry it as a facet."""

    facet: FacetName

    def news(
        self, keys: Collection[str], viewer: Viewer, *, since: datetime, until: datetime, at: datetime
    ) -> Iterable[News]:
        """Give what was published along these keys."""
        values = self.facet_values(keys, viewer, at=at)
        found = new_entries(facet=self.facet, values=list(values), viewer=viewer, since=since, until=until)
        return [
            News(
                kind=entry.kind,
                key=entry.object_key,
                kind_label=entry.kind_label,
                title=entry.title,
                url=entry.url,
                happened_at=entry.published_at,
                summary=entry.summary,
                of=tuple(values[value] for value in entry.values),
            )
            for entry in found
        ]

    def facet_values(self, keys: Collection[str], viewer: Viewer, *, at: datetime) -> Mapping[str, str]:
        """Give the facet's value to the followed key it stands for, of what the viewer may see."""
        return {key: key for key in keys}


class Themes(_Indexed):
    """Themes, by their short name in addresses."""

    label = _("theme")
    label_plural = _("Themes")
    facet = FacetName.THEME

    def find(self, keys: Collection[str], viewer: Viewer, *, at: datetime) -> Mapping[str, Followed]:
        """Give themes; everyone sees them."""
        return {theme.slug: followed_theme(theme) for theme in Theme.objects.filter(slug__in=list(keys))}


class Schools(_Indexed):
    """Schools, by their address; a former address and a merged school lead to the one of today."""

    label = _("school")
    label_plural = _("Schools")
    facet = FacetName.INSTITUTION

    def find(self, keys: Collection[str], viewer: Viewer, *, at: datetime) -> Mapping[str, Followed]:
        """Give schools; everyone sees them."""
        return {
            key: Followed(key=key, title=str(school), url=school.get_absolute_url())
            for key, school in self._today(keys).items()
        }

    def facet_values(self, keys: Collection[str], viewer: Viewer, *, at: datetime) -> Mapping[str, str]:
        """Give today's address of each school to the one that was followed."""
        return {school.slug: key for key, school in self._today(keys).items()}

    def _today(self, keys: Collection[str]) -> dict[str, Institution]:
        schools = Institution.objects.select_related("merged_into")
        found = {school.slug: school.current for school in schools.filter(slug__in=list(keys))}
        former = schools.filter(former_names__slug__in=list(keys)).prefetch_related("former_names")
        for school in former:
            for name in school.former_names.all():
                if name.slug in keys:
                    found.setdefault(name.slug, school.current)
        return found


class People(_Indexed):
    """Members, by their key; only who the viewer may see."""

    label = _("person")
    label_plural = _("People")
    facet = FacetName.PERSON

    def find(self, keys: Collection[str], viewer: Viewer, *, at: datetime) -> Mapping[str, Followed]:
        """Give the people this viewer may see now."""
        people = Member.objects.filter(key__in=list(keys))
        seen = people.with_field_visible_to("name", viewer, on=timezone.localdate(at))
        return {
            person.key: Followed(key=person.key, title=str(person), url=person.get_absolute_url()) for person in seen
        }

    def facet_values(self, keys: Collection[str], viewer: Viewer, *, at: datetime) -> Mapping[str, str]:
        """Give the keys of people who are not hidden by now."""
        return {key: key for key in self.find(keys, viewer, at=at)}


def followed_theme(theme: Theme) -> Followed:
    """Give a theme as something to follow; its page is what the search finds in it."""
    url = f"{reverse('search:results')}?{urlencode({'thema': theme.slug})}"
    return Followed(key=theme.slug, title=theme.name, url=url)


THEMES, SCHOOLS, PEOPLE = Themes(), Schools(), People()
