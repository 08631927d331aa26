"""`make drill`: both drills, one after the other.

python -m tools.drill [--small] [--seconds N] [--members N]

--small: what CI runs, with 10 seconds of traffic.
"""

import argparse
import sys

from tools.drill import restore, upgrade

parser = argparse.ArgumentParser()
parser.add_argument("--small", action="store_true")
parser.add_argument("--seconds", type=int)
parser.add_argument("--members", type=int, default=200)
given = parser.parse_args()
print("== A lost server ==", flush=True)
status = restore.main(given.members)
print("== An upgrade ==", flush=True)
status |= upgrade.main(given.small, given.seconds or (10 if given.small else 60))
sys.exit(status)
