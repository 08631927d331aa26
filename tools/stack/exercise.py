"""The exercise of the whole stack; see exercise.sh. Standard library only. Exits 1 and says what failed."""

import json
import os
import re
import shutil
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from datetime import datetime
from itertools import pairwise
from pathlib import Path

from visitor import NO_ANSWER, Answer, Site, Visitor, field_value

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent.parent
HOST = "bruggen.test"
PROJECT = "bruggen-oefening"
VERSION = "oefening"
SERVICES = ("web", "worker", "clock", "database", "search", "search_gate", "cache", "proxy", "mail")
# The catcher stands for somebody else's server, so it isn't killed.
KILLED = ("web", "worker", "clock", "database", "search", "search_gate", "cache", "proxy")
HEADERS = {
    "strict-transport-security": "max-age=63072000",
    "x-content-type-options": "nosniff",
    "x-frame-options": "",
    "referrer-policy": "same-origin",
    "content-security-policy": "",
}
BUILD_TOOLS = ("pip", "pip3", "gcc", "cc", "make", "git", "curl", "wget", "uv")
# Those of others: whoever sends mail knows no machine that calls us, and the other way round.
SENDING = {"smtp_password", "mail_service_key", "mail_service_secret", "vapid_private_key"}
CALLED = {"metrics_token", "mail_webhook_secret", "mail_signing_key", "oidc_secret", "cache_url"}
OWNERS = {"database_password", "database_app_url"}
FOREIGN_SECRETS = {"web": SENDING | OWNERS, "worker": CALLED | OWNERS, "clock": CALLED | OWNERS}
CACHE_CLIENT = "valkey-cli --tls --cacert /run/trust/authority.pem"
# Every connection inside, asked by web: whose certificate is checked (yes), and what answers without TLS (no). The last
# asks a right one by another name.
CONNECTIONS = """
import json, os, socket, ssl, sys, psycopg
from urllib.parse import urlsplit, urlunsplit

def ends_in(act):
    try:
        return act() or "yes"
    except Exception as error:
        return f"{type(error).__name__}: {error}"

def handshake(host, port, name=""):
    context = ssl.create_default_context(cafile="/run/trust/authority.pem")
    with context.wrap_socket(socket.create_connection((host, port), 5), server_hostname=name or host) as secure:
        return secure.version()

def plain(host, port, words):
    with socket.create_connection((host, port), 5) as line:
        line.settimeout(5)
        line.sendall(words)
        answer = line.recv(200)
        # An alert of TLS is no answer.
        return "closed" if answer[:2] in (b"", bytes([21, 3])) else answer.decode("latin-1").split(chr(10))[0]

database = open("/run/secrets/database_url").read().strip()
in_use = "SELECT version FROM pg_stat_ssl WHERE pid = pg_backend_pid()"
by_another_name = urlunsplit(urlsplit(database)._replace(
    netloc=urlsplit(database).netloc.replace("@database", "@" + socket.gethostbyname("database"))))
get = b"GET / HTTP/1.1" + bytes([13, 10]) + b"Host: localhost" + bytes([13, 10, 13, 10])
print(json.dumps({
    "database": ends_in(lambda: psycopg.connect(database).execute(in_use).fetchone()[0]),
    "database plain": ends_in(lambda: psycopg.connect(database + "?sslmode=disable") and ""),
    "database other name": ends_in(lambda: psycopg.connect(by_another_name) and ""),
    "search": ends_in(lambda: handshake("search", 9243)),
    "search plain": ends_in(lambda: plain("search", 9243, get)),
    "search beside its gate": [ends_in(lambda: plain("search", port, get)) for port in (9200, 9300)],
    "cache": ends_in(lambda: handshake("cache", 6379)),
    "cache plain": ends_in(lambda: plain("cache", 6379, b"PING" + bytes([13, 10]))),
    "web": ends_in(lambda: handshake("localhost", 8000)),
    "web plain": ends_in(lambda: plain("localhost", 8000, get)),
    "web other name": ends_in(lambda: handshake("localhost", 8000, "database")),
}))
"""
# The gate of Elasticsearch, asked by web: the answer to each question, with the right password, a wrong one, and none.
GATE = """
import base64, json, ssl, urllib.error, urllib.request
from urllib.parse import urlsplit

address = urlsplit(open("/run/secrets/search_url").read().strip())
context = ssl.create_default_context(cafile="/run/trust/authority.pem")

def status(path, password, method="GET"):
    asked = urllib.request.Request(f"https://{address.hostname}:{address.port}{path}", method=method)
    if password:
        words = base64.b64encode(f"{address.username}:{password}".encode()).decode()
        asked.add_header("Authorization", f"Basic {words}")
    try:
        return urllib.request.urlopen(asked, timeout=5, context=context).status
    except urllib.error.HTTPError as error:
        return error.code
    except OSError:
        return 0

mine = address.password
print(json.dumps({
    "own": [status("/", mine), status("/portal-search/_mapping", mine)],
    "no password": [status("/", ""), status("/portal-search/_search", "x" + mine)],
    "others": [status(*one) for one in (
        ("/elsewhere", mine, "PUT"), ("/_all/_search", mine), ("/portal-search,elsewhere/_search", mine),
        ("/portal-search/../elsewhere/_search", mine), ("/_cat/indices", mine), ("/_cluster/settings", mine, "PUT"))],
}))
"""
MEMBERS, PACE = int(os.environ.get("MEMBERS", "2000")), float(os.environ.get("PACE", "3"))
THREADS = 6
# A mail that a killed worker held goes again after five minutes (docs/outbox.md); the clock looks every minute.
MAIL_SECONDS = 480


