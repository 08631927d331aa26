"""Times matching at full size, on SQLite: what the clock does, and the page of one wish.

matching.py [PLACES]   default 2,000 places and as many wishes; prints figures; exits 1 above budget × 1.25

The search for pairs is a ratio to a control in the same process: the pairs of one direction that share a theme, of
which only the shared themes are counted. All times are those of the processor, so that a busy machine changes little.
"""

import os
import random
import statistics
import subprocess
import sys
import tempfile
import time
from datetime import date, timedelta
from operator import itemgetter

from pages import ALLOWANCE, ROOT, Figure

PLACES = int(sys.argv[-1]) if sys.argv[1:] else 2_000
SCHOOLS, THEMES, SYSTEMS = 60, 16, 10
FEW = 10
DIRECTIONS = ("teacher_to_ict", "ict_to_teaching", "coach_to_coach")
TODAY = date(2027, 1, 4)
# For each pair of which the control counts the shared themes, the search looks at seven limits and weighs six grounds;
# it looks at pairs that share only a system, too, and keeps the best of both sides.
MOST_TIMES_CONTROL = 40
MOST_SECONDS_IN_ALL = 20
MOST_TIMES_FEW = 10


def columns(chance: random.Random) -> dict:
    """Give the columns that a place and a wish share."""
    starts_on = TODAY + timedelta(days=chance.randrange(180))
    return {
        "direction": chance.choice(DIRECTIONS),
        "half_days": chance.choice((1, 2, 2, 3, 4)),
        "weekdays": sorted(chance.sample(range(5), chance.choice((0, 2, 3)))),
        "starts_on": starts_on,
        "ends_on": chance.choice((None, starts_on + timedelta(days=chance.randrange(20, 90)))),
        "state": "open",
    }


def make(number: int, chance: random.Random, schools, members) -> None:
    """Make this many open places, and as many open wishes, each of another person."""
    from events.models import PlacementOffer, PlacementRequest  # noqa: PLC0415 - after the setup
    from network.models import Affiliation, System, Theme  # noqa: PLC0415

    themes, systems = list(Theme.objects.all()), list(System.objects.all())
    offers = [
        PlacementOffer(title="Plek", institution=chance.choice(schools), contact=members.pop(), **columns(chance))
        for _number in range(number)
    ]
    wishes = [
        PlacementRequest(
            title="Wens",
            learning_question="Hoe?",
            institution=chance.choice(schools),
            member=members.pop(),
            most_km=chance.choice((None, None, 50, 100)),
            **columns(chance),
        )
        for _number in range(number)
    ]
    Affiliation.objects.bulk_create(
        [Affiliation(member=row.contact, institution=row.institution, state="confirmed") for row in offers],
        batch_size=500,
    )
    for model, rows, name in (
        (PlacementOffer, offers, "placementoffer"),
        (PlacementRequest, wishes, "placementrequest"),
    ):
        made = model.objects.bulk_create(rows, batch_size=500)
        for through, words, word, least in (
            (model.themes.through, themes, "theme", 1),
            (model.systems.through, systems, "system", 0),
        ):
            through.objects.bulk_create(
                [
                    through(**{f"{name}_id": row.pk, f"{word}_id": each.pk})
                    for row in made
                    for each in chance.sample(words, chance.randint(least, 2))
                ],
                batch_size=500,
            )


def control(offers, wishes) -> float:
    """Give the processor seconds of counting shared themes over all pairs of one direction that share one."""
    begun = time.process_time()
    by_theme: dict[tuple[str, int], list] = {}
    for offer in offers:
        for theme in offer.themes:
            by_theme.setdefault((offer.direction, theme), []).append(offer)
    for wish in wishes:
        near = {offer.pk: offer for theme in wish.themes for offer in by_theme.get((wish.direction, theme), ())}
        sorted(near.values(), key=lambda offer: len(offer.themes & wish.themes), reverse=True)
    return time.process_time() - begun


def part_of_wish() -> tuple[int, float]:
    """Give the queries, and the milliseconds of processor time, of what stands on the page of one wish."""
    from django.db import connection  # noqa: PLC0415 - after the setup
    from django.test.utils import CaptureQueriesContext  # noqa: PLC0415
    from django.utils import timezone  # noqa: PLC0415

    from events.matching.parts import PLACES_THAT_FIT  # noqa: PLC0415
    from events.models import PlacementRequest  # noqa: PLC0415
    from portal.shared.audiences.rules import Viewer  # noqa: PLC0415

    wish = PlacementRequest.objects.select_related("member").order_by("pk")[0]
    viewer = Viewer(member_key=wish.member.key, is_member=True)
    with CaptureQueriesContext(connection) as captured:
        PLACES_THAT_FIT.context(wish, viewer, at=timezone.now())
    number, times = len(captured), []
    for _round in range(7):
        before = time.process_time()
        PLACES_THAT_FIT.context(wish, viewer, at=timezone.now())
        times.append((time.process_time() - before) * 1000)
    return number, statistics.median(times)


