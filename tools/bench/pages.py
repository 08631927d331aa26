"""Measures the portal against its budgets: processor time per request as a ratio to a bare view, queries, weights.

pages.py             the demo in a scratch folder; exits 1 when a figure is above budget × 1.25
pages.py --clone     also the time from `git clone` to the first page, with uv and with pip when they are there, and
                     the memory of the process that answers there, with the packages a server has

Ratios, not times: the control is a bare Django view of 22 kB behind the same server, in the same run. They still differ
by a half between machines, so of a page whose instructions are counted (instructions.py) the ratio is only told.
"""

import argparse
import gzip
import http.client
import os
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
ALLOWANCE = 1.25
ROUNDS = 3
ARTICLE = "/verhalen/van-knoppenhulp-naar-een-gesprek-over-de-les/"
# A header that kept pages are never given to; the page is made anew, as for a first visitor.
UNCACHED = {"Authorization": "uncached"}


@dataclass(frozen=True)
class Probe:
    """One page to time: the budget is a ratio to the control."""

    name: str
    path: str
    headers: dict[str, str]
    requests: int
    budget: float
    is_counted: bool = True


PROBES = (
    Probe("kept page, visitor", ARTICLE, {}, 1500, 1.5, is_counted=False),
    Probe("article, uncached", ARTICLE, UNCACHED, 60, 35),
    Probe("list with filters, uncached", "/verhalen/", UNCACHED, 60, 50),
    Probe("home, uncached", "/", UNCACHED, 60, 55),
    Probe("search, demo content", "/zoeken/?q=coach", {}, 60, 45),
)


@dataclass(frozen=True)
class Figure:
    """One line of the table."""

    name: str
    measured: float
    budget: float
    unit: str
    is_gate: bool = True

    @property
    def is_met(self) -> bool:
        return not self.is_gate or self.measured <= self.budget * ALLOWANCE

    def __str__(self) -> str:
        above = "see the instructions" if not self.is_gate else "within 25 %" if self.is_met else "TOO MUCH"
        verdict = "ok" if self.measured <= self.budget else above
        return f"| {self.name} | {self.measured:.1f} {self.unit} | {self.budget:g} | {verdict} |"


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def worker_of(parent: int) -> int:
    """Give the process that answers: granian's main process only watches over it."""
    children = Path(f"/proc/{parent}/task/{parent}/children").read_text().split()
    return max((int(child) for child in children), key=memory) if children else parent


def answering(port: int) -> int:
    """Give the process whose answers come from this port, by the way it was started."""
    said = ("--port", str(port), "portal.wsgi:application")
    lines = ((int(each.name), each / "cmdline") for each in Path("/proc").iterdir() if each.name.isdigit())
    for pid, line in lines:
        with suppress(OSError):
            if " ".join(said) in line.read_text().replace("\0", " "):
                return worker_of(pid)
    sys.exit(f"No process answers at port {port}.")


def memory(pid: int) -> int:
    """Give the resident memory of a process in kB."""
    for line in Path(f"/proc/{pid}/status").read_text().splitlines():
        if line.startswith("VmRSS"):
            return int(line.split()[1])
    return 0


def processor_time(pid: int) -> float:
    """Give the seconds of processor time that a process used, from the finest clock there is."""
    schedule = [int(task.read_text().split()[0]) for task in Path(f"/proc/{pid}/task").glob("*/schedstat")]
    return sum(schedule) / 1e9


