"""What search may know of joint actions: what is published, for its audience."""

from collections.abc import Collection, Iterable

from django.utils.translation import gettext_lazy as _

from network.initiatives.models import Initiative
from portal.shared.audiences.rules import Viewer, slices_of
from portal.shared.audiences.states import Audience
from search.index.drafts import EntryDraft, FacetValue
from search.index.registry import Searchable

KIND = "samen"


def entries_for(initiative: Initiative) -> list[EntryDraft]:
    """Give the one entry of a published initiative; none for drafts and proposals."""
    if not initiative.is_published:
        return []
    news = [f"{update.title}\n{update.text}" for update in initiative.updates.all()]
    steps = [step.text for step in initiative.steps.all()]
    schools = [
        part.institution.current for part in initiative.parts.joined().select_related("institution__merged_into")
    ]
    return [
        EntryDraft(
            slice=slice_name,
            title=initiative.title,
            url=initiative.get_absolute_url(),
            summary=initiative.goal,
            body="\n".join(filter(None, (initiative.about, initiative.asks, *steps, initiative.result, *news))),
            keywords=(
                str(initiative.get_kind_display()),
                *dict.fromkeys(place for school in schools for place in school.places),
            ),
            themes=tuple(FacetValue(theme.slug, theme.name) for theme in initiative.themes.all()),
            institutions=tuple(FacetValue(school.slug, str(school)) for school in dict.fromkeys(schools)),
            published_at=initiative.decided_at,
        )
        for slice_name in slices_of(audience=Audience(initiative.audience))
    ]


def all_initiatives() -> Iterable[Initiative]:
    """Give everything there may be an entry of."""
    return Initiative.objects.published().prefetch_related("updates", "steps", "themes")


def visible_keys(keys: Collection[str], viewer: Viewer) -> set[str]:
    """Give those of the keys that this viewer may see right now, in one query."""
    return set(Initiative.objects.visible_to(viewer).published().filter(key__in=keys).values_list("key", flat=True))


SEARCHABLE = Searchable(
    kind=KIND,
    label=_("done together"),
    label_plural=_("done together"),
    key_of=lambda initiative: initiative.key,
    entries_for=entries_for,
    all_objects=all_initiatives,
    visible_keys=visible_keys,
)
