"""The pages: who opens what, and what they read and can do there."""

from datetime import date, timedelta

import pytest
from django.contrib.auth.models import Group
from django.urls import reverse
from django.utils import timezone

from events.applications.actions import accept_application
from events.applications.mails import NAMES
from events.applications.models import ApplicationMessage, ApplicationReport, OfferWatch
from events.applications.sections import OWN_APPLICATIONS
from events.applications.states import ApplicationState, Side
from events.applications.todos import APPLICATION_TODOS, REPORT_TODOS
from events.applications.ways import ASK_WAYS, INVITE_WAYS
from events.offers.states import ListingState, PlacesPer
from network.members.states import CONVERSATION_LEADERS
from network.members.viewers import viewer_of_member
from network.models import Block
from portal.shared.audiences.rules import Viewer
from portal.shared.conversations.states import PostState
from portal.shared.outbox.previews import mail_samples
from tests.factories.exchange_applications import (
    ApplicationFactory,
    ApplicationMessageFactory,
    InvitationFactory,
    PlaceFactory,
    WishFactory,
    colleague,
)
from tests.factories.network import MemberFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("portal")]


def read(client, member, name, *keys, **data):
    client.force_login(member)
    return client.get(reverse(f"applications:{name}", args=keys), data)


def send(client, member, name, *keys, **data):
    client.force_login(member)
    return client.post(reverse(f"applications:{name}", args=keys), data)


def text_of(response):
    return response.content.decode()


@pytest.fixture
def application(place, guest):
    """Asked for today: the pages look at the clock."""
    now = timezone.now()
    return ApplicationFactory(offer=place, guest=guest, created_at=now, changed_at=now, last_step_at=now)


@pytest.fixture
def message(application):
    return ApplicationMessageFactory(application=application, text="Zwaluwgeheim.")


@pytest.fixture
def leader(db):
    member = MemberFactory(given_name="Lies", family_name="Leider")
    member.groups.add(Group.objects.get_or_create(name=CONVERSATION_LEADERS)[0])
    return member


def test_a_guest_asks_for_a_place_and_gets_to_their_application(client, place, guest):
    page = read(client, guest, "ask", place.key)
    assert "Hans Gastheer" in text_of(page)
    assert page.context["form"].fields.keys() == {"question", "text"}

    sent = send(client, guest, "ask", place.key, question="Wat gebeurt er na een melding?", text="")

    made = place.applications.get()
    assert sent["Location"] == made.get_absolute_url()
    assert read(client, guest, "ask", place.key)["Location"] == made.get_absolute_url()


def test_what_was_typed_stays_beside_its_error(client, place, guest):
    page = send(client, guest, "ask", place.key, question="", text="Dinsdag past.")

    assert page.status_code == 200
    assert list(page.context["form"].errors) == ["question"]
    assert "Dinsdag past." in text_of(page)


def test_a_place_per_month_asks_for_a_month_and_an_own_wish_can_go_along(client, guest):
    place, wish = PlaceFactory(places_per=PlacesPer.MONTH), WishFactory(member=guest)
    WishFactory()
    page = read(client, guest, "ask", place.key, wens=wish.key)
    form = page.context["form"]
    assert [str(choice) for choice in form.fields["wish"].queryset] == [wish.title]
    assert form["question"].value() == wish.learning_question
    month = form.fields["month"].choices[0][0]

    send(client, guest, "ask", place.key, question="Wat?", wish=wish.key, month=month, text="")

    made = place.applications.get()
    assert (made.request, made.month) == (wish, date.fromisoformat(f"{month}-01"))


def test_a_host_invites_with_a_place_of_the_own_school(client, place, host):
    wish = WishFactory()
    PlaceFactory()
    page = read(client, host, "invite", wish.key)
    assert wish.learning_question in text_of(page)
    assert list(page.context["form"].fields["offer"].queryset) == [place]

    sent = send(client, host, "invite", wish.key, offer=place.key, text="Kom langs.")

    made = wish.applications.get()
    assert (made.offer, sent["Location"]) == (place, made.get_absolute_url())


