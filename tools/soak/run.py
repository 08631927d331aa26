"""python -m tools.soak.run: keeps the portal busy for half an hour, and looks whether it stays as it was (G16).

(no option)            30 minutes at half of what it can do, on a scratch SQLite database with the demo
--rate 3               at so many requests a second
--minutes 5            shorter
PORTAL_DATABASE_URL=…  on that empty PostgreSQL database (tools/postgres.sh makes one)

Site, worker and clock run as real processes, as `run.py` of the portal starts them. Of each, memory, open files and
sockets are read every five seconds; after the warm-up (a sixth of the time) a straight line through the memory may rise
10 %, files and sockets may not. No answer may be a 5xx, and 99 of 100 times the queues hold nothing older than 30 s.
"""

import argparse
import http.client
import json
import os
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from tools.bench.pages import free_port, memory, prepare, wait_for, worker_of
from tools.soak.traffic import Traffic

ROOT = Path(__file__).resolve().parents[2]
TOKEN = "soak-" + "x" * 32
EVERY_SECONDS = 5
WARM_UP = 1 / 6
GROWTH_ALLOWED = 0.10
# The pool of the server and the database's own keeping open come and go by a few.
HANDLES_ALLOWED = 3
QUEUE_SECONDS = 30
QUEUES = ("portal_outbox_oldest_seconds", "portal_tasks_oldest_seconds")


