"""Judged queries: what should be found for a question, and how well an engine does.

public.csv, own.csv, schools.csv and holdout.csv (kept apart: rules are not tuned on it) hold one query per row; so does
paraphrases.csv, for search by meaning: in words that the texts don't hold, and about nothing here.
    viewer      who asks: "member" or "anonymous"
    keys        `min_hits` of these must be among the first `k` results; a key is one of the demo ("S01", "PG-nieuw"),
                or "school:" with the address of a school, or its name with _ for each space
    also        these must be found too, anywhere in the first three pages
    must_not    these may not be on the first page
    nothing     "ja" when nothing at all may be found
    corrected   what "did you mean" must say
    notice      the notice that must stand above the results
    grades      how relevant a result is (3 is what was looked for), for nDCG; what is not named counts as 0
"""

import csv
import tomllib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from math import log2
from pathlib import Path

from home.demo.files import HERE as DEMO
from home.demo.files import document, table, texts
from network.models import Institution, Member
from portal.shared.audiences.rules import Viewer
from search.engines.interface import Engine
from search.index.models import Entry
from search.results.queries import answer
from search.results.rules import PAGE_SIZE, notice_for
from search.results.viewers import viewer_of_email

HERE = Path(__file__).resolve().parent
# A coach of the demo without any task: she sees what every member sees.
MEMBER = "noor.verhagen@roc-lindenwaard.example"
PAGES = 3

Found = tuple[str, str]


@dataclass(frozen=True)
class Judged:
    """One query with what is expected of it."""

    id: str
    query: str
    kind: str
    viewer: str
    keys: tuple[str, ...]
    k: int
    min_hits: int
    also: tuple[str, ...]
    must_not: tuple[str, ...]
    nothing: bool
    corrected: str
    notice: str
    grades: dict[str, int]


@dataclass(frozen=True)
class Verdict:
    """How one query went: what is wrong (empty when all is well), and its measures; None where none can be given."""

    judged: Judged
    faults: tuple[str, ...]
    reciprocal_rank: float | None
    ndcg: float | None
    found: tuple[str, ...]


def read(name: str) -> list[Judged]:
    """Read one list, e.g. "public"."""
    with (HERE / f"{name}.csv").open(encoding="utf-8", newline="") as handle:
        return [_judged(row) for row in csv.DictReader(handle)]


def _judged(row: dict[str, str]) -> Judged:
    keys = tuple(row["keys"].split())
    return Judged(
        id=row["id"],
        query=row["query"],
        kind=row["kind"],
        viewer=row["viewer"],
        keys=keys,
        k=int(row["k"] or 0),
        min_hits=int(row["min_hits"] or 0) if keys else 0,
        also=tuple(row["also"].split()),
        must_not=tuple(row["must_not"].split()),
        nothing=row["nothing"] == "ja",
        corrected=row["corrected"],
        notice=row["notice"],
        grades={key: int(grade) for key, _, grade in (one.partition("=") for one in row["grades"].split())},
    )


class Objects:
    """Says which key of the demo an entry belongs to."""

    @cached_property
    def _by_title(self) -> dict[str, str]:
        rows = [row for name in ("stories", "pilots", "insights", "routes", "meetups") for row in texts(name)]
        lists = document("exchanges")
        rows += [*_pages(), *table("questions"), *lists["offers"], *lists["requests"], *table("initiatives")]
        return {row["title"]: row["key"] for row in rows}

    @cached_property
    def of_entries(self) -> dict[Found, str]:
        """Map (kind, object key) to the key of the demo; a school has the key of its address."""
        emails = {row["email"]: row["key"] for row in table("members")}
        people = {("persoon", member.key): emails.get(member.email, "") for member in Member.objects.all()}
        schools = {("school", str(school.pk)): f"school:{school.slug}" for school in Institution.objects.all()}
        titled = {
            (entry.kind, entry.object_key): self._by_title.get(entry.title, "")
            for entry in Entry.objects.exclude(kind__in=("persoon", "school"))
        }
        return titled | people | schools

    @cached_property
    def _schools(self) -> dict[str, str]:
        return {
            f"school:{school.name.replace(' ', '_')}": f"school:{school.slug}" for school in Institution.objects.all()
        }

    def resolved(self, keys: Iterable[str]) -> set[str]:
        """Give the keys as `of_entries` writes them.

        Raises:
            KeyError: A key that nothing in the database has.
        """
        # What is withdrawn is in the demo and in no index.
        known = set(self.of_entries.values()) | set(self._by_title.values())
        resolved = {self._schools.get(key, key) for key in keys}
        if unknown := resolved - known:
            raise KeyError(f"nothing in the demo has the keys {sorted(unknown)}")
        return resolved


