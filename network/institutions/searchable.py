"""What search may know of schools: everything about them is public."""

from collections.abc import Collection, Iterable

from django.utils.translation import gettext_lazy as _

from network.institutions.models import Institution
from portal.shared.audiences.rules import EVERYONE_SLICE, Viewer
from portal.shared.caching.versions import remembered
from search.index.drafts import EntryDraft, FacetValue
from search.index.registry import Searchable

KIND = "school"


def entries_for(institution: Institution) -> list[EntryDraft]:
    """Give the one entry of a school that exists today; former names and merged schools find it too."""
    if institution.merged_into_id is not None:
        return []
    former = [row.name for row in institution.former_names.all()]
    return [
        EntryDraft(
            slice=EVERYONE_SLICE,
            title=str(institution),
            url=institution.get_absolute_url(),
            summary=f"{institution.city}, {institution.province}",
            body=institution.profile,
            names=tuple(former),
            keywords=tuple(
                filter(None, (institution.coach_title, str(institution.get_kind_display()), *institution.places))
            ),
            institutions=(FacetValue(institution.slug, str(institution)),),
        )
    ]


def all_institutions() -> Iterable[Institution]:
    """Give the schools that exist today."""
    return Institution.objects.current().prefetch_related("former_names")


def visible_keys(keys: Collection[str], viewer: Viewer) -> set[str]:
    """Give those of the keys that are schools of today; all viewers see them."""
    today = remembered(
        "schools-of-today", lambda: frozenset(Institution.objects.current().values_list("pk", flat=True))
    )
    return {key for key in keys if key.isdecimal() and int(key) in today}


SEARCHABLE = Searchable(
    kind=KIND,
    label=_("school"),
    label_plural=_("schools"),
    key_of=lambda institution: str(institution.pk),
    entries_for=entries_for,
    all_objects=all_institutions,
    visible_keys=visible_keys,
    has_meaning=False,
    is_related=False,
)
