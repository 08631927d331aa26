"""Following joint actions and questions: from the page one looks at, listed in one place, let go of there."""

from datetime import UTC, datetime, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from network.following.actions import follow, send_due_digests
from network.following.errors import NothingToFollow
from network.following.news import news_for
from network.initiatives.actions import end_initiative, write_update
from network.initiatives.states import InitiativeState
from network.members.viewers import viewer_of_member
from network.models import Follow, QuestionFollow
from network.questions.actions import follow_question
from portal.shared.audiences.states import Audience
from portal.shared.outbox.models import OutboxMail
from tests.factories.initiatives import add_draft, add_initiative
from tests.factories.questions import make_question

DAY = timedelta(days=1)
AT = datetime(2026, 11, 2, 9, tzinfo=UTC)


def start_following(member, key, at=AT):
    return follow(member=member, viewer=viewer_of_member(member, on=at.date()), kind="samen", key=key, at=at)


def add_news(initiative, *, title="Ronde één is klaar", at):
    return write_update(
        initiative=initiative,
        member=initiative.contact,
        title=title,
        text="Er vroegen zeven studenten om hulp.",
        token=title[:20],
        at=at,
    )


def test_follower_reads_the_news_and_the_result(coach):
    initiative = add_initiative(is_running=True)
    start_following(coach, initiative.key)
    add_news(initiative, at=AT + DAY)
    end_initiative(
        initiative=initiative,
        member=initiative.contact,
        state=InitiativeState.DONE,
        result="Een proefronde loont.",
        at=AT + 2 * DAY,
    )

    viewer = viewer_of_member(coach, on=AT.date())
    lines = news_for(coach.key, viewer, since=AT, until=AT + 3 * DAY, at=AT + 3 * DAY)

    assert [(line.title, line.summary, line.because) for line in lines] == [
        (initiative.title, "Een proefronde loont.", (initiative.title,)),
        ("Ronde één is klaar", "Er vroegen zeven studenten om hulp.", (initiative.title,)),
    ]
    assert news_for(coach.key, viewer, since=AT + 3 * DAY, until=AT + 4 * DAY, at=AT + 4 * DAY) == []


def test_news_of_a_joint_action_stands_in_the_digest(coach):
    initiative = add_initiative(is_running=True)
    start_following(coach, initiative.key)
    add_news(initiative, at=AT + DAY)

    send_due_digests(at=AT + 7 * DAY)

    mail = OutboxMail.objects.get(purpose="following.digest")
    assert mail.recipient_key == coach.key
    assert "Ronde één is klaar" in mail.text


def test_what_is_not_for_someone_can_not_be_followed(coach, stranger):
    draft = add_draft()
    members_only = add_initiative(audience=Audience.MEMBERS)

    for member, initiative in ((coach, draft), (stranger, members_only)):
        with pytest.raises(NothingToFollow):
            start_following(member, initiative.key)


def test_page_of_a_joint_action_offers_to_follow_it(site, client, coach):
    initiative = add_initiative()
    client.force_login(coach)
    url = reverse("following:one", args=["samen", initiative.key])

    assert f'action="{url}"' in client.get(initiative.get_absolute_url()).content.decode()

    client.post(url, {"doen": "volg", "next": initiative.get_absolute_url()})
    assert Follow.objects.get().object_key == initiative.key
    page = client.get(reverse("following:overview")).content.decode()
    assert initiative.title in page
    assert "Samen optrekken" in page


def test_followed_questions_are_listed_and_let_go_of_in_one_place(site, client, coach, other_coach):
    question = make_question(member=other_coach, at=timezone.now() - DAY, title="Wie heeft een nulmeting?")
    hidden = make_question(member=other_coach, at=timezone.now() - DAY, title="Een verborgen vraag")
    for followed in (question, hidden):
        follow_question(question=followed, member=coach, at=timezone.now())
    type(hidden).objects.filter(pk=hidden.pk).update(sight="hidden")
    client.force_login(coach)
    overview = reverse("following:overview")

    page = client.get(overview).content.decode()
    assert "Wie heeft een nulmeting?" in page
    assert "Een verborgen vraag" not in page

    answer = client.post(reverse("questions:follow", args=[question.key]), {"stop": "1", "next": overview})

    assert answer.headers["Location"] == overview
    assert not QuestionFollow.objects.filter(question=question, member=coach).exists()
    assert "Wie heeft een nulmeting?" not in client.get(overview).content.decode()


def test_way_back_never_leads_off_the_site(site, client, coach, other_coach):
    question = make_question(member=other_coach, at=timezone.now())
    client.force_login(coach)

    answer = client.post(reverse("questions:follow", args=[question.key]), {"next": "https://elders.example/"})

    assert answer.headers["Location"] == question.get_absolute_url()