class Failed(Exception):
    """Something is not as it has to be; the text says what."""


def expect(holds: object, sentence: str) -> None:
    """Fail with a sentence unless it holds."""
    if not holds:
        raise Failed(sentence)


def say(text: str) -> None:
    """Tell on screen how far it is."""
    print(f"[{time.monotonic() - BEGUN:5.0f} s] {text}", flush=True)


def until(condition, *, seconds: float, sentence: str):
    """Wait for something and give it; fail with the sentence when it takes too long."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        found = condition()
        if found:
            return found
        time.sleep(1)
    raise Failed(f"{sentence} (waited {seconds:.0f} s)")


def free_port() -> int:
    """Give a port that nothing listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Stack:
    """A copy of the project in a folder of its own, as an operator has it, and the containers made from it."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.https, self.http = folder, free_port(), free_port()
        self.environment = os.environ | {
            "COMPOSE_PROJECT_NAME": PROJECT,
            "COMPOSE_FILE": "docker-compose.yml:tools/stack/compose.yml",
            "COMPOSE_PROFILES": "mail",
        }

    def lay_out(self) -> None:
        """Copy what git knows, fill in .env as its comments say, and make the secrets."""
        names = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, check=True, capture_output=True).stdout
        for name in names.decode().split("\0"):
            if name and (ROOT / name).is_file():
                (self.folder / name).parent.mkdir(parents=True, exist_ok=True)
                shutil.copy2(ROOT / name, self.folder / name)
        text = (self.folder / ".env.example").read_text(encoding="utf-8")
        text = text.replace("portal.example.nl", HOST).replace("\n#PORTAL_", "\nPORTAL_")
        text += (
            f"PORTAL_HTTP={self.http}\nPORTAL_HTTPS={self.https}\nMAIL_PORT={free_port()}\nPORTAL_VERSION={VERSION}\n"
        )
        # An exercise asks nothing of others.
        text += "PORTAL_BREACHED_PASSWORDS_URL=\n"
        if os.environ.get("SEARCH_IMAGE"):
            text += f"SEARCH_IMAGE={os.environ['SEARCH_IMAGE']}\n"
        (self.folder / ".env").write_text(text, encoding="utf-8")
        self.run("sh", "deploy/make_secrets.sh")

    def run(self, *command: str, text: str | None = None, check: bool = True) -> str:
        """Run a command in the folder; give what it prints."""
        done = subprocess.run(
            command, cwd=self.folder, env=self.environment, input=text, capture_output=True, text=True, check=False
        )
        if check and done.returncode:
            raise Failed(
                f"{' '.join(command[:6])} … ended with {done.returncode}: {(done.stderr or done.stdout)[-2000:]}"
            )
        return done.stdout

    def compose(self, *arguments: str, text: str | None = None, check: bool = True) -> str:
        """Run docker compose."""
        return self.run("docker", "compose", *arguments, text=text, check=check)

    def containers(self, service: str = "") -> list[dict]:
        """Give what the engine knows of the running services' containers (of one service), migrate left out."""
        ids = self.compose("ps", "--all", "--quiet", *([service] if service else [])).split()
        found = json.loads(self.run("docker", "inspect", *ids)) if ids else []
        return [one for one in found if service_of(one) in SERVICES]

    def unhealthy(self) -> list[str]:
        """Name the containers that don't run healthy."""
        return [
            one["Name"].removeprefix(f"/{PROJECT}-")
            for one in self.containers()
            if one["State"].get("Health", {}).get("Status") != "healthy"
        ]

    def up(self, *more: str, number: int) -> None:
        """Start, and wait until this many containers are healthy."""
        self.compose("up", "--detach", "--no-build", "--pull", "missing", *more)
        until(
            lambda: len(self.containers()) == number and not self.unhealthy(),
            seconds=420,
            sentence=f"Not healthy: {self.unhealthy()}",
        )

    def inside(self, *arguments: str) -> dict:
        """Run inside.py in a container of web; give what it prints."""
        printed = self.compose(
            "exec", "-T", "web", "python", "-", *arguments, text=(HERE / "inside.py").read_text(encoding="utf-8")
        )
        return json.loads(printed.strip().splitlines()[-1])

    def mails(self) -> list[dict]:
        """Give all mails that arrived."""
        lines = self.compose("exec", "-T", "mail", "cat", "/var/lib/portal/mails.jsonl").splitlines()
        return [json.loads(line) for line in lines]

    def mail_to(self, address: str, words: str) -> dict:
        """Wait for a mail to someone whose text holds these words."""
        return until(
            lambda: next((m for m in self.mails() if address in m["to"] and words in m["text"] + m["subject"]), None),
            seconds=90,
            sentence=f"No mail with {words!r} to {address}",
        )

    def site(self) -> Site:
        """Give the site as a browser reaches it."""
        authority = self.compose("exec", "-T", "proxy", "cat", "/data/caddy/pki/authorities/local/root.crt")
        return Site(HOST, self.https, authority)

    def questions_to_search(self) -> int:
        """Give how many questions Elasticsearch has answered since it started; asked behind its gate."""
        address = "http://127.0.0.1:9200/_all/_stats/search"
        answer = json.loads(self.compose("exec", "-T", "search", "curl", "--silent", address))
        return answer["_all"]["total"]["search"]["query_total"]

    def gate(self) -> dict:
        """Give the statuses with which the gate of Elasticsearch answers web; 0 is none."""
        return json.loads(self.compose("exec", "-T", "web", "python", "-", text=GATE).strip().splitlines()[-1])

    def kill(self, container: dict) -> None:
        """End the first process of a container at once, as the kernel does when memory is short.

        `docker kill` counts as a wish to stop, after which the engine starts nothing again.
        """
        script = f"import os; os.kill({container['State']['Pid']}, 9)"
        image = f"bruggen-bouwen:{VERSION}"
        self.run("docker", "run", "--rm", "--pid", "host", "--user", "0", image, "python", "-c", script)


