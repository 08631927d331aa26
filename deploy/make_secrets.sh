#!/bin/sh
# Makes each secret of docker-compose.yml that isn't there yet, one file each, in ./secrets; leaves those that are.
#   sh deploy/make_secrets.sh
# What others give you (the passwords of the mail server or mail service, the secret of the provider of school accounts)
# is an empty file: write it in. So is the key for messages on devices (docs/push.md); empty: none are offered.
set -eu
cd "$(dirname "$0")/.."
mkdir -p secrets
chmod 700 secrets

keep() {  # NAME TEXT: whole or not at all
  printf '%s\n' "$2" > "secrets/$1.part"
  mv "secrets/$1.part" "secrets/$1"
}

random() {  # BYTES: so many, in hexadecimal; an error when the machine gives fewer
  text=$(od -An -N "$1" -tx1 /dev/urandom | tr -d ' \n')
  [ "${#text}" -eq $((2 * $1)) ] || { echo "make_secrets: /dev/urandom can't be read." >&2; exit 1; }
}

# Before it was a secret, this key stood in .env.
[ ! -f .env ] || [ -e secrets/vapid_private_key ] ||
  keep vapid_private_key "$(sed -n 's/^PORTAL_VAPID_PRIVATE_KEY=//p' .env | tail -n 1)"
for name in smtp_password mail_service_key mail_service_secret mail_signing_key oidc_secret vapid_private_key vapid_public_key; do
  [ -e "secrets/$name" ] || keep "$name" ""
done
[ -e secrets/secret_key ] || { random 40; keep secret_key "$text"; }
[ -e secrets/database_password ] || { random 24; keep database_password "$text"; }
[ -e secrets/database_url ] || keep database_url "postgresql://portal:$(cat secrets/database_password)@database/portal"
# The same place by another account: it reads and writes rows, and changes no tables. Another password here counts from the
# next start on.
[ -e secrets/database_app_url ] || {
  random 24
  keep database_app_url "$(sed "s#//[^@]*@#//portal_app:$text@#" secrets/database_url)"
}
[ -e secrets/cache_password ] || { random 24; keep cache_password "$text"; }
[ -e secrets/cache_url ] || keep cache_url "rediss://:$(cat secrets/cache_password)@cache:6379/0"
# Before the cache of this composition spoke TLS, its address began otherwise.
if grep -q '^redis://.*@cache:6379/' secrets/cache_url; then keep cache_url "$(sed 's/^redis:/rediss:/' secrets/cache_url)"; fi
[ -e secrets/search_password ] || { random 24; keep search_password "$text"; }
[ -e secrets/search_url ] || keep search_url "https://portal:$(cat secrets/search_password)@search:9243"
# Before Elasticsearch of this composition had a gate, its address was another.
if grep -qE '^https?://([^/]*@)?search:9200/?$' secrets/search_url; then
  keep search_url "https://portal:$(cat secrets/search_password)@search:9243"
fi
[ -e secrets/mail_webhook_secret ] || { random 24; keep mail_webhook_secret "reports:$text"; }
[ -e secrets/metrics_token ] || { random 24; keep metrics_token "$text"; }
if grep -q . secrets/vapid_private_key && ! grep -q . secrets/vapid_public_key; then
  echo "make_secrets: messages on devices ask for secrets/vapid_public_key (docs/production.md)." >&2
fi
# The container's user reads them, so the folder is closed and the files are not.
chmod 644 secrets/*
