#!/bin/bash
# Starts Elasticsearch with the portal's account: its password is that of this moment, its rights stand in roles.yml.
set -eu
cd /usr/share/elasticsearch
password=$(cat /run/secrets/search_password)
bin/elasticsearch-users useradd portal -p "$password" -r portal > /dev/null 2>&1 ||
  bin/elasticsearch-users passwd portal -p "$password"
exec /usr/local/bin/docker-entrypoint.sh eswrapper