def service_of(container: dict) -> str:
    """Give the name of the service that a container is of."""
    return container["Config"]["Labels"]["com.docker.compose.service"]


def look_at_image(stack: Stack) -> list[tuple[str, object]]:
    """See that the image holds what runs and nothing to build with."""
    image = f"bruggen-bouwen:{VERSION}"
    facts = json.loads(stack.run("docker", "image", "inspect", image))[0]
    expect(facts["Config"]["User"] not in ("", "0", "root"), "The image runs as root.")
    search = f"for name in {' '.join(BUILD_TOOLS)}; do command -v $name; done; "
    search += "find / -xdev \\( -name ensurepip -o -path '*-packages/pip' \\)"
    found = stack.run("docker", "run", "--rm", image, "sh", "-c", search, check=False).split()
    expect(not found, f"The image holds {found}.")
    written = stack.run(
        "docker", "run", "--rm", image, "sh", "-c", "find / -xdev -writable -type f -not -path '/proc/*' | head -3"
    )
    expect(not written.strip(), f"The user of the image may write {written.split()}.")
    return [
        ("image", f"{facts['Size'] / 1e6:.0f} MB, user {facts['Config']['User']}, none of {', '.join(BUILD_TOOLS)}")
    ]


def look_at_containers(stack: Stack) -> list[tuple[str, object]]:
    """See that every container is held as docker-compose.yml promises."""
    writable, found = [], stack.containers()
    for one in found:
        name, host = service_of(one), one["HostConfig"]
        expect(host["Memory"] and host["PidsLimit"], f"{name} has no limit of memory or processes.")
        expect("no-new-privileges:true" in host["SecurityOpt"], f"{name} may gain rights.")
        expect(host["CapDrop"] == ["ALL"] and not host["Privileged"], f"{name} keeps rights of the kernel.")
        ports = [
            port for ports in host["PortBindings"].values() for port in ports or [] if port["HostIp"] != "127.0.0.1"
        ]
        expect(not ports or name == "proxy", f"{name} can be reached from outside.")
        if not host["ReadonlyRootfs"]:
            writable.append(name)
    expect(writable == ["search"] * len(writable), f"The files of {writable} can be written to.")
    mounts = {mount.get("Name", "") for mount in stack.containers("proxy")[0]["Mounts"]}
    expect(not any("uploads" in name for name in mounts), "The proxy sees the uploads.")
    refused = stack.compose("exec", "-T", "web", "sh", "-c", "touch /app/x 2>&1 || true")
    expect("Read-only" in refused, f"web writes to its own files: {refused}")
    no_way = stack.compose(
        "exec", "-T", "search", "sh", "-c", "curl --silent --max-time 5 https://1.1.1.1 2>&1 || echo none"
    )
    expect("none" in no_way, "Elasticsearch reaches the internet.")
    look_at_passwords(stack)
    look_at_rights(stack)
    found_tls, found_gate = look_at_connections(stack), look_at_gate(stack)
    return [
        ("containers", f"{len(found)} healthy, limits and no rights everywhere, read-only but for Elasticsearch's"),
        ("passwords", "database (SCRAM), cache and search answer nobody without"),
        ("gate of Elasticsearch", found_gate),
        ("TLS inside", found_tls),
        ("rights", "web, worker and clock change no table, and hold no secret of each other's work"),
    ]


