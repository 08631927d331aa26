"""`make check`: every static check, each with its name and time; all run, and one failure makes the whole fail.

Two run side by side, as each keeps one processor busy.

check.py            all
check.py lint types only the named ones
"""

import os
import shutil
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PYTHON = sys.executable
AT_ONCE = min(2, os.cpu_count() or 1)
BIN = Path(PYTHON).parent
# Values that satisfy production's settings, so that `check --deploy` judges the rest of them. No secret among them.
PRODUCTION = {
    "DJANGO_SETTINGS_MODULE": "portal.settings.production",
    "PORTAL_SECRET_KEY": "for-the-deploy-check-only-0123456789-abcdefghijklmnopqrstuvwxyz",
    "PORTAL_HOSTS": "portal.example",
    "PORTAL_BASE_URL": "https://portal.example",
    "PORTAL_DATABASE_URL": "postgresql://portal:portal@127.0.0.1:1/portal",
    "PORTAL_SMTP_HOST": "mail.example",
    "PORTAL_MAIL_FROM": "noreply@portal.example.nl",
    "PORTAL_CONTACT_EMAIL": "contact@portal.example.nl",
}
TEST = {"DJANGO_SETTINGS_MODULE": "portal.settings.test"}


def templates() -> list[str]:
    return sorted(str(path.relative_to(ROOT)) for path in (ROOT / "templates").rglob("*.html"))


CHECKS = {
    "format": ([BIN / "ruff", "format", "--check", "--output-format", "concise", "."], {}),
    "lint": ([BIN / "ruff", "check", "--output-format", "concise", "."], {}),
    "imports": ([BIN / "lint-imports", "--no-logo", "--no-cache"], {}),
    "types": ([BIN / "mypy"], {}),
    "template-format": ([BIN / "djade", "--check", "--target-version", "5.2", *templates()], {}),
    "template-lint": ([BIN / "djlint", "--lint", "--quiet", "templates"], {}),
    "template-policy": ([PYTHON, "tools/templates.py"], {}),
    "migrations": ([PYTHON, "manage.py", "makemigrations", "--check", "--dry-run"], TEST),
    "deploy": ([PYTHON, "manage.py", "check", "--deploy", "--fail-level", "WARNING"], PRODUCTION),
    "translations": ([PYTHON, "tools/catalogue.py", "check"], {}),
    "states": ([PYTHON, "tools/state_diagrams.py", "check"], {}),
    "drawings": ([PYTHON, "tools/drawings.py", "check"], {}),
    "locks": ([PYTHON, "tools/lock.py", "check"], {}),
}


def run(name: str) -> bool:
    """Run one check; its output shows only when it fails."""
    if name == "translations" and not shutil.which("xgettext"):
        print(f"  {name:<18} FAILED: GNU gettext is missing; install it (sudo apt install gettext).")
        return False
    command, extra = CHECKS[name]
    kept = {key: value for key, value in os.environ.items() if key != "PYTHONDONTWRITEBYTECODE"}
    started = time.monotonic()
    result = subprocess.run(
        [str(part) for part in command],
        cwd=ROOT,
        env=kept | extra,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    verdict = "ok" if result.returncode == 0 else "FAILED"
    said = [f"      {line}" for line in result.stdout.splitlines()] if result.returncode else []
    # In one piece, as another check may end at the same moment.
    print("\n".join([f"  {name:<18} {verdict:<6} {time.monotonic() - started:6.1f} s", *said]), flush=True)
    return result.returncode == 0


def main(names: list[str]) -> int:
    unknown = set(names) - set(CHECKS)
    if unknown:
        print(f"No such check: {', '.join(sorted(unknown))}. There are: {', '.join(CHECKS)}.")
        return 2
    chosen = names or list(CHECKS)
    with ThreadPoolExecutor(AT_ONCE) as pool:
        failed = [name for name, is_right in zip(chosen, pool.map(run, chosen), strict=True) if not is_right]
    print(f"{len(failed)} checks failed: {', '.join(failed)}" if failed else "All checks passed.")
    return int(bool(failed))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
