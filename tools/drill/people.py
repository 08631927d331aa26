"""What the drill does to a portal beside its pages; with the settings of the portal in the environment.

python -m tools.drill.people fill NUMBER   make many members, and one who will be erased; prints that one's key
python -m tools.drill.people tomorrow      let a meetup that people come to be tomorrow, so that reminders are due
python -m tools.drill.people jobs          print how many periodic jobs the clock has
python -m tools.drill.people erase KEY     erase someone, as the clock does when their time to think is over
"""

import random
import sys
from collections import Counter
from collections.abc import Callable
from datetime import timedelta

import django

django.setup()

from allauth.account.models import EmailAddress  # noqa: E402
from django.conf import settings  # noqa: E402
from django.utils import timezone  # noqa: E402

from events.models import Occurrence, Registration  # noqa: E402
from events.registrations.states import RegistrationState  # noqa: E402
from network.models import Affiliation, HelpTopic, Institution, Member, Role, Theme  # noqa: E402
from network.privacy.actions import erase_person  # noqa: E402
from portal.shared.jobs.registry import jobs  # noqa: E402

NAME, EMAIL = ("Kwik", "Zwirrelbaum"), "kwik.zwirrelbaum@roc-lindenwaard.example"


def many(number: int) -> None:
    """Make so many members, each of a school, with what they can help with."""
    chance = random.Random(7)
    schools, roles = list(Institution.objects.all()), list(Role.objects.all())
    people = [
        Member(email=f"lid{n}@drill.example", given_name=f"Naam{n}", family_name=f"Achter{n % 977}", standing="member")
        for n in range(number)
    ]
    for person in people:
        person.refresh_sort_name()
        person.set_unusable_password()
    people = Member.objects.bulk_create(people, batch_size=500)
    Affiliation.objects.bulk_create(
        [
            Affiliation(
                member=person, institution=chance.choice(schools), role=chance.choice(roles), local_title="coach"
            )
            for person in people
        ],
        batch_size=500,
    )
    for ties, column, choices in (
        (Member.themes.through, "theme", list(Theme.objects.all())),
        (Member.helps_with.through, "helptopic", list(HelpTopic.objects.all())),
    ):
        rows = [ties(member=person, **{column: one}) for person in people for one in chance.sample(choices, 2)]
        ties.objects.bulk_create(rows, batch_size=500)


def one() -> Member:
    """Make the member who will be erased, and who can sign in."""
    member = Member.objects.create_user(EMAIL, given_name=NAME[0], family_name=NAME[1], standing="member")
    member.set_password(settings.PORTAL_DEMO_PASSWORD)
    member.save()
    EmailAddress.objects.create(user=member, email=EMAIL, verified=True, primary=True)
    Affiliation.objects.create(member=member, institution=Institution.objects.first(), role=Role.objects.first())
    return member


def fill(number: str) -> str:
    """Make them all; gives the key of the one who will be erased."""
    many(int(number))
    return one().key


def tomorrow() -> str:
    """Move the coming date with most people to 23 hours from now; gives how many come."""
    at = timezone.now()
    coming = Registration.objects.filter(state=RegistrationState.CONFIRMED, occurrence__starts_at__gt=at)
    date = Occurrence.objects.get(pk=Counter(coming.values_list("occurrence_id", flat=True)).most_common(1)[0][0])
    length = date.ends_at - date.starts_at
    starts_at = at + timedelta(hours=23)
    Occurrence.objects.filter(pk=date.pk).update(starts_at=starts_at, ends_at=starts_at + length)
    type(date.meetup).objects.filter(pk=date.meetup_id).update(reminder_hours=[24])
    coming = coming.filter(occurrence=date)
    return str(coming.update(changed_at=at - timedelta(days=9)))


def erase(key: str) -> str:
    """Erase someone now; gives whether that was done."""
    return str(erase_person(member_key=key, at=timezone.now()))


def number_of_jobs() -> str:
    """Count what the clock does."""
    return str(len(list(jobs)))


if __name__ == "__main__":
    commands: dict[str, Callable[..., str]] = {
        "fill": fill,
        "tomorrow": tomorrow,
        "erase": erase,
        "jobs": number_of_jobs,
    }
    print(commands[sys.argv[1]](*sys.argv[2:]))
