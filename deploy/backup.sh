#!/bin/sh
# Makes a backup of a running portal: the database, uploads and private files, in one new folder.
#   sh deploy/backup.sh FOLDER [COMPOSE OPTIONS]      e.g. sh deploy/backup.sh /backup/2027-03-01
# The list of erasures is among the private files; copy it daily to where your backups are not (docs/production.md).
set -eu
folder=${1:?"say which new folder to write to"}
shift
umask 077
mkdir "$folder"
folder=$(cd "$folder" && pwd)
cd "$(dirname "$0")/.."
compose() { docker compose "$@"; }
# Whatever the image of the database asks of who comes from its own machine.
as_owner='PGPASSWORD=$(cat /run/secrets/database_password) exec "$@"'

files() {  # what web keeps; a file that changed or went while it was read is no failure (tar ends with 1)
  compose "$@" exec -T web tar -C /var/lib/portal -cf - . || [ $? -eq 1 ]
}

# Files before and after the database: one that was there at its moment is in one of the two, whatever happened to it.
files "$@" > "$folder/files-before.tar.part"
compose "$@" exec -T database sh -c "$as_owner" - pg_dump --username portal --format custom portal > "$folder/database.dump.part"
files "$@" > "$folder/files-after.tar.part"
for name in files-before.tar database.dump files-after.tar; do mv "$folder/$name.part" "$folder/$name"; done
(cd "$folder" && sha256sum database.dump files-before.tar files-after.tar > SHA256SUMS)
echo "Backup complete: $folder"
