#!/bin/sh
# Makes each secret of docker-compose.yml that isn't there yet, one file each, in ./secrets; leaves those that are.
#   sh deploy/make_secrets.sh
# What others give you (the passwords of the mail server or mail service) is an empty file: write it in.
set -eu
cd "$(dirname "$0")/.."
mkdir -p -m 700 secrets

random() { od -An -N "$1" -tx1 /dev/urandom | tr -d ' \n'; }
make() { [ -e "secrets/$1" ] || printf '%s\n' "$2" > "secrets/$1"; }

make secret_key "$(random 40)"
make database_password "$(random 24)"
make database_url "postgresql://portal:$(cat secrets/database_password)@database/portal"
make smtp_password ""
make mail_service_key ""
make mail_webhook_secret "reports:$(random 24)"
make metrics_token "$(random 24)"
# The container's user reads them, so the folder is closed and the files are not.
chmod 644 secrets/*
