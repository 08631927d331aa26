"""Chainable reads of people."""

from collections.abc import Iterable
from datetime import date

from django.contrib.auth.models import BaseUserManager
from django.db import models
from django.db.models import Case, Q, When

from network.members.fields import PROFILE_FIELDS
from network.members.states import ACTIVE_CONNECTIONS, AffiliationState, ConnectionState, Standing
from portal.shared.audiences.rules import Viewer
from portal.shared.audiences.states import Audience

_PROVEN = Q(state=AffiliationState.CONFIRMED) | Q(has_school_address=True)


class AffiliationQuerySet(models.QuerySet):
    """Work at schools, by what a reader asks of it."""

    def current(self, on: date):
        """Keep what holds on this day; both ends belong to the period. What the school denies doesn't hold."""
        held = self.exclude(state=AffiliationState.DECLINED)
        return held.filter(Q(starts_on=None) | Q(starts_on__lte=on), Q(ends_on=None) | Q(ends_on__gte=on))

    def proven(self):
        """Keep what more than the member's own word stands for: a coordinator, or an address of the school.

        Only these open what is meant for "my school"; a mere claim would open any school to anyone.
        """
        return self.filter(_PROVEN)

    def proven_first(self):
        """Put what is proven before what is only claimed; of each the oldest first."""
        return self.order_by(Case(When(_PROVEN, then=0), default=1), "pk")

    def waiting(self, on: date):
        """Keep the claims of members that a coordinator can confirm or decline, the oldest first."""
        claims = self.current(on).filter(state=AffiliationState.CLAIMED, member__is_active=True)
        return claims.order_by("pk")

    def coordinating(self, on: date):
        """Keep the confirmed work of coordinators on this day: a claim alone gives nobody a say over a school."""
        return self.current(on).filter(is_coordinator=True, state=AffiliationState.CONFIRMED)


class ConnectionQuerySet(models.QuerySet):
    """Who knows whom, by what a reader asks of it."""

    def of(self, member: models.Model):
        """Keep those in which this member is one of the two, in any state."""
        return self.filter(Q(first=member) | Q(second=member))

    def between(self, one: models.Model, other: models.Model):
        """Keep those of these two, whoever asked; at most one of them is active."""
        return self.filter(Q(first=one, second=other) | Q(first=other, second=one))

    def active(self):
        """Keep what is asked or accepted; nothing new can be asked while it stands."""
        return self.filter(state__in=ACTIVE_CONNECTIONS)

    def accepted(self):
        """Keep what both agreed to; only these open anything."""
        return self.filter(state=ConnectionState.ACCEPTED)

    def waiting_for(self, member: models.Model):
        """Keep the requests that this member has to answer, the oldest first."""
        waiting = self.of(member).filter(state=ConnectionState.REQUESTED).exclude(requested_by=member)
        return waiting.order_by("requested_at", "pk")

    def with_people(self):
        """Fetch both people along; what a viewer may see of them still goes through `profile_for`."""
        return self.select_related("first", "second")

    def keys_of_others(self, member: models.Model) -> frozenset[str]:
        """Give the keys of the members at the other end, in one query."""
        pairs = self.of(member).order_by().values_list("first__key", "second__key")
        return frozenset(key for pair in pairs for key in pair if key != member.key)


