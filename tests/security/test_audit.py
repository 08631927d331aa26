"""`make audit` says "clean" only of what it was told about; without advisories it says "not run", and why."""

import json
import threading
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from tools.audit import CLEAN, FOUND, KNOWN_UNSAFE, NOT_RUN, audit, copied, newest_patch, osv, our_pins

OURS = [("django", "5.2.19"), ("wagtail", "8.0.1")]
TODAY = date(2026, 11, 30)
HOLES = {KNOWN_UNSAFE: ["GHSA-known"]}


@contextmanager
def service(answer: Callable[[list[dict]], tuple[int, object]]) -> Iterator[str]:
    """Run an advisory service on this machine, that answers as it is told."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            queries = json.loads(self.rfile.read(int(self.headers["Content-Length"])))["queries"]
            status, content = answer(queries)
            body = content if isinstance(content, bytes) else json.dumps(content).encode()
            self.send_response(status)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *args) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_address[1]}"
        finally:
            server.shutdown()
            thread.join()


def knowing(holes: dict[tuple[str, str], list[str]]) -> Callable[[list[dict]], tuple[int, object]]:
    def answer(queries: list[dict]) -> tuple[int, object]:
        named = [(one["package"]["name"], one["version"]) for one in queries]
        return 200, {
            "results": [{"vulns": [{"id": id_} for id_ in holes[pin]]} if pin in holes else {} for pin in named]
        }

    return answer


def test_nothing_known_is_clean():
    with service(knowing(HOLES)) as address:
        assert audit(OURS, osv(address)) == (CLEAN, ["clean: nothing is known of the 2 versions in requirements/."])


def test_what_is_known_is_named():
    with service(knowing(HOLES | {("django", "5.2.19"): ["CVE-1", "CVE-2"]})) as address:
        assert audit(OURS, osv(address)) == (FOUND, ["unsafe: django 5.2.19: CVE-1, CVE-2"])


@pytest.mark.parametrize(
    ("answer", "reason"),
    [
        pytest.param(knowing({}), "holds no advisories", id="advisories left out"),
        pytest.param(lambda queries: (200, {"results": [{"vulns": [{"id": "x"}]}]}), "about every version", id="half"),
        pytest.param(lambda queries: (200, {}), "about every version", id="another shape"),
        pytest.param(lambda queries: (404, {}), "can't be reached from here (404)", id="not there"),
        pytest.param(lambda queries: (503, b"away"), "can't be reached from here (503)", id="away"),
        pytest.param(lambda queries: (200, b"<html>"), "can't be reached from here", id="a page of a proxy"),
    ],
)
def test_a_source_that_cannot_be_relied_on_is_never_clean(answer, reason):
    with service(answer) as address:
        code, lines = audit(OURS, osv(address))

    assert code == NOT_RUN
    assert [line for line in lines if line.startswith("not run: ") and reason in line] == lines


def test_with_nobody_there_it_is_not_run():
    code, lines = audit(OURS, osv("http://127.0.0.1:1"))

    assert (code, lines) == (NOT_RUN, ["not run: the advisory source can't be reached from here (URLError)."])


def advisory(id_: str, name: str, *versions: str, **more) -> dict:
    affected = [{"package": {"name": name, "ecosystem": "PyPI"}, "versions": versions}]
    return {"id": id_, "modified": "2026-11-29T12:00:00Z", "affected": affected} | more


@pytest.mark.parametrize("form", ["folder", "zip", "folder of pypa", "zip of pypa"])
def test_a_copy_is_read(tmp_path, form):
    _name, version = KNOWN_UNSAFE
    rows = [
        advisory("GHSA-known", "PyYAML", version),
        advisory("CVE-1", "Django", "5.2.18", "5.2.19"),
        advisory("CVE-2", "wagtail", "8.0.1", withdrawn="2026-01-01T00:00:00Z"),
    ]
    texts = {f"{row['id']}.json": json.dumps(row) for row in rows}
    if form.endswith("pypa"):
        # As in that project: a folder per package, and moments that YAML reads as such.
        texts = {
            f"vulns/{row['affected'][0]['package']['name'].lower()}/{row['id']}.yaml": (
                f"id: {row['id']}\nmodified: {row['modified']}\nwithdrawn: {json.dumps(row.get('withdrawn'))}\n"
                f"affected: {json.dumps(row['affected'])}\n"
            )
            for row in rows
        }
    place = tmp_path
    if form.startswith("zip"):
        place = tmp_path / "all.zip"
        with zipfile.ZipFile(place, "w") as archive:
            for file, text in texts.items():
                archive.writestr(f"advisory-database-main/{file}" if "vulns/" in file else file, text)
    else:
        for file, text in texts.items():
            (tmp_path / file).parent.mkdir(parents=True, exist_ok=True)
            (tmp_path / file).write_text(text, encoding="utf-8")

    assert audit(OURS, copied(place, today=TODAY)) == (FOUND, ["unsafe: django 5.2.19: CVE-1"])
    assert audit(OURS[1:], copied(place, today=TODAY))[0] == CLEAN


@pytest.mark.parametrize(("days", "code"), [(0, CLEAN), (30, CLEAN), (31, NOT_RUN), (400, NOT_RUN)])
def test_an_old_copy_says_nothing_of_today(tmp_path, days, code):
    newest, earlier = TODAY - timedelta(days=days), TODAY - timedelta(days=days + 700)
    rows = [
        advisory("GHSA-known", "PyYAML", KNOWN_UNSAFE[1], modified=f"{earlier}T00:00:00Z"),
        # Withdrawn, and without a moment of change: it still says when the copy was made.
        advisory("CVE-2", "other", "1.0", modified=None, published=f"{newest}T23:59:59Z", withdrawn=f"{newest}"),
    ]
    for row in rows:
        (tmp_path / f"{row['id']}.json").write_text(json.dumps(row), encoding="utf-8")

    said = audit(OURS, copied(tmp_path, today=TODAY))

    assert said[0] == code
    if code == NOT_RUN:
        assert said[1] == [f"not run: the copy is of {newest}, and holds nothing of the {days} days since."]


def test_a_hole_that_an_old_copy_knows_is_still_named(tmp_path):
    rows = [advisory("K", "pyyaml", KNOWN_UNSAFE[1]), advisory("CVE-1", "django", "5.2.19")]
    for row in rows:
        (tmp_path / f"{row['id']}.json").write_text(json.dumps(row), encoding="utf-8")

    assert audit(OURS, copied(tmp_path, today=TODAY + timedelta(days=90)))[0] == FOUND


def test_a_copy_in_which_nothing_has_a_moment_is_not_run(tmp_path):
    row = advisory("K", "pyyaml", KNOWN_UNSAFE[1], modified=None)
    (tmp_path / "K.json").write_text(json.dumps(row), encoding="utf-8")

    assert audit(OURS, copied(tmp_path, today=TODAY)) == (NOT_RUN, ["not run: the copy does not say of when it is."])


def test_a_copy_that_is_not_there_or_empty_is_not_run(tmp_path):
    assert audit(OURS, copied(tmp_path / "weg.zip", today=TODAY))[0] == NOT_RUN
    assert audit(OURS, copied(tmp_path, today=TODAY))[0] == NOT_RUN


def test_every_lock_is_audited():
    names = {name for name, _version in our_pins()}

    assert {"django", "wagtail", "pytest", "pillow", "urllib3"} <= names


@pytest.mark.parametrize(
    ("listed", "said"),
    [
        (["5.2.19", "5.2.2", "6.1.3", "5.3"], "django 5.2.19: the newest patch of its series."),
        (["5.2.20", "5.2.19"], "django 5.2.19: behind, 5.2.20 is out; take it within 7 days of its release."),
        (["5.2.20rc1", "5.2.19"], "django 5.2.19: the newest patch of its series."),
        ([], "django 5.2.19: not known, the package index did not answer."),
    ],
)
def test_whether_a_patch_is_the_newest(listed, said):
    assert newest_patch("django", "5.2.19", listed) == said
