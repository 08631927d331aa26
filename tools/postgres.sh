#!/usr/bin/env bash
# A throw-away PostgreSQL for tests, on 127.0.0.1 only, with fsync on as in production.
#   postgres.sh start DIR    make a cluster in the new folder DIR, start it on a free port, print its address
#   postgres.sh stop  DIR    stop it by its process id and remove DIR
# PostgreSQL refuses to run as root; then the user "postgres" that its package makes runs it.
set -euo pipefail
cmd=${1:?start|stop} dir=${2:?folder}

binaries=$(ls -d /usr/lib/postgresql/*/bin /usr/pgsql-*/bin /opt/homebrew/opt/postgresql*/bin 2>/dev/null | sort -V | tail -n 1 || true)
[ -n "$binaries" ] || binaries=$(dirname "$(command -v initdb || echo /nowhere/initdb)")
[ -x "$binaries/initdb" ] || { echo "postgres.sh: PostgreSQL's server is missing (apt-get install postgresql)." >&2; exit 3; }

as_owner() {
  if [ "$(id -u)" = 0 ]; then (cd / && runuser -u postgres -- "$@"); else "$@"; fi
}

start() {
  local port secret
  port=$(python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')
  secret=$(python3 -c 'import secrets; print(secrets.token_hex(16))')
  mkdir -m 700 "$dir"
  printf '%s\n' "$secret" > "$dir/password"
  [ "$(id -u)" != 0 ] || chown -R postgres "$dir"
  as_owner "$binaries/initdb" --pgdata="$dir/data" --username=portal --pwfile="$dir/password" --auth=scram-sha-256 \
    --encoding=UTF8 --locale=C.UTF-8 > "$dir/initdb.log" 2>&1 || { cat "$dir/initdb.log" >&2; exit 1; }
  as_owner "$binaries/pg_ctl" --pgdata="$dir/data" --log="$dir/server.log" --wait --silent \
    --options="-p $port -c listen_addresses=127.0.0.1 -c unix_socket_directories='' -c fsync=on -c synchronous_commit=on" \
    start >&2 || { cat "$dir/server.log" >&2; exit 1; }
  echo "postgresql://portal:$secret@127.0.0.1:$port/postgres"
}

stop() {
  [ -d "$dir" ] || return 0
  if [ -f "$dir/data/postmaster.pid" ]; then
    as_owner "$binaries/pg_ctl" --pgdata="$dir/data" --mode=fast --wait --silent stop >&2
  fi
  rm -rf "$dir"
}

"$cmd"
