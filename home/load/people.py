"""Schools and people of load data, with what they show to whom."""

from collections.abc import Iterator
from datetime import timedelta

from allauth.account.models import EmailAddress
from django.conf import settings
from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX, make_password

from home.load import words
from home.load.plan import DOMAIN, SLUG, Load
from network.institutions.states import PROVINCES, HolidayRegion, InstitutionSize
from network.members.fields import CHOOSABLE_FIELDS, PRESETS
from network.members.models import new_connection
from network.members.states import AffiliationState, ConnectionState, Standing
from network.models import Affiliation, Connection, FieldAudience, HelpTopic, Institution, Member, Role, Theme

SCHOOLS = 60
# Who signs in to look around, with the public password of the demo.
READER = f"lezer@{DOMAIN}"


def add_schools(load: Load) -> None:
    """Make invented schools in all provinces, and read the short lists that every site has."""
    load.schools = Institution.objects.bulk_create(_schools(load))
    load.roles, load.themes = list(Role.objects.all()), list(Theme.objects.all())
    load.topics = list(HelpTopic.objects.all())


def _schools(load: Load) -> Iterator[Institution]:
    towns = [f"{begin}{end}" for end in words.TOWN_END for begin in words.TOWN_BEGIN]
    for number, town in enumerate(towns[:SCHOOLS]):
        prefix, kind = words.KINDS[number % len(words.KINDS)]
        yield Institution(
            slug=f"{SLUG}{town.lower()}",
            name=f"{prefix} {town}",
            label="(lastproef)",
            city=town,
            province=PROVINCES[number % len(PROVINCES)],
            kind=kind,
            size=load.chance.choice(InstitutionSize.values),
            holiday_region=load.chance.choice(HolidayRegion.values),
            latitude=round(load.chance.uniform(51.2, 53.2), 4),
            longitude=round(load.chance.uniform(4.1, 6.9), 4),
            coach_title=load.chance.choice(words.TITLES),
            profile=words.paragraph(load.chance, 4),
        )


def add_members(load: Load) -> None:
    """Make the people: nine in ten are members, a tenth of them open to everyone and a tenth hidden but for a name."""
    load.write("members", _members(load), load.amounts.members)
    ours = Member.objects.filter(email__endswith=f"@{DOMAIN}").order_by("pk")
    load.member_ids = list(ours.values_list("pk", flat=True))
    emails = ours.values_list("pk", "email").iterator()
    load.write(
        "addresses",
        (EmailAddress(user_id=pk, email=email, verified=True, primary=True) for pk, email in emails),
        load.amounts.members,
    )
    load.write("work", _affiliations(load), load.amounts.members)
    for part, through, column, choices, most in (
        ("themes of members", Member.themes.through, "theme_id", load.themes, 3),
        ("help offered", Member.helps_with.through, "helptopic_id", load.topics, 4),
        ("help looked for", Member.seeks.through, "helptopic_id", load.topics, 2),
    ):
        load.write(
            part,
            (
                through(member_id=pk, **{column: choice.pk})
                for pk in load.member_ids
                for choice in load.some(choices, most)
            ),
        )
    load.write("who sees what", _audiences(load))
    load.write("connections", _connections(load), load.amounts.members)


def _members(load: Load) -> Iterator[Member]:
    password = make_password(settings.PORTAL_DEMO_PASSWORD)
    for number in range(load.amounts.members):
        given, prefix, family = words.name(load.chance)
        joined_at = load.ago(1500)
        is_member = number == 0 or load.chance.random() < 0.9
        member = Member(
            key=load.key(),
            email=READER if number == 0 else f"{given}.{family}.{number}@{DOMAIN}".lower(),
            password=password if number == 0 else f"{UNUSABLE_PASSWORD_PREFIX}lastproef",
            given_name=given,
            name_prefix=prefix,
            family_name=family,
            standing=Standing.MEMBER if is_member else Standing.PROSPECT,
            about=words.paragraph(load.chance, 2) if load.chance.random() < 0.4 else "",
            availability=f"Op {load.chance.choice(words.WEEKDAYS)}, per mail." if load.chance.random() < 0.3 else "",
            seeks_note=f"Iets over {load.chance.choice(words.ABOUT)}." if load.chance.random() < 0.3 else "",
            is_active=number == 0 or load.chance.random() < 0.98,
            is_demo=True,
            joined_at=joined_at,
            admitted_at=joined_at if is_member else None,
            last_login=load.ago(400),
        )
        member.refresh_sort_name()
        yield member


def _affiliations(load: Load) -> Iterator[Affiliation]:
    today = load.at.date()
    states = [AffiliationState.CONFIRMED] * 7 + [AffiliationState.CLAIMED] * 2 + [AffiliationState.DECLINED]
    for place, pk in enumerate(load.member_ids):
        # Few large schools and many small ones: the first has a tenth of everyone.
        school = load.schools[int(len(load.schools) * load.chance.random() ** 2)]
        state = AffiliationState.CONFIRMED if place < len(load.schools) else load.chance.choice(states)
        yield Affiliation(
            key=load.key(),
            member_id=pk,
            institution=school if place else load.schools[0],
            role=load.chance.choice(load.roles),
            local_title=load.chance.choice(words.TITLES) if load.chance.random() < 0.5 else "",
            team=load.chance.choice(words.TEAMS) if load.chance.random() < 0.6 else "",
            starts_on=today - timedelta(days=load.chance.randint(30, 3000)),
            state=state,
            decided_at=load.ago(900) if state != AffiliationState.CLAIMED else None,
            has_school_address=load.chance.random() < 0.5,
            is_coordinator=state == AffiliationState.CONFIRMED and place % 200 == 0,
        )
        if load.chance.random() < 0.15:
            ended = load.chance.randint(30, 2000)
            yield Affiliation(
                key=load.key(),
                member_id=pk,
                institution=load.chance.choice(load.schools),
                role=load.chance.choice(load.roles),
                starts_on=today - timedelta(days=ended + 700),
                ends_on=today - timedelta(days=ended),
                state=AffiliationState.CONFIRMED,
                decided_at=load.ago(1500),
            )


def _audiences(load: Load) -> Iterator[FieldAudience]:
    defaults = {field.name: field.default for field in CHOOSABLE_FIELDS}
    for place, pk in enumerate(load.member_ids):
        choices = dict(PRESETS[{0: "O", 1: "M"}.get(place % 10, "L")])
        if place % 10 == 2:
            for field in load.some(list(CHOOSABLE_FIELDS), 4):
                choices[field.name] = load.chance.choice(field.allowed)
        for name, audience in choices.items():
            if audience != defaults[name]:
                yield FieldAudience(member_id=pk, field=name, audience=audience)


def _connections(load: Load) -> Iterator[Connection]:
    """About one per person; who signs in has many."""
    states = [ConnectionState.ACCEPTED] * 7 + [ConnectionState.REQUESTED] * 2 + [ConnectionState.DECLINED]
    people, first = load.member_ids, Member(pk=load.member_ids[0])
    pairs = {(first.pk, pk) for pk in people[1:121]}
    while len(pairs) < load.amounts.members - 1 and len(people) > 200:
        one, other = sorted(load.chance.sample(people, 2))
        pairs.add((one, other))
    for one, other in sorted(pairs):
        asked_at, state = load.ago(700, 1), load.chance.choice(states)
        connection = new_connection(asker=Member(pk=one), asked=Member(pk=other), at=asked_at)
        connection.key, connection.state = load.key(), state
        connection.answered_at = None if state == ConnectionState.REQUESTED else load.ago(700)
        yield connection
