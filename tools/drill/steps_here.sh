#!/bin/sh
# The steps that an operator runs (deploy/steps.sh), on processes of this machine in place of a stack.
#   steps_here.sh backup FOLDER
#   steps_here.sh restore FOLDER ERASURES
# From the environment: DRILL_PYTHON, PORTAL_DATABASE_URL, PORTAL_VAR_DIR and what else manage.py needs. Nothing may run
# during a restore; who calls this starts it again afterwards.
set -eu
umask 077
cd "$(dirname "$0")/../.."
. deploy/steps.sh

postgres() {
  program=$1
  shift
  "$program" --dbname "$PORTAL_DATABASE_URL" "$@"
}
pack() { tar -C "$PORTAL_VAR_DIR" -cf - . || [ $? -eq 1 ]; }
unpack() { tar -C "$PORTAL_VAR_DIR" -xf -; }
renew_erasures() { cat > "$PORTAL_VAR_DIR/private/erasures.txt"; }
start_servers() { :; }
stop_portal() { :; }
start_portal() { :; }
manage() { "$DRILL_PYTHON" manage.py "$@"; }
prepare() {
  manage migrate --noinput --verbosity 0
  manage ensure_site
}

if [ "$1" = backup ]; then
  mkdir "$2"
  write_backup "$2"
else
  put_back "$2" "$3"
fi
