"""Runs commands of one portal for a journey, each in a process of its own that need not load the portal again.

python -m tests.journeys.console      with the portal's settings in the environment

Reads [arguments of manage.py, environment] as JSON, one a line, and answers each with [exit code, what it printed].
Loading takes seconds and a journey asks for several, so this process loads once and makes a copy of itself for each.
"""

import contextlib
import io
import json
import os
import subprocess
import sys
import traceback
from collections.abc import Callable, Mapping
from pathlib import Path

import django
from django.core.management import execute_from_command_line

ROOT = Path(__file__).resolve().parent.parent.parent


class Console:
    """The other side of it: starts that process with the first command, and ends it."""

    def __init__(self, environment: Callable[[], Mapping[str, str]]) -> None:
        self._environment = environment
        self._process: subprocess.Popen | None = None

    def run(self, *arguments: str) -> str:
        """Run a command; gives what it printed. Fails with its error."""
        environment = self._environment()
        if self._process is None:
            self._process = subprocess.Popen(
                [sys.executable, "-m", __name__],
                cwd=ROOT,
                env=environment,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                text=True,
            )
        self._process.stdin.write(json.dumps([arguments, environment]) + "\n")
        self._process.stdin.flush()
        answer = self._process.stdout.readline()
        assert answer, f"the console of a portal ended before {arguments}"
        code, said = json.loads(answer)
        assert code == 0, said
        return said

    def close(self) -> None:
        """End the process; a console without a command never started one."""
        if self._process is not None:
            self._process.communicate(timeout=20)


def carried_out(arguments: list[str], environment: dict[str, str]) -> tuple[int, str]:
    """Run one command in a copy of this process; gives its exit code, and what it printed or its error."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reading)
        said, code = io.StringIO(), 1
        try:
            os.environ.update(environment)
            with contextlib.redirect_stdout(said):
                execute_from_command_line(["manage.py", *arguments])
            code = 0
        finally:
            # The copy ends here, whatever happened.
            with os.fdopen(writing, "w") as answer:
                answer.write(traceback.format_exc() if code else said.getvalue())
            os._exit(code)
    os.close(writing)
    with os.fdopen(reading) as answer:
        printed = answer.read()
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), printed


def main() -> None:
    """Carry out commands until there are no more."""
    django.setup()
    for line in sys.stdin:
        sys.stdout.write(json.dumps(carried_out(*json.loads(line))) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
