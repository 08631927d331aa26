"""python -m tools.faults.run: breaks guards of the portal one at a time, and looks whether tests notice (G31).

(no option)           30 faults, drawn over all kinds in turn; the seed is printed
--seed 7 --count 60   the same draw again; other numbers
--kind lock           faults of one kind only
--site FILE:LINE      every fault at that line
--sites               only counts the sites, by kind
--new-map             first finds out anew which tests use which guard (the quick suite once)
--near                without that map: the twenty test files that name the function, its module or its subject most

Each fault is put into a scratch copy, never into the checkout. The tests that come by the guard run, the nearest by
name first, until one fails. A run that takes too long proves nothing and counts as not noticed. What changes nothing,
because another guard holds the same, is argued in equivalent.toml. Exits 1 when a fault was not noticed.
"""

import argparse
import itertools
import os
import random
import re
import signal
import subprocess
import sys
import time
import tomllib
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from queue import SimpleQueue

from tools.faults.probes import ROOT, bring_map_up_to_date, environment, hashes_of_tests, scratch_copy
from tools.faults.sites import KINDS, Site, all_sites

EQUIVALENT = Path(__file__).with_name("equivalent.toml")
# Tests that read the code itself, or ask every address: they come by no one guard, and may be about any of its kind.
READING = ("tests/architecture/test_transactions.py",)
READ_KINDS = {"lock", "transaction"}
# What asks every address as everyone: who is turned away at a door never comes by what stands behind it.
ASKING = (
    "tests/architecture/test_urls_listed.py",
    "tests/architecture/test_headers.py",
    "tests/security/test_cookies.py",
    "tests/security/test_matrix.py",
)
ASKED_KINDS = {"sign-in", "admission", "post only", "permission", "not found", "middleware"}
# How many tests a run begins with, and goes on with when none failed; a guard in the middle of all has thousands.
BATCHES = (40, 400, 100_000)
NEAR_BATCHES, NEAR_FILES = (2, 6, 100), 20
SECONDS = 900


@dataclass(frozen=True)
class Outcome:
    """What came of one fault: the test that failed, or how it ended without one."""

    site: Site
    verdict: str
    test: str = ""
    tests_run: int = 0
    seconds: float = 0.0

    def __str__(self) -> str:
        site = self.site
        what = self.test or self.verdict
        return f"| {site.path}:{site.line} `{site.where}` | {site.kind} | {KINDS[site.kind]} | {what} |"


def draw(sites: Sequence[Site], *, count: int, seed: int) -> list[Site]:
    """Draw sites over the kinds in turn, so that a kind with three sites is not drowned by one with five hundred."""
    dice, by_kind = random.Random(seed), defaultdict(list)
    for site in sites:
        by_kind[site.kind].append(site)
    piles = [dice.sample(by_kind[kind], len(by_kind[kind])) for kind in dice.sample(sorted(by_kind), len(by_kind))]
    in_turn = itertools.chain.from_iterable(itertools.zip_longest(*piles))
    return list(itertools.islice((site for site in in_turn if site is not None), count))


def words_of(name: str) -> set[str]:
    """Give the words of a path, to tell how near two names are."""
    return {word.rstrip("s") for word in re.split(r"[/_.:]", name) if len(word) > 2} - {"test", "action", "view"}


def tests_for(site: Site, found: dict) -> list[str]:
    """Give the tests that come by a site: nearest by name first, then those that do little else."""
    own = words_of(site.path) | words_of(site.where)

    def nearness(node: str) -> tuple[float, float]:
        facts = found["tests"][node]
        return -len(own & words_of(node.partition("[")[0])), len(facts["sites"]) * 0.01 + facts["seconds"]

    coming_by = [node for node, facts in found["tests"].items() if site.key in facts["sites"]]
    if not coming_by:
        folder = "tests/" + "/".join(site.path.split("/")[: 2 if site.path.count("/") > 1 else 1])
        near = [node for node in found["tests"] if node.startswith((folder, folder.replace("tests/portal/", "tests/")))]
        coming_by = near or [
            node for node in found["tests"] if node.startswith(("tests/security", "tests/architecture"))
        ]
    # What reads the code takes seconds, and names most of what it is about; what asks every address takes long.
    first = [node for node in found["tests"] if site.kind in READ_KINDS and node.startswith(READING)]
    files = {node.partition("::")[0] for node in coming_by} | set(ASKING)
    at_the_door = [node for node in found["tests"] if site.kind in ASKED_KINDS and node.partition("::")[0] in files]
    last = sorted(set(at_the_door) - set(coming_by), key=lambda node: (node.startswith(ASKING), *nearness(node)))
    return first + sorted(set(coming_by) - set(first), key=nearness) + last