@dataclass
class Watched:
    """One process and what was read of it: moments, memory in kB, open files, sockets."""

    name: str
    pid: int
    at: list[float] = field(default_factory=list)
    kilobytes: list[int] = field(default_factory=list)
    files: list[int] = field(default_factory=list)
    sockets: list[int] = field(default_factory=list)

    def look(self, at: float) -> None:
        """Read once."""
        links = []
        for handle in Path(f"/proc/{self.pid}/fd").iterdir():
            try:
                links.append(os.readlink(handle))
            except FileNotFoundError:
                continue
        self.at.append(at)
        self.kilobytes.append(memory(self.pid))
        self.files.append(len(links))
        self.sockets.append(sum(link.startswith("socket:") for link in links))

    def after(self, since: float, values: Sequence[int]) -> list[int]:
        """Give what was read after the warm-up."""
        return [value for at, value in zip(self.at, values, strict=True) if at >= since]

    def growth(self, since: float) -> float:
        """Give by how much the memory rises after the warm-up, as a share of where a straight line begins."""
        moments, values = [at for at in self.at if at >= since], self.after(since, self.kilobytes)
        slope, start = statistics.linear_regression(moments, values)
        first = start + slope * moments[0]
        return slope * (moments[-1] - moments[0]) / first

    def more_handles(self, since: float) -> int:
        """Give by how many the open files of the last quarter exceed those of the first, at their medians."""
        values = self.after(since, self.files)
        quarter = max(1, len(values) // 4)
        return round(statistics.median(values[-quarter:]) - statistics.median(values[:quarter]))

    def line(self, since: float) -> str:
        """Give a line of the table."""
        kept, files = self.after(since, self.kilobytes), self.after(since, self.files)
        sockets, growth = self.after(since, self.sockets), self.growth(since)
        is_flat = growth <= GROWTH_ALLOWED and self.more_handles(since) <= HANDLES_ALLOWED
        numbers = f"{kept[0] / 1024:.0f} | {max(kept) / 1024:.0f} | {kept[-1] / 1024:.0f} | {growth:+.1%}"
        handles = f"{min(files)}–{max(files)} | {min(sockets)}–{max(sockets)} | {self.more_handles(since):+d}"
        return f"| {self.name} | {numbers} | {handles} | {'flat' if is_flat else 'GROWS'} |"


@contextmanager
def running(name: str, environment: dict[str, str], log: Path, *command: str) -> Iterator[subprocess.Popen]:
    """Run a process of the portal beside us, its lines in a file."""
    with log.open("wb") as output:
        child = subprocess.Popen(
            [sys.executable, *command],
            cwd=ROOT,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
        try:
            yield child
        finally:
            stopped = child.poll()
            child.terminate()
            child.wait(30)
            if stopped is not None:
                print(f"{name} stopped by itself (exit code {stopped}).")


def queue_ages(traffic: Traffic) -> float:
    """Give how long the oldest mail or task that is due waits, in seconds, as the site itself says."""
    connection = http.client.HTTPConnection("127.0.0.1", traffic.port, timeout=30)
    connection.request("GET", "/metrics", headers={"Authorization": f"Bearer {TOKEN}"})
    lines = connection.getresponse().read().decode().splitlines()
    connection.close()
    return max(float(line.split()[-1]) for line in lines if line.startswith(QUEUES))


def watch(traffic: Traffic, people: Sequence[Watched], ages: list[tuple[float, float]], started: float) -> None:
    """Read everything each five seconds until the traffic stops."""
    while not traffic.is_stopping.wait(EVERY_SECONDS):
        try:
            for each in people:
                each.look(time.monotonic() - started)
            ages.append((time.monotonic() - started, queue_ages(traffic)))
        except (OSError, ValueError) as error:
            traffic.failures.append(f"reading: {error}")


def percentile(values: Sequence[float], share: float) -> float:
    """Give the value that so many of the values don't exceed."""
    return sorted(values)[min(len(values) - 1, int(len(values) * share))]


def report(traffic: Traffic, people: Sequence[Watched], read: Sequence[tuple[float, float]], *, seconds: float) -> bool:
    """Print the table; say whether everything stayed as it was.

    The demo comes with mail that the worker sends first, so that the queues count after the warm-up, as memory does.
    """
    since = seconds * WARM_UP
    ages = [age for at, age in read if at >= since]
    print("\n| process | MB at first | most | at last | line | open files | sockets | files more | verdict |")
    print("|---|---|---|---|---|---|---|---|---|")
    print("\n".join(each.line(since) for each in people))
    failed = sum(number for status, number in traffic.answers.items() if status >= 500)
    answers = ", ".join(f"{number} × {status}" for status, number in sorted(traffic.answers.items()))
    print(f"\n{sum(traffic.answers.values())} requests, {sum(traffic.answers.values()) / seconds:.1f}/s: {answers}")
    print("acts: " + ", ".join(f"{name} {number}" for name, number in sorted(traffic.done.items())))
    times = [percentile(traffic.seconds, share) * 1000 for share in (0.5, 0.95, 0.99)]
    print("answers within {:.0f} ms (half), {:.0f} ms (95 of 100), {:.0f} ms (99 of 100)".format(*times))
    print(f"oldest in a queue: {percentile(ages, 0.99):.1f} s (99 of 100), {max(ages):.1f} s at most")
    print("\n".join(traffic.failures[:20]))
    is_flat = all(
        each.growth(since) <= GROWTH_ALLOWED and each.more_handles(since) <= HANDLES_ALLOWED for each in people
    )
    return is_flat and not failed and percentile(ages, 0.99) <= QUEUE_SECONDS


def soak(options: argparse.Namespace, folder: Path) -> bool:
    """Make the site, keep it busy, and judge it."""
    environment = dict(
        os.environ,
        PORTAL_VAR_DIR=str(folder),
        DJANGO_SETTINGS_MODULE="portal.settings.development",
        PORTAL_METRICS_TOKEN=TOKEN,
        PORTAL_PEOPLE_PAGES_PER_HOUR="1000000",
    )
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    prepare(environment)
    cast = [sys.executable, str(Path(__file__).with_name("cast.py"))]
    made = json.loads(subprocess.run(cast, cwd=ROOT, env=environment, check=True, capture_output=True).stdout)
    port = free_port()
    granian = ("-m", "granian", "--interface", "wsgi", "--no-ws", "--blocking-threads", "4", "--port", str(port))
    with ExitStack() as stack:

        def begin(name: str, *command: str) -> subprocess.Popen:
            return stack.enter_context(running(name, environment, folder / f"{name}.log", *command))

        web = begin("web", *granian, "portal.wsgi:application")
        wait_for(port, web)
        worker, clock = begin("worker", "manage.py", "worker"), begin("clock", "manage.py", "klok")
        rate = options.rate or calibrated(port, made, options.seed)
        traffic, started, ages = Traffic(port, made, rate, options.seed), time.monotonic(), []
        people = [
            Watched("web", worker_of(web.pid)),
            Watched("web, its watcher", web.pid),
            Watched("worker", worker.pid),
            Watched("clock", clock.pid),
        ]
        print(f"{options.minutes:g} minutes at {rate:.1f} requests a second, seed {options.seed}", flush=True)
        watcher = threading.Thread(target=watch, args=(traffic, people, ages, started))
        watcher.start()
        traffic.run(options.minutes * 60)
        watcher.join()
        for name, child in (("web", web), ("worker", worker), ("clock", clock)):
            if child.poll() is not None:
                traffic.failures.append(f"{name} is gone")
                traffic.answers[599] += 1
        return report(traffic, people, ages, seconds=options.minutes * 60)


def calibrated(port: int, cast: dict, seed: int) -> float:
    """Find how much the site can do in twenty seconds; give half of it."""
    trial = Traffic(port, cast, 0, seed + 1000)
    trial.run(20)
    most = sum(trial.answers.values()) / 20
    print(f"At most {most:.1f} requests a second.", flush=True)
    return most / 2


def main() -> int:
    """Soak, print, and say whether it held."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--minutes", type=float, default=30)
    parser.add_argument("--rate", type=float, default=0, help="requests a second; 0 finds the most and takes half")
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        is_held = soak(options, Path(folder))
    engine = "PostgreSQL" if os.environ.get("PORTAL_DATABASE_URL") else "SQLite"
    print(f"{time.strftime('%Y-%m-%d')}, {engine}, {os.cpu_count()} cores, load {os.getloadavg()[2]:.1f}: ", end="")
    print("it held" if is_held else "IT DID NOT HOLD")
    return int(not is_held)


if __name__ == "__main__":
    sys.exit(main())
