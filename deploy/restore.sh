#!/bin/sh
# Puts a backup into an empty stack: database, files, then what makes it safe to open (manage.py after_restore).
#   sh deploy/restore.sh FOLDER [COMPOSE OPTIONS]
# A list of erasures that is newer than the backup is kept: copy it to secrets/erasures.txt before you begin.
set -eu
folder=$(cd "${1:?"say which folder the backup is in"}" && pwd)
shift
options=$*
cd "$(dirname "$0")/.."
. deploy/steps.sh
. deploy/in_compose.sh

put_back "$folder" secrets/erasures.txt