@pytest.mark.parametrize("state", [ListingState.PAUSED, ListingState.TAKEN])
def test_what_can_not_be_asked_for_says_why(client, guest, state):
    place = PlaceFactory(state=state)

    page = read(client, guest, "ask", place.key)

    assert page.status_code == 200
    assert "form" not in page.context


@pytest.mark.parametrize(("name", "make"), [("ask", PlaceFactory), ("watch", PlaceFactory), ("invite", WishFactory)])
def test_what_nobody_sees_can_not_be_asked_for(client, guest, name, make):
    hidden = make(state=ListingState.DRAFT)

    assert read(client, guest, name, hidden.key).status_code == 404


def test_a_prospect_reads_how_to_become_a_member(client, place, stranger):
    assert read(client, stranger, "ask", place.key).status_code == 403


def test_the_page_tells_the_two_who_reads_along(client, application, message, guest, host):
    for member in (guest, host):
        words = text_of(read(client, member, "detail", application.key))
        assert "Zwaluwgeheim." in words
        assert "programmateam" in words
        assert guest.email not in words
        assert host.email not in words


def test_the_host_decides_and_the_guest_does_not(client, application, guest, host):
    deeds = {
        deed.url.split("/")[-2] for deed in read(client, host, "detail", application.key).context["standing"].deeds
    }
    assert deeds == {"ja", "nee"}
    deeds = {
        deed.url.split("/")[-2] for deed in read(client, guest, "detail", application.key).context["standing"].deeds
    }
    assert deeds == {"intrekken"}

    assert send(client, host, "accept", application.key)["Location"] == application.get_absolute_url()
    page = read(client, host, "detail", application.key)
    assert [deed.url.split("/")[-2] for deed in page.context["standing"].deeds] == ["uitwisseling", "terugdraaien"]
    send(client, host, "undo", application.key)
    send(client, host, "decline", application.key, note="Na de zomer graag.")

    application.refresh_from_db()
    assert application.state == ApplicationState.DECLINED
    assert "Na de zomer graag." in text_of(read(client, guest, "detail", application.key))


def test_a_get_changes_nothing(client, application, guest, host):
    for member, names in ((host, ("accept", "decline", "undo")), (guest, ("withdraw", "detail"))):
        for name in names:
            assert read(client, member, name, application.key).status_code == 200

    application.refresh_from_db()
    assert application.state == ApplicationState.INTERESTED


def test_a_step_too_late_is_refused_on_the_page(client, application, host):
    other = ApplicationFactory(offer=application.offer)
    accept_application(application=other, member=host, at=timezone.now())

    page = send(client, host, "accept", application.key)

    assert page.status_code == 200
    assert page.context["refusal"]
    waiting = read(client, host, "detail", application.key).context["standing"]
    assert "morgen" in waiting.sentence
    assert [deed.url.split("/")[-2] for deed in waiting.deeds] == ["nee"]


def test_the_two_write_and_the_programme_team_only_reads(client, application, host, programme_team):
    send(client, host, "detail", application.key, text="Kom je dinsdag?", token="a")
    page = read(client, programme_team, "detail", application.key)
    assert "Kom je dinsdag?" in text_of(page)
    assert page.context["form"] is None

    assert send(client, programme_team, "detail", application.key, text="Hallo.").status_code == 404
    assert application.messages.count() == 1


