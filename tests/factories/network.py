"""The smallest valid people and schools."""

import factory
from django.utils import timezone

from network.members.models import new_connection
from network.models import Affiliation, Connection, HelpTopic, Institution, InstitutionDomain, Member, Role, Theme


class ThemeFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Theme
        django_get_or_create = ("slug",)

    slug = factory.Sequence(lambda n: f"thema-{n}")
    name = factory.LazyAttribute(lambda o: o.slug)


class HelpTopicFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = HelpTopic
        django_get_or_create = ("slug",)

    slug = factory.Sequence(lambda n: f"hulp-{n}")
    name = factory.LazyAttribute(lambda o: o.slug)


class RoleFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Role
        django_get_or_create = ("slug",)

    slug = "i-coach"
    name = "i-coach"
    is_coach = True


class InstitutionFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Institution

    slug = factory.Sequence(lambda n: f"school-{n}")
    name = factory.Sequence(lambda n: f"School {n}")
    city = "Brugdam"
    province = "Utrecht"


class InstitutionDomainFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = InstitutionDomain

    institution = factory.SubFactory(InstitutionFactory)
    domain = factory.Sequence(lambda n: f"school-{n}.example")


class MemberFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Member

    email = factory.Sequence(lambda n: f"lid{n}@school.example")
    standing = "member"

    @classmethod
    def _create(cls, model_class, *args, **kwargs):
        return model_class.objects.create_user(*args, **kwargs)


class AffiliationFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Affiliation

    member = factory.SubFactory(MemberFactory)
    institution = factory.SubFactory(InstitutionFactory)
    role = factory.SubFactory(RoleFactory)


class ConnectionFactory(factory.django.DjangoModelFactory):
    """Two members who know each other; `asker` and `asked` in any order."""

    class Meta:
        model = Connection

    asker = factory.SubFactory(MemberFactory)
    asked = factory.SubFactory(MemberFactory)
    state = "accepted"
    requested_at = factory.LazyFunction(timezone.now)

    @classmethod
    def _create(cls, model_class, *, asker, asked, requested_at, **columns):
        connection = new_connection(asker=asker, asked=asked, at=requested_at)
        for name, value in columns.items():
            setattr(connection, name, value)
        connection.save()
        return connection
