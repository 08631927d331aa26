#!/bin/sh
# Puts a backup into an empty stack: database, files, then what makes it safe to open (manage.py after_restore).
#   sh deploy/restore.sh FOLDER [COMPOSE OPTIONS]
# A list of erasures that is newer than the backup is kept: copy it to secrets/erasures.txt before you begin.
set -eu
folder=${1:?"say which folder the backup is in"}
shift
compose() { docker compose "$@"; }

(cd "$folder" && sha256sum --check --quiet SHA256SUMS)
compose "$@" stop proxy web worker clock
compose "$@" up --detach --wait database search
if compose "$@" exec -T database psql --username portal --tuples-only --command "SELECT 1 FROM network_member LIMIT 1" portal 2>/dev/null | grep -q 1; then
  echo "This stack has members already; a backup is put into an empty one only." >&2
  exit 1
fi
compose "$@" exec -T database psql --username portal --quiet --command "DROP SCHEMA public CASCADE; CREATE SCHEMA public" portal
compose "$@" exec -T database pg_restore --username portal --dbname portal --no-owner --exit-on-error < "$folder/database.dump"
compose "$@" run --rm -T --no-deps web tar -C /var/lib/portal -xf - < "$folder/files.tar"
if [ -f secrets/erasures.txt ]; then
  compose "$@" run --rm -T --no-deps web sh -c 'cat > /var/lib/portal/private/erasures.txt' < secrets/erasures.txt
fi
compose "$@" run --rm migrate
compose "$@" run --rm web python manage.py after_restore
compose "$@" up --detach --wait
echo "Restored from $folder"