def test_who_may_open_what(client, application, message, guest, host, programme_team, leader, editor, moderator):
    """Everyone by every address of an application, and of a message in it."""
    editors = [editor, moderator]
    for member, name in zip(editors, ("Editors", "Moderators"), strict=True):
        member.groups.add(Group.objects.get_or_create(name=name)[0])
    other_guest = ApplicationFactory(offer=application.offer).guest
    nobody = [*editors, leader, other_guest, colleague(application.offer.institution), MemberFactory()]
    pages = ["detail", "accept", "decline", "withdraw", "undo"]
    expected = {guest: set(pages), host: set(pages), programme_team: {"detail"}} | {who: set() for who in nobody}

    for member, allowed in expected.items():
        opened = {name for name in pages if read(client, member, name, application.key).status_code == 200}
        assert opened == allowed, member
        own = text_of(read(client, member, "own"))
        assert (application.get_absolute_url() in own) == (member in (guest, host))
        reported = read(client, member, "report", application.key, message.key).status_code
        assert reported == (200 if member == host else 404)
    client.logout()
    for name in pages:
        assert client.get(reverse(f"applications:{name}", args=[application.key])).status_code == 302


def test_a_superuser_who_is_not_of_the_programme_team_reads_nothing(client, application):
    superuser = MemberFactory(is_superuser=True, is_staff=True)

    assert read(client, superuser, "detail", application.key).status_code == 404


def test_a_reported_message_goes_to_the_leaders_and_they_read_nothing_else(
    client, application, message, host, guest, leader, mailed
):
    ApplicationMessageFactory(application=application, text="Iets anders.")
    client.force_login(leader)
    desk = reverse("application_conversations:detail", args=[message.key])
    assert client.get(desk).status_code == 404

    send(client, host, "report", application.key, message.key, reason="hurtful", text="")
    assert mailed() == [("reported", leader.email)]
    assert [item.key for item in REPORT_TODOS.todos(leader, Viewer(), at=timezone.now())] == [
        f"application-message:{message.key}"
    ]
    client.force_login(leader)
    assert message.key in text_of(client.get(reverse("application_conversations:list")))
    page = text_of(client.get(desk))
    assert "Zwaluwgeheim." in page
    assert "Iets anders." not in page
    client.post(desk, {"decision": "remove", "reason": "Dit gaat over een persoon."})

    message.refresh_from_db()
    assert (message.state, message.text) == (PostState.REMOVED, "")
    assert mailed()[1:] == [("outcome", host.email), ("removed", guest.email)]
    assert "Zwaluwgeheim." not in text_of(read(client, host, "detail", application.key))


def test_a_leader_who_is_one_of_the_two_does_not_judge(client, application, message, host, guest):
    host.groups.add(Group.objects.get_or_create(name=CONVERSATION_LEADERS)[0])
    ApplicationReport.objects.create(message=message, reporter=host, reason="hurtful")
    client.force_login(host)

    assert client.get(reverse("application_conversations:detail", args=[message.key])).status_code == 404
    assert list(REPORT_TODOS.todos(host, Viewer(), at=timezone.now())) == []


def test_one_click_on_and_one_off(client, place, guest):
    place.state = ListingState.TAKEN
    place.save()

    assert send(client, guest, "watch", place.key)["Location"] == place.get_absolute_url()
    assert OfferWatch.objects.get().member == guest
    send(client, guest, "watch", place.key, stop="1")

    assert not OfferWatch.objects.exists()


def _way(source, listing, member):
    viewer = viewer_of_member(member, on=timezone.localdate()) if member else Viewer.anonymous()
    return [way.url for way in source.ways(listing, viewer, at=timezone.now())]


def test_an_offer_leads_on_to_what_can_be_done(place, guest, host):
    ask = reverse("applications:ask", args=[place.key])
    assert _way(ASK_WAYS, place, guest) == [ask]
    assert _way(ASK_WAYS, place, host) == []
    assert _way(ASK_WAYS, place, None) == [f"{reverse('account_login')}?next={ask}"]
    standing = ApplicationFactory(offer=place, guest=guest)
    assert _way(ASK_WAYS, place, guest) == [standing.get_absolute_url()]

    place.state = ListingState.TAKEN
    assert _way(ASK_WAYS, place, colleague()) == [""]
    place.state = ListingState.PAUSED
    assert _way(ASK_WAYS, place, colleague()) == []