def files_near(site: Site) -> list[str]:
    """Give the test files that name the function, its module and its subject most often: a guess, for want of a map."""
    subject = [part for part in site.path.removesuffix(".py").split("/") if part not in {"portal", "shared"}]
    names = {part for part in site.where.split(".") if len(part) > 4 and not part.startswith("__")}
    own = words_of("/".join(subject)) | words_of(site.where)
    scores = {}
    for path in hashes_of_tests():
        text = (ROOT / path).read_text(encoding="utf-8")
        named = sum(min(3, len(re.findall(rf"\b{re.escape(name.strip('_'))}\b", text))) for name in names)
        about = 3 * (".".join(subject[:2]) in text) + 2 * len(own & words_of(path.removesuffix(".py")))
        scores[path] = named * 3 + about + 4 * ("/".join(subject[:2]) in path)
    scores |= dict.fromkeys(READING if site.kind in READ_KINDS else (), 1000)
    best = sorted(scores, key=lambda path: (-scores[path], path))[:NEAR_FILES]
    near = [path for path in best if scores[path] > 3]
    return near + [path for path in ASKING if site.kind in ASKED_KINDS and path not in near]


def run_tests(folder: Path, nodes: Sequence[str], *, seconds: float) -> tuple[str, str]:
    """Run tests until one fails; give how it ended (passed, failed, timeout) and which test failed."""
    listed = folder / "faults-tests.txt"
    listed.write_text("\n".join(nodes) + "\n")
    options = ["-q", "-x", "-rfE", "--tb=no", "--no-header", "-p", "no:randomly"]
    child = subprocess.Popen(
        [sys.executable, "-m", "pytest", *options, f"@{listed}"],
        cwd=folder,
        env=environment(folder, COLUMNS="400"),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
    )
    try:
        output, _none = child.communicate(timeout=seconds)
    except subprocess.TimeoutExpired:
        end(child)
        return "timeout", ""
    if child.returncode == 0:
        return "passed", ""
    failed = re.search(r"^(?:FAILED|ERROR) (.+?)(?: - .*)?$", output, re.MULTILINE)
    return ("failed", failed[1]) if failed else ("broken", output.strip().splitlines()[-1] if output.strip() else "")


def end(child: subprocess.Popen) -> None:
    """End a run of tests and what it started, which all stand in the session we made for it."""
    os.killpg(child.pid, signal.SIGKILL)
    child.wait()


def try_fault(site: Site, folder: Path, found: dict) -> Outcome:
    """Put one fault into the copy, run its tests, and take it out again."""
    path, started = folder / site.path, time.monotonic()
    whole = path.read_bytes()
    nodes, at = (tests_for(site, found) if found else files_near(site)), 0
    if not nodes:
        return Outcome(site, "NO TEST")
    put(path, site.broken(whole))
    try:
        for size in BATCHES if found else NEAR_BATCHES:
            batch = nodes[at : at + size]
            left = SECONDS - (time.monotonic() - started)
            if not batch:
                break
            how, test = run_tests(folder, batch, seconds=max(1.0, left))
            at += len(batch)
            spent = time.monotonic() - started
            if how == "failed":
                return Outcome(site, "caught", test, at, spent)
            if how != "passed":
                return Outcome(site, "TIMEOUT" if how == "timeout" else f"BROKEN: {test}", "", at, spent)
        return Outcome(site, "SURVIVED", "", at, time.monotonic() - started)
    finally:
        put(path, whole)


