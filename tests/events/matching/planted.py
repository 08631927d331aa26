"""Places and wishes of which is known what belongs together, in a crowd. Nothing here knows how fits are scored.

What belongs together is said as a colleague would: about the same things, near enough, in the same weeks. Not all of it
every time: of each planted pair one thing may be off.
"""

import random
from dataclasses import dataclass, field
from datetime import date, timedelta

TODAY = date(2027, 1, 4)
DIRECTIONS = ("teacher_to_ict", "ict_to_teaching", "coach_to_coach")
THEMES, SYSTEMS = range(1, 15), range(1, 11)
SCHOOLS = 60
# Half of a school year, in which the crowd has its weeks.
YEAR_DAYS = 180
KM_PER_DEGREE = 111


@dataclass
class Crowd:
    """What was made: the columns of places and wishes, and the keys of what belongs together.

    `pairs` are (place, wish); `rings` are three such pairs: each place is at the school of the next wish.
    """

    offers: list[dict] = field(default_factory=list)
    wishes: list[dict] = field(default_factory=list)
    pairs: list[tuple[int, int]] = field(default_factory=list)
    rings: list[tuple[tuple[int, int], ...]] = field(default_factory=list)


def plant(*, seed: int, pairs: int = 50, rings: int = 20, noise: int = 400) -> Crowd:
    """Make so many planted pairs and rings of three among so many other places, and as many other wishes."""
    chance = random.Random(seed)  # noqa: S311 - a crowd, no secret
    schools = {pk: (chance.uniform(51.2, 53.2), chance.uniform(4.3, 6.8)) for pk in range(1, SCHOOLS + 1)}
    crowd = Crowd()
    for _number in range(pairs):
        school = chance.choice(list(schools))
        offer = _anything(chance, schools, most=2, least=2) | _at(schools, school)
        other = chance.choice(_near(schools, school, kilometres=40) or [school])
        wish = _like(chance, offer) | _at(schools, other)
        crowd.pairs.append((_add(crowd.offers, offer), _add(crowd.wishes, wish)))
    for _number in range(rings):
        crowd.rings.append(_ring(chance, schools, crowd))
    for _number in range(noise):
        _add(crowd.offers, _anything(chance, schools, most=2))
        _add(crowd.wishes, _anything(chance, schools, most=2) | {"most_km": chance.choice((None, None, 50, 100))})
    return crowd


def _ring(chance, schools, crowd: Crowd) -> tuple[tuple[int, int], ...]:
    """Plant a ring at three schools near each other, at which nothing else is planted.

    The three places are about different things, so that no two of the schools can swap.
    """
    lat, lon = chance.uniform(51.2, 53.2), chance.uniform(4.3, 6.8)
    around = range(len(schools) + 1, len(schools) + 4)
    schools.update({pk: (lat + chance.uniform(0, 0.2), lon + chance.uniform(0, 0.3)) for pk in around})
    themes, systems = chance.sample(THEMES, 6), chance.sample(SYSTEMS, 3)
    steps = []
    for number, school in enumerate(around):
        offer = _anything(chance, schools, most=2) | _at(schools, around[(number + 1) % 3])
        offer |= {"themes": frozenset(themes[2 * number : 2 * number + 2]), "systems": frozenset({systems[number]})}
        steps.append((_add(crowd.offers, offer), _add(crowd.wishes, _like(chance, offer) | _at(schools, school))))
    return tuple(steps)


def _add(rows: list[dict], row: dict) -> int:
    pk = len(rows) + 1
    # Owners of places and of wishes are all different people.
    rows.append({"pk": pk, "owner_id": 2 * pk + ("most_km" in row), **row})
    return pk


def _at(schools, school: int) -> dict:
    return {"school_id": school, "spot": schools[school]}


def _anything(chance, schools, *, most: int, least: int = 0) -> dict:
    starts_on = TODAY + timedelta(days=chance.randrange(YEAR_DAYS))
    return {
        "direction": chance.choice(DIRECTIONS),
        "themes": frozenset(chance.sample(THEMES, chance.randint(max(least, 1), most))),
        "systems": frozenset(chance.sample(SYSTEMS, chance.randint(min(least, 1), most))),
        "half_days": chance.choice((1, 2, 2, 3, 4)),
        "weekdays": frozenset(chance.sample(range(5), chance.choice((0, 2, 3)))),
        "starts_on": starts_on,
        "ends_on": chance.choice((None, starts_on + timedelta(days=chance.randrange(20, 90)))),
        **_at(schools, chance.choice(list(schools))),
    }


def _like(chance, offer: dict) -> dict:
    """Give a wish for this very place, of which one thing may be a little different."""
    wish = {name: value for name, value in offer.items() if name not in ("pk", "owner_id")}
    wish["most_km"] = chance.choice((None, 75, 150))
    off = chance.choice(("theme", "system", "half days", "weekdays", "nothing", "nothing"))
    if off == "theme":
        wish["themes"] = frozenset(sorted(offer["themes"])[:1])
    elif off == "system":
        wish["systems"] = frozenset()
    elif off == "half days":
        wish["half_days"] = offer["half_days"] + 1
    elif off == "weekdays":
        wish["weekdays"] = frozenset()
    return wish


def _near(schools, school: int, *, kilometres: int) -> list[int]:
    lat, lon = schools[school]
    return [
        other
        for other, (there_lat, there_lon) in schools.items()
        if other != school
        and abs(there_lat - lat) < kilometres / KM_PER_DEGREE / 1.5
        and abs(there_lon - lon) < kilometres / KM_PER_DEGREE
    ]
