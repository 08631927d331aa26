#!/bin/sh
# Brings the whole Compose stack up in a Docker engine, walks through it, kills each of its containers under load, puts a
# backup back into an empty stack, and prints what it found. Nothing of it stays, nor touches a stack that runs already.
#   tools/stack/exercise.sh          needs Docker with Compose, root's right to use it, Python 3.11, 6 GB of memory
# SEARCH_IMAGE names another image of Elasticsearch, made like the published one; MEMBERS (2000) and PACE (3 a second) the
# load; KEEP=1 leaves the stack running; SCRATCH a folder that stays.
set -eu
cd "$(dirname "$0")/../.."
command -v docker > /dev/null || { echo "stack: docker is missing." >&2; exit 3; }
docker compose version > /dev/null || { echo "stack: docker's compose plugin is missing." >&2; exit 3; }
docker info > /dev/null || { echo "stack: no Docker engine answers." >&2; exit 3; }
exec "${PYTHON:-python3}" tools/stack/exercise.py
