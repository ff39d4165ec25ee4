#!/bin/sh
# Example of an event hook: copies each finished database to a directory.
#
#   OML_DUMP_DIR=/srv/dumps oml2-server -H /usr/share/oml2/oml2-server-hook.sh
#
# SQLite:     <domain>.<time>.sq3, by sqlite3's .backup
# PostgreSQL: <domain>.<time>.sql, by pg_dump, with the password in ~/.pgpass
#
# A copy gets its final name when it is complete. Names stay as in the URI (a
# blank is %20), so that no name needs quoting.
set -u
directory=${OML_DUMP_DIR:-oml2-dumps}

# stdout is for the banner only; stderr is that of the server.
say() {
  printf 'oml2-server-hook: %s\n' "$*" >&2
}

copy_sqlite() {
  sqlite3 "$1?mode=ro" ".backup \"$2\""
}

copy_postgresql() {
  pg_dump --no-password --file="$2" --dbname="$1"
}

# dump COPY URI ENDING
dump() {
  name=${2##*/}
  copy=${name%.sq3}.$(date -u +%Y%m%dT%H%M%SZ).$3
  # stdin holds the server's next commands; copying must not consume them.
  if "$1" "$2" "$copy.part" </dev/null >&2 && mv "$copy.part" "$copy"; then
    say "$2 is copied to $directory/$copy"
  else
    rm -f "$copy.part"
    say "cannot copy $2 to $directory/$copy"
  fi
}

mkdir -p "$directory" && cd "$directory" || exit
echo "OML HOOK READY"
while read -r command uri; do
  case $command in
    DBCLOSED)
      case $uri in
        file:*) dump copy_sqlite "$uri" sq3 ;;
        postgresql:*) dump copy_postgresql "$uri" sql ;;
        *) say "cannot copy $uri: only file: and postgresql: are known" ;;
      esac
      ;;
    EXIT) break ;;
  esac
done
