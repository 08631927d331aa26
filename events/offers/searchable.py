"""What search may know of offers and wishes: what is in the lists, for its audience, without the owner."""

from collections.abc import Callable, Collection, Iterable

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from events.offers.actions.rows import SEARCH_KINDS
from events.offers.models import PlacementOffer, PlacementRequest
from events.offers.rules import opens_later
from events.offers.states import ListingKind, ListingState
from portal.shared.audiences.rules import Viewer, slices_of
from portal.shared.audiences.states import Audience
from search.index.drafts import EntryDraft, FacetValue
from search.index.registry import Searchable
from search.index.registry import register as register_searchable
from search.index.states import EntryStatus

# What people type who look for either; "stage" alone is a student's internship, and search says so (DOMAIN 8).
KEYWORDS = ("uitwisselingsstage", "stage", "meelopen")


def entries_for(listing: PlacementOffer | PlacementRequest) -> list[EntryDraft]:
    """Give the one entry of an offer or a wish that is in the lists; none for drafts and what has ended."""
    if not listing.is_listed:
        return []
    school = listing.institution.current
    return [
        EntryDraft(
            slice=slice_name,
            title=listing.title,
            url=listing.get_absolute_url(),
            summary=_question(listing) or listing.about,
            body="\n".join(filter(None, (listing.about, *_places(listing)))),
            keywords=(
                *KEYWORDS,
                str(listing.get_direction_display()),
                *(system.name for system in listing.systems.all()),
                *school.places,
            ),
            themes=tuple(FacetValue(theme.slug, theme.name) for theme in listing.themes.all()),
            institutions=(FacetValue(school.slug, str(school)),),
            published_at=listing.opened_at,
            # First what one can ask for today.
            boost=1.0 if listing.kind == ListingKind.OFFER and listing.state == ListingState.OPEN else 0.9,
            status=_status(listing),
            place=listing.place if isinstance(listing, PlacementOffer) else "",
        )
        for slice_name in slices_of(audience=Audience(listing.audience))
    ]


def _status(listing: PlacementOffer | PlacementRequest) -> EntryStatus:
    """Say whether one can ask for it today; the clock follows what opens on a later day."""
    state = ListingState(listing.state)
    waits = opens_later(state=state, opens_on=listing.opens_on, on=timezone.localdate())
    return EntryStatus.OPEN if state == ListingState.OPEN and not waits else EntryStatus.CLOSED


def _question(listing: PlacementOffer | PlacementRequest) -> str:
    return listing.learn if isinstance(listing, PlacementOffer) else listing.learning_question


def _places(listing: PlacementOffer | PlacementRequest) -> tuple[str, ...]:
    return (listing.team, listing.place) if isinstance(listing, PlacementOffer) else ()


def _searchable(model: type[PlacementOffer] | type[PlacementRequest], label, label_plural) -> Searchable:
    def all_objects() -> Iterable[PlacementOffer | PlacementRequest]:
        rows = model.objects.listed().select_related("institution__merged_into")
        return rows.prefetch_related("themes", "systems")

    return Searchable(
        kind=SEARCH_KINDS[model.kind],
        label=label,
        label_plural=label_plural,
        key_of=lambda listing: listing.key,
        entries_for=entries_for,
        all_objects=all_objects,
        visible_keys=_visible(model),
        is_related_closed=False,
    )


def _visible(
    model: type[PlacementOffer] | type[PlacementRequest],
) -> Callable[[Collection[str], Viewer], set[str]]:
    def visible_keys(keys: Collection[str], viewer: Viewer) -> set[str]:
        """Give those of the keys that this viewer may see right now, in one query."""
        rows = model.objects.listed_to(viewer)
        return set(rows.filter(key__in=keys).values_list("key", flat=True))

    return visible_keys


SEARCHABLES = {
    ListingKind.OFFER: _searchable(PlacementOffer, _("place to join"), _("places to join")),
    ListingKind.REQUEST: _searchable(PlacementRequest, _("wish to join"), _("wishes to join")),
}


def register() -> None:
    """Tell search of both kinds; safe to call twice."""
    for searchable in SEARCHABLES.values():
        register_searchable(searchable)
