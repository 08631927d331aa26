"""How run.py runs things: one step after another with a clock on screen, then the portal's processes side by side.

Standard library only, in syntax of Python 3.6, as run.py reads this before it has looked at the version.
"""

import http.client
import os
import signal
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
ENVIRON = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}


def step(title, *command):
    """Run one command with a running clock on screen; its output shows only when it fails."""
    started = time.monotonic()
    with tempfile.TemporaryFile() as output:
        child = subprocess.Popen(command, cwd=ROOT, env=ENVIRON, stdout=output, stderr=subprocess.STDOUT)
        try:
            while child.poll() is None:
                if sys.stdout.isatty():
                    print(f"\r  {title:<34}{time.monotonic() - started:6.1f} s", end="", flush=True)
                time.sleep(0.1)
        finally:
            child.terminate()
        print("\r" * sys.stdout.isatty() + f"  {title:<34}{time.monotonic() - started:6.1f} s", flush=True)
        if child.returncode:
            output.seek(0)
            print("\n".join(output.read().decode("utf-8", "replace").splitlines()[-40:]), flush=True)
            sys.exit(f"The step '{title}' failed; the lines above say why. Mend that and run this again.")


def relay(name, child):
    for line in child.stdout:
        print(f"{name:<6} | {line.decode('utf-8', 'replace').rstrip()}", flush=True)


def start(name, *command):
    """Start a process in a session of its own (so that only we stop it), its lines on screen behind its name."""
    pipes = {"stdin": subprocess.DEVNULL, "stdout": subprocess.PIPE, "stderr": subprocess.STDOUT}
    child = subprocess.Popen(command, cwd=ROOT, env=ENVIRON, start_new_session=True, **pipes)
    threading.Thread(target=relay, args=(name, child), daemon=True).start()
    return child


def answers(port):
    try:
        connection = http.client.HTTPConnection("127.0.0.1", int(port), timeout=30)
        connection.request("GET", "/")
        return connection.getresponse().status > 0
    except (OSError, http.client.HTTPException):
        return False


def interrupt(number, _frame):
    raise KeyboardInterrupt(number)


def obey_signals():
    """Let a request to stop, or a closed terminal, end us as Ctrl-C does: children first."""
    signal.signal(signal.SIGTERM, interrupt)
    signal.signal(signal.SIGHUP, interrupt)


def end(running):
    """Ask every process to stop, and make the ones stop that have not within ten seconds."""
    for child in running.values():
        child.terminate()
    deadline = time.monotonic() + 10
    for child in running.values():
        try:
            child.wait(max(0.1, deadline - time.monotonic()))
        except subprocess.TimeoutExpired:
            os.killpg(child.pid, signal.SIGKILL)


def name_site(port):
    """Tell every process what the site is called, the one that fills the database first: it writes the address down."""
    ENVIRON.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings.development")
    ENVIRON.setdefault("PORTAL_BASE_URL", f"http://127.0.0.1:{port}")


def serve(python, port, welcome):
    """Run site, worker and clock until a signal comes or one of them ends by itself.

    The site goes first, so that it has the processor to itself until its first page; worker and clock follow. From
    here on a signal is noted and obeyed between two steps: one that came right after a process was started, or a second
    one while they are stopping, would leave that process behind.
    """
    stopping = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, lambda *_: stopping.set())
    begun, granian = (
        time.monotonic(),
        (python, "-m", "granian", "--interface", "wsgi", "--no-ws", "--blocking-threads", "4"),
    )
    running = {"web": start("web", *granian, "--port", port, "portal.wsgi:application")}
    try:
        while not stopping.is_set():
            for name, child in running.items():
                if child.poll() is not None:
                    sys.exit(f"{name} stopped by itself (exit code {child.returncode}); its last lines are above.")
            if "worker" not in running and answers(port):
                print(f"  {'Start the site':<34}{time.monotonic() - begun:6.1f} s\n{welcome}", flush=True)
                running["worker"] = start("worker", python, "manage.py", "worker")
                running["clock"] = start("clock", python, "manage.py", "klok")
            stopping.wait(0.1)
        print("\nStopping …", flush=True)
    finally:
        end(running)