def _pages() -> Iterator[dict[str, str]]:
    for path in sorted((DEMO / "pages").glob("*.toml")):
        yield {"key": path.stem, "title": tomllib.loads(path.read_text(encoding="utf-8"))["title"]}


def viewer_of(judged: Judged) -> Viewer:
    """Give who asks."""
    if judged.viewer == "anonymous":
        return Viewer.anonymous()
    member = viewer_of_email(MEMBER)
    assert member is not None
    return member


def judge(judged: Judged, objects: Objects, engine: Engine) -> Verdict:
    """Ask one query and compare the answer with what is expected."""
    viewer = viewer_of(judged)
    first = answer(judged.query, viewer=viewer, engine=engine)
    # What only meaning found stands below the first page; empty where that is off.
    hits = [*first.hits, *first.related]
    for page in range(2, PAGES + 1):
        if len(hits) < PAGE_SIZE * (page - 1):
            break
        hits += answer(judged.query, viewer=viewer, engine=engine, page=page).hits
    names = [objects.of_entries.get((hit.kind, hit.object_key)) or f"{hit.kind}:{hit.title}" for hit in hits]
    faults = []
    wanted = objects.resolved(judged.keys)
    got = [name for name in names[: judged.k] if name in wanted]
    if len(got) < judged.min_hits:
        faults.append(f"{len(got)} of {judged.min_hits} in the first {judged.k}")
    if missing := objects.resolved(judged.also) - set(names):
        faults.append(f"not found: {' '.join(sorted(missing))}")
    if unwanted := objects.resolved(judged.must_not) & set(names[:PAGE_SIZE]):
        faults.append(f"may not be found: {' '.join(sorted(unwanted))}")
    if judged.nothing and names:
        faults.append("finds something")
    if judged.corrected and (first.meant or "").casefold() != judged.corrected.casefold():
        faults.append(f"did you mean {first.meant!r}")
    if judged.notice and notice_for(judged.query) != judged.notice:
        faults.append("no notice")
    grades = {next(iter(objects.resolved([key]))): grade for key, grade in judged.grades.items()}
    return Verdict(
        judged=judged,
        faults=tuple(faults),
        reciprocal_rank=_reciprocal_rank(names, set(grades)) if grades else None,
        ndcg=_ndcg(names[:PAGE_SIZE], grades) if grades else None,
        found=tuple(names[:PAGE_SIZE]),
    )


def _reciprocal_rank(names: list[str], relevant: set[str]) -> float:
    return next((1 / place for place, name in enumerate(names, start=1) if name in relevant), 0.0)


def _ndcg(names: list[str], grades: dict[str, int]) -> float:
    gained = sum((2 ** grades.get(name, 0) - 1) / log2(place + 1) for place, name in enumerate(names, start=1))
    best = sorted(grades.values(), reverse=True)[:PAGE_SIZE]
    return gained / sum((2**grade - 1) / log2(place + 1) for place, grade in enumerate(best, start=1))


def leaked(queries: list[Judged], objects: Objects, engine: Engine) -> list[str]:
    """Ask every query as a visitor; name the members who are for members only and were found all the same."""
    hidden = {row["key"] for row in table("members") if row["visibility"] != "O"}
    found = []
    for judged in queries:
        hits = answer(judged.query, viewer=Viewer.anonymous(), engine=engine).hits
        people = {objects.of_entries.get((hit.kind, hit.object_key), "") for hit in hits if hit.kind == "persoon"}
        found += [f"{judged.query}: {key}" for key in sorted(people & hidden)]
    return found