def look_at_connections(stack: Stack) -> str:
    """See that every server inside proves who it is, and answers nobody without TLS; give the versions."""
    printed = stack.compose("exec", "-T", "web", "python", "-", text=CONNECTIONS)
    ends = json.loads(printed.strip().splitlines()[-1])
    servers = [name for name in ends if " " not in name]
    beside = ends["search beside its gate"]
    expect(all("Refused" in one for one in beside), f"Elasticsearch is reached beside its gate: {beside}")
    for name in servers:
        expect(ends[name] in ("TLSv1.3", "TLSv1.2"), f"{name} speaks no TLS: {ends[name]}")
        plain = ends[f"{name} plain"]
        expect(plain == "closed" or "Error" in plain or " 400 " in plain, f"{name} answers without TLS: {plain}")
    expect("no encryption" in ends["database plain"], f"Not for want of TLS: {ends['database plain']}")
    for name in ("database other name", "web other name"):
        expect("does not match" in ends[name] or "mismatch" in ends[name], f"{name} was taken: {ends[name]}")
    held = stack.compose("exec", "-T", "web", "sh", "-c", "ls /run/tls; ls /run/authority 2>&1 || true")
    expect("No such file" in held, f"web sees the authority: {held}")
    return ", ".join(f"{name} {ends[name]}" for name in servers) + "; none without, none by another name"


def look_at_gate(stack: Stack) -> str:
    """See that the gate of Elasticsearch wants the password, and knows the portal's own indexes only."""
    found = stack.gate()
    # 404: Elasticsearch's own answer, until the worker has made the index.
    expect(found["own"] in ([200, 200], [200, 404]), f"The portal gets {found['own']} from the gate.")
    expect(set(found["no password"]) == {401}, f"Without the password the gate answers {found['no password']}.")
    expect(set(found["others"]) == {403}, f"About what isn't the portal's the gate answers {found['others']}.")
    return "401 without the password; 403 for other indexes, lists and settings; no way beside it"


def look_at_rights(stack: Stack) -> None:
    """See that the processes can't change a table, and hold no secrets of others."""
    script = "ALTER TABLE network_member ADD drill text"
    code = f"import django; django.setup(); from django.db import connection as c; c.cursor().execute({script!r})"
    for name, foreign in FOREIGN_SECRETS.items():
        refused = stack.compose("exec", "-T", name, "sh", "-c", f'python -c "{code}" 2>&1 || true')
        expect("must be owner of table" in refused, f"{name} changes a table: {refused[-300:]}")
        held = set(stack.compose("exec", "-T", name, "ls", "/run/secrets").split())
        expect("secret_key" in held and not held & foreign, f"{name} holds {sorted(held & foreign)}.")


