# How the steps (steps.sh) reach the parts of the stack of docker-compose.yml; $options: options of docker compose.

compose() { docker compose $options "$@"; }
alone() { compose run --rm -T --no-deps web "$@"; }

postgres() {
  program=$1
  shift
  # The password, whatever the image of the database asks of who comes from its own machine.
  compose exec -T database sh -c 'PGPASSWORD=$(cat /run/secrets/database_password) exec "$@"' - \
    "$program" --username portal --dbname portal "$@"
}
# tar ends with 1 when a file changed or went while it was read; compose ends with 1 when web is not there.
pack() { compose exec -T web sh -c 'tar -C /var/lib/portal -cf - . || [ $? -eq 1 ]'; }
unpack() { alone tar -C /var/lib/portal -xf -; }
renew_erasures() { alone sh -c 'cat > /var/lib/portal/private/erasures.txt'; }
start_servers() { compose up --detach --wait database search; }
stop_portal() { compose stop proxy web worker clock; }
start_portal() { compose up --detach --wait; }
prepare() { compose run --rm migrate; }
manage() { compose run --rm --no-deps web python manage.py "$@"; }