def put(path: Path, content: bytes) -> None:
    """Write a source file; its bytecode goes, as two versions of one size within a second look the same to Python."""
    path.write_bytes(content)
    for cached in (path.parent / "__pycache__").glob(f"{path.stem}.*"):
        cached.unlink()


def try_all(sites: Iterable[Site], found: dict, *, jobs: int) -> list[Outcome]:
    """Try the faults, each worker in a copy of its own; then see that what failed passes without any fault."""
    folders: SimpleQueue[Path] = SimpleQueue()
    with ThreadPoolExecutor(jobs) as pool, ExitStack() as copies:
        for _worker in range(jobs):
            folders.put(copies.enter_context(scratch_copy()))

        def one(site: Site) -> Outcome:
            folder = folders.get()
            try:
                outcome = try_fault(site, folder, found)
            finally:
                folders.put(folder)
            print(
                f"  {outcome.verdict:<9}{outcome.seconds:6.1f} s  {site.kind:<12}{site.key}  {outcome.test}", flush=True
            )
            return outcome

        outcomes = list(pool.map(one, sites))
        named = sorted({outcome.test for outcome in outcomes if outcome.test})
        if named:
            how, test = run_tests(folders.get(), named, seconds=SECONDS * 3)
            if how != "passed":
                sys.exit(f"Without any fault the tests end as '{how}' too ({test}): nothing is proved.")
    return outcomes


def equivalents(sites: Sequence[Site]) -> dict[str, str]:
    """Give the reason of each site whose fault changes nothing; a reason for a site that is gone stops the run."""
    reasons = tomllib.loads(EQUIVALENT.read_text()) if EQUIVALENT.exists() else {}
    gone = reasons.keys() - {site.key for site in sites}
    if gone:
        sys.exit("equivalent.toml argues about what is no longer there:\n" + "\n".join(sorted(gone)))
    return reasons


def chosen(sites: Sequence[Site], options: argparse.Namespace, argued: dict[str, str]) -> list[Site]:
    """Give the sites that the options ask for."""
    if options.site:
        path, _colon, line = options.site.partition(":")
        return [site for site in sites if site.path == path and site.line == int(line)]
    open_sites = [site for site in sites if site.key not in argued and options.kind in {None, site.kind}]
    return draw(open_sites, count=options.count, seed=options.seed)


def main() -> int:
    """Draw, try, print the table, and say whether every fault was noticed."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seed", type=int, default=random.randrange(10_000))
    parser.add_argument("--count", type=int, default=30)
    parser.add_argument("--kind", choices=list(KINDS))
    parser.add_argument("--site", metavar="FILE:LINE")
    parser.add_argument("--jobs", type=int, default=1, help="faults tried side by side")
    parser.add_argument("--new-map", action="store_true")
    parser.add_argument("--near", action="store_true")
    parser.add_argument("--sites", action="store_true")
    options = parser.parse_args()
    sites = list(all_sites(ROOT))
    argued = equivalents(sites)
    numbers = Counter(site.kind for site in sites)
    print(f"{len(sites)} guards: " + ", ".join(f"{kind} {numbers[kind]}" for kind in KINDS if numbers[kind]))
    if options.sites:
        return 0
    found = {} if options.near else bring_map_up_to_date(sites, is_new=options.new_map, processes=options.jobs)
    drawn = chosen(sites, options, argued)
    print(f"{len(drawn)} faults, seed {options.seed}", flush=True)
    outcomes = try_all(drawn, found, jobs=options.jobs)
    print(f"\nSeed {options.seed}\n\n| guard | kind | fault | noticed by |\n|---|---|---|---|")
    print("\n".join(map(str, outcomes)))
    survivors = [outcome for outcome in outcomes if outcome.verdict != "caught"]
    print(f"\n{len(outcomes) - len(survivors)} of {len(outcomes)} noticed; {len(survivors)} not.")
    print(
        f"Argued as no fault at all: {len(argued)}"
        + "".join(f"\n  {key}: {why}" for key, why in sorted(argued.items()))
    )
    return int(bool(survivors))


if __name__ == "__main__":
    sys.exit(main())