def look_at_passwords(stack: Stack) -> None:
    """See that database and cache answer nobody without the password, and that the database keeps it as SCRAM."""
    cache = stack.compose("exec", "-T", "cache", "sh", "-c", f"{CACHE_CLIENT} get x 2>&1 || true")
    expect("NOAUTH" in cache, f"The cache answers without a password: {cache}")
    script = f"REDISCLI_AUTH=$(cat /run/secrets/cache_password) {CACHE_CLIENT} config get dir 2>&1 || true"
    refused = stack.compose("exec", "-T", "cache", "sh", "-c", script)
    expect("NOPERM" in refused, f"The portal's account may change the cache: {refused}")
    ask = "psql --host database --username portal --dbname portal --tuples-only --no-align --command"
    without = stack.compose("exec", "-T", "database", "sh", "-c", f"{ask} 'SELECT 1' --no-password 2>&1 || true")
    expect("no password supplied" in without, f"The database answers without a password: {without}")
    kept = "SELECT left(rolpassword, 14) FROM pg_authid WHERE rolname = 'portal'"
    script = f'PGPASSWORD=$(cat /run/secrets/database_password) {ask} "{kept}"'
    stored = stack.compose("exec", "-T", "database", "sh", "-c", script)
    expect("SCRAM-SHA-256$" in stored, "The database keeps its password in another way than SCRAM.")


def lacking_headers(answer: Answer) -> list[str]:
    """Name the headers that every answer has to have and this one lacks."""
    return [name for name, part in HEADERS.items() if part not in answer.headers.get(name, "-missing-")]


def look_at_headers(stack: Stack, site: Site) -> list[tuple[str, object]]:
    """See the headers of answers of every kind as they leave the proxy."""
    visitor = Visitor(site)
    visitor.cookies = {}
    style = re.search(r'href="(/static/[^"]+\.css)"', visitor.get("/").text)
    kinds = {
        "page": visitor.get("/"),
        "style sheet": visitor.get(style[1]) if style else Answer(NO_ANSWER),
        "feed": visitor.get("/agenda/feed.ics"),
        "missing page": visitor.get("/bestaat-niet/"),
        "sign-in": visitor.get("/account/login/"),
        "editors' door": visitor.get("/beheer/"),
    }
    for kind, answer in kinds.items():
        lacking = lacking_headers(answer)
        expect(answer.status and not lacking, f"{kind} ({answer.status}) lacks {lacking}: {answer.headers}")
        expect("server" not in answer.headers, f"{kind} names the server.")
    expect(visitor.get("/healthz").text == "ok\n", "/healthz doesn't say ok.")
    expect(visitor.get("/metrics").status == 404, "/metrics is open.")
    token = (stack.folder / "secrets" / "metrics_token").read_text(encoding="utf-8").strip()
    expect("portal_health" in visitor.get("/metrics", Authorization=f"Bearer {token}").text, "/metrics has no figures.")
    expect(visitor.get("/private/erasures.txt").status == 404, "A private file is served.")
    expect(visitor.get("/media/original_images/").status == 404, "Uploads are served as files.")
    with socket.create_connection(("127.0.0.1", stack.http), 5) as plain:
        plain.sendall(f"GET / HTTP/1.1\r\nHost: {HOST}\r\nConnection: close\r\n\r\n".encode())
        expect(b" 308 " in plain.recv(200), "http is not sent on to https.")
    large = visitor.post_announced("/account/login/", size=31_000_000)
    expect(large.status == 413 and "te groot" in large.text, f"A body of 31 MB got {large.status}.")
    expect(not lacking_headers(large), f"The page with 413 lacks {lacking_headers(large)}")
    return [
        ("headers through the proxy", f"{len(HEADERS)} on each of {', '.join(kinds)}"),
        ("a body of 31 MB", "413 and a page that says so, with these headers"),
    ]


def look_away(stack: Stack, site: Site) -> list[tuple[str, object]]:
    """See what the proxy shows itself while no web runs: to who reads, to who sends, and what it is set in."""
    stack.compose("stop", "web")
    visitor = Visitor(site)
    kinds = {"page": visitor.get("/"), "form": visitor.post("/account/login/", login="a")}
    for kind, answer in kinds.items():
        expect(answer.status in (502, 503), f"Without web a {kind} gets {answer.status}.")
        expect("We zijn zo terug" in answer.text, f"Without web a {kind} gets {answer.text[:200]!r}.")
        expect(not lacking_headers(answer), f"The page of the proxy lacks {lacking_headers(answer)}")
        expect("retry-after" in answer.headers, "The page of the proxy says not when to come back.")
    style = re.search(r'href="(/[^"]+\.css)"', kinds["page"].text)
    sheet = visitor.get(style[1]) if style else Answer(NO_ANSWER)
    expect(sheet.status == 200 and "text/css" in sheet.headers["content-type"], f"Its style gets {sheet.status}.")
    stack.compose("start", "web")
    until(lambda: not stack.unhealthy(), seconds=120, sentence="Not healthy after web came back")
    return [
        ("no web at all", f"the portal's own page in Dutch with its style, {kinds['page'].status}, also after a form")
    ]


