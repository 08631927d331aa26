"""Saved searches: kept once, told of in the digest once, and only what their owner may see when it leaves."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from wagtail.models import PageViewRestriction

from network.following.actions import choose_mail, erase_follows, remove_search, save_search, send_due_digests
from network.following.errors import NothingAsked, SavesTooMuch
from network.following.personal_data import FOLLOWING_DATA
from network.following.rules import MOST_SEARCHES
from network.models import Digest, Member, SavedSearch
from portal.shared.outbox.actions import deliver
from portal.shared.outbox.models import OutboxMail
from search.index.actions.entries import index_object
from search.index.pages import index_pages
from search.models import Entry
from tests.factories.network import InstitutionFactory, ThemeFactory
from tests.factories.stories import CoachStoryFactory

NL = ZoneInfo("Europe/Amsterdam")
DAY = timedelta(days=1)
START = datetime(2026, 11, 25, 10, tzinfo=UTC)
MONDAY = datetime(2026, 11, 30, 9, tzinfo=NL)


@pytest.fixture
def signed_in(client, coach, portal):
    client.force_login(coach)
    return client


@pytest.fixture
def saved(portal, coach):
    return save_search(member=coach, query="q=Kwikstaart", at=START)[0]


def publish(portal, *, title="Kwikstaart in de klas", on=START + DAY, first_found=None, school=None):
    """Put a story online; as far as the index knows it came in on that day."""
    story = CoachStoryFactory(parent=portal.stories, title=title, institution=school)
    story.first_published_at = on
    story.save()
    index_pages([story.pk])
    Entry.objects.filter(kind="verhaal", object_key=str(story.pk)).update(indexed_at=first_found or on)
    return story


def digests() -> list[OutboxMail]:
    return list(OutboxMail.objects.filter(purpose="following.digest").order_by("pk"))


# Keeping one.


def test_a_search_is_kept_with_its_filters_and_without_order_and_page(coach):
    query = "q=Digitaal++toetsen&soort=verhaal&thema=toetsing&sorteer=nieuwste&pagina=3&rommel=1"

    row, is_new = save_search(member=coach, query=query, at=START)

    assert (row.name, row.query, is_new) == (
        "Digitaal toetsen",
        "q=Digitaal+toetsen&soort=verhaal&thema=toetsing",
        True,
    )
    assert Digest.objects.get().covered_until == START


@pytest.mark.parametrize("query", ["q=kwikstaart", "q=KWIKSTAART&sorteer=nieuwste&pagina=2", "q=%20Kwikstaart%20"])
def test_the_same_search_is_kept_once(saved, coach, query):
    assert save_search(member=coach, query=query, at=START) == (saved, False)
    assert SavedSearch.objects.count() == 1


def test_another_filter_or_another_member_makes_another_search(saved, coach, other_coach):
    assert save_search(member=coach, query="q=Kwikstaart&soort=verhaal", at=START)[1]
    assert save_search(member=other_coach, query="q=Kwikstaart", at=START)[1]


@pytest.mark.parametrize(
    "query", ["", "thema=toetsing", "q=%00%01", "q=&q=", "&" * 4000, "&" * 9000, "q" * 9000, "%ff%fe"]
)
def test_a_search_without_words_is_not_kept(coach, query):
    with pytest.raises(NothingAsked):
        save_search(member=coach, query=query, at=START)
    assert not SavedSearch.objects.exists()


def test_hostile_input_is_cut_and_cleaned(signed_in, coach):
    signed_in.post(reverse("following:save_search"), {"zoek": f"q=a\x00{'é' * 5000}&soort={'x' * 500}&wanneer=ooit"})

    row = SavedSearch.objects.get()
    assert "\x00" not in row.name + row.query
    assert len(row.name) <= 100
    assert signed_in.get(row.get_absolute_url()).status_code == 200
    assert signed_in.get(reverse("following:overview")).status_code == 200


def test_searching_has_an_end(coach):
    for number in range(MOST_SEARCHES):
        save_search(member=coach, query=f"q=vraag{number}", at=START)

    with pytest.raises(SavesTooMuch):
        save_search(member=coach, query="q=meer", at=START)
    assert save_search(member=coach, query="q=vraag1", at=START)[1] is False


def test_button_stands_below_results_for_who_is_signed_in(client, portal, coach):
    publish(portal)
    address, action = "/zoeken/?q=kwikstaart&soort=verhaal&sorteer=nieuwste", reverse("following:save_search")
    assert action not in client.get(address).content.decode()
    client.force_login(coach)
    page = client.get(address).content.decode()
    assert 'name="zoek" value="q=kwikstaart&amp;soort=verhaal"' in page
    assert action in client.get("/zoeken/?q=bestaatnergens").content.decode()
    assert action not in client.get("/zoeken/").content.decode()

    answer = client.post(action, {"zoek": "q=kwikstaart&soort=verhaal"}, follow=True)

    assert "Bewaard." in answer.content.decode()
    assert (
        "Deze zoekvraag had je al."
        in client.post(action, {"zoek": "q=Kwikstaart&soort=verhaal"}, follow=True).content.decode()
    )
    assert SavedSearch.objects.get().member == coach


@pytest.mark.parametrize("rhythm", ["weekly", "never"])
def test_who_wants_no_digest_is_not_promised_one(signed_in, coach, rhythm):
    choose_mail(member=coach, rhythm=rhythm, topics=[], at=START)

    answer = signed_in.post(reverse("following:save_search"), {"zoek": "q=kwikstaart"}, follow=True)

    page = answer.content.decode()
    is_mailed = rhythm == "weekly"
    assert "Bewaard." in page
    assert ("staat in je mail" in page) is is_mailed
    assert ("staat in één mail" in page) is is_mailed
    assert ("Je krijgt geen mail over wat nieuw is" in page) is not is_mailed
    assert reverse("following:mail_choices") in page


def test_a_slip_of_the_pen_is_saved_as_it_was_meant(client, portal, coach):
    publish(portal)
    from search.index.actions import renew_words  # noqa: PLC0415

    renew_words()
    client.force_login(coach)

    assert 'name="zoek" value="q=kwikstaart"' in client.get("/zoeken/?q=kwikstaarrt").content.decode()


def test_a_search_can_be_named_and_removed_by_its_owner_only(signed_in, client, saved, other_coach):
    address = saved.get_absolute_url()
    client.force_login(other_coach)
    assert [client.get(address).status_code, client.post(address, {"doen": "weg"}).status_code] == [404, 404]
    client.force_login(saved.member)

    wrong = client.post(address, {"name": ""})
    assert wrong.status_code == 200
    client.post(address, {"name": "Vogels"})
    page = client.get(reverse("following:overview")).content.decode()
    assert "Vogels" in page
    assert "/zoeken/?q=Kwikstaart&amp;sorteer=nieuwste" in page

    client.post(address, {"doen": "weg"})
    assert not SavedSearch.objects.exists()


def test_opening_changes_nothing(signed_in, saved):
    assert signed_in.get(reverse("following:save_search")).status_code == 405
    signed_in.get(saved.get_absolute_url())
    assert SavedSearch.objects.get() == saved


def test_filters_read_as_people_know_them_and_a_gone_one_as_it_was(signed_in, portal, coach):
    school = InstitutionFactory(slug="roc-test", name="ROC Test")
    publish(portal, school=school)
    save_search(member=coach, query="q=kwikstaart&soort=verhaal&school=roc-test&thema=verdwenen", at=START)

    page = signed_in.get(reverse("following:overview")).content.decode()

    assert "verhalen · verdwenen · ROC Test" in page


def test_lists_take_as_many_queries_for_three_as_for_one(signed_in, coach):
    def count(number):
        for _row in range(number):
            total = SavedSearch.objects.count()
            save_search(member=coach, query=f"q=vraag{total}&thema=thema{total}", at=START)
        with CaptureQueriesContext(connection) as captured:
            signed_in.get(reverse("following:overview"))
            signed_in.get("/mijn/")
        return len(captured)

    count(1)
    assert count(1) == count(2)


def test_own_page_leads_to_the_newest_results(signed_in, coach):
    assert "Mijn zoekvragen" not in signed_in.get("/mijn/").content.decode()
    save_search(member=coach, query="q=Kwikstaart", at=timezone.now())

    page = signed_in.get("/mijn/").content.decode()

    assert "Mijn zoekvragen" in page
    assert "/zoeken/?q=Kwikstaart&amp;sorteer=nieuwste" in page


# The alert.


def test_the_digest_names_what_is_new_for_a_search_once(portal, saved, coach):
    publish(portal)
    publish(portal, title="Iets anders")

    counts = [send_due_digests(at=MONDAY), send_due_digests(at=MONDAY + timedelta(hours=1))]

    assert counts == [1, 0]
    mail = digests()[0]
    assert mail.subject == "Nieuw voor jou: 1 voorstel"
    assert "Kwikstaart in de klas (verhaal, bij je zoekvraag “Kwikstaart”)" in mail.text
    assert "/zoeken/?q=Kwikstaart&sorteer=nieuwste" in mail.text
    assert "Iets anders" not in mail.text
    OutboxMail.objects.all().delete()
    assert send_due_digests(at=MONDAY + 7 * DAY) == 0


def test_what_was_there_before_it_was_saved_is_not_new(portal, saved, coach):
    publish(portal, on=START - DAY)
    save_search(member=coach, query="q=kwikstaart&soort=verhaal", at=START + 2 * DAY)
    publish(portal, title="Kwikstaart, deel 2", on=START + DAY)

    send_due_digests(at=MONDAY)

    mail = digests()[0]
    assert ["deel 2" in mail.text, "in de klas" in mail.text] == [True, False]
    assert mail.text.count("bij je zoekvraag") == 1


def test_an_edit_is_not_news_but_what_comes_in_late_is(portal, saved):
    old = publish(portal, title="Oude kwikstaart", on=START - 9 * DAY)
    old.lead = "Een kwikstaart, net iets anders verteld."
    old.save()
    index_pages([old.pk])
    publish(portal, title="Late kwikstaart", on=START - 9 * DAY, first_found=START + DAY)

    send_due_digests(at=MONDAY)

    assert ["Oude" in digests()[0].text, "Late" in digests()[0].text] == [False, True]


def test_opening_a_text_for_everyone_is_not_news_to_members(portal, saved):
    story = publish(portal, on=START - 9 * DAY)
    closed = PageViewRestriction.objects.create(page=story, restriction_type=PageViewRestriction.LOGIN)
    index_pages([story.pk])
    assert Entry.objects.get(kind="verhaal").slice == "members"
    Entry.objects.update(indexed_at=START - 9 * DAY)
    closed.delete()
    index_pages([story.pk])

    entry = Entry.objects.get(kind="verhaal")
    assert (entry.slice, entry.indexed_at) == ("everyone", START - 9 * DAY)
    assert send_due_digests(at=MONDAY) == 0


def test_filters_hold_in_the_alert(portal, coach):
    school = InstitutionFactory(slug="roc-test")
    ThemeFactory(slug="toetsing")
    save_search(member=coach, query="q=kwikstaart&school=roc-test", at=START)
    save_search(member=coach, query="q=kwikstaart&thema=bestaat-niet-meer", at=START)
    publish(portal, title="Kwikstaart elders")
    publish(portal, title="Kwikstaart hier", school=school)

    send_due_digests(at=MONDAY)

    assert ["hier" in digests()[0].text, "elders" in digests()[0].text] == [True, False]


def test_a_mail_names_a_few_and_leads_to_all(portal, saved):
    for number in range(6):
        publish(portal, title=f"Kwikstaart nummer {number}", on=START + DAY + timedelta(minutes=number))

    send_due_digests(at=MONDAY)

    text = digests()[0].text
    assert [f"nummer {number} (" in text for number in range(6)] == [False, False, False, True, True, True]
    assert "\nAlle resultaten voor “Kwikstaart”\nhttp" in text


def test_who_looks_for_own_words_is_no_news_to_oneself(portal, saved, coach, other_coach):
    for member, name in ((coach, "Kee"), (other_coach, "Bo")):
        member.given_name, member.family_name = name, "Kwikstaart"
        member.save()
        index_object("persoon", Member.objects.with_profile().get(pk=member.pk))
    Entry.objects.filter(kind="persoon").update(indexed_at=START + DAY)

    send_due_digests(at=MONDAY)

    text = digests()[0].text
    assert ["Bo Kwikstaart (persoon" in text, "Kee Kwikstaart (persoon" in text] == [True, False]


def test_only_its_reader_s_sight_counts(portal, coach, stranger):
    for member in (coach, stranger):
        save_search(member=member, query="q=kwikstaart", at=START)
    story = publish(portal)
    PageViewRestriction.objects.create(page=story, restriction_type=PageViewRestriction.LOGIN)

    send_due_digests(at=MONDAY)

    assert [mail.to for mail in digests()] == [coach.email]


@pytest.mark.django_db(transaction=True)
def test_what_is_hidden_before_the_mail_leaves_is_not_in_it(portal, saved, mailoutbox):
    kept, gone = publish(portal, title="Kwikstaart blijft"), publish(portal, title="Kwikstaart verdwijnt")
    send_due_digests(at=MONDAY)
    assert "verdwijnt" in digests()[0].text

    gone.unpublish()
    deliver(at=MONDAY + timedelta(hours=2))

    assert [kept.title in mailoutbox[0].body, "verdwijnt" in mailoutbox[0].body] == [True, False]
    assert mailoutbox[0].extra_headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"


def test_an_alert_costs_a_bounded_number_of_queries(portal, saved, coach, django_assert_max_num_queries):
    for number in range(8):
        publish(portal, title=f"Kwikstaart {number}")
    Digest.objects.update(covered_until=START)

    with CaptureQueriesContext(connection) as one:
        send_due_digests(at=MONDAY)
    Digest.objects.update(covered_until=START)
    OutboxMail.objects.all().delete()
    save_search(member=coach, query="q=kwikstaart klas", at=START)
    with CaptureQueriesContext(connection) as two:
        send_due_digests(at=MONDAY)

    assert len(two) - len(one) <= 5


def test_who_saves_the_first_search_after_a_pause_hears_nothing_of_the_pause(portal, coach):
    row, _new = save_search(member=coach, query="q=kwikstaart", at=START - 60 * DAY)
    remove_search(member=coach, key=row.key)
    save_search(member=coach, query="q=kwikstaart", at=START)

    assert Digest.objects.get().covered_until == START


# Personal data.


def test_export_and_erasure(saved, coach, other_coach):
    save_search(member=other_coach, query="q=kwikstaart", at=START)

    assert FOLLOWING_DATA.export(coach.key)["saved_searches"] == [
        {"name": "Kwikstaart", "query": "q=Kwikstaart", "since": START.isoformat()}
    ]
    assert erase_follows(member_key=coach.key) == 2
    assert [row.member for row in SavedSearch.objects.all()] == [other_coach]
