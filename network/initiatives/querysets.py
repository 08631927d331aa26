"""Chainable reads of joint actions, of the schools in them and of their people."""

from django.db import models
from django.db.models import Count, Q
from django.db.models.functions import Coalesce

from network.initiatives.states import ENDED, JOINABLE, JOINED, PUBLISHED, STARTED, InitiativeState, PartState
from portal.shared.audiences.rules import Viewer
from portal.shared.audiences.states import Audience


class InitiativeQuerySet(models.QuerySet):
    """Initiatives by what a reader asks of them."""

    def visible_to(self, viewer: Viewer):
        """Keep what this viewer may see: page, list, search, bridges and the school's page all ask here.

        What is published is seen by its audience; who leads or proposed it always sees it; editors also see what is
        published for members and what waits for their approval.

        Parameters:
            viewer: Who looks.
        """
        published = Q(state__in=PUBLISHED)
        seen = published if viewer.is_member or viewer.is_editor else published & Q(audience=Audience.EVERYONE)
        if viewer.is_editor:
            seen |= Q(state=InitiativeState.WAITING)
        if viewer.member_key is not None:
            seen |= Q(contact__key=viewer.member_key) | Q(proposed_by__key=viewer.member_key)
        return self.filter(seen)

    def published(self):
        """Keep what was approved, running or over."""
        return self.filter(state__in=PUBLISHED)

    def joinable(self):
        """Keep what a school may still join, as far as its state says."""
        return self.filter(state__in=JOINABLE)

    def started(self):
        """Keep what runs or ran."""
        return self.filter(state__in=STARTED)

    def waiting(self):
        """Keep what waits for approval, the longest waiting first."""
        return self.filter(state=InitiativeState.WAITING).order_by("submitted_at", "pk")

    def led_by(self, member_key: str):
        """Keep what this member leads."""
        return self.filter(contact__key=member_key)

    def with_school(self, institution_id: int):
        """Keep that in which a school, or one that went into it, leads or takes part."""
        parts = self.model._meta.get_field("parts").related_model.objects.joined()
        at = Q(institution=institution_id) | Q(institution__merged_into=institution_id)
        return self.filter(pk__in=parts.filter(at).values("initiative"))

    def filtered(self, asked: dict[str, str]):
        """Keep what the reader asked for.

        Parameters:
            asked: Values by name in the address: soort, thema, staat, school; each may be missing.
        """
        found = self
        if "soort" in asked:
            found = found.filter(kind=asked["soort"])
        if "staat" in asked:
            found = found.filter(state=asked["staat"])
        if "thema" in asked:
            found = found.filter(themes__slug=asked["thema"])
        if "school" in asked:
            parts = self.model._meta.get_field("parts").related_model.objects.joined()
            at = Q(institution__slug=asked["school"]) | Q(institution__merged_into__slug=asked["school"])
            found = found.filter(pk__in=parts.filter(at).values("initiative"))
        return found

    def counted_by(self, column: str) -> list[tuple[str, int]]:
        """Count the initiatives per value of a column, by value; empty values are left out."""
        rows = self.order_by(column).values_list(column).annotate(number=Count("pk", distinct=True))
        return [(value, number) for value, number in rows if value]

    def counted_by_theme(self) -> list[tuple[str, str, int]]:
        """Count the initiatives per theme: slug, name, number, in the order of the themes."""
        rows = self.filter(themes__isnull=False).order_by("themes__position", "themes__name")
        counted = rows.values_list("themes__slug", "themes__name").annotate(number=Count("pk", distinct=True))
        return list(counted)

    def for_list(self):
        """Fetch what a list shows, with `schools_joined`; what can be joined first, then by start, the latest first."""
        joined = Count("parts", filter=Q(parts__state__in=JOINED), distinct=True)
        ended = models.Case(models.When(state__in=ENDED, then=1), default=0, output_field=models.IntegerField())
        return (
            self.select_related("lead_institution")
            .prefetch_related("themes")
            .annotate(schools_joined=joined, ended=ended)
            .order_by("ended", models.F("starts_on").desc(nulls_last=True), "title", "pk")
        )


class PartQuerySet(models.QuerySet):
    """Schools in an initiative by how they take part."""

    def shown(self):
        """Keep the schools readers see: everyone who did not withdraw."""
        return self.exclude(state=PartState.WITHDREW)

    def joined(self):
        """Keep the schools that take part, or took part until the end."""
        return self.filter(state__in=JOINED)

    def counted_by_school(self) -> list[tuple[str, str, int]]:
        """Count the initiatives per school of today: slug, name, number, by name."""
        today = {
            "school": Coalesce("institution__merged_into__slug", "institution__slug"),
            "school_name": Coalesce("institution__merged_into__name", "institution__name"),
        }
        rows = self.annotate(**today).order_by("school_name", "school").values_list("school", "school_name")
        return list(rows.annotate(number=Count("initiative", distinct=True)))

    def asking(self):
        """Keep the schools that wait for an answer, the longest waiting first."""
        return self.filter(state=PartState.ASKED).order_by("asked_at", "pk")


class ParticipantQuerySet(models.QuerySet):
    """People in an initiative."""

    def of(self, member_key: str):
        """Keep the places of this member."""
        return self.filter(member__key=member_key)

    def joined(self):
        """Keep the people of schools that take part, or took part until the end."""
        return self.filter(part__state__in=JOINED)

    def gets_mail(self):
        """Keep who can sign in and wants to hear of updates, whatever the state of their school, but withdrawn ones."""
        kept = self.filter(gets_mail=True, member__is_active=True)
        return kept.exclude(part__state=PartState.WITHDREW).select_related("member").order_by("pk")
