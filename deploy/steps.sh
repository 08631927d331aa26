# The steps of a backup and of putting one back, whatever the portal runs on; read in by backup.sh, restore.sh and the
# drill (tools/drill/steps_here.sh). Who reads this in says how each part is reached, by functions:
#   postgres PROGRAM [ARGUMENT…]   pg_dump, pg_restore or psql on the portal's database
#   pack                           the portal's files, as tar, to standard output; that one changed meanwhile is no failure
#   unpack                         a tar of standard input into the portal's files
#   renew_erasures                 standard input in place of the list of erasures among the files
#   start_servers, stop_portal, start_portal
#   prepare                        tables and what every site needs
#   manage COMMAND [ARGUMENT…]     manage.py, while the portal stands still

write_backup() {  # FOLDER, which is there and empty
  # Files before and after the database: one that was there at its moment is in one of the two, whatever happened to it.
  pack > "$1/files-before.tar.part"
  postgres pg_dump --format custom > "$1/database.dump.part"
  pack > "$1/files-after.tar.part"
  for name in files-before.tar database.dump files-after.tar; do mv "$1/$name.part" "$1/$name"; done
  (cd "$1" && sha256sum database.dump files-before.tar files-after.tar > SHA256SUMS)
  echo "Backup complete: $1"
}

ask() { postgres psql --tuples-only --no-align --quiet --command "$1"; }

put_back() {  # FOLDER ERASURES: a backup into an empty portal, with a newer list of erasures when that file is there
  (cd "$1" && sha256sum --check --quiet SHA256SUMS)
  start_servers

  # Look before anything is stopped or thrown away; an answer that isn't understood is a no.
  found=$(ask "SELECT CASE WHEN to_regclass('public.network_member') IS NULL THEN 'none' ELSE 'tables' END")
  if [ "$found" = tables ]; then
    found=$(ask "SELECT CASE WHEN EXISTS (SELECT 1 FROM network_member) THEN 'members' ELSE 'none' END")
  fi
  if [ "$found" != none ]; then
    echo "This portal has members already (or gave no clear answer); a backup is put into an empty one only." >&2
    return 1
  fi
  [ -f "$2" ] || echo "No newer list of erasures at $2: the one in the backup counts."

  stop_portal
  postgres psql --quiet --set ON_ERROR_STOP=1 --command "DROP SCHEMA public CASCADE; CREATE SCHEMA public"
  # Owner and rights are of here: `prepare` gives them.
  postgres pg_restore --no-owner --no-privileges --exit-on-error < "$1/database.dump"
  for name in files-before.tar files-after.tar; do unpack < "$1/$name"; done
  if [ -f "$2" ]; then renew_erasures < "$2"; fi
  prepare
  manage after_restore
  start_portal
  echo "Restored from $1"
}