def walk(stack: Stack, site: Site, cast: dict, name: str) -> list[tuple[str, object]]:
    """Make an account, sign up, read the mail, find the date in one's calendar, and the meetup by searching."""
    begun, address = time.monotonic(), f"{name}@roc-lindenwaard.example"
    person = Visitor(site)
    person.get("/account/signup/")
    made = person.post("/account/signup/", given_name="Nina", family_name="Nieuw", email=address)
    expect(made.status == 302, f"Making an account gave {made.status}.")
    code = re.search(r"\b[A-Z0-9]{3,4}-[A-Z0-9]{3,4}\b", stack.mail_to(address, "")["text"])
    expect(code, "The mail holds no code.")
    confirmed = person.post("/account/confirm-email/", code=code[0])
    expect(confirmed.status == 302, f"The code gave {confirmed.status}.")
    signed_up = person.post(cast["path"], needs="")
    expect("/mijn/aanmeldingen/" in signed_up.headers.get("location", ""), f"Signing up gave {signed_up.status}.")
    mail = stack.mail_to(address, cast["title"])
    expect(any(each.endswith((".ics", "calendar")) for each in mail["attachments"]), "The mail has no date in it.")
    mailed = time.monotonic() - begun
    expect(person.post("/mijn/agenda/", doen="maak").status == 302, "No calendar address was made.")
    feed = field_value(person.get("/mijn/agenda/").text, "adres").removeprefix(f"https://{HOST}")
    expect(feed.startswith("/mijn/agenda/"), f"The page shows no address of the calendar: {feed!r}")
    stranger = Visitor(site)
    stranger.cookies = {}
    calendar = stranger.get(feed)
    expect(cast["title"] in calendar.text and "BEGIN:VEVENT" in calendar.text, "The date is not in the calendar.")
    asked = stack.questions_to_search()

    def found() -> bool:
        answer = stranger.get("/zoeken/?q=kruispeilingen")
        return "/agenda/kruispeilingen/" in answer.text and stack.questions_to_search() > asked

    until(found, seconds=180, sentence="Elasticsearch does not find the meetup.")
    cast["feed"] = feed
    return [
        ("sign-up → mail → calendar → search", f"mail after {mailed:.0f} s, all in {time.monotonic() - begun:.0f} s")
    ]


class Load:
    """Members who sign up one after another, at a pace, and try again when they hear nothing; and what they heard."""

    def __init__(self, site: Site, cast: dict) -> None:
        self.site, self.path = site, cast["path"]
        self.waiting = list(cast["people"].items())
        self.acknowledged: dict[str, float] = {}
        # When each was begun by the clock of the day, when it was answered, and with what.
        self.statuses: list[tuple[float, float, int]] = []
        self.lacking: set[str] = set()
        self._lock, self._end = threading.Lock(), threading.Event()
        self._threads = [threading.Thread(target=self._run, daemon=True) for _number in range(THREADS)]

    def start(self) -> None:
        """Begin."""
        for each in self._threads:
            each.start()

    def stop(self) -> None:
        """Let everyone finish what they do, and end."""
        self._end.set()
        for each in self._threads:
            each.join()

    def since(self, moment: float) -> tuple[int, Counter, float]:
        """Give the answers since a moment: how many, how many of each bad status, and the longest time without yes."""
        with self._lock:
            recent = [status for _begun, at, status in self.statuses if at >= moment]
            yes = sorted(at for at in self.acknowledged.values() if at >= moment)
        edges = [moment, *yes, time.monotonic()]
        gap = max(later - earlier for earlier, later in pairwise(edges))
        return len(recent), Counter(s for s in recent if s >= 500 or s == NO_ANSWER), gap

    def failed_after(self, moment: float) -> int:
        """Give how many got a 5xx of those begun after a moment by the clock of the day."""
        with self._lock:
            return sum(begun > moment and status >= 500 for begun, _at, status in self.statuses)

    def _run(self) -> None:
        while not self._end.is_set():
            with self._lock:
                if not self.waiting:
                    return
                email, session = self.waiting.pop(0)
            begun = time.time()
            answer = Visitor(self.site, session).post(self.path, needs="")
            told = "/mijn/aanmeldingen/" in answer.headers.get("location", "")
            with self._lock:
                self.statuses.append((begun, time.monotonic(), answer.status))
                if answer.status:
                    self.lacking.update(f"{name} on {answer.status}" for name in lacking_headers(answer))
                if told:
                    self.acknowledged[email] = time.monotonic()
                else:
                    self.waiting.append((email, session))
            self._end.wait(THREADS / PACE)


