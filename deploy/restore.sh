#!/bin/sh
# Puts a backup into an empty stack: database, files, then what makes it safe to open (manage.py after_restore).
#   sh deploy/restore.sh FOLDER [COMPOSE OPTIONS]
# A list of erasures that is newer than the backup is kept: copy it to secrets/erasures.txt before you begin.
set -eu
folder=$(cd "${1:?"say which folder the backup is in"}" && pwd)
shift
cd "$(dirname "$0")/.."
compose() { docker compose "$@"; }
# Whatever the image of the database asks of who comes from its own machine.
as_owner='PGPASSWORD=$(cat /run/secrets/database_password) exec "$@"'

(cd "$folder" && sha256sum --check --quiet SHA256SUMS)
compose "$@" up --detach --wait database search

# Look before anything is stopped or thrown away; an answer that isn't understood is a no.
found=$(compose "$@" exec -T database sh -c "$as_owner" - psql --username portal --tuples-only --no-align --quiet \
  --command "SELECT CASE WHEN to_regclass('public.network_member') IS NULL THEN 'none' ELSE 'tables' END" portal)
if [ "$found" = tables ]; then
  found=$(compose "$@" exec -T database sh -c "$as_owner" - psql --username portal --tuples-only --no-align --quiet \
    --command "SELECT CASE WHEN EXISTS (SELECT 1 FROM network_member) THEN 'members' ELSE 'none' END" portal)
fi
if [ "$found" != none ]; then
  echo "This stack has members already (or gave no clear answer); a backup is put into an empty one only." >&2
  exit 1
fi
[ -f secrets/erasures.txt ] || echo "No newer list of erasures at secrets/erasures.txt: the one in the backup counts."

compose "$@" stop proxy web worker clock
compose "$@" exec -T database sh -c "$as_owner" - psql --username portal --quiet --set ON_ERROR_STOP=1 \
  --command "DROP SCHEMA public CASCADE; CREATE SCHEMA public" portal
compose "$@" exec -T database sh -c "$as_owner" - pg_restore --username portal --dbname portal --no-owner --exit-on-error < "$folder/database.dump"
for name in files-before.tar files-after.tar; do
  compose "$@" run --rm -T --no-deps web tar -C /var/lib/portal -xf - < "$folder/$name"
done
if [ -f secrets/erasures.txt ]; then
  compose "$@" run --rm -T --no-deps web sh -c 'cat > /var/lib/portal/private/erasures.txt' < secrets/erasures.txt
fi
compose "$@" run --rm migrate
compose "$@" run --rm --no-deps web python manage.py after_restore
compose "$@" up --detach --wait
echo "Restored from $folder"
