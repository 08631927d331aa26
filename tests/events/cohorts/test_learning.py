"""Roles, buddies, and the joint story at the end."""

import pytest

from events.cohorts.actions import (
    answer_story,
    ask_for_story,
    ask_people,
    close_group,
    erase_person,
    give_roles,
    leave_group,
    set_pairs,
    set_roles,
)
from events.cohorts.errors import (
    GroupFinished,
    NobodyAgreed,
    PairsUnfit,
    RolesInvalid,
    RoleUnknown,
    StepRefused,
)
from events.cohorts.models import BuddyPair, CohortMember, RolePractice
from events.cohorts.states import StoryAnswer
from events.cohorts.todos import CLOSING_TODOS, COHORT_TODOS
from portal.shared.outbox.models import OutboxMail
from portal.shared.registries.models import StorySeed
from stories.contributions.actions.seeding import seeds_for, start_from_seed
from stories.contributions.models import Contribution
from stories.contributions.pagetexts import latest_revision
from tests.events.cohorts.conftest import LATER, NOW
from tests.factories.network import MemberFactory
from tests.todos import todos_of

pytestmark = pytest.mark.django_db


def test_roles_are_different_words_and_not_too_many(cohort, meetup):
    set_roles(meetup=meetup, roles=[" voorzitter ", "", "wie  vraagt"], at=NOW)
    cohort.refresh_from_db()
    assert cohort.roles == ["voorzitter", "wie vraagt"]

    for roles in (["a", "a"], [str(n) for n in range(9)], ["x" * 41]):
        with pytest.raises(RolesInvalid):
            set_roles(meetup=meetup, roles=roles, at=NOW)


def test_a_date_has_the_roles_that_were_given_last(cohort, meetup, places, dates):
    set_roles(meetup=meetup, roles=["voorzitter", "observator"], at=NOW)
    cohort.refresh_from_db()
    first, second = places[0].key, places[1].key
    give_roles(cohort=cohort, occurrence=dates[0], roles={first: "voorzitter", second: "observator"})
    give_roles(cohort=cohort, occurrence=dates[0], roles={first: "", second: "voorzitter"})

    assert list(RolePractice.objects.values_list("place__key", "role")) == [(second, "voorzitter")]
    for roles in ({first: "zanger"}, {"niemand": "voorzitter"}):
        with pytest.raises(RoleUnknown):
            give_roles(cohort=cohort, occurrence=dates[0], roles=roles)
    assert RolePractice.objects.count() == 1


def test_who_leaves_practises_no_more_and_what_was_stays(cohort, meetup, places, dates):
    set_roles(meetup=meetup, roles=["voorzitter"], at=NOW)
    cohort.refresh_from_db()
    for date in dates[:2]:
        give_roles(cohort=cohort, occurrence=date, roles={places[0].key: "voorzitter"})

    leave_group(place=places[0], takes_notes_along=False, at=dates[0].ends_at)

    assert list(RolePractice.objects.values_list("occurrence", flat=True)) == [dates[0].pk]


def test_everyone_is_in_one_pair_and_nobody_alone(cohort, places):
    a, b, c, d = (place.key for place in places)
    set_pairs(cohort=cohort, groups=[[a, b], [c, d]], at=NOW)
    set_pairs(cohort=cohort, groups=[[a, c]], at=NOW)

    assert BuddyPair.objects.count() == 1
    assert set(CohortMember.objects.filter(pair__isnull=False).values_list("key", flat=True)) == {a, c}
    for groups in ([[a]], [[a, b], [b, c]], [[a, b, c, d]]):
        with pytest.raises(PairsUnfit):
            set_pairs(cohort=cohort, groups=groups, at=NOW)
    with pytest.raises(RoleUnknown):
        set_pairs(cohort=cohort, groups=[[a, "niemand"]], at=NOW)
    assert BuddyPair.objects.count() == 1


def asked(meetup, places, *yes):
    ask_for_story(meetup=meetup, at=NOW)
    for place in yes:
        answer_story(place=place, answer=StoryAnswer.YES, takeaway=f"Ik neem {place.member.given_name} mee.", at=NOW)


def close(meetup, organiser, at=LATER):
    texts = {"title": "Wat wij leerden", "wanted": "Durven vragen.", "did": "Drie keer samen."}
    return close_group(meetup=meetup, by=organiser, at=at, **texts)


