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
from portal.shared.caching.versions import remembered
from portal.shared.registries.following import Followed, News
from search.index.models import FacetName

_NAMES = ("slug", "name", "label")
_SCHOOL = (*_NAMES, *(f"merged_into__{name}" for name in _NAMES))


class _Indexed:
    """A kind whose news are the texts of the index that carry it as a facet, and nothing else."""

    def news(
        self, found: Mapping[str, Followed], viewer: Viewer, *, since: datetime, until: datetime, at: datetime
    ) -> Iterable[News]:
        """Give nothing: the index knows it all."""
        return ()


class Themes(_Indexed):
    """Themes, by their short name in addresses."""

    label = _("theme")
    label_plural = _("Themes")
    facet = FacetName.THEME

    def find(self, keys: Collection[str], viewer: Viewer, *, at: datetime) -> Mapping[str, Followed]:
        """Give themes; everyone sees them, and there are few, so all are read at once."""
        themes = remembered("followed-themes", lambda: {row.slug: followed_theme(row) for row in Theme.objects.all()})
        return {key: themes[key] for key in keys if key in themes}


class Schools(_Indexed):
    """Schools, by their address; a former address and a merged school lead to the one of today."""

    label = _("school")
    label_plural = _("Schools")
    facet = FacetName.INSTITUTION

    def find(self, keys: Collection[str], viewer: Viewer, *, at: datetime) -> Mapping[str, Followed]:
        """Give schools; everyone sees them."""
        return {
            key: Followed(key=key, title=str(school), url=school.get_absolute_url(), tag=school.slug)
            for key, school in self._today(keys).items()
        }

    def _today(self, keys: Collection[str]) -> dict[str, Institution]:
        schools = Institution.objects.select_related("merged_into").only(*_SCHOOL)
        found = {school.slug: school.current for school in schools.filter(slug__in=list(keys))}
        unknown = set(keys) - found.keys()
        if not unknown:
            return found
        for school in schools.filter(former_names__slug__in=unknown).prefetch_related("former_names"):
            for name in school.former_names.all():
                if name.slug in unknown:
                    found.setdefault(name.slug, school.current)
        return found


class People(_Indexed):
    """Members, by their key; only who the viewer may see."""

    label = _("person")
    label_plural = _("People")
    facet = FacetName.PERSON

    def find(self, keys: Collection[str], viewer: Viewer, *, at: datetime) -> Mapping[str, Followed]:
        """Give the people this viewer may see now."""
        people = Member.objects.filter(key__in=list(keys)).only("key", "given_name", "name_prefix", "family_name")
        seen = people.with_field_visible_to("name", viewer, on=timezone.localdate(at))
        return {
            person.key: Followed(key=person.key, title=str(person), url=person.get_absolute_url(), tag=person.key)
            for person in seen
        }


def followed_theme(theme: Theme) -> Followed:
    """Give a theme as something to follow; its page is what the search finds in it."""
    url = f"{reverse('search:results')}?{urlencode({'q': theme.name, 'thema': theme.slug})}"
    return Followed(key=theme.slug, title=theme.name, url=url, tag=theme.slug)


THEMES, SCHOOLS, PEOPLE = Themes(), Schools(), People()
