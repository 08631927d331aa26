#!/bin/sh
# Makes a backup of a running portal: the database, uploads and private files, in one new folder.
#   sh deploy/backup.sh FOLDER [COMPOSE OPTIONS]      e.g. sh deploy/backup.sh /backup/2027-03-01
# The list of erasures is among the private files; copy it daily to where your backups are not (docs/production.md).
set -eu
folder=${1:?"say which new folder to write to"}
shift
umask 077
mkdir "$folder"
compose() { docker compose "$@"; }

# Uploads first: a file that comes later than the database's moment does no harm, one that is missing does.
compose "$@" exec -T web tar -C /var/lib/portal -cf - . > "$folder/files.tar.part"
compose "$@" exec -T database pg_dump --username portal --format custom portal > "$folder/database.dump.part"
# Files again, for what was uploaded while the database was being read.
compose "$@" exec -T web tar -C /var/lib/portal -cf - . > "$folder/files.tar.part"
mv "$folder/files.tar.part" "$folder/files.tar"
mv "$folder/database.dump.part" "$folder/database.dump"
(cd "$folder" && sha256sum database.dump files.tar > SHA256SUMS)
echo "Backup complete: $folder"