@contextmanager
def server(application: str, environment: dict[str, str]) -> Iterator[tuple[int, int]]:
    """Run granian as `run.py` does; give its port and the process that answers."""
    port = free_port()
    command = (sys.executable, "-m", "granian", "--interface", "wsgi", "--no-ws", "--blocking-threads", "4")
    child = subprocess.Popen(
        [*command, "--port", str(port), application],
        cwd=ROOT,
        env=environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        wait_for(port, child)
        yield port, worker_of(child.pid)
    finally:
        child.terminate()
        child.wait(20)


def wait_for(port: int, child: subprocess.Popen) -> None:
    deadline = time.monotonic() + 120
    while time.monotonic() < deadline and child.poll() is None:
        try:
            connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
            connection.request("GET", "/")
            connection.getresponse().read()
            return
        except OSError:
            time.sleep(0.05)
    sys.exit("The server does not answer.")


def fetch(port: int, path: str, headers: dict[str, str], times: int = 1) -> bytes:
    """Ask for a page over one connection, as often as told; give the last body."""
    connection, body = http.client.HTTPConnection("127.0.0.1", port, timeout=60), b""
    for _request in range(times):
        connection.request("GET", path, headers=headers)
        answer = connection.getresponse()
        body = answer.read()
        if answer.status != 200:
            sys.exit(f"{path} answers {answer.status}.")
    connection.close()
    return body


def cost(port: int, pid: int, path: str, headers: dict[str, str], requests: int) -> float:
    """Give the milliseconds of processor time per request."""
    before = processor_time(pid)
    fetch(port, path, headers, requests)
    return (processor_time(pid) - before) * 1000 / requests


def timed(environment: dict[str, str]) -> Iterator[Figure]:
    """Time every page in turn, control and page by page, several rounds; the median of the rounds counts."""
    control = environment | {"PYTHONPATH": str(ROOT / "tools" / "bench")}
    with (
        server("control:application", control) as (bare_port, bare_pid),
        server("portal.wsgi:application", environment) as (port, pid),
    ):
        for probe in PROBES:
            fetch(port, probe.path, probe.headers, 12)
        fetch(bare_port, "/", {}, 500)
        bare, pages = [], {probe.name: [] for probe in PROBES}
        for _round in range(ROUNDS):
            bare.append(cost(bare_port, bare_pid, "/", {}, 1500))
            for probe in PROBES:
                pages[probe.name].append(cost(port, pid, probe.path, probe.headers, probe.requests))
        print(f"control: {statistics.median(bare):.3f} ms of processor time per request")
        for probe in PROBES:
            ratio = statistics.median(pages[probe.name]) / statistics.median(bare)
            is_gate = not (probe.is_counted and shutil.which("valgrind"))
            yield Figure(probe.name, ratio, probe.budget, "× control", is_gate)
        yield from weights(port)
        # With the packages of development: openpyxl takes NumPy along where it is. The clone has those of a server.
        yield Figure("memory of the worker, development", memory(pid) / 1024, 220, "MB")


def weights(port: int) -> Iterator[Figure]:
    """Weigh what a first visit loads, compressed as sent."""
    pages = [len(fetch(port, path, {"Accept-Encoding": "gzip"})) / 1024 for path in ("/", "/verhalen/", ARTICLE)]
    style, script = (len(gzip.compress(path.read_bytes(), 9)) / 1024 for path in _assets())
    fonts = sum(path.stat().st_size for path in (ROOT / "static" / "fonts").glob("*.woff2")) / 1024
    yield Figure("HTML, heaviest of three", max(pages), 8, "KiB")
    yield Figure("CSS", style, 14, "KiB")
    yield Figure("JS", script, 12, "KiB")
    yield Figure("fonts", fonts, 55, "KiB")
    yield Figure("first view", max(pages) + style + script + fonts, 100, "KiB")


def _assets() -> tuple[Path, Path]:
    return ROOT / "static" / "css" / "portal.css", ROOT / "static" / "js" / "portal.js"


def prepare(environment: dict[str, str]) -> None:
    """Make the demo in the scratch folder."""
    command = [sys.executable, "manage.py", "prepare"]
    subprocess.run(command, cwd=ROOT, env=environment, check=True, stdout=subprocess.DEVNULL)


def clone(folder: Path) -> Iterator[Figure]:
    """Time a clone of the last commit to its first page with uv and with pip, and a second start."""
    for tool, budget in (("uv", 45), ("pip", 75)):
        if tool == "uv" and not shutil.which("uv"):
            print("uv is not on this machine; the clone is timed with pip only")
            continue
        here, port, started, used = folder / tool, free_port(), time.monotonic(), processor_time_of_children()
        subprocess.run(["git", "clone", "--quiet", str(ROOT), str(here)], check=True)
        seconds, megabytes = first_page(here, port, tool, started)
        yield Figure(f"clone to first page, {tool}", seconds, budget, "s")
        yield Figure(f"memory of the worker, {tool}", megabytes, 220, "MB")
        print(f"clone with {tool}: {processor_time_of_children() - used:.0f} s of processor time")
        used = processor_time_of_children()
        yield Figure(f"second start, {tool}", first_page(here, port, tool, time.monotonic())[0], 5, "s")
        print(f"second start with {tool}: {processor_time_of_children() - used:.1f} s of processor time")


def processor_time_of_children() -> float:
    """Give the seconds of processor time of all children that ended: what a clone takes on an idle machine."""
    used = os.times()
    return used.children_user + used.children_system


def first_page(here: Path, port: int, tool: str, started: float) -> tuple[float, float]:
    """Start the portal of a clone; give the seconds since `started` at its first page, and the MB it answers from.

    The memory is that after the pages of the bench were asked for often, like that of the development environment.
    """
    without = {"PORTAL_VAR_DIR", "VENV", "PYTHONDONTWRITEBYTECODE", "PYTHONPATH", "VIRTUAL_ENV"}
    environment = {name: value for name, value in os.environ.items() if name not in without} | {"PORT": str(port)}
    if tool == "pip":
        folders = environment["PATH"].split(os.pathsep)
        environment["PATH"] = os.pathsep.join(each for each in folders if not (Path(each) / "uv").exists())
    python = getattr(sys, "_base_executable", sys.executable)
    child = subprocess.Popen([python, "run.py"], cwd=here, env=environment, stdout=subprocess.PIPE, text=True)
    try:
        while child.poll() is None:
            try:
                fetch(port, "/", {})
            except OSError:
                time.sleep(0.1)
                continue
            seconds = time.monotonic() - started
            for probe in PROBES:
                fetch(port, probe.path, probe.headers, ROUNDS * probe.requests)
            return seconds, memory(answering(port)) / 1024
    finally:
        child.terminate()
        print(child.communicate(timeout=60)[0])
    sys.exit("The portal of the clone did not start.")


def main() -> int:
    """Measure, print the table, and say whether every figure is within its budget and the allowance."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--clone", action="store_true", help="also time a fresh clone")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as scratch:
        environment = dict(os.environ, PORTAL_VAR_DIR=scratch, DJANGO_SETTINGS_MODULE="portal.settings.development")
        prepare(environment)
        figures = list(timed(environment))
        if options.clone:
            figures += clone(Path(scratch) / "clones")
    load, python = os.getloadavg()[1], sys.version.split()[0]
    print(f"{time.strftime('%Y-%m-%d')}, {os.cpu_count()} cores, load {load:.1f}, Python {python}\n")
    print("| figure | measured | budget | verdict |\n|---|---|---|---|")
    print("\n".join(map(str, figures)))
    return int(not all(figure.is_met for figure in figures))


if __name__ == "__main__":
    sys.exit(main())
