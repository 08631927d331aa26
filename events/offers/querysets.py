"""Chainable reads of offers and wishes. Who may see one is said here and nowhere else."""

from datetime import date

from django.db import models
from django.db.models import Case, Count, Exists, OuterRef, Prefetch, Q, Value, When

from events.offers.rules import NOTICE, month_bounds
from events.offers.states import ENDED, LISTED, ListingState
from network.models import Affiliation, Member
from portal.shared.audiences.rules import Viewer
from portal.shared.audiences.states import Audience

# The value of the filter "only what one can ask for now".
FREE = "ja"


class ListingQuerySet(models.QuerySet):
    """What offers and wishes share."""

    owner_path = ""

    def visible_to(self, viewer: Viewer):
        """Keep what this viewer may read: what they find in lists, and their own in any state."""
        if viewer.member_key is None:
            return self.listed_to(viewer)
        return self.filter(_listed_to(viewer) | Q(**{f"{self.owner_path}__key": viewer.member_key}))

    def listed_to(self, viewer: Viewer):
        """Keep what this viewer finds in lists and search: what is listed and for them. What opens later is in it."""
        return self.filter(_listed_to(viewer))

    def listed(self):
        """Keep what readers find in the lists."""
        return self.filter(state__in=[state.value for state in LISTED])

    def asked_for(self, *, on: date):
        """Keep what one can ask for today: open, and its first day has come."""
        return self.filter(Q(opens_on=None) | Q(opens_on__lte=on), state=ListingState.OPEN)

    def owned_by(self, member_key: str):
        """Keep what this member keeps true, in any state."""
        return self.filter(**{f"{self.owner_path}__key": member_key})

    def waiting(self):
        """Keep what the editors have yet to read, the longest waiting first."""
        waiting = self.filter(state=ListingState.DRAFT, submitted_at__isnull=False)
        return waiting.order_by("submitted_at", "pk")

    def sent_back(self):
        """Keep drafts that the editors gave back with a remark."""
        return self.filter(state=ListingState.DRAFT, submitted_at=None).exclude(remark="")

    def lapsing(self, *, on: date):
        """Keep what stops holding within two weeks, today included."""
        return self.listed().filter(lapses_on__gte=on, lapses_on__lte=on + NOTICE)

    def over(self, *, on: date):
        """Keep what is listed although its last day has passed."""
        return self.listed().filter(lapses_on__lt=on)

    def ended(self):
        """Keep what lapsed or was withdrawn."""
        return self.filter(state__in=[state.value for state in ENDED])

    def in_month(self, first: date):
        """Keep what can happen in a month, by its first day; what has no period can always."""
        return self.filter(in_month(first))

    def with_room(self, *, on: date):
        """Note in `room` whether one can ask for it today, for the filter."""
        is_open = Q(state=ListingState.OPEN) & (Q(opens_on=None) | Q(opens_on__lte=on))
        return self.annotate(
            room=Case(When(is_open, then=Value(FREE)), default=Value(None), output_field=models.CharField())
        )

    def counted_by_month(self, months: list[date]) -> list[int]:
        """Count per month, in one query; in the order of the months given by their first days."""
        counts = {f"m{place}": Count("pk", filter=in_month(first), distinct=True) for place, first in enumerate(months)}
        found = self.order_by().aggregate(**counts)
        return [found[name] for name in counts]

    def with_owner(self):
        """Fetch the owner with what a brief profile reads."""
        return self.prefetch_related(Prefetch(self.owner_path, queryset=Member.objects.with_byline()))

    def for_list(self):
        """Fetch what a list shows; what can be asked for first, then the newest."""
        order = [ListingState.OPEN, ListingState.PAUSED, ListingState.TAKEN]
        place = Case(
            *(When(state=state, then=Value(number)) for number, state in enumerate(order)), default=Value(len(order))
        )
        rows = self.select_related("institution__merged_into").prefetch_related("themes")
        return rows.order_by(place, models.F("opened_at").desc(nulls_last=True), "pk")


def _listed_to(viewer: Viewer) -> Q:
    audiences = [Audience.EVERYONE.value]
    if viewer.is_member or viewer.is_editor:
        audiences.append(Audience.MEMBERS.value)
    return Q(state__in=[state.value for state in LISTED], audience__in=audiences)


def in_month(first: date) -> Q:
    """Give the condition that something can happen in a month, by its first day."""
    first, last = month_bounds(first)
    return (Q(starts_on=None) | Q(starts_on__lte=last)) & (Q(ends_on=None) | Q(ends_on__gte=first))


class OfferQuerySet(ListingQuerySet):
    """Places to join."""

    owner_path = "contact"

    def of_school(self, institution_id: int):
        """Keep the places of a school, and of those that went into it."""
        return self.filter(Q(institution=institution_id) | Q(institution__merged_into=institution_id))

    def without_host(self, *, on: date):
        """Keep what nobody answers for: its host left the portal, or no longer works at the school."""
        works_there = (
            Affiliation.objects.current(on)
            .proven()
            .filter(member=OuterRef("contact"), institution=OuterRef("institution"))
        )
        left = Q(contact=None) | Q(contact__is_active=False) | ~Exists(works_there)
        return self.listed().filter(left)


class RequestQuerySet(ListingQuerySet):
    """Wishes to join."""

    owner_path = "member"

    def for_list(self):
        """Fetch what the list shows, with who wishes it, as far as the profile lets it."""
        return super().for_list().with_owner()
