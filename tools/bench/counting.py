"""Counts the instructions of single requests under callgrind: what the gates on instructions share.

The counted program asks a WSGI application in the process itself, between `begin` and `end`, and has each count dumped
under a name; `counts` runs it and reads the dumps.
"""

import io
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
ALLOWANCE = 1.05


def is_possible() -> bool:
    """Whether callgrind is on this machine; says so when it isn't."""
    if shutil.which("valgrind") and shutil.which("callgrind_control"):
        return True
    print("valgrind is not on this machine (apt install valgrind); the instructions are not counted.")
    return False


def ask(application, path: str, headers: dict[str, str] | None = None, *, status: str = "200 OK") -> dict[str, str]:
    """Ask a WSGI application for a page; give the headers of the answer.

    Parameters:
        application: Any.
        path: With its query.
        headers: As WSGI names them, e.g. HTTP_COOKIE.
        status: What it must answer.
    """
    path, _sign, query = path.partition("?")
    environ = {
        "REQUEST_METHOD": "GET",
        "SCRIPT_NAME": "",
        "PATH_INFO": path,
        "QUERY_STRING": query,
        "SERVER_NAME": "127.0.0.1",
        "SERVER_PORT": "80",
        "SERVER_PROTOCOL": "HTTP/1.1",
        "REMOTE_ADDR": "127.0.0.1",
        "HTTP_HOST": "127.0.0.1",
        "wsgi.url_scheme": "http",
        "wsgi.input": io.BytesIO(),
        "wsgi.errors": sys.stderr,
        **(headers or {}),
    }
    answers: list[tuple[str, dict[str, str]]] = []
    response = application(environ, lambda found, given: answers.append((found, dict(given))))
    b"".join(response)
    if hasattr(response, "close"):
        response.close()
    if [found for found, _given in answers] != [status]:
        sys.exit(f"{path} answers {answers}, not {status}.")
    return answers[0][1]


def begin() -> None:
    """Count from here on."""
    _control("-i", "on")


def end() -> None:
    """Count no further."""
    _control("-i", "off")


def count(name: str, run: Callable[[], object]) -> None:
    """Run something once and have its instructions dumped under a name."""
    _control("-z")
    run()
    _control("-d", name)


def _control(*command: str) -> None:
    subprocess.run(["callgrind_control", *command, str(os.getpid())], check=True, stdout=subprocess.DEVNULL)


def counts(command: list[str], environment: dict[str, str]) -> dict[str, float]:
    """Run a Python program under callgrind; give the millions of instructions by name.

    Of several counts under one name the least is given, as only others' work adds.
    """
    with tempfile.TemporaryDirectory() as folder:
        callgrind = ["valgrind", "--tool=callgrind", "--instr-atstart=no", f"--callgrind-out-file={folder}/out"]
        run = subprocess.run(
            [*callgrind, sys.executable, *command],
            cwd=ROOT,
            env=environment | {"PYTHONHASHSEED": "0"},
            check=False,
            text=True,
            stderr=subprocess.PIPE,
        )
        if run.returncode:
            sys.exit(run.stderr)
        found: dict[str, float] = {}
        for path in Path(folder).glob("out.*"):
            dump = path.read_text()
            name = re.search(r"^desc: Trigger: dump (.+)$", dump, re.MULTILINE)
            total = re.search(r"^totals: (\d+)", dump, re.MULTILINE)
            if name and total:
                millions = int(total[1]) / 1e6
                found[name[1].strip()] = min(found.get(name[1].strip(), millions), millions)
        return found