def kill_each(stack: Stack, load: Load) -> tuple[int, list[tuple[str, object]]]:
    """Kill every container in turn, and wait each time until the engine has it back and healthy."""
    rows, kills = [], 0
    for service in KILLED:
        for container in stack.containers(service):
            name = container["Name"].removeprefix(f"/{PROJECT}-")
            moment = time.monotonic()
            stack.kill(container)
            kills += 1

            def is_back(container=container) -> bool:
                now = json.loads(stack.run("docker", "inspect", container["Id"]))[0]
                again = now["State"]["StartedAt"] != container["State"]["StartedAt"]
                return again and now["State"].get("Health", {}).get("Status") == "healthy"

            until(is_back, seconds=240, sentence=f"{name} did not come back")
            back = time.monotonic() - moment
            # They share a network, so each has to find the other again.
            if service in ("search", "search_gate"):
                until(lambda: stack.gate()["own"] == [200, 200], seconds=240, sentence=f"No answer after {name} died")
            through = time.monotonic() - moment
            time.sleep(6)
            number, bad, gap = load.since(moment)
            failed = sum(count for status, count in bad.items() if status >= 500)
            row = f"healthy after {back:.0f} s; {number} answers, {failed} of them 5xx, {bad[NO_ANSWER]} none"
            if service in ("search", "search_gate"):
                row = f"Elasticsearch answers through its gate after {through:.0f} s; {row}"
            if service == "web":
                state = json.loads(stack.run("docker", "inspect", container["Id"]))[0]["State"]
                later = load.failed_after(datetime.fromisoformat(state["FinishedAt"]).timestamp())
                expect(not later, f"{later} forms failed that were begun when {name} was dead, with others alive.")
                row += " (all in its hands when it died)" if failed else ""
            rows.append((f"killed {name}", f"{row}; longest without a yes {gap:.1f} s"))
            say(": ".join(map(str, rows[-1])))
    return kills, rows


def judge(stack: Stack, load: Load, kills: int) -> list[tuple[str, object]]:
    """See that nothing that someone was told is lost, and that mails are there, once each but for the kills."""
    until(lambda: not stack.unhealthy(), seconds=120, sentence="Not healthy after the kills")
    figures = until(
        lambda: (now := stack.inside("figures"))["mails waiting"] == 0 and now,
        seconds=MAIL_SECONDS,
        sentence="Mail still waits",
    )
    expect(not load.lacking, f"Headers were missing: {sorted(load.lacking)}")
    rows, told = set(figures["signed up"]), set(load.acknowledged)
    expect(told <= rows, f"Lost: {len(told - rows)} sign-ups that were acknowledged, e.g. {sorted(told - rows)[:3]}")
    expect(figures["most rows of one person"] == 1, "Someone is signed up twice.")
    arrived = Counter(mail["to"][0] for mail in stack.mails() if mail["to"][0].endswith("@stapel.example"))
    expect(rows <= set(arrived), f"{len(rows - set(arrived))} people who are signed up got no mail.")
    expect(set(arrived) <= rows, "A mail tells of a sign-up that isn't there.")
    extra = sum(arrived.values()) - len(arrived)
    expect(extra <= kills, f"{extra} mails arrived again with {kills} kills.")
    return [
        ("acknowledged sign-ups", f"{len(told)}, lost 0, twice 0"),
        ("mails of them", f"{len(arrived)} people got one, {extra} copies more (at most {kills}, one per kill)"),
    ]


