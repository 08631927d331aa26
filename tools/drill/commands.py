"""Runs commands of the portal one after another in one process, as each start of Python and Django takes seconds.

python -m tools.drill.commands COMMAND…      e.g. "migrate --noinput" ensure_site, with the portal's settings
"""

import shlex
import sys

import django
from django.core.management import call_command

django.setup()
for words in sys.argv[1:]:
    call_command(*shlex.split(words))