class MemberQuerySet(models.QuerySet):
    """People by what a reader asks of them."""

    def active(self):
        """Keep the people who can sign in."""
        return self.filter(is_active=True)

    def members(self):
        """Keep active people who count as member of the community (DECISIONS 14)."""
        return self.active().filter(standing=Standing.MEMBER)

    def with_field_visible_to(self, field: str, viewer: Viewer, *, on: date):
        """Keep the people of whom this viewer may see one field: `rules.may_see_field` said in SQL.

        Filter by a field's value only together with this; a list must not tell what the profile hides.

        Parameters:
            field: Name of a profile field, e.g. "themes".
            viewer: Who looks.
            on: Today; decides which schools count.
        """
        people = self
        for name in dict.fromkeys(("name", field)):
            people = people._with_audience_for(name, viewer, on=on)
        return people

    def visible_to(self, viewer: Viewer, *, on: date):
        """Keep the people this viewer may see at all, with what `profile_for` reads, in a fixed number of queries.

        Parameters:
            viewer: Who looks.
            on: Today.
        """
        return self.with_field_visible_to("name", viewer, on=on).with_profile()

    def working_at(self, institution_id: int, viewer: Viewer, *, on: date):
        """Keep the people who work at a school today, as far as this viewer may know that they do."""
        here = self._related("affiliations").filter(institution=institution_id).current(on)
        return self.with_field_visible_to("school", viewer, on=on).filter(pk__in=here.values("member")).with_profile()

    def with_byline(self):
        """Fetch what a brief profile reads: affiliations and audiences, whatever the number of people."""
        affiliations = self._related("affiliations").select_related("institution", "role")
        people = self._with_portrait()
        return people.prefetch_related(models.Prefetch("affiliations", queryset=affiliations), "field_audiences")

    def with_profile(self):
        """Fetch what `profile_for` reads: four lists and the audiences, whatever the number of people."""
        affiliations = self._related("affiliations").select_related("institution", "role")
        return self._with_portrait().prefetch_related(
            models.Prefetch("affiliations", queryset=affiliations),
            "themes",
            "helps_with",
            "seeks",
            "field_audiences",
        )

    def _with_portrait(self):
        # Whether there is one, not its bytes.
        return self.select_related("portrait").defer("portrait__content")

    def _with_audience_for(self, field: str, viewer: Viewer, *, on: date):
        seen = Q(is_active=True, standing=Standing.MEMBER)
        if not (viewer.is_member and PROFILE_FIELDS[field].is_for_every_member):
            seen &= self._chosen_for(field, viewer, on=on)
        if viewer.member_key is not None:
            seen |= Q(key=viewer.member_key)
        return self.filter(seen)

    def _chosen_for(self, field: str, viewer: Viewer, *, on: date) -> Q:
        """Say whose choice for a field includes this viewer."""
        if not viewer.is_member:
            return self._shown_to(field, Audience.EVERYONE)
        seen = self._shown_to(field, Audience.EVERYONE, Audience.MEMBERS)
        colleagues = self._related("affiliations").current(on)
        colleagues = colleagues.filter(institution__in=sorted(viewer.institution_ids))
        seen |= self._shown_to(field, Audience.INSTITUTION) & Q(pk__in=colleagues.values("member"))
        if viewer.connected_keys:
            seen |= self._shown_to(field, Audience.CONNECTIONS) & Q(key__in=sorted(viewer.connected_keys))
        return seen

    def _shown_to(self, field: str, *audiences: Audience) -> Q:
        """Say of whom a field is for one of these audiences, by choice or by default.

        Each list of members stands on its own in the SQL, so that it is made once, however many people there are.
        """
        spec = PROFILE_FIELDS[field]
        wanted = {audience for audience in spec.allowed if audience in audiences}
        if spec.default not in wanted:
            return Q(pk__in=self._who_chose(field, wanted))
        return ~Q(pk__in=self._who_chose(field, set(spec.allowed) - wanted))

    def _who_chose(self, field: str, audiences: Iterable[Audience]) -> models.QuerySet:
        values = sorted(audience.value for audience in audiences)
        return self._related("field_audiences").filter(field=field, audience__in=values).values("member")

    def _related(self, name: str) -> models.QuerySet:
        # The models import this module, so they are reached by their relation.
        return self.model._meta.get_field(name).related_model.objects.all()


class MemberManager(BaseUserManager.from_queryset(MemberQuerySet)):
    """Makes people; the e-mail address, in lower case, is the login."""

    use_in_migrations = False

    def create_user(self, email: str, password: str | None = None, **fields):
        """Make a person with a login.

        Parameters:
            email: Any case; stored in lower case.
            password: Plain text, or None for someone who signs in by code.
            fields: Further columns of Member.

        Returns:
            The saved Member.

        Raises:
            ValueError: No e-mail address was given.
        """
        if not email:
            raise ValueError("A member needs an e-mail address, got an empty one.")
        member = self.model(email=email.strip().lower(), **fields)
        member.set_password(password)
        member.refresh_sort_name()
        member.save(using=self._db)
        return member

    def create_superuser(self, email: str, password: str | None = None, **fields):
        """Make an operator who may do everything."""
        return self.create_user(email, password, **{"is_staff": True, "is_superuser": True, **fields})
