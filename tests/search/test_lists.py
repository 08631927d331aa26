"""What holds for every row of the language lists: each spelling, synonym, compound and name leads where it should."""

import csv
import re
from pathlib import Path

import pytest
from django.core.management import call_command

from network.institutions import searchable as schools
from network.models import Institution
from search.dutch.compounds import DATA
from search.dutch.lexicon import NEVER_EXPANDED, Phrase, bundled_rows, phrase_of
from search.dutch.synonyms import current_lexicon
from search.engines.choice import chosen_engine
from search.engines.interface import NO_FILTERS, Sort
from search.index.models import Entry
from search.results.queries import answer
from search.results.understanding import understand
from tests.search.conftest import ANONYMOUS, follow

pytestmark = pytest.mark.usefixtures("each_engine")

SCHOOLS = Path(schools.__file__).parent / "data" / "institutions.csv"


def rows(name: str) -> list[dict[str, str]]:
    with (DATA / f"{name}.csv").open(encoding="utf-8", newline="") as handle:
        return list(csv.DictReader(handle))


def found(question: str) -> set[str]:
    """Give the keys of all entries that a question finds as it is typed, without correction."""
    slices = ANONYMOUS.slices()
    parsed = understand(question, lexicon=current_lexicon(), slices=slices)
    results = chosen_engine().search(
        parsed, slices=slices, filters=NO_FILTERS, page=1, page_size=500, sort=Sort.RELEVANCE
    )
    keys = dict(Entry.objects.values_list("pk", "object_key"))
    return {keys[hit.entry_id] for hit in results.hits}


def titled(shelf, titles) -> None:
    """Put one entry with each title on the shelf, under the title as its key."""
    for title in dict.fromkeys(titles):
        shelf.fill(title[:80], title)
    follow()


def test_every_misspelling_leads_to_what_was_meant(stories):
    listed = rows("misspellings")
    titled(stories, [row["intended"] for row in listed])
    wrong = []
    for row in listed:
        hits = answer(row["typed"], viewer=ANONYMOUS).hits
        wanted = phrase_of(row["intended"])
        if not any(phrase_of(hit.title) == wanted for hit in hits):
            wrong.append((row["typed"], row["intended"], [hit.title for hit in hits[:3]]))

    assert wrong == []


def spellings(compound: str, parts: str) -> list[str]:
    """Give a compound as listed, with a hyphen, with a space and without linking letters."""
    pieces = [part.strip() for part in parts.split("+")]
    return [compound, "-".join(pieces), " ".join(pieces), "".join(pieces)]


@pytest.mark.thorough
def test_every_compound_is_found_in_every_spelling(stories):
    listed = [row for row in rows("compounds") if row["action"] == "split"]
    titled(stories, [spelt for row in listed for spelt in spellings(row["compound"], row["parts"])])
    wrong = []
    for row in listed:
        each = spellings(row["compound"], row["parts"])
        wrong += [(asked, missing) for asked in each if (missing := sorted(set(each) - found(asked)))]

    assert wrong == []


def test_words_kept_whole_are_not_found_by_a_part(stories):
    listed = [row for row in rows("compounds") if row["action"] == "keep"]
    titled(stories, [row["compound"] for row in listed])
    split = [
        (row["compound"], part)
        for row in listed
        if (told := re.match(r"niet (?:splitsen )?in (\w+(?: \+ \w+)+)", row["note"]))
        for part in told[1].split(" + ")
    ]

    assert len(split) > 20
    assert [(whole, part) for whole, part in split if whole in found(part)] == []


def holds_any(phrase: Phrase, others: list[Phrase]) -> bool:
    return any(phrase[at : at + len(other)] == other for other in others for at in range(len(phrase)))


def terms_of(is_one_way: bool) -> list[tuple[str, list[str], list[str]]]:
    return [(row.name, list(row.terms), list(row.expands_to)) for row in bundled_rows() if row.is_one_way is is_one_way]


@pytest.mark.thorough
def test_every_synonym_finds_the_others_of_its_group(stories):
    groups = terms_of(is_one_way=False)
    titled(stories, [term for _name, terms, _broader in groups for term in terms])
    wrong = []
    for name, terms, _broader in groups:
        for term in terms:
            if term not in NEVER_EXPANDED and (missing := set(terms) - found(term)):
                wrong.append((name, term, sorted(missing)))

    assert wrong == []


@pytest.mark.thorough
def test_one_way_synonyms_go_one_way(stories):
    groups = terms_of(is_one_way=True)
    titled(stories, [term for _name, terms, broader in groups for term in (*terms, *broader)])
    lexicon = current_lexicon()
    wrong = []
    for name, terms, broader in groups:
        for term in terms:
            wrong += [(name, term, "misses", other) for other in broader if other not in found(term)]
        for other in broader:
            # "leeromgeving" means "elo" as well, so it may find "magister elo".
            meant = [phrase_of(other), *lexicon.expansions.get(phrase_of(other), ())]
            back = [term for term in terms if term in found(other) and not holds_any(phrase_of(term), meant)]
            wrong += [(name, other, "finds", term) for term in back]

    assert wrong == []


@pytest.mark.thorough
def test_every_school_is_found_by_each_of_its_names(db):
    call_command("import_institutions", str(SCHOOLS), verbosity=0)
    follow()
    with SCHOOLS.open(encoding="utf-8", newline="") as handle:
        listed = list(csv.DictReader(handle))
    wrong = []
    for row in listed:
        former = [re.sub(r"\s*\(.*\)", "", name).strip() for name in row["former_names"].split(";") if name.strip()]
        plain = re.sub(r"\s*\(.*\)", "", row["name"])
        inside = re.findall(r"\((.*)\)", row["name"])
        for name in (row["name"], plain, *inside, *former):
            titles = [hit.title for hit in answer(name, viewer=ANONYMOUS).hits[:3]]
            # Two schools came from one: both are meant.
            if row["name"] not in titles:
                wrong.append((name, row["name"], titles))

    assert Institution.objects.count() == len(listed)
    assert wrong == []
