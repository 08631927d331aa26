#!/usr/bin/env bash
# Four other readers of calendars, for tests: ical.js, libical, ical4j and vobject (the last comes with requirements/dev.txt).
#   readers.sh install            fetch ical.js and ical4j, compile the reader; libical3 is a package (idempotent)
#   readers.sh ical_js|ical4j|libical|vobject FILE   print the events of a file as JSON
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
out=${CALENDAR_READERS_HOME:-$here/../../.cache/calendar-readers}
python=${CALENDAR_READERS_PYTHON:-python3}

install() {
  mkdir -p "$out/classes"
  local stamp i; stamp=$(cat "$here"/package-lock.json "$here"/pom.xml "$here"/Ical4jReader.java | sha256sum | cut -d' ' -f1)
  [ "$(cat "$out/stamp" 2>/dev/null)" = "$stamp" ] && return
  cp "$here/package.json" "$here/package-lock.json" "$out"
  for i in 1 2 3; do
    npm ci --prefix "$out" --silent --no-audit --no-fund --ignore-scripts && break
    [ "$i" = 3 ] && exit 1; sleep 5
  done
  for i in 1 2 3; do
    mvn -B -q -Dstyle.color=never -f "$here/pom.xml" org.apache.maven.plugins:maven-dependency-plugin:3.6.1:copy-dependencies \
      -DoutputDirectory="$out/lib" -DincludeScope=runtime && break
    [ "$i" = 3 ] && exit 1; sleep 5
  done
  javac -nowarn -proc:none -cp "$out/lib/*" -d "$out/classes" "$here/Ical4jReader.java"
  echo "$stamp" > "$out/stamp"
}

case ${1:?install|ical_js|ical4j|libical|vobject} in
  install) install ;;
  ical_js) node "$here/ical_js.mjs" "$out" "${2:?a file}" ;;
  ical4j) java -XX:TieredStopAtLevel=1 -XX:-UsePerfData -cp "$out/classes:$out/lib/*" Ical4jReader "${2:?a file}" ;;
  libical) "$python" "$here/libical_reader.py" "${2:?a file}" ;;
  vobject) "$python" "$here/vobject_reader.py" "${2:?a file}" ;;
  *) exit 2 ;;
esac