def test_the_group_is_asked_and_who_answered_is_not_asked_again(cohort, meetup, places, people):
    asked(meetup, places, places[0])
    ask_for_story(meetup=meetup, at=NOW)

    mails = OutboxMail.objects.filter(purpose="events.cohort_story_asked")
    assert sorted(mail.to for mail in mails) == sorted(member.email for member in people)
    assert todos_of(COHORT_TODOS, people[0], at=NOW) == []
    assert [item.key for item in todos_of(COHORT_TODOS, people[1], at=NOW)] == [f"cohort-story:{places[1].key}"]


def test_an_invitation_waits_with_the_first_date_as_deadline(meetup, dates, people, organiser):
    [place] = ask_people(meetup=meetup, members=people[:1], by=organiser, at=NOW)

    [item] = todos_of(COHORT_TODOS, people[0], at=NOW)

    assert (item.key, item.deadline_at) == (f"cohort:{place.key}", dates[0].starts_at)


def test_a_group_whose_dates_are_over_waits_for_its_organiser(cohort, dates, organiser, coach):
    assert todos_of(CLOSING_TODOS, organiser, at=dates[2].starts_at) == []
    assert len(todos_of(CLOSING_TODOS, organiser, at=dates[2].ends_at)) == 1
    assert todos_of(CLOSING_TODOS, coach, at=dates[2].ends_at) == []


def test_closing_leaves_the_material_to_those_who_said_yes(cohort, meetup, places, people, organiser):
    asked(meetup, places, places[0], places[1])
    answer_story(place=places[2], answer=StoryAnswer.NO, takeaway="Dit niet.", at=NOW)

    for _twice in range(2):
        close(meetup, organiser)

    assert [len(seeds_for(member.key)) for member in people] == [1, 1, 0, 0]
    payload = StorySeed.objects.get().payload
    assert payload["answers"] == {
        "wanted": "Durven vragen.",
        "did": "Drie keer samen.",
        "worked": "Ik neem Anna mee.\n\nIk neem Bram mee.",
    }
    mails = OutboxMail.objects.filter(purpose="events.cohort_closed")
    assert {mail.to for mail in mails if "/mijn/bijdragen/nieuw/" in mail.text} == {people[0].email, people[1].email}
    assert mails.count() == 4


def test_one_draft_with_every_consenting_author(cohort, meetup, places, people, organiser):
    asked(meetup, places, places[0], places[1], places[2])
    close(meetup, organiser)
    [seed] = seeds_for(people[1].key)

    start_from_seed(member=people[1], seed_id=seed.pk, at=LATER)

    contribution = Contribution.objects.get()
    page = latest_revision(contribution.page_id).as_object()
    assert page.title == "Wat wij leerden"
    # The one who writes says so in the form, as for every text.
    assert [(row.member_id, row.shows_name) for row in page.authors.all()] == [
        (people[0].pk, True),
        (people[2].pk, True),
    ]
    assert [seeds_for(member.key) for member in people] == [[], [], [], []]


def test_without_a_yes_there_is_no_story(cohort, meetup, places, organiser):
    with pytest.raises(NobodyAgreed):
        close(meetup, organiser)

    close_group(meetup=meetup, by=organiser, at=LATER)
    assert not StorySeed.objects.exists()
    with pytest.raises(GroupFinished):
        ask_people(meetup=meetup, members=[MemberFactory()], by=organiser, at=LATER)


def test_a_yes_can_be_taken_back_until_someone_writes(cohort, meetup, places, people, organiser):
    asked(meetup, places, places[0], places[1])
    close(meetup, organiser)

    answer_story(place=places[1], answer=StoryAnswer.NO, takeaway="", at=LATER)

    assert StorySeed.objects.get().payload["named"] == [people[0].key]
    assert "Bram" not in str(StorySeed.objects.get().payload)
    leave_group(place=places[0], takes_notes_along=False, at=LATER)
    assert seeds_for(people[0].key) == []


def test_who_deletes_their_account_is_taken_out_of_the_material(cohort, meetup, places, people, organiser):
    asked(meetup, places, places[0], places[1])
    close(meetup, organiser)

    erase_person(member=people[1], at=LATER)

    payload = StorySeed.objects.get().payload
    assert payload["members"] == [people[0].key]
    assert "Bram" not in str(payload)


def test_only_who_takes_part_answers(meetup, dates, people, organiser):
    [place] = ask_people(meetup=meetup, members=people[:1], by=organiser, at=NOW)

    with pytest.raises(StepRefused):
        answer_story(place=place, answer=StoryAnswer.YES, takeaway="", at=NOW)
