#!/usr/bin/env python3
"""Starts the whole portal on this machine: environment, database, demo content, site, worker and clock.

python3 run.py                 install what is missing and start; PORT=8001 chooses another port
python3 run.py --install-dev   only make the environment, with all that the tests need
EXTRAS=semantisch              with either of these: install search by meaning too
python3 run.py --reset         delete the local database, uploads and mail, after asking
"""

# Standard library only, and syntax of 3.6 throughout, so that an old Python gets a sentence and no traceback.
import hashlib
import importlib.util
import os
import shutil
import socket
import sys
from pathlib import Path

from tools.processes import ENVIRON, name_site, obey_signals, serve, step

ROOT = Path(__file__).resolve().parent
VAR, VENV = ROOT / os.environ.get("PORTAL_VAR_DIR", "var"), ROOT / os.environ.get("VENV", ".venv")
PYTHON = VENV / "bin" / "python"
WELCOME = """
  The portal:  http://127.0.0.1:{port}/          Editors: http://127.0.0.1:{port}/beheer/          Stop: Ctrl-C
  Demo logins, all with the password bruggen-demo:
    noor.verhagen@roc-lindenwaard.example   coach           redacteur@bruggenbouwen.example   editor
    sanne.dewit@roc-lindenwaard.example     coordinator     moderator@bruggenbouwen.example   moderator
    bram.vos@akkerlinde.example             works in ICT    programma@bruggenbouwen.example   programme team
"""


def check_machine():
    if sys.version_info < (3, 11):
        have = "{}.{}".format(*sys.version_info[:2])
        hint = "brew install python" if sys.platform == "darwin" else "sudo apt install python3 python3-venv"
        sys.exit(f"Python 3.11 or newer is needed, this is {have}; install one ({hint}) and run this again with it.")
    if os.name == "nt":
        sys.exit("Windows itself is not supported; run this inside WSL (wsl --install).")
    if importlib.util.find_spec("_sqlite3") is None:
        sys.exit("This Python was built without SQLite; use the Python of your system or of python.org.")


def choose_port():
    port = os.environ.get("PORT") or "8000"
    if not port.isdigit() or not 0 < int(port) < 65536:
        sys.exit(f"PORT is {port!r}; write a number from 1 to 65535, as in: PORT=8001 python3 run.py")
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", int(port)))
        except OSError as error:
            sys.exit(f"Port {port} can't be used ({error.strerror}); choose another one: PORT=8001 python3 run.py")
    return port


def fingerprint(*paths):
    parts = [str(path.relative_to(ROOT)).encode() + path.read_bytes() for path in sorted(paths)]
    return hashlib.sha256(b"".join(parts)).hexdigest()


def install(kind):
    """Fill the environment from the hashed lock, unless that very lock is in it; dev.txt holds all of run.txt."""
    lock, stamp = ROOT / "requirements" / f"{kind}.txt", VENV / f"lock-{kind}"
    if PYTHON.exists() and stamp.exists() and stamp.read_text() == fingerprint(lock):
        return
    uv = shutil.which("uv")
    if not uv and importlib.util.find_spec("ensurepip") is None:
        sys.exit("Python's venv module is not complete; install it (sudo apt install python3-venv) and run this again.")
    if not PYTHON.exists() or not (uv or list(VENV.glob("lib/*/site-packages/pip"))):
        make = (uv, "venv", "--python", sys.executable) if uv else (sys.executable, "-m", "venv")
        step("Make the environment", *make, "--clear", str(VENV))
    tool = (uv, "pip", "install", "--python", str(PYTHON)) if uv else (str(PYTHON), "-m", "pip", "install")
    # The lock is whole, so nothing is left to resolve; older pips would take a newer release than the pin for an extra.
    step("Install the packages", *tool, "--quiet", "--no-deps", "--require-hashes", "-r", str(lock))
    for done in {kind, "run"} if kind == "dev" else {kind}:
        (VENV / f"lock-{done}").write_text(fingerprint(ROOT / "requirements" / f"{done}.txt"))


def install_with_extras(kind):
    """Fill the environment, and add the extras that EXTRAS names; each has a lock of its own."""
    install(kind)
    for extra in os.environ.get("EXTRAS", "").split():
        if not (ROOT / "requirements" / f"{extra}.txt").is_file():
            sys.exit(f"EXTRAS names {extra!r}, which is none; write EXTRAS=semantisch or leave it out.")
        install(extra)


def prepare_database():
    """Migrate and fill the database, unless lock, migrations, commands and address are those of the last time."""
    sources = [ROOT / "requirements" / "run.txt", *ROOT.glob("*/migrations/*.py"), *ROOT.glob("*/*/migrations/*.py")]
    for name in ("prepare", "ensure_site", "seed_demo"):
        sources += [*ROOT.glob(f"*/management/commands/{name}.py"), *ROOT.glob(f"*/*/management/commands/{name}.py")]
    address, stamp = ENVIRON.get("PORTAL_DATABASE_URL", ""), VAR / "state" / "database"
    named = f"{address} {ENVIRON['PORTAL_BASE_URL']}"
    wanted = hashlib.sha256(named.encode()).hexdigest() + fingerprint(*sources)
    if (address or (VAR / "portal.sqlite3").exists()) and stamp.exists() and stamp.read_text() == wanted:
        return
    stamp.parent.mkdir(parents=True, exist_ok=True)
    step("Make and fill the database", str(PYTHON), "manage.py", "prepare")
    stamp.write_text(wanted)


def reset():
    print("This deletes the database, uploads and mail in var/ for good. Stop the portal first.")
    try:
        answer = input("Type yes to go on: ")
    except EOFError:
        answer = ""
    if answer.strip() != "yes":
        sys.exit("Nothing was deleted.")
    for path in [*VAR.glob("portal.sqlite3*"), VAR / "media", VAR / "mail", VAR / "state"]:
        if path.is_dir():
            shutil.rmtree(str(path))
        elif path.exists():
            path.unlink()
    print("Deleted. The next start makes everything anew.")


def main(arguments):
    check_machine()
    obey_signals()
    if arguments == ["--reset"]:
        reset()
    elif arguments == ["--install-dev"]:
        install_with_extras("dev")
    elif arguments:
        sys.exit(__doc__)
    else:
        port = choose_port()
        install_with_extras("run")
        name_site(port)
        prepare_database()
        serve(str(PYTHON), port, WELCOME.format(port=port))


if __name__ == "__main__":
    try:
        main(sys.argv[1:])
    except KeyboardInterrupt:
        sys.exit("\nStopped.")