def timed(work, *given, **named):
    """Give what a function gives, and the processor seconds it took."""
    begun = time.process_time()
    return work(*given, **named), time.process_time() - begun


def main() -> int:
    """Make what is measured, print the table, and say whether every figure is within its budget."""
    with tempfile.TemporaryDirectory() as scratch:
        os.environ.update(PORTAL_VAR_DIR=scratch, DJANGO_SETTINGS_MODULE="portal.settings.development")
        for command in (["migrate", "-v0"], ["ensure_site"]):
            subprocess.run([sys.executable, "manage.py", *command], cwd=ROOT, env=dict(os.environ), check=True)
        sys.path.insert(0, str(ROOT))
        import django  # noqa: PLC0415 - after the environment is set

        django.setup()
        from django.utils import timezone  # noqa: PLC0415

        from events.matching.actions import renew  # noqa: PLC0415
        from events.matching.actions.renewing import WEIGHED  # noqa: PLC0415
        from events.matching.assignment import assign  # noqa: PLC0415
        from events.matching.chains import find_chains  # noqa: PLC0415
        from events.matching.finding import best_fits  # noqa: PLC0415
        from events.matching.reading import offer_facts, wish_facts  # noqa: PLC0415
        from events.models import PlacementOffer, PlacementRequest  # noqa: PLC0415
        from network.models import Institution, Member, System, Theme  # noqa: PLC0415

        chance = random.Random(1)
        schools = [
            Institution.objects.create(
                slug=f"school-x-{n}", name=f"School {n}", province="Utrecht",
                latitude=chance.uniform(51.2, 53.2), longitude=chance.uniform(4.3, 6.8),
            )
            for n in range(SCHOOLS)
        ]  # fmt: skip
        for number in range(THEMES - Theme.objects.count()):
            Theme.objects.create(slug=f"thema-{number}", name=f"Thema {number}")
        for number in range(SYSTEMS - System.objects.count()):
            System.objects.create(slug=f"systeem-{number}", name=f"Systeem {number}")
        members = Member.objects.bulk_create(
            [Member(email=f"lid{n}@school.example", standing="member") for n in range(2 * PLACES)], batch_size=500
        )
        make(FEW, chance, schools, members)
        few = part_of_wish()
        make(PLACES - FEW, chance, schools, members)
        many = part_of_wish()
        places, wishes = offer_facts(PlacementOffer.objects.all()), wish_facts(PlacementRequest.objects.all())
        on = timezone.localdate()
        # Of both the least of five: others' work, and rounds of the garbage collector, only add.
        bare = min(control(places, wishes) for _round in range(5))
        fits, found_in = min(
            (timed(best_fits, places, wishes, on=on, most=WEIGHED) for _round in range(5)), key=itemgetter(1)
        )
        chains, chained_in = timed(find_chains, fits)
        proposed, assigned_in = timed(assign, fits)
        number, renewed_in = timed(renew, at=timezone.now())
        _none, again_in = timed(renew, at=timezone.now())
    print(
        f"{len(fits):,} pairs in {found_in:.1f} s (control {bare:.2f} s), {len(chains):,} chains in {chained_in:.1f} s,"
    )
    print(f"{len(proposed):,} proposed in {assigned_in:.1f} s; the clock: {number:,} kept in {renewed_in:.1f} s,")
    print(f"again in {again_in:.1f} s. What fits one wish: {few[1]:.1f} ms with {FEW} places, {many[1]:.1f} now")
    figures = [
        Figure("finding pairs", found_in / bare, MOST_TIMES_CONTROL, "× counting shared themes"),
        Figure("the clock, first time", renewed_in, MOST_SECONDS_IN_ALL, "s"),
        Figure("what fits one wish", many[1] / few[1], MOST_TIMES_FEW, "× as with ten places"),
        Figure("queries of that", many[0], few[0], "queries, as with ten"),
    ]
    print(f"\n{PLACES:,} places, {PLACES:,} wishes, {time.strftime('%Y-%m-%d')}, Python {sys.version.split()[0]}\n")
    print("| figure | measured | budget | verdict |\n|---|---|---|---|")
    print("\n".join(map(str, figures)))
    return int(many[0] > few[0] or any(figure.measured > figure.budget * ALLOWANCE for figure in figures[:3]))


if __name__ == "__main__":
    sys.exit(main())
