"""Whether a password stands among those that leaked elsewhere, asked without saying which one it is (ASVS 6.2.12).

The service gets the first five of the forty signs of a SHA-1 and answers with all that begin like it; only here is seen
whether ours is among them. It pads its answer, so that its length tells nothing either.
Source: https://haveibeenpwned.com/API/v3#PwnedPasswords.
"""

import hashlib
import re
import threading
import time

import urllib3

# For the whole, looking up the name included: somebody waits for it.
SECONDS = 1.5
TOLD = 5
_MOST_BYTES = 1_000_000
_PIECE = 65_536
_LINES = re.compile(r"(?:[0-9A-F]{35}:[0-9]{1,12}\r?\n?)+")


class NotAnswered(Exception):
    """The service gave no answer in time, or none that can be read; says why, with nothing of the password."""


def times_leaked(password: str, *, address: str, seconds: float = SECONDS) -> int:
    """Ask how often a password was seen in leaks.

    Parameters:
        password: As it was typed; of it, five signs of its hash leave this process.
        address: Of the service, to which those five are added.
        seconds: How long the caller waits at most.

    Raises:
        NotAnswered: See the class.
    """
    # The language of the service, and no protection: ours are kept by another hash.
    digest = hashlib.sha1(password.encode(), usedforsecurity=False).hexdigest().upper()
    answers: list[str | NotAnswered] = []
    # A resolver of names has a patience of its own, so the time is kept from outside.
    asking = threading.Thread(target=_ask, args=(f"{address}{digest[:TOLD]}", seconds, answers), daemon=True)
    asking.start()
    asking.join(seconds)
    answer = answers[0] if answers else NotAnswered("too slow")
    if isinstance(answer, NotAnswered):
        raise answer
    counts = dict(line.split(":") for line in answer.split())
    return int(counts.get(digest[TOLD:], 0))


def _ask(address: str, seconds: float, answers: list[str | NotAnswered]) -> None:
    try:
        answers.append(_fetched(address, seconds))
    except NotAnswered as reason:
        answers.append(reason)
    # Whatever it is, the one who waits is told; nothing is lost in this thread.
    except Exception as error:  # noqa: BLE001
        answers.append(NotAnswered(type(error).__name__))


def _fetched(address: str, seconds: float) -> str:
    ends = time.monotonic() + seconds
    headers = {"Add-Padding": "true", "User-Agent": "Bruggenbouwen"}
    content = b""
    with (
        urllib3.PoolManager(retries=False, timeout=urllib3.Timeout(total=seconds)) as pool,
        pool.request("GET", address, headers=headers, preload_content=False) as response,
    ):
        if response.status != 200:
            raise NotAnswered(f"status {response.status}")
        while piece := response.read1(_PIECE):
            content += piece
            if len(content) > _MOST_BYTES or time.monotonic() > ends:
                raise NotAnswered("too long")
    text = content.decode("ascii", "replace")
    if _LINES.fullmatch(text) is None:
        raise NotAnswered("no list")
    return text