def test_the_page_of_a_taken_place_has_the_button_to_hear_of_a_free_one(client, place, guest, host):
    def shown(member):
        client.force_login(member)
        return reverse("applications:watch", args=[place.key]) in text_of(client.get(place.get_absolute_url()))

    assert not shown(guest)
    place.state = ListingState.TAKEN
    place.save()

    assert shown(guest)
    assert not shown(host)
    send(client, guest, "watch", place.key)
    assert 'name="stop"' in text_of(client.get(place.get_absolute_url()))
    ApplicationFactory(offer=place, guest=guest)
    assert not shown(guest)


def test_a_wish_leads_on_to_an_invitation():
    wish, host = WishFactory(), colleague()

    assert _way(INVITE_WAYS, wish, host) == [reverse("applications:invite", args=[wish.key])]
    assert _way(INVITE_WAYS, wish, wish.member) == []
    standing = InvitationFactory(request=wish, host=host)
    assert _way(INVITE_WAYS, wish, host) == [standing.get_absolute_url()]


def _todos(member):
    viewer = viewer_of_member(member, on=timezone.localdate())
    return list(APPLICATION_TODOS.todos(member, viewer, at=timezone.now()))


def test_an_answer_that_is_due_waits_on_the_own_page_with_its_deadline(application, guest, host):
    (item,) = _todos(host)

    assert item.url == application.get_absolute_url()
    assert "Gerda Gast" in item.title
    assert item.deadline_at > timezone.now() + timedelta(days=3)
    assert _todos(guest) == []


def test_whom_someone_blocked_waits_nowhere(application, guest, host):
    Block.objects.create(blocker=host, blocked=guest)

    assert _todos(host) == []
    assert OWN_APPLICATIONS.context(host, Viewer(), at=timezone.now()) is None
    assert OWN_APPLICATIONS.context(guest, Viewer(), at=timezone.now()) is not None


def _make(host, place, number):
    for _row in range(number):
        row = ApplicationFactory(offer=place, host=host)
        ApplicationMessageFactory(application=row)


@pytest.mark.parametrize("number", [3])
def test_more_applications_and_messages_cost_no_more_queries(
    client, place, host, number, django_assert_num_queries, django_assert_max_num_queries
):
    _make(host, place, 1)
    first = place.applications.get()
    counts = {}
    for rows in (1, number):
        if rows > 1:
            _make(host, place, rows - 1)
            for _message in range(2):
                ApplicationMessageFactory(application=first)
        for name, keys in (("own", []), ("detail", [first.key])):
            client.force_login(host)
            client.get(reverse(f"applications:{name}", args=keys))
            with django_assert_max_num_queries(60) as captured:
                client.get(reverse(f"applications:{name}", args=keys))
            counts.setdefault(name, set()).add(len(captured))
        with django_assert_max_num_queries(4) as captured:
            _todos_of(host)
        counts.setdefault("todos", set()).add(len(captured))

    assert {name: len(found) for name, found in counts.items()} == {"own": 1, "detail": 1, "todos": 1}


def _todos_of(member):
    return list(APPLICATION_TODOS.todos(member, Viewer(member_key=member.key), at=timezone.now()))


def test_who_has_nothing_costs_one_query(guest, django_assert_num_queries):
    with django_assert_num_queries(1):
        _todos_of(guest)
    with django_assert_num_queries(1):
        OWN_APPLICATIONS.context(guest, Viewer(member_key=guest.key), at=timezone.now())


@pytest.mark.parametrize("name", NAMES)
def test_every_mail_reads_as_a_letter(name):
    sample = mail_samples.get(f"events/applications/{name}")

    mail = sample.render()

    assert mail.text.startswith("Hallo Noor,")
    assert "{{" not in mail.text
    assert mail.subject


def test_a_removed_message_has_no_text(application):
    row = ApplicationMessage.objects.create(
        application=application, author=None, side=Side.GUEST, text="", state=PostState.REMOVED
    )

    assert str(row)
