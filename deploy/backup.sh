#!/bin/sh
# Makes a backup of a running portal: the database, uploads and private files, in one new folder.
#   sh deploy/backup.sh FOLDER [COMPOSE OPTIONS]      e.g. sh deploy/backup.sh /backup/2027-03-01
# The list of erasures is among the private files; copy it daily to where your backups are not (docs/production.md).
set -eu
folder=${1:?"say which new folder to write to"}
shift
options=$*
umask 077
mkdir "$folder"
folder=$(cd "$folder" && pwd)
cd "$(dirname "$0")/.."
. deploy/steps.sh
. deploy/in_compose.sh

write_backup "$folder"