def restore(stack: Stack, cast: dict) -> list[tuple[str, object]]:
    """Make a backup, throw everything away, and put it back into an empty stack."""
    folder = stack.folder / "backup"
    # What the clock does meanwhile is no fault of the backup.
    stack.compose("stop", "clock", "worker")
    before = stack.inside("figures")
    begun = time.monotonic()
    stack.run("sh", "deploy/backup.sh", str(folder))
    made, size = time.monotonic() - begun, sum(path.stat().st_size for path in folder.iterdir())
    stack.compose("down", "--volumes")
    say("backup made, everything thrown away")
    begun = time.monotonic()
    stack.run("sh", "deploy/restore.sh", str(folder))
    until(lambda: not stack.unhealthy(), seconds=240, sentence="Not healthy after the restore")
    took = time.monotonic() - begun
    site, after = stack.site(), stack.inside("figures")
    for name in ("members", "pages", "registrations", "mails sent today", "files", "sum of the files", "signed up"):
        expect(before[name] == after[name], f"{name}: {before[name]} before, {after[name]} after.")
    expect(stack.mails() == [], "Mail was sent again after the restore.")
    stranger = Visitor(site)
    stranger.cookies = {}
    expect(cast["title"] in stranger.get(cast["feed"]).text, "The personal calendar lost its date.")
    until(
        lambda: "/agenda/kruispeilingen/" in stranger.get("/zoeken/?q=kruispeilingen").text,
        seconds=120,
        sentence="Search does not find the meetup after the restore",
    )
    email, session = next(iter(cast["people"].items()))
    expect(Visitor(site, session).get("/mijn/").status == 200, f"{email} is not signed in any more.")
    same = (
        f"{after['members']} members, {after['registrations']} sign-ups, {after['pages']} pages, {after['files']} files"
    )
    return [
        ("backup", f"{made:.0f} s, {size / 1e6:.0f} MB"),
        ("restore into an empty stack", f"{took:.0f} s, no mail sent; the same: {same}"),
    ]


def exercise(stack: Stack) -> list[tuple[str, object]]:
    """Do everything in order; give the figures."""
    stack.lay_out()
    stack.compose("config", "--quiet")
    begun = time.monotonic()
    stack.compose("build", "--quiet", "web")
    table = [("build", f"{time.monotonic() - begun:.0f} s"), *look_at_image(stack)]
    say("image built")
    begun = time.monotonic()
    stack.up(number=len(SERVICES))
    table += [("first start, until all are healthy", f"{time.monotonic() - begun:.0f} s"), *look_at_containers(stack)]
    say("all healthy")
    # The settings of production refuse the demo, so a container beside it loads it.
    stack.compose(
        *("run", "--rm", "-T", "--no-deps", "--env", "DJANGO_SETTINGS_MODULE=portal.settings.development"),
        *("web", "python", "manage.py", "seed_demo"),
    )
    cast = stack.inside("cast", str(MEMBERS))
    say("demo loaded")
    site = stack.site()
    table += [*look_at_headers(stack, site), *walk(stack, site, cast, "nina.een")]
    table += look_away(stack, site)
    say("walked through")
    stack.up("--no-recreate", "--scale", "web=3", "--scale", "worker=2", number=len(SERVICES) + 3)
    rows = walk(stack, site, cast, "nina.twee")
    table += [(f"{name}, web=3 worker=2", figure) for name, figure in rows]
    say("scaled and walked through again")
    load = Load(site, cast)
    load.start()
    time.sleep(10)
    kills, rows = kill_each(stack, load)
    load.stop()
    number, bad, _gap = load.since(0)
    table += [*rows, ("load", f"{number} tries; {kills} kills; bad answers {sum(bad.values())}")]
    table += judge(stack, load, kills)
    say("nothing lost")
    return table + restore(stack, cast)


def main() -> int:
    """Run it in a scratch folder, print the table, and leave nothing behind."""
    folder = Path(os.environ.get("SCRATCH") or tempfile.mkdtemp(prefix="portal-stack."))
    folder.mkdir(parents=True, exist_ok=True)
    stack = Stack(folder)
    try:
        table = exercise(stack)
    except Failed as error:
        print(f"FAILED: {error}", file=sys.stderr)
        for service in SERVICES:
            print(
                f"--- {service}\n{stack.compose('logs', '--no-color', '--tail', '15', service, check=False)}",
                file=sys.stderr,
            )
        return 1
    finally:
        if not os.environ.get("KEEP"):
            stack.compose("down", "--volumes", "--remove-orphans", check=False)
            if not os.environ.get("SCRATCH"):
                shutil.rmtree(folder, ignore_errors=True)
    print("\n| what | figure |\n|---|---|")
    for name, figure in table:
        print(f"| {name} | {figure} |")
    return 0


if __name__ == "__main__":
    BEGUN = time.monotonic()
    sys.exit(main())
