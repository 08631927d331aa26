"""run.py on machines that lack something: one sentence each, no traceback."""

import ast
import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
TOO_OLD = "Python 3.11 or newer is needed, this is 3.9"
FILES = [ROOT / "run.py", ROOT / "tools" / "processes.py"]


def run(*arguments: str, prelude: str = "", **environ: str) -> subprocess.CompletedProcess:
    """Start run.py as a person would; `prelude` changes the machine it thinks it is on."""
    start = "runpy.run_path('run.py', run_name='__main__')"
    code = f"import runpy, sys\nsys.argv = {['run.py', *arguments]!r}\n{prelude}\n{start}"
    return subprocess.run(
        [sys.executable, "-c", code],
        cwd=ROOT,
        env=os.environ | environ,
        input="",
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_old_pythons_can_read_it(path):
    ast.parse(path.read_text(encoding="utf-8"), feature_version=(3, 6))


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_standard_library_is_all_it_imports(path):
    imported = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            imported |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            imported.add(node.module.split(".")[0])

    assert imported - sys.stdlib_module_names <= {"tools"}


def test_run_stays_short_enough_to_read_before_trusting_it():
    assert len((ROOT / "run.py").read_text(encoding="utf-8").splitlines()) <= 150


@pytest.mark.parametrize(
    ("prelude", "sentence"),
    [
        pytest.param(
            "sys.version_info = (3, 9, 2); sys.platform = 'linux'",
            f"{TOO_OLD}; install one (sudo apt install python3 python3-venv) and run this again with it.",
            id="old-python",
        ),
        pytest.param(
            "sys.version_info = (3, 9, 6); sys.platform = 'darwin'",
            f"{TOO_OLD}; install one (brew install python) and run this again with it.",
            id="old-python-on-a-mac",
        ),
        pytest.param(
            "import importlib.util as util; find = util.find_spec\n"
            "util.find_spec = lambda name: None if name == '_sqlite3' else find(name)",
            "This Python was built without SQLite; use the Python of your system or of python.org.",
            id="no-sqlite",
        ),
        pytest.param(
            "import importlib.util as util, shutil; find = util.find_spec\n"
            "util.find_spec = lambda name: None if name == 'ensurepip' else find(name)\n"
            "shutil.which = lambda name: None",
            "Python's venv module is not complete; install it (sudo apt install python3-venv) and run this again.",
            id="no-venv",
        ),
    ],
)
def test_a_machine_that_lacks_something_hears_what(prelude, sentence, tmp_path):
    result = run("--install-dev", prelude=prelude, VENV=str(tmp_path / "new"))

    assert (result.returncode, result.stdout, result.stderr.strip()) == (1, "", sentence)


@pytest.mark.parametrize("port", ["achtduizend", "0", "70000", "-1"])
def test_a_port_that_is_none_is_refused(port):
    result = run(PORT=port)

    sentence = f"PORT is {port!r}; write a number from 1 to 65535, as in: PORT=8001 python3 run.py"
    assert (result.returncode, result.stderr.strip()) == (1, sentence)


def test_a_port_in_use_is_named():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        result = run(PORT=str(port))

    assert result.returncode == 1
    assert result.stderr.startswith(f"Port {port} can't be used (")


def test_reset_deletes_nothing_without_a_yes(tmp_path):
    (tmp_path / "portal.sqlite3").write_text("kept", encoding="utf-8")

    result = run("--reset", PORTAL_VAR_DIR=str(tmp_path))

    assert (result.returncode, result.stderr.strip()) == (1, "Nothing was deleted.")
    assert (tmp_path / "portal.sqlite3").read_text(encoding="utf-8") == "kept"


def test_reset_deletes_after_a_yes(tmp_path):
    for name in ("portal.sqlite3", "portal.sqlite3-wal", "kept.txt"):
        (tmp_path / name).write_text("", encoding="utf-8")
    for name in ("media", "mail", "state"):
        (tmp_path / name).mkdir()

    result = run("--reset", prelude="import io; sys.stdin = io.StringIO('yes\\n')", PORTAL_VAR_DIR=str(tmp_path))

    assert result.returncode == 0, result.stderr
    assert [path.name for path in tmp_path.iterdir()] == ["kept.txt"]


def test_the_database_is_told_the_address_of_each_port(tmp_path):
    """Canonical addresses come from the database: the first start writes this port's, another port renews them."""
    (tmp_path / "bin").mkdir()
    for name in ("bin/python", "portal.sqlite3"):
        (tmp_path / name).write_text("", encoding="utf-8")
    prelude = (
        "import tools.processes as processes\n"
        "processes.step = lambda title, *command: print(title, processes.ENVIRON.get('PORTAL_BASE_URL'))\n"
        "processes.serve = lambda *given: None"
    )
    places = {"VENV": str(tmp_path), "PORTAL_VAR_DIR": str(tmp_path), "PORTAL_DATABASE_URL": ""}

    told = []
    for port in ("18461", "18461", "18462"):
        lines = run(prelude=prelude, PORT=port, **places).stdout.splitlines()
        told.append([line for line in lines if line.startswith("Make and fill the database")])

    assert told == [
        ["Make and fill the database http://127.0.0.1:18461"],
        [],
        ["Make and fill the database http://127.0.0.1:18462"],
    ]


# Instead of Python: notes its process, and as worker asks its parent to stop at the worst moment, and once more.
STAND_IN = """#!{python}
import http.server, os, pathlib, signal, sys, time
(pathlib.Path({folder!r}) / str(os.getpid())).touch()
if "--port" in sys.argv:
    port = int(sys.argv[sys.argv.index("--port") + 1])
    http.server.HTTPServer(("127.0.0.1", port), http.server.SimpleHTTPRequestHandler).serve_forever()
if "worker" in sys.argv:
    os.kill(os.getppid(), signal.SIGTERM)
    signal.signal(signal.SIGTERM, lambda *_: (os.kill(os.getppid(), signal.SIGINT), time.sleep(0.2), sys.exit()))
time.sleep(60)
"""


def test_nothing_is_left_behind_when_it_is_stopped_while_it_starts(tmp_path):
    noted = tmp_path / "processes"
    noted.mkdir()
    stand_in = tmp_path / "python"
    stand_in.write_text(STAND_IN.format(python=sys.executable, folder=str(noted)), encoding="utf-8")
    stand_in.chmod(0o755)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    code = f"from tools.processes import *; obey_signals(); serve({str(stand_in)!r}, '{port}', 'welcome')"
    ended = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, timeout=50, check=False
    )

    assert (ended.returncode, "Traceback" in ended.stderr) == (0, False), ended.stderr
    assert "Stopping" in ended.stdout
    left = [pid for pid in noted.iterdir() if Path("/proc", pid.name).exists()]
    assert left == []
