"""Following: only what one may see, heard of once, by one mail at a sane hour that one click ends."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from wagtail.models import PageViewRestriction

from network.following.actions import choose_mail, erase_follows, follow, send_due_digests, unfollow
from network.following.errors import FollowsTooMuch, NothingToFollow
from network.following.news import news_for
from network.following.personal_data import FOLLOWING_DATA
from network.following.rules import digest_slot, is_due
from network.institutions.actions import rename_institution
from network.members.actions import choose_audiences, deactivate_member
from network.members.viewers import viewer_of_member
from network.models import Digest, Follow
from portal.shared.outbox.actions import deliver, refuse_topic
from portal.shared.outbox.models import MailRefusal, OutboxMail
from portal.shared.outbox.states import MailState
from portal.shared.outbox.topics import mail_topics, secret_for
from search.index.pages import index_pages
from stories.models import StoryAuthor
from tests.factories.network import InstitutionFactory, MemberFactory, ThemeFactory
from tests.factories.stories import CoachStoryFactory

NL = ZoneInfo("Europe/Amsterdam")
DAY = timedelta(days=1)
# A Wednesday; the Monday after it is the 30th.
START = datetime(2026, 11, 25, 10, tzinfo=UTC)
MONDAY = datetime(2026, 11, 30, 9, tzinfo=NL)


@pytest.fixture
def theme(db):
    return ThemeFactory(slug="intervisie", name="Intervisie")


@pytest.fixture
def signed_in(client, coach, site):
    client.force_login(coach)
    return client


def start_following(member, kind, key, at=START):
    return follow(member=member, viewer=viewer_of_member(member, on=at.date()), kind=kind, key=key, at=at)


def publish(portal, *, on=START + DAY, title="Nieuw verhaal", theme=None, school=None, author=None):
    """Put a story online that carries what is followed."""
    story = CoachStoryFactory(parent=portal.stories, title=title, institution=school)
    story.first_published_at = on
    if theme:
        story.themes.add(theme)
    if author:
        story.authors.add(StoryAuthor(member=author))
    story.save()
    index_pages([story.pk])
    return story


def digests() -> list[OutboxMail]:
    return list(OutboxMail.objects.filter(purpose="following.digest").order_by("pk"))


# When it goes.


@pytest.mark.parametrize(
    ("rhythm", "at", "slot"),
    [
        pytest.param("weekly", (30, 8, 0), (30, 8), id="monday at eight"),
        pytest.param("weekly", (30, 7, 59), None, id="before eight"),
        pytest.param("weekly", (30, 18, 0), None, id="in the evening"),
        pytest.param("weekly", (25, 9, 0), (23, 8), id="later that week, after an outage"),
        pytest.param("daily", (25, 9, 0), (25, 8), id="a working day"),
        pytest.param("daily", (28, 9, 0), None, id="saturday"),
        pytest.param("never", (25, 9, 0), None, id="never"),
    ],
)
def test_slot_of_a_digest(rhythm, at, slot):
    moment = datetime(2026, 11, *at, tzinfo=NL)

    assert digest_slot(rhythm=rhythm, at=moment) == (datetime(2026, 11, *slot, tzinfo=NL) if slot else None)


def test_no_daily_digest_on_a_public_holiday():
    assert digest_slot(rhythm="daily", at=datetime(2026, 12, 25, 9, tzinfo=NL)) is None


def test_eight_o_clock_stays_eight_when_the_clock_changes():
    winter = digest_slot(rhythm="daily", at=datetime(2027, 3, 25, 7, 30, tzinfo=UTC))
    summer = digest_slot(rhythm="daily", at=datetime(2027, 3, 30, 6, 30, tzinfo=UTC))

    assert [winter.astimezone(UTC).hour, summer.astimezone(UTC).hour] == [7, 6]


def test_a_digest_is_due_once_per_slot():
    assert is_due(rhythm="weekly", covered_until=MONDAY - 7 * DAY, at=MONDAY)
    assert not is_due(rhythm="weekly", covered_until=MONDAY - timedelta(minutes=5), at=MONDAY + timedelta(hours=1))


# What may be followed.


def test_following_twice_gives_one_row(coach, theme):
    assert start_following(coach, "thema", theme.slug) == start_following(coach, "thema", theme.slug)
    assert Digest.objects.get().rhythm == "weekly"


@pytest.mark.parametrize(("kind", "key"), [("thema", "bestaat-niet"), ("bestaat-niet", "x"), ("persoon", "x")])
def test_what_is_not_there_can_not_be_followed(coach, theme, kind, key):
    with pytest.raises(NothingToFollow):
        start_following(coach, kind, key)


def test_a_hidden_person_answers_like_one_who_does_not_exist(signed_in, coach, stranger):
    hidden = reverse("following:one", args=["persoon", stranger.key])
    missing = reverse("following:one", args=["persoon", "bestaatniet"])

    assert [signed_in.get(hidden).status_code, signed_in.post(hidden).status_code] == [404, 404]
    assert [signed_in.get(missing).status_code, signed_in.post(missing).status_code] == [404, 404]
    assert not Follow.objects.exists()


def test_following_has_an_end(coach, theme, monkeypatch):
    monkeypatch.setattr("network.following.actions.follows.MOST_FOLLOWS", 1)
    start_following(coach, "thema", theme.slug)

    with pytest.raises(FollowsTooMuch):
        start_following(coach, "thema", ThemeFactory(slug="ander").slug)


def test_button_follows_and_lets_go_and_returns(signed_in, coach):
    school = InstitutionFactory(slug="roc-test")
    page = school.get_absolute_url()
    url = reverse("following:one", args=["school", school.slug])
    assert "Volg<span" in signed_in.get(page).content.decode()

    response = signed_in.post(url, {"doen": "volg", "next": page})

    assert response.headers["Location"] == page
    assert Follow.objects.get().object_key == "roc-test"
    assert "Stop met volgen<span" in signed_in.get(page).content.decode()
    signed_in.post(url, {"doen": "stop", "next": "https://elders.example/"})
    assert not Follow.objects.exists()


def test_another_site_is_no_place_to_return_to(signed_in, theme):
    url = reverse("following:one", args=["thema", theme.slug])

    response = signed_in.post(url, {"doen": "volg", "next": "https://elders.example/"})

    assert response.headers["Location"] == reverse("following:overview")


def test_visitor_gets_a_link_that_asks_after_sign_in(client, site, theme):
    school = InstitutionFactory(slug="roc-test")
    url = reverse("following:one", args=["school", school.slug])

    assert f'href="{url}"' in client.get(school.get_absolute_url()).content.decode()
    assert client.get(url).headers["Location"] == f"/account/login/?next={url}"


def test_opening_the_question_changes_nothing(signed_in, theme):
    signed_in.get(reverse("following:one", args=["thema", theme.slug]))

    assert not Follow.objects.exists()


def test_overview_lists_what_may_still_be_seen(signed_in, coach, other_coach, theme):
    start_following(coach, "persoon", other_coach.key)
    start_following(coach, "thema", theme.slug)
    before = signed_in.get(reverse("following:overview")).content.decode()
    deactivate_member(member=other_coach)

    after = signed_in.get(reverse("following:overview")).content.decode()

    assert ("Femke Hoekstra" in before, "Femke Hoekstra" in after) == (True, False)
    assert "Intervisie" in after


def test_overview_takes_as_many_queries_for_three_as_for_one(signed_in, coach):
    def count(number):
        for _row in range(number):
            start_following(coach, "school", InstitutionFactory().slug)
            start_following(coach, "persoon", MemberFactory(given_name="Iets").key)
        with CaptureQueriesContext(connection) as captured:
            signed_in.get(reverse("following:overview"))
        return len(captured)

    count(1)
    assert count(1) == count(2)


# What is new.


def test_news_of_theme_school_and_person_once_each(portal, coach, other_coach, theme):
    school = InstitutionFactory(slug="roc-test", name="ROC Test")
    for kind, key in (("thema", theme.slug), ("school", school.slug), ("persoon", other_coach.key)):
        start_following(coach, kind, key)
    publish(portal, theme=theme, school=school, author=other_coach)
    publish(portal, title="Iets anders")
    viewer = viewer_of_member(coach, on=START.date())

    lines = news_for(coach.key, viewer, since=START, until=START + 2 * DAY, at=START + 2 * DAY)

    assert [(line.title, line.because) for line in lines] == [
        ("Nieuw verhaal", ("Intervisie", "ROC Test", "Femke Hoekstra"))
    ]


def test_a_renamed_school_is_still_followed(portal, coach):
    school = InstitutionFactory(slug="roc-oud", name="ROC Oud")
    start_following(coach, "school", school.slug)
    school = rename_institution(institution=school, name="ROC Nieuw")
    publish(portal, school=school)
    viewer = viewer_of_member(coach, on=START.date())

    lines = news_for(coach.key, viewer, since=START, until=START + 2 * DAY, at=START + 2 * DAY)

    assert [line.because for line in lines] == [("ROC Nieuw",)]


def test_what_a_hidden_person_writes_is_no_news(portal, coach, other_coach):
    start_following(coach, "persoon", other_coach.key)
    publish(portal, author=other_coach)
    deactivate_member(member=other_coach)
    viewer = viewer_of_member(coach, on=START.date())

    assert news_for(coach.key, viewer, since=START, until=START + 2 * DAY, at=START + 2 * DAY) == []


# The digest.


def test_weekly_digest_tells_what_is_new_once(portal, coach, theme):
    start_following(coach, "thema", theme.slug)
    publish(portal, theme=theme)

    counts = [send_due_digests(at=MONDAY - 3 * DAY), send_due_digests(at=MONDAY), send_due_digests(at=MONDAY)]
    OutboxMail.objects.update(state=MailState.SENT, sent_at=MONDAY)
    later = send_due_digests(at=MONDAY + 7 * DAY)

    assert (counts, later) == ([0, 1, 0], 0)
    mail = digests()[0]
    assert mail.subject == "Nieuw voor jou: 1 ding in wat je volgt"
    assert "Nieuw verhaal" in mail.text
    assert "http://127.0.0.1:8000" in mail.text
    assert '<a href="http://127.0.0.1:8000' in mail.html


def test_nothing_new_is_no_mail(coach, theme):
    start_following(coach, "thema", theme.slug)

    assert send_due_digests(at=MONDAY) == 0
    assert digests() == []
    assert Digest.objects.get().covered_until == MONDAY - timedelta(minutes=5)


def test_daily_digest_goes_the_next_working_day(portal, coach, theme):
    start_following(coach, "thema", theme.slug)
    choose_mail(member=coach, rhythm="daily", topics=[], at=START)
    publish(portal, theme=theme, on=START + timedelta(hours=1))

    assert send_due_digests(at=datetime(2026, 11, 26, 8, 10, tzinfo=NL)) == 1


def test_what_is_published_during_the_run_is_told_next_time(portal, coach, theme):
    start_following(coach, "thema", theme.slug)
    publish(portal, theme=theme, on=MONDAY - timedelta(minutes=1))

    assert [send_due_digests(at=MONDAY), send_due_digests(at=MONDAY + 7 * DAY)] == [0, 1]


def test_digest_shows_only_what_its_reader_may_see(portal, coach, stranger, theme):
    for member in (coach, stranger):
        start_following(member, "thema", theme.slug)
    story = publish(portal, theme=theme)
    PageViewRestriction.objects.create(page=story, restriction_type=PageViewRestriction.LOGIN)

    send_due_digests(at=MONDAY)

    assert [mail.to for mail in digests()] == [coach.email]


@pytest.mark.django_db(transaction=True)
def test_digest_is_made_anew_when_it_leaves(portal, coach, theme, mailoutbox):
    start_following(coach, "thema", theme.slug)
    kept, gone = publish(portal, theme=theme, title="Blijft"), publish(portal, theme=theme, title="Verdwijnt")
    send_due_digests(at=MONDAY)
    assert "Verdwijnt" in digests()[0].text

    gone.unpublish()
    deliver(at=MONDAY + timedelta(hours=2))

    assert [kept.title in mailoutbox[0].body, "Verdwijnt" in mailoutbox[0].body] == [True, False]
    assert mailoutbox[0].extra_headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert "Verdwijnt" not in mailoutbox[0].alternatives[0][0]


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("reason", ["hidden", "refused", "closed"])
def test_digest_that_says_nothing_any_more_does_not_leave(portal, coach, theme, mailoutbox, reason):
    start_following(coach, "thema", theme.slug)
    story = publish(portal, theme=theme)
    send_due_digests(at=MONDAY)

    if reason == "hidden":
        story.unpublish()
    elif reason == "refused":
        refuse_topic(kind="member", key=coach.key, topic="digest", at=MONDAY)
    else:
        deactivate_member(member=coach)
    deliver(at=MONDAY + timedelta(hours=2))

    assert mailoutbox == []
    assert [(mail.state, mail.text) for mail in digests()] == [(MailState.UNWANTED, "")]


def test_a_digest_that_could_not_leave_is_told_by_the_next(portal, coach, theme):
    start_following(coach, "thema", theme.slug)
    publish(portal, theme=theme, title="Eerste week")
    send_due_digests(at=MONDAY)
    publish(portal, theme=theme, title="Tweede week", on=MONDAY + DAY)

    send_due_digests(at=MONDAY + 7 * DAY)

    assert ["Eerste week" in mail.text for mail in digests()] == [True, True]


# The choices.


def test_one_click_ends_it_without_sign_in_or_token(site, coach, theme):
    browser = Client(enforce_csrf_checks=True)
    url = reverse("following:unsubscribe", args=[secret_for(key=coach.key, topic="digest")])

    asked = browser.get(url)
    before = MailRefusal.objects.count()
    answer = browser.post(url, {"List-Unsubscribe": "One-Click"})

    assert "Stop deze mail" in asked.content.decode()
    assert before == 0
    assert answer.status_code == 200
    assert MailRefusal.objects.get().topic == "digest"
    assert "Deze mail komt niet meer" in browser.get(url).content.decode()


@pytest.mark.parametrize("secret", ["verzonnen", "WyJhIiwiYiJd:1x:abc"])
def test_a_made_up_secret_is_unknown(client, site, secret):
    url = reverse("following:unsubscribe", args=[secret])

    assert [client.get(url).status_code, client.post(url).status_code] == [404, 404]
    assert not MailRefusal.objects.exists()


def test_who_refused_gets_none_until_it_is_welcome_again(portal, coach, theme):
    start_following(coach, "thema", theme.slug)
    choose_mail(member=coach, rhythm="never", topics=[], at=START)
    publish(portal, theme=theme)
    assert send_due_digests(at=MONDAY) == 0

    choose_mail(member=coach, rhythm="weekly", topics=[], at=MONDAY + DAY)
    publish(portal, theme=theme, title="Daarna", on=MONDAY + 2 * DAY)
    send_due_digests(at=MONDAY + 7 * DAY)

    assert [("Nieuw verhaal" in mail.text, "Daarna" in mail.text) for mail in digests()] == [(False, True)]


def test_page_of_choices_holds_every_topic_and_keeps_them(signed_in, coach):
    url = reverse("following:mail_choices")
    text = signed_in.get(url).content.decode()
    for topic in mail_topics:
        assert str(topic.label) in text or topic.name == "digest"

    signed_in.post(url, {"rhythm": "daily"})

    assert set(MailRefusal.objects.values_list("topic", flat=True)) == set(mail_topics.names()) - {"digest"}
    assert Digest.objects.get().rhythm == "daily"
    signed_in.post(url, {"rhythm": "never", "topics": ["reactions"]})
    assert set(MailRefusal.objects.values_list("topic", flat=True)) == set(mail_topics.names()) - {"reactions"}


def test_choices_say_what_is_wrong(signed_in):
    response = signed_in.post(reverse("following:mail_choices"), {"rhythm": "elk uur"})

    assert response.status_code == 200
    assert not Digest.objects.exists()


def test_own_page_shows_what_is_new(portal, client, coach, theme):
    client.force_login(coach)
    assert "Kies wat je volgt" in client.get("/mijn/").content.decode()
    start_following(coach, "thema", theme.slug, at=timezone.now() - 2 * DAY)
    publish(portal, theme=theme, on=timezone.now() - DAY)

    assert "Nieuw verhaal" in client.get("/mijn/").content.decode()


def test_who_leaves_follows_nothing_and_is_followed_by_nobody(coach, other_coach, theme):
    start_following(coach, "thema", theme.slug)
    start_following(other_coach, "persoon", coach.key)
    start_following(other_coach, "thema", theme.slug)

    assert erase_follows(member_key=coach.key) == 3
    assert erase_follows(member_key=coach.key) == 0
    assert Follow.objects.get().member == other_coach


def test_export_names_what_is_followed(coach, theme):
    start_following(coach, "thema", theme.slug)

    exported = FOLLOWING_DATA.export(coach.key)

    assert exported["follows"] == [{"kind": "thema", "key": "intervisie", "since": START.isoformat()}]
    assert exported["digest"] == "weekly"


def test_unfollowing_what_is_not_followed_is_harmless(coach):
    assert unfollow(member=coach, kind="thema", key="x") is False


def test_a_field_for_members_only_hides_the_person_from_who_is_none(stranger, coach):
    choose_audiences(member=coach, audiences={"name": "members"}, at=START)

    with pytest.raises(NothingToFollow):
        start_following(stranger, "persoon", coach.key)
