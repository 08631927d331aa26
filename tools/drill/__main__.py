"""`make drill`: both drills, side by side; what the second one says comes after the first one's end.

python -m tools.drill [--small] [--seconds N] [--members N]

--small: the newest of the kept versions only, fewer pages, and 5 seconds of traffic in place of 60.
"""

import argparse
import subprocess
import sys
import tempfile

from tools.drill import restore


def main() -> int:
    """Run both; gives the exit code."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--small", action="store_true")
    parser.add_argument("--seconds", type=int)
    parser.add_argument("--members", type=int, default=200)
    given = parser.parse_args()
    seconds = given.seconds or (5 if given.small else 60)
    words = ["--seconds", str(seconds), *(["--small"] if given.small else [])]
    with tempfile.TemporaryFile() as said:
        # In a session of its own, so that Ctrl-C reaches it once, from here, and it stops its servers in peace.
        upgrade = subprocess.Popen(
            [sys.executable, "-u", "-m", "tools.drill.upgrade", *words],
            stdout=said,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
        try:
            print("== A lost server ==", flush=True)
            status = restore.main(given.members)
            status |= bool(upgrade.wait())
        finally:
            upgrade.terminate()
            upgrade.wait()
        said.seek(0)
        print(f"== Upgrades ==\n{said.read().decode()}", end="", flush=True)
    return status


if __name__ == "__main__":
    sys.exit(main())
