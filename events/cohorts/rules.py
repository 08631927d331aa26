"""What holds in a fixed group, on plain values. No Django here."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum, StrEnum
from itertools import combinations

# A group of one is none; above this nobody knows each other.
SMALLEST, LARGEST = 2, 30
# What a new group begins with; its organisers change it.
USUAL_LEAST, USUAL_MOST = 4, 12
MOST_ROLES = 8
LONGEST_ROLE = 40
LONGEST_NOTE = 2000
LONGEST_TAKEAWAY = 600
NOTES_PER_HOUR = 20
REPORTS_PER_HOUR = 20
HOUR_SECONDS = 3600


class SizeDecision(Enum):
    """Whether a group has the size its organisers want."""

    FITS = "fits"
    TOO_FEW = "too few"
    TOO_MANY = "too many"


def decide_size(number: int, *, least: int, most: int) -> SizeDecision:
    """Compare a number of people with the wanted size; both ends belong to it.

    Too few is only said: a group grows. Too many is refused.
    """
    if number > most:
        return SizeDecision.TOO_MANY
    return SizeDecision.TOO_FEW if number < least else SizeDecision.FITS


class NoteDecision(Enum):
    """Whether someone may write in the group; the first reason that holds, in this order."""

    NOT_INSIDE = "not inside"
    FINISHED = "finished"
    ALLOWED = "allowed"


def decide_writing(*, takes_part: bool, organises: bool, is_closed: bool) -> NoteDecision:
    """Decide whether someone may write a note: who said yes to taking part, and the organisers, until it is closed."""
    if not (takes_part or organises):
        return NoteDecision.NOT_INSIDE
    return NoteDecision.FINISHED if is_closed else NoteDecision.ALLOWED


@dataclass(frozen=True, slots=True)
class Person:
    """Someone to pair: the school that counts, and the bank of the river ("ict", "onderwijs").

    `school_id` None and `bank` "" mean: not known to who makes the pairs.
    """

    key: str
    school_id: int | None = None
    bank: str = ""


class PairReason(StrEnum):
    """Why two or three people are buddies."""

    BOTH = "both"  # other schools and other banks
    SCHOOLS = "schools"
    BANKS = "banks"
    LEFT_OVER = "left over"  # nothing better was left


# One more pair across schools weighs more than any number of pairs across banks.
_WEIGHT = {PairReason.BOTH: LARGEST + 1, PairReason.SCHOOLS: LARGEST, PairReason.BANKS: 1, PairReason.LEFT_OVER: 0}


@dataclass(frozen=True, slots=True)
class ProposedPair:
    """Two people, or three where the number is odd, and why."""

    keys: tuple[str, ...]
    reason: PairReason


def reason_of(people: Sequence[Person]) -> PairReason:
    """Say what these people have to learn from each other.

    Of three, the school or bank counts when all of them differ in it; two banks can't differ three ways, so there it is
    enough that both are there. What isn't known is no reason.
    """
    schools = [person.school_id for person in people]
    banks = [person.bank for person in people]
    other_schools = None not in schools and len(set(schools)) == len(people)
    other_banks = "" not in banks and len(set(banks)) > 1
    if other_schools:
        return PairReason.BOTH if other_banks else PairReason.SCHOOLS
    return PairReason.BANKS if other_banks else PairReason.LEFT_OVER


def propose_pairs(people: Sequence[Person]) -> list[ProposedPair]:
    """Propose buddies: each person in one pair, across schools first and across banks where that is possible too.

    The same people in any order give the same pairs. With an odd number the last one joins the pair it fits best.

    Returns:
        The pairs, the strongest reason first; empty for fewer than two people.
    """
    if len(people) < 2:
        return []
    pairs, over = _first_pairs(people)
    while _improve(pairs):
        pass
    groups = [list(pair) for pair in pairs]
    if over is not None:
        best = max(range(len(groups)), key=lambda place: (_weight([*groups[place], over]), -place))
        groups[best].append(over)
    found = [ProposedPair(tuple(person.key for person in group), reason_of(group)) for group in groups]
    return sorted(found, key=lambda pair: (-_WEIGHT[pair.reason], pair.keys))


def _first_pairs(people: Sequence[Person]) -> tuple[list[list[Person]], Person | None]:
    """Pair by halves of a list sorted by school: with no school above half of the people, no two of one meet."""
    sizes = Counter(person.school_id for person in people)
    line = sorted(people, key=lambda person: (-sizes[person.school_id], person.school_id or 0, person.bank, person.key))
    over = line.pop(0) if len(line) % 2 else None
    half = len(line) // 2
    return [[line[place], line[place + half]] for place in range(half)], over


def _improve(pairs: list[list[Person]]) -> bool:
    """Pair the people of three pairs anew where that gives better reasons; say whether anything changed."""
    for places in combinations(range(len(pairs)), min(len(pairs), 3)):
        people = [person for place in places for person in pairs[place]]
        now = sum(_weight(pairs[place]) for place in places)
        best = max(_ways_to_pair(people), key=lambda way: sum(map(_weight, way)))
        if sum(map(_weight, best)) > now:
            for place, pair in zip(places, best, strict=True):
                pairs[place] = pair
            return True
    return False


def _ways_to_pair(people: list[Person]) -> list[list[list[Person]]]:
    if not people:
        return [[]]
    first, *others = people
    return [
        [[first, other], *rest]
        for place, other in enumerate(others)
        for rest in _ways_to_pair(others[:place] + others[place + 1 :])
    ]


def _weight(people: Sequence[Person]) -> int:
    return _WEIGHT[reason_of(people)]


def pairs_fit(sizes: Iterable[int]) -> bool:
    """Whether these numbers of people can be buddies: two each, and at most one three."""
    counted = Counter(sizes)
    return set(counted) <= {2, 3} and counted[3] <= 1


# Having done this very role weighs more than having done any role.
_ROLE_AGAIN = 1000


def propose_roles(
    keys: Sequence[str], *, roles: Sequence[str], practised: Mapping[str, Sequence[str]]
) -> dict[str, str]:
    """Propose who practises which role at the next date, so that all roles together go to who did them least often.

    Parameters:
        keys: The people, in a fixed order, which decides between equals.
        roles: What can be practised; with more people than roles some have none this time: who practised most.
        practised: Per person the roles of earlier dates, one entry per date.

    Returns:
        The role per person; who has none is left out.
    """
    # The cheapest way per set of roles given so far: people times sets of at most MOST_ROLES roles are few.
    ways: dict[int, tuple[int, tuple[int, ...]]] = {0: (0, ())}
    for key in keys:
        done = list(practised.get(key, ()))
        longer: dict[int, tuple[int, tuple[int, ...]]] = {}
        for given, (cost, chosen) in ways.items():
            options = [(given, cost, len(roles))]
            for number, role in enumerate(roles):
                if not given >> number & 1:
                    options.append((given | 1 << number, cost + done.count(role) * _ROLE_AGAIN + len(done), number))
            for roles_now, cost_now, number in options:
                way = (cost_now, (*chosen, number))
                longer[roles_now] = min(longer.get(roles_now, way), way)
        ways = longer
    most = min(len(keys), len(roles))
    _cost, chosen = min(way for given, way in ways.items() if given.bit_count() == most)
    return {key: roles[number] for key, number in zip(keys, chosen, strict=True) if number < len(roles)}


def joint_texts(*, wanted: str, did: str, takeaways: Sequence[str]) -> dict[str, str]:
    """Put the material of a joint story together, by the questions that a story answers.

    Parameters:
        wanted: What the group wanted to learn.
        did: What it did.
        takeaways: What each author takes along, in their own words and without a name.
    """
    worked = "\n\n".join(text.strip() for text in takeaways if text.strip())
    answers = {"wanted": wanted.strip(), "did": did.strip(), "worked": worked}
    return {name: text for name, text in answers.items() if text}
