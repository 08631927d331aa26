"""Measures whether the time of an answer tells who has an account (DECISIONS 31; RELIABILITY G24), over real HTTP.

timing.py [ROUNDS]    default 60 of each kind; exits 1 when known and unknown differ by more than the allowance

Known and unknown addresses take turns, each in a session of its own. What counts is the difference of the medians, and
how likely a difference as large is when there is none (a permutation test).
"""

import http.client
import os
import random
import re
import statistics
import sys
import tempfile
import time
from urllib.parse import urlencode

from pages import ROOT, prepare, server

ROUNDS = int(sys.argv[1]) if sys.argv[1:] else 60
# G24: medians at most 5 % apart; below this chance a larger difference is no accident.
ALLOWED, CHANCE = 0.05, 0.01
SHUFFLES = 2000
KNOWN, UNKNOWN = "noor.verhagen@roc-lindenwaard.example", "niemand{n}@roc-lindenwaard.example"
TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')
FORMS = {
    "password": ("/account/login/", lambda email: {"login": email, "password": "niet-het-goede-wachtwoord"}),
    "sign-in code": ("/account/login/code/", lambda email: {"email": email}),
    "new password": ("/account/password/reset/", lambda email: {"email": email}),
    "sign-up": (
        "/account/signup/",
        lambda email: {"email": email, "given_name": "Iemand", "name_prefix": "", "family_name": "Anders"},
    ),
}


def ask(port: int, method: str, path: str, body: str = "", headers: dict[str, str] | None = None):
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    connection.request(method, path, body, headers or {})
    response = connection.getresponse()
    text = response.read().decode()
    connection.close()
    return response, text


def post_seconds(port: int, path: str, fields: dict[str, str]) -> float:
    """Open a form in a session of its own, send it, and give how long the answer took."""
    response, page = ask(port, "GET", path)
    cookie = "; ".join(value.partition(";")[0] for value in response.headers.get_all("Set-Cookie") or [])
    body = urlencode({"csrfmiddlewaretoken": TOKEN.search(page)[1], **fields})
    headers = {"Cookie": cookie, "Content-Type": "application/x-www-form-urlencoded"}
    started = time.perf_counter()
    ask(port, "POST", path, body, headers)
    return time.perf_counter() - started


def chance_of(one: list[float], other: list[float]) -> float:
    """Give how often shuffled times have medians at least as far apart."""
    apart = abs(statistics.median(one) - statistics.median(other))
    dice, both, hits = random.Random(7), [*one, *other], 0
    for _shuffle in range(SHUFFLES):
        dice.shuffle(both)
        hits += abs(statistics.median(both[: len(one)]) - statistics.median(both[len(one) :])) >= apart
    return hits / SHUFFLES


def main() -> int:
    """Measure each form, print the table, and say whether one of them tells."""
    told = False
    print("| form | known | unknown | apart | chance | verdict |\n|---|---|---|---|---|---|")
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as scratch:
        environment = dict(
            os.environ,
            PORTAL_VAR_DIR=scratch,
            DJANGO_SETTINGS_MODULE="bench_settings",
            PYTHONPATH=os.pathsep.join([str(ROOT), str(ROOT / "tools" / "bench")]),
        )
        prepare(environment)
        with server("portal.wsgi:application", environment) as (port, _pid):
            for name, (path, fields) in FORMS.items():
                times: dict[bool, list[float]] = {True: [], False: []}
                for number in range(ROUNDS + 5):
                    for is_known in (number % 2 == 0, number % 2 == 1):
                        email = KNOWN if is_known else UNKNOWN.format(n=f"{name[:3]}{number}")
                        taken = post_seconds(port, path, fields(email))
                        if number >= 5:
                            times[is_known].append(taken)
                known, unknown = (statistics.median(times[is_known]) for is_known in (True, False))
                apart, chance = abs(known - unknown) / max(known, unknown), chance_of(times[True], times[False])
                tells = apart > ALLOWED and chance < CHANCE
                told |= tells
                verdict = "TELLS" if tells else "ok"
                medians = f"{known * 1000:.1f} ms | {unknown * 1000:.1f} ms"
                print(f"| {name} | {medians} | {apart:.1%} | {chance:.3f} | {verdict} |")
    return int(told)


if __name__ == "__main__":
    sys.exit(main())
