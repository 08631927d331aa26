"""Bringing in a list of schools: readable, whole or not at all, and harmless to repeat."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from network.institutions.actions import add_institution, merge_institutions
from network.models import Institution, InstitutionDomain
from search.models import Entry

pytestmark = pytest.mark.django_db

HEAD = "name,city,province,type,lat,lon,duo_codes,former_names,holiday_region,email_domains,student_domains"
NOORD = "ROC Noord,Assen,Drenthe,roc,52.99,6.56,25AA,Drenthe College; Alfa,noord,noord.example,s.noord.example"
ZUID = "ROC Zuid,Maastricht,Limburg,roc,,,25BB,,,,"


@pytest.fixture
def run(tmp_path):
    """Give a function that imports these lines; gives what it printed and what was wrong."""

    def run(*lines, encoding="utf-8", is_dry_run=False) -> tuple[str, list[str]]:
        path, told, wrong = tmp_path / "scholen.csv", StringIO(), StringIO()
        path.write_bytes("\r\n".join(lines).encode(encoding))
        try:
            call_command("import_institutions", str(path), dry_run=is_dry_run, stdout=told, stderr=wrong)
        except CommandError as reason:
            return str(reason), wrong.getvalue().splitlines()
        return told.getvalue(), wrong.getvalue().splitlines()

    return run


def state():
    return {
        "schools": list(Institution.objects.order_by("pk").values()),
        "domains": list(InstitutionDomain.objects.order_by("domain").values_list("domain", "audience")),
    }


@pytest.mark.parametrize(
    ("parted", "encoding"), [(",", "utf-8"), (";", "utf-8-sig"), ("\t", "utf-8")], ids=["comma", "excel", "tab"]
)
def test_new_schools_are_added_with_all_they_have(run, parted, encoding):
    rows = [line.replace("; ", "##").replace(",", parted).replace("##", "; ") for line in (HEAD, NOORD, ZUID)]
    if parted == ";":
        rows[1] = rows[1].replace("Drenthe College; Alfa", '"Drenthe College; Alfa"')

    told, wrong = run(*rows, encoding=encoding)

    school = Institution.objects.get(slug="roc-noord")
    assert wrong == []
    assert "2 toegevoegd, 0 gewijzigd, 0 al zoals in het bestand." in told
    assert (school.city, school.kind, school.holiday_region, school.latitude) == ("Assen", "roc", "noord", 52.99)
    assert sorted(row.name for row in school.former_names.all()) == ["Alfa", "Drenthe College"]
    assert state()["domains"] == [("noord.example", "staff"), ("s.noord.example", "students")]
    assert Entry.objects.filter(kind="school").count() == 2


def test_the_same_file_twice_changes_nothing(run):
    run(HEAD, NOORD, ZUID)
    before = state()

    told, _wrong = run(HEAD, NOORD, ZUID)

    assert "0 toegevoegd, 0 gewijzigd, 2 al zoals in het bestand." in told
    assert state() == before


def test_dry_run_says_what_would_change_and_changes_nothing(run):
    run(HEAD, NOORD)
    before = state()

    told, _wrong = run(HEAD, NOORD.replace("Assen", "Emmen"), ZUID, is_dry_run=True)

    assert "1 toegevoegd, 1 gewijzigd, 0 al zoals in het bestand." in told
    assert "proef" in told
    assert state() == before


def test_empty_cells_leave_what_is_known(run):
    run(HEAD, NOORD)

    run(HEAD, "ROC Noord,Emmen,Drenthe,,,,25AA,,,,")

    school = Institution.objects.get()
    assert (school.city, school.holiday_region, school.latitude) == ("Emmen", "noord", 52.99)
    assert len(state()["domains"]) == 2


def test_a_new_domain_joins_those_of_its_own_kind(run):
    run(HEAD, NOORD)

    told, wrong = run(HEAD, "ROC Noord,Assen,Drenthe,roc,52.99,6.56,25AA,,noord,nieuw.example,")

    assert (wrong, "1 gewijzigd" in told) == ([], True)
    assert state()["domains"] == [
        ("nieuw.example", "staff"),
        ("noord.example", "staff"),
        ("s.noord.example", "students"),
    ]


def test_another_name_with_the_same_code_renames_and_redirects(run, client):
    run(HEAD, NOORD)

    run(HEAD, NOORD.replace("ROC Noord", "Noordpool College"))

    assert Institution.objects.get().name == "Noordpool College"
    assert client.get("/scholen/roc-noord/")["Location"] == "/scholen/noordpool-college/"


@pytest.mark.parametrize(
    ("row", "sentence"),
    [
        (",Assen,Drenthe,,,,,,,,", "Regel 3: De kolom name is leeg."),
        ("ROC West,Delft,Zuid-Holland,hbo,,,,,,,", "Regel 3: ‘hbo’ is geen type"),
        ("ROC West,Delft,Zuid-Holland,,91,4.3,,,,,", "Regel 3: ‘91’ is geen lat in Nederland."),
        ("ROC West,Delft,Zuid-Holland,,52.0,,,,,,", "Regel 3: ‘’ is geen lon in Nederland."),
        ("ROC West,Delft,Zuid-Holland,,,,25,,,,", "Regel 3: ‘25’ is geen DUO-code"),
        ("ROC West,Delft,Zuid-Holland,,,,,,west,,", "Regel 3: ‘west’ is geen holiday_region"),
        ("ROC West,Delft,Zuid-Holland,,,,,,,geendomein,", "Regel 3: ‘geendomein’ is geen maildomein"),
        ("ROC West,Delft,Zuid-Holland,,,,,,,a.nl,a.nl", "Regel 3: ‘a.nl’ staat bij medewerkers en bij studenten"),
        ("ROC West,Delft,Zuid-Holland,,,,25AA,,,,", "Regel 3: ‘25AA’ staat ook op regel 2."),
        ("ROC West,Delft", "Regel 3: Deze rij heeft een ander aantal kolommen dan de eerste rij."),
        ("???,Delft,Zuid-Holland,,,,,,,,", "Regel 3: De naam ‘???’ heeft geen letters"),
    ],
)
def test_a_bad_row_is_named_and_nothing_is_done(run, row, sentence):
    told, wrong = run(HEAD, NOORD, row)

    assert told == "Er is niets gewijzigd. Verbeter deze rijen en probeer het opnieuw."
    assert len(wrong) == 1
    assert wrong[0].startswith(sentence)
    assert Institution.objects.count() == 0


def test_every_bad_row_is_named_at_once(run):
    add_institution(name="Elders", city="Ede", province="Gelderland", staff_domains=["noord.example"])

    _told, wrong = run(HEAD, NOORD, "ROC West,Delft,Zuid-Holland,hbo,,,,,,,")

    assert [line.partition(":")[0] for line in wrong] == ["Regel 2", "Regel 3"]
    assert "noord.example" in wrong[0]
    assert Institution.objects.count() == 1


def test_merged_school_is_not_brought_back(run):
    run(HEAD, NOORD, ZUID)
    noord, zuid = Institution.objects.order_by("name")
    merge_institutions(source=noord, target=zuid)

    _told, wrong = run(HEAD, NOORD)

    assert wrong == ["Regel 2: ROC Noord is nu deel van ROC Zuid. Haal de rij weg."]


@pytest.mark.parametrize(
    ("lines", "sentence"),
    [
        (["name,city", "x,y"], "Regel 1: Deze kolommen ontbreken: province."),
        (["name,city,province,wachtwoord", "x,y,z,w"], "Regel 1: Deze kolommen zijn onbekend: wachtwoord."),
        ([""], "Regel 1: Deze kolommen ontbreken: name, city, province."),
        (["name,city,province", '"x,y,z'], "Regel 1: De aanhalingstekens in deze rij kloppen niet."),
    ],
)
def test_a_file_that_is_no_list_says_so(run, lines, sentence):
    _told, wrong = run(*lines)

    assert len(wrong) == 1
    assert wrong[0].startswith(sentence)


def test_a_file_in_an_old_encoding_says_how_to_save_it(run):
    _told, wrong = run(HEAD, NOORD.replace("Assen", "Zuidbroek é"), encoding="cp1252")

    assert wrong == ["Regel 1: Het bestand is geen UTF-8. Bewaar het in je rekenblad als ‘CSV UTF-8’."]


def test_the_list_of_todays_schools_comes_in_whole():
    told = StringIO()

    for _turn in range(2):
        call_command("import_institutions", "network/institutions/data/institutions.csv", stdout=told)

    assert Institution.objects.count() == 55
    assert InstitutionDomain.objects.count() == 0
    assert told.getvalue().splitlines()[-1] == "0 toegevoegd, 0 gewijzigd, 55 al zoals in het bestand."
