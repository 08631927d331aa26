"""When a school goes into another one, everything that hangs on it goes along, and nothing gets lost."""

from datetime import date, timedelta

import pytest
from django.apps import apps
from django.urls import reverse
from django.utils import timezone

from network.errors import SchoolIsMerged
from network.institutions.actions import merge_institutions, preview_merge, rename_institution
from network.models import Affiliation, Institution, SchoolProfile
from portal.shared.registries.crossings import institution_moves
from search.index.actions import sync_engines
from stories.insights.models import Recognition, Reuse
from stories.models import CoachStoryPage
from tests.factories.network import AffiliationFactory, InstitutionDomainFactory, InstitutionFactory, MemberFactory
from tests.factories.texts import add_insight, add_story

pytestmark = pytest.mark.django_db

# A school's own tie to the school it went into.
NOT_MOVED = {"network.Institution.merged_into"}


@pytest.fixture
def old():
    return InstitutionFactory(name="ROC Oud", slug="roc-oud")


@pytest.fixture
def new():
    return InstitutionFactory(name="ROC Nieuw", slug="roc-nieuw")


def relations_to_schools() -> set[str]:
    return {
        f"{model._meta.label}.{field.name}"
        for model in apps.get_models(include_auto_created=True)
        for field in model._meta.get_fields()
        if field.is_relation and not field.auto_created and field.related_model is Institution
    }


def test_every_relation_to_a_school_is_moved_by_exactly_one():
    moved = [name for move in institution_moves for name in move.relations]

    assert relations_to_schools() - NOT_MOVED - set(moved) == set(), "register an InstitutionMove for these"
    assert sorted(moved) == sorted(relations_to_schools() - NOT_MOVED)


def test_texts_go_along_with_their_drafts_and_are_found_under_the_new_school(site, old, new, client):
    own = add_story(site, title="Eigen", institution=old)
    own.save_revision()
    shared = add_story(site, title="Samen", institution=new)
    shared.partners.set([old])
    shared.save()
    partner = add_story(site, title="Partner", institution=InstitutionFactory())
    partner.partners.set([old, new])
    partner.save()

    merge_institutions(source=old, target=new)
    sync_engines(at=timezone.now())

    pages = {page.title: page for page in CoachStoryPage.objects.all()}
    assert pages["Eigen"].institution == new
    assert pages["Eigen"].latest_revision.content["institution"] == new.pk
    assert list(pages["Samen"].partners.all()) == []
    assert list(pages["Partner"].partners.all()) == [new]
    assert b"Eigen" in client.get("/zoeken/?q=eigen&school=roc-nieuw").content


def test_answers_and_reuses_go_along_and_none_is_lost(site, old, new):
    insight, member = add_insight(site), MemberFactory()
    Recognition.objects.create(insight=insight, member=member, institution=old, answer="ja")
    elsewhere = add_story(site, title="Elders")
    for page, school in ((insight, old), (insight, new), (elsewhere, old)):
        Reuse.objects.create(page=page, institution=school, result="worked", happened_on=date(2026, 1, 1))

    merge_institutions(source=old, target=new)

    assert Recognition.objects.get().institution == new
    assert sorted(Reuse.objects.values_list("page__title", "institution__name")) == [
        ("Begin bij het onderwijsdoel", "ROC Nieuw"),
        # Both told of the same text: the older answer stays under the name it was given for.
        ("Begin bij het onderwijsdoel", "ROC Oud"),
        ("Elders", "ROC Nieuw"),
    ]


def test_people_coordinators_included_and_domains_go_along(old, new):
    AffiliationFactory(institution=old, state="confirmed", is_coordinator=True)
    InstitutionDomainFactory(institution=old)

    merge_institutions(source=old, target=new)

    assert Affiliation.objects.coordinating(timezone.localdate()).get().institution == new
    assert new.domains.count() == 1


@pytest.mark.parametrize(("has_page", "kept"), [(True, "nieuwe tekst"), (False, "oude tekst")])
def test_page_goes_along_only_where_there_is_none(old, new, has_page, kept):
    SchoolProfile.objects.create(institution=old, picture_alt="oude tekst", changed_at=timezone.now())
    if has_page:
        SchoolProfile.objects.create(institution=new, picture_alt="nieuwe tekst", changed_at=timezone.now())

    merge_institutions(source=old, target=new)

    assert SchoolProfile.objects.get(institution=new).picture_alt == kept


def test_all_earlier_addresses_and_names_lead_to_the_school_of_today(client, old, new):
    rename_institution(institution=old, name="ROC Ouder")
    merge_institutions(source=Institution.objects.get(pk=old.pk), target=new)
    rename_institution(institution=new, name="Brug College")
    sync_engines(at=timezone.now())

    for address in ("roc-oud", "roc-ouder", "roc-nieuw"):
        answer = client.get(f"/scholen/{address}/")
        assert (answer.status_code, answer["Location"]) == (301, "/scholen/brug-college/")
    for name in ("Oud", "Ouder", "Nieuw"):
        assert b"/scholen/brug-college/" in client.get(f"/zoeken/?q=ROC+{name}").content


def test_preview_counts_what_hangs_on_the_school_and_page_asks_to_be_sure(admin_client, old, new):
    AffiliationFactory.create_batch(2, institution=old)
    InstitutionDomainFactory(institution=old)
    assert preview_merge(old) == [("werk van mensen", 2), ("maildomeinen", 1)]

    page = admin_client.get(admin_address(old)).content.decode()
    unsure = admin_client.post(admin_address(old), {"target": new.pk})

    assert "werk van mensen: 2" in page
    assert "is_sure" in unsure.context["form"].errors
    assert Institution.objects.get(pk=old.pk).merged_into is None

    admin_client.post(admin_address(old), {"target": new.pk, "is_sure": "on"})
    assert Institution.objects.get(pk=old.pk).merged_into == new


def admin_address(school) -> str:
    return reverse("institution:merge", args=[school.pk])


def test_merging_twice_or_into_a_merged_school_is_refused(old, new):
    merge_institutions(source=old, target=new)

    for source, target in ((old, InstitutionFactory()), (InstitutionFactory(), old)):
        with pytest.raises(SchoolIsMerged):
            merge_institutions(source=source, target=target)


def test_failing_move_takes_everything_back(old, new):
    class Failing:
        label, relations = "x", ()

        def count(self, institution_id):
            return 0

        def move(self, source_id, target_id):
            raise RuntimeError

    AffiliationFactory(institution=old, starts_on=timezone.localdate() - timedelta(days=9))
    institution_moves.register("test.failing", Failing(), position=999)
    try:
        with pytest.raises(RuntimeError):
            merge_institutions(source=old, target=new)
    finally:
        institution_moves.unregister("test.failing")

    assert Affiliation.objects.get().institution == old
    assert Institution.objects.get(pk=old.pk).merged_into is None
