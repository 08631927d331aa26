"""Adding, renaming and merging schools (DECISIONS 5)."""

import pytest

from network.errors import DomainTaken, MergedIntoItself, SchoolIsMerged
from network.institutions.actions import add_institution, merge_institutions, rename_institution, set_domains
from network.institutions.rules import clean_domains, free_slug
from network.members.actions import affiliate_member
from network.models import Institution
from search.index.pages import index_pages
from search.models import Entry, FacetLabel
from tests.factories.network import AffiliationFactory, InstitutionDomainFactory, InstitutionFactory, MemberFactory
from tests.factories.stories import CoachStoryFactory

pytestmark = pytest.mark.django_db


def add(name="ROC Noord", **columns):
    return add_institution(name=name, city="Assen", province="Drenthe", **columns)


def titles(kind):
    return list(Entry.objects.filter(kind=kind).order_by("title").values_list("title", flat=True))


def test_add_makes_an_address_from_the_name_and_numbers_a_taken_one():
    assert [add().slug, add().slug, add("Çelik & 't Hart").slug] == ["roc-noord", "roc-noord-2", "celik-t-hart"]


def test_add_stores_domains_and_former_names_and_is_found():
    school = add(staff_domains=["Noord.example"], student_domains=["s.noord.example"], former_names=["Drenthe College"])

    assert [(row.domain, row.audience) for row in school.domains.all()] == [
        ("noord.example", "staff"),
        ("s.noord.example", "students"),
    ]
    entry = Entry.objects.get(kind="school")
    assert (entry.title, entry.url, "Drenthe College" in entry.text.names) == (
        "ROC Noord",
        "/scholen/roc-noord/",
        True,
    )


def test_rename_keeps_the_old_name_and_address():
    school = add()

    rename_institution(institution=school, name="Noordpool College")

    school.refresh_from_db()
    former = school.former_names.get()
    assert (school.slug, former.name, former.slug) == ("noordpool-college", "ROC Noord", "roc-noord")
    assert titles("school") == ["Noordpool College"]


def test_rename_back_gives_the_old_address_back():
    school = add()
    rename_institution(institution=school, name="Noordpool College")

    rename_institution(institution=school, name="ROC Noord")

    school.refresh_from_db()
    former = school.former_names.get()
    assert (school.slug, former.name, former.slug) == ("roc-noord", "Noordpool College", "noordpool-college")


def test_rename_to_the_same_name_changes_nothing():
    school = add()

    rename_institution(institution=school, name="ROC Noord")

    assert (school.slug, school.former_names.count()) == ("roc-noord", 0)


def test_a_former_address_is_not_given_to_another_school():
    school = add()
    rename_institution(institution=school, name="Noordpool College")

    assert add("ROC Noord").slug == "roc-noord-2"


def test_merge_moves_people_names_and_domains():
    target, source, earlier = add("Doel"), add("Bron", staff_domains=["bron.example"]), add("Eerder")
    merge_institutions(source=earlier, target=source)
    place = AffiliationFactory(institution=source)

    merge_institutions(source=source, target=target)

    assert Institution.objects.current().get() == target
    assert set(Institution.objects.filter(merged_into=target)) == {source, earlier}
    assert [row.domain for row in target.domains.all()] == ["bron.example"]
    assert [row.name for row in target.former_names.all()] == ["Bron", "Eerder"]
    place.refresh_from_db()
    assert place.institution == target
    assert titles("school") == ["Doel"]


def test_merge_refuses_itself_and_schools_that_are_gone():
    target, source = add("Doel"), add("Bron")
    with pytest.raises(MergedIntoItself):
        merge_institutions(source=source, target=source)
    merge_institutions(source=source, target=target)

    with pytest.raises(SchoolIsMerged):
        merge_institutions(source=source, target=target)
    with pytest.raises(SchoolIsMerged):
        merge_institutions(source=target, target=source)


def test_nobody_starts_work_at_a_merged_school():
    target, source = add("Doel"), add("Bron")
    merge_institutions(source=source, target=target)
    source.refresh_from_db()

    with pytest.raises(SchoolIsMerged):
        affiliate_member(member=MemberFactory(), institution=source)


def test_a_domain_belongs_to_one_school():
    InstitutionDomainFactory(domain="noord.example")
    school = InstitutionFactory()

    with pytest.raises(DomainTaken):
        set_domains(institution=school, staff_domains=["Noord.example"], student_domains=[])
    with pytest.raises(DomainTaken):
        set_domains(institution=school, staff_domains=["zuid.example"], student_domains=["zuid.example"])


def test_set_domains_replaces_what_was_there():
    school = add(staff_domains=["oud.example", "blijft.example"])

    set_domains(institution=school, staff_domains=["blijft.example"], student_domains=["nieuw.example"])

    assert [row.domain for row in school.domains.all()] == ["blijft.example", "nieuw.example"]


@pytest.mark.parametrize(
    ("wanted", "taken", "expected"),
    [
        ("roc", set(), "roc"),
        ("roc", {"roc"}, "roc-2"),
        ("roc", {"roc", "roc-2"}, "roc-3"),
        ("", {"school"}, "school-2"),
    ],
    ids=["free", "taken", "number taken", "empty"],
)
def test_free_slug_takes_the_first_free_number(wanted, taken, expected):
    assert free_slug(wanted, taken=taken) == expected


def test_clean_domains_reads_what_people_type():
    assert clean_domains("@Roc.example, b.example;\n roc.example  @") == ["roc.example", "b.example"]


def schools_of(page) -> list[tuple[str, str]]:
    """The school under which a text is found: its address, and how results name it."""
    entry = Entry.objects.get(kind="verhaal", object_key=str(page.pk))
    return list(
        zip(entry.facets.filter(name="school").values_list("value", flat=True), entry.text.schools, strict=True)
    )


def test_texts_are_found_under_the_new_name_and_address_of_their_school_at_once(portal):
    school, other = add(), add("Zuid College")
    story = CoachStoryFactory(parent=portal.stories, institution=school)
    both = CoachStoryFactory(parent=portal.stories, institution=school)
    both.partners.add(other)
    both.save()
    index_pages([story.pk, both.pk])

    rename_institution(institution=school, name="Noordpool College")
    assert schools_of(story) == [("noordpool-college", "Noordpool College")]

    merge_institutions(source=school, target=other)
    assert schools_of(story) == schools_of(both) == [("zuid-college", "Zuid College")]
    assert FacetLabel.objects.filter(name="school").values_list("value", flat=True).get() == "zuid-college"
