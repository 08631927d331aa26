"""Invitations: who may send which, what accepting gives, and that the sender learns nothing about accounts."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from allauth.account.models import EmailAddress
from django.core.management import call_command
from django.urls import reverse

from network.errors import (
    InvitationAnswered,
    InvitationDeclined,
    InvitedOften,
    InvitingNotAllowed,
    ResentTooOften,
    ResentTooSoon,
    TooManyInvitations,
)
from network.invitations.actions import (
    decline_received,
    invite,
    outdate_invitations,
    resend_invitation,
    withdraw_invitation,
)
from network.invitations.reach import kinds_to_invite
from network.invitations.rules import Invitee, read_invitees, state_at
from network.invitations.states import InvitationKind, InvitationState
from network.members.actions import deactivate_member, ensure_groups, erase_member
from network.members.rules import split_name
from network.models import Invitation, Member
from portal.shared.models import OutboxMail
from portal.shared.registries.crossings import personal_data, todo_sources
from search.models import Entry
from tests.factories.network import (
    AffiliationFactory,
    InstitutionDomainFactory,
    InstitutionFactory,
    MemberFactory,
    RoleFactory,
)
from tests.todos import todos_of

AT = datetime(2026, 11, 24, 12, tzinfo=UTC)
NAMES = {"given_name": "Bram", "name_prefix": "", "family_name": "Vos"}
COLLEAGUE, ICT_PARTNER, AMBASSADOR = InvitationKind.COLLEAGUE, InvitationKind.ICT_PARTNER, InvitationKind.AMBASSADOR


@pytest.fixture
def school(db):
    return InstitutionFactory(slug="lindenwaard", name="ROC Lindenwaard")


@pytest.fixture
def coordinator(school):
    member = MemberFactory(email="sanne@lindenwaard.example", given_name="Sanne", family_name="Wit")
    AffiliationFactory(member=member, institution=school, state="confirmed", is_coordinator=True)
    return member


@pytest.fixture
def ict_coach(coach, school):
    AffiliationFactory(member=coach, institution=school, state="confirmed")
    return coach


def send(by, school, *emails, kind=COLLEAGUE, at=AT):
    return invite(kind=kind, by=by, institution=school, people=[Invitee(each) for each in emails], message="Hoi", at=at)


def link_of(email):
    text = OutboxMail.objects.filter(to=email).latest("pk").text
    return re.search(r"/uitnodiging/[^/\s]+/", text)[0]


def fresh(by, school, email="bram@lindenwaard.example", *, kind=COLLEAGUE):
    """Invite now, as the page behind the link reads the real clock."""
    from django.utils import timezone  # noqa: PLC0415 - only here is the real clock wanted

    [invitation] = send(by, school, email, kind=kind, at=timezone.now())
    return invitation, link_of(email)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a@x.example", [Invitee("a@x.example")]),
        ("A@X.example\nb@x.example", [Invitee("a@x.example"), Invitee("b@x.example")]),
        ("a@x.example, b@x.example; a@x.example", [Invitee("a@x.example"), Invitee("b@x.example")]),
        ("Sanne de Wit <s@x.example>", [Invitee("s@x.example", "Sanne de Wit")]),
        ('"Wit, Sanne de" <s@x.example>; b@x.x', [Invitee("s@x.example", "Sanne de Wit"), Invitee("b@x.x")]),
        ("A B <a@x.example>, C D <c@x.example>", [Invitee("a@x.example", "A B"), Invitee("c@x.example", "C D")]),
        (" \n ", []),
    ],
    ids=["one", "lines", "mixed, once each", "with a name", "as Outlook pastes", "names with commas", "nothing"],
)
def test_addresses_are_read_as_people_paste_them(text, expected):
    assert read_invitees(text) == expected


@pytest.mark.parametrize(
    ("name", "parts"),
    [
        ("Sanne de Wit", ("Sanne", "de", "Wit")),
        ("Samira El Khatib", ("Samira", "", "El Khatib")),
        ("Wouter van der Dalen", ("Wouter", "van der", "Dalen")),
        ("Noor", ("Noor", "", "")),
        ("", ("", "", "")),
    ],
)
def test_name_is_split_as_a_proposal(name, parts):
    assert split_name(name) == parts


def test_an_unanswered_invitation_is_expired_after_its_time():
    moments = [AT - timedelta(seconds=1), AT]

    assert [state_at(state="open", expires_at=AT, at=at).value for at in moments] == ["open", "expired"]
    assert state_at(state="accepted", expires_at=AT, at=AT).value == "accepted"


def test_who_may_invite_whom(coordinator, ict_coach, other_coach, stranger, school):
    AffiliationFactory(member=other_coach, institution=school)
    editor = MemberFactory(email="redactie@elders.example")
    editor.groups.add(ensure_groups()["Redacteuren"])
    people = [coordinator, ict_coach, other_coach, stranger, editor]

    found = [[kind.value for kind in kinds_to_invite(member=who, on=AT.date())] for who in people]

    assert found == [["colleague", "ict_partner"], ["ict_partner"], [], [], ["ambassador"]]


def test_nobody_invites_for_another_school(coordinator):
    with pytest.raises(InvitingNotAllowed):
        send(coordinator, InstitutionFactory(), "bram@elders.example")

    assert (Invitation.objects.count(), OutboxMail.objects.count()) == (0, 0)


def test_several_colleagues_at_once_get_a_mail_each_and_a_second_try_sends_none(coordinator, school):
    first = send(coordinator, school, "a@x.example", "b@x.example")
    second = send(coordinator, school, "b@x.example", "c@x.example", at=AT + timedelta(hours=1))

    assert [row.email for row in first + second] == ["a@x.example", "b@x.example", "b@x.example", "c@x.example"]
    assert sorted(OutboxMail.objects.values_list("to", flat=True)) == ["a@x.example", "b@x.example", "c@x.example"]
    mail = OutboxMail.objects.get(to="a@x.example")
    assert ("Sanne Wit" in mail.text, "ROC Lindenwaard" in mail.text, "Hoi" in mail.text) == (True, True, True)


def test_the_limit_of_the_day_holds_per_sender(ict_coach, coordinator, school):
    for number in range(5):
        send(ict_coach, school, f"ict{number}@x.example", kind=ICT_PARTNER)

    with pytest.raises(TooManyInvitations):
        send(ict_coach, school, "ict6@x.example", kind=ICT_PARTNER)

    send(coordinator, school, "ict6@x.example", kind=ICT_PARTNER)
    send(ict_coach, school, "ict6@x.example", kind=ICT_PARTNER, at=AT + timedelta(days=1))


def test_one_address_is_not_flooded_by_many_senders(school):
    for number in range(6):
        sender = MemberFactory()
        AffiliationFactory(member=sender, institution=school, state="confirmed", is_coordinator=True)
        if number < 5:
            send(sender, school, "druk@x.example")

    with pytest.raises(InvitedOften):
        send(sender, school, "druk@x.example")


def test_resending_waits_a_day_renews_the_link_and_ends_after_three_mails(coordinator, school):
    [invitation] = send(coordinator, school, "a@x.example")
    first = link_of("a@x.example")
    with pytest.raises(ResentTooSoon):
        resend_invitation(invitation=invitation, at=AT + timedelta(hours=23))

    again = resend_invitation(invitation=invitation, at=AT + timedelta(days=31))
    resend_invitation(invitation=invitation, at=AT + timedelta(days=33))
    with pytest.raises(ResentTooOften):
        resend_invitation(invitation=invitation, at=AT + timedelta(days=40))

    assert again.expires_at == AT + timedelta(days=61)
    assert OutboxMail.objects.count() == 3
    assert link_of("a@x.example") != first


def test_a_withdrawn_invitation_opens_nothing_and_can_not_be_sent_again(client, site, coordinator, school):
    invitation, link = fresh(coordinator, school)

    withdraw_invitation(invitation=invitation, at=invitation.created_at)

    assert client.get(link).status_code == 410
    with pytest.raises(InvitationAnswered):
        resend_invitation(invitation=invitation, at=AT + timedelta(days=400))


def test_reading_the_invitation_changes_nothing(client, site, coordinator, school):
    _invitation, link = fresh(coordinator, school)

    page = client.get(link)

    assert page.status_code == 200
    assert (Member.objects.count(), Invitation.objects.get().state) == (1, "open")
    assert page.headers["Referrer-Policy"] == "strict-origin"


def test_a_colleague_accepts_in_two_clicks_and_is_a_confirmed_member_who_is_signed_in(
    client, site, coordinator, school
):
    _invitation, link = fresh(coordinator, school)
    client.get(link)

    response = client.post(link, {"answer": "yes", **NAMES})

    member = Member.objects.get(email="bram@lindenwaard.example")
    place = member.affiliations.get()
    assert (response.status_code, response.headers["Location"]) == (302, "/mijn/begin/")
    assert client.session["_auth_user_id"] == str(member.pk)
    assert (member.name, member.standing, member.has_usable_password()) == ("Bram Vos", "member", False)
    assert (place.institution, place.state) == (school, "confirmed")
    assert EmailAddress.objects.get(user=member).verified
    assert Invitation.objects.get().accepted_by == member
    assert "Bram Vos" in OutboxMail.objects.get(to=coordinator.email).subject


def test_an_invitation_is_accepted_once(client, site, coordinator, school):
    _invitation, link = fresh(coordinator, school)
    client.post(link, {"answer": "yes", **NAMES})
    client.logout()

    assert [client.get(link).status_code, client.post(link, {"answer": "yes", **NAMES}).status_code] == [410, 410]
    assert Member.objects.count() == 2


def test_the_ict_partner_of_a_coach_becomes_member_but_the_school_confirms_later(client, site, ict_coach, school):
    _invitation, link = fresh(ict_coach, school, kind=ICT_PARTNER)

    client.post(link, {"answer": "yes", **NAMES})

    member = Member.objects.get(email="bram@lindenwaard.example")
    assert (member.standing, member.affiliations.get().state) == ("member", "claimed")


def test_a_school_address_of_the_invited_counts_as_proof(client, site, ict_coach, school):
    InstitutionDomainFactory(institution=school, domain="lindenwaard.example")
    _invitation, link = fresh(ict_coach, school, kind=ICT_PARTNER)

    client.post(link, {"answer": "yes", **NAMES})

    assert Member.objects.get(email="bram@lindenwaard.example").affiliations.get().has_school_address


def test_accepting_asks_for_a_name_and_keeps_what_was_typed(client, site, coordinator, school):
    _invitation, link = fresh(coordinator, school)

    page = client.post(link, {"answer": "yes", "given_name": "Bram", "family_name": ""})

    assert page.status_code == 422
    assert 'value="Bram"' in page.content.decode()
    assert Invitation.objects.get().state == "open"


def test_who_has_an_account_signs_in_first_and_accepts_then(client, site, coordinator, school):
    person = MemberFactory(email="bram@lindenwaard.example", standing="prospect", given_name="Bram")
    EmailAddress.objects.create(user=person, email=person.email, verified=True, primary=True)
    _invitation, link = fresh(coordinator, school)

    asked = client.get(link).content.decode()
    refused = client.post(link, {"answer": "yes", **NAMES})
    assert (f"/account/login/?next={link}" in asked, refused.status_code) == (True, 422)

    client.force_login(person)
    client.post(link, {"answer": "yes"})

    person.refresh_from_db()
    assert (person.standing, person.affiliations.get().state) == ("member", "confirmed")


def test_who_is_signed_in_with_another_address_accepts_with_that_account(client, site, coordinator, school, stranger):
    _invitation, link = fresh(coordinator, school)
    client.force_login(stranger)

    client.post(link, {"answer": "yes"})

    stranger.refresh_from_db()
    assert (stranger.standing, Member.objects.filter(email="bram@lindenwaard.example").exists()) == ("member", False)


def test_an_account_that_nobody_ever_proved_goes_to_who_reads_the_mail_without_its_password(
    client, site, coordinator, school
):
    squatter = MemberFactory(
        email="bram@lindenwaard.example", standing="prospect", password="van-iemand-anders", given_name="Kaper"
    )
    EmailAddress.objects.create(user=squatter, email=squatter.email, verified=False, primary=True)
    _invitation, link = fresh(coordinator, school)

    client.post(link, {"answer": "yes", **NAMES})

    member = Member.objects.get(email="bram@lindenwaard.example")
    assert (member.name, member.has_usable_password()) == ("Bram Vos", False)


def test_a_closed_account_is_not_opened_by_an_invitation(client, site, coordinator, school):
    person = MemberFactory(email="bram@lindenwaard.example")
    EmailAddress.objects.create(user=person, email=person.email, verified=True, primary=True)
    deactivate_member(member=person)
    _invitation, link = fresh(coordinator, school)

    page = client.post(link, {"answer": "yes", **NAMES})

    assert (page.status_code, "_auth_user_id" in client.session) == (422, False)


def test_an_invitation_of_someone_who_may_no_longer_invite_is_dead(client, site, coordinator, school):
    _invitation, link = fresh(coordinator, school)
    coordinator.affiliations.update(is_coordinator=False)

    assert [client.get(link).status_code, client.post(link, {"answer": "yes", **NAMES}).status_code] == [410, 410]


def test_who_says_no_is_not_invited_again_by_the_same_sender(client, site, coordinator, school):
    invitation, link = fresh(coordinator, school)

    response = client.post(link, {"answer": "no"})

    assert response.headers["Location"] == "/uitnodiging/bedankt/"
    assert Invitation.objects.get().state == "declined"
    with pytest.raises(InvitationDeclined):
        send(coordinator, school, invitation.email, at=invitation.created_at + timedelta(days=30))


def told(client, email):
    """Give what the sender sees after inviting an address, without the address, dates, keys and tokens."""
    page = client.post(reverse("invitations:new", args=["collegas"]), {"people": email, "message": ""}, follow=True)
    text = page.content.decode().replace(email, "ADRES")
    text = re.sub(r'name="csrfmiddlewaretoken" value="[^"]+"', "TOKEN", text)
    return page.redirect_chain, re.sub(r"/mijn/uitnodigingen/\w{14}/", "/SLEUTEL/", text)


def test_the_sender_learns_nothing_about_accounts(client, site, coordinator, school):
    """The answer and the number of mails are the same for a member, a closed account, and nobody."""
    known = MemberFactory(email="bekend@x.example", standing="member")
    EmailAddress.objects.create(user=known, email=known.email, verified=True, primary=True)
    deactivate_member(member=MemberFactory(email="dichtig@x.example"))
    client.force_login(coordinator)
    answers, mails = [], []
    for email in ("bekend@x.example", "dichtig@x.example", "niemand@x.example"):
        Invitation.objects.all().delete()
        answers.append(told(client, email))
        mail = OutboxMail.objects.filter(to=email)
        mails.append((mail.count(), re.sub(r"/uitnodiging/[^/]+/", "", mail.get().text)))

    assert answers[0] == answers[1] == answers[2]
    assert mails[0] == mails[1] == mails[2]


def test_the_form_names_the_wrong_address_and_keeps_what_was_typed(client, site, coordinator):
    client.force_login(coordinator)

    page = client.post(reverse("invitations:new", args=["collegas"]), {"people": "a@x.example, fout", "message": "Hoi"})

    text = page.content.decode()
    assert (page.status_code, "fout" in text, "a@x.example, fout" in text, "Hoi" in text) == (422, True, True, True)
    assert OutboxMail.objects.count() == 0


def test_the_list_shows_the_state_of_my_invitations_only(client, site, coordinator, ict_coach, school):
    fresh(ict_coach, school, "van-een-ander@x.example", kind=ICT_PARTNER)
    fresh(coordinator, school, "mijn@x.example")
    client.force_login(coordinator)

    page = client.get("/mijn/uitnodigingen/").content.decode()

    assert ("mijn@x.example" in page, "wacht op antwoord" in page, "van-een-ander" in page) == (True, True, False)


def test_who_may_not_invite_reads_who_may(client, site, other_coach):
    client.force_login(other_coach)

    assert client.get("/mijn/uitnodigingen/nieuw/collegas/").status_code == 403
    assert client.get("/mijn/uitnodigingen/nieuw/onzin/").status_code == 404
    assert "/mijn/uitnodigingen/nieuw/" not in client.get("/mijn/uitnodigingen/").content.decode()


def test_an_invitation_waits_on_the_own_page_of_its_address_and_is_accepted_there(
    client, site, coordinator, school, other_coach
):
    EmailAddress.objects.create(user=other_coach, email=other_coach.email, verified=True, primary=True)
    invitation, _link = fresh(coordinator, school, other_coach.email)
    client.force_login(other_coach)
    address = reverse("invitations:received", args=[invitation.key])
    assert address in client.get("/mijn/").content.decode()

    client.post(address, {"answer": "yes"})

    assert other_coach.affiliations.get(institution=school).state == "confirmed"
    assert address not in client.get("/mijn/").content.decode()


def test_nobody_answers_an_invitation_of_another_address(client, site, coordinator, school, other_coach):
    invitation, _link = fresh(coordinator, school)
    client.force_login(other_coach)

    assert client.post(reverse("invitations:received", args=[invitation.key]), {"answer": "yes"}).status_code == 404
    with pytest.raises(Exception, match=r"."):
        decline_received(invitation=invitation, member=other_coach, at=invitation.created_at)


def test_expired_invitations_wait_for_their_sender(coordinator, school):
    send(coordinator, school, "a@x.example", "b@x.example")
    source = todo_sources.get("network.invitations")

    counts = [len(list(todos_of(source, coordinator, at=AT + timedelta(days=days)))) for days in (1, 31)]

    assert counts == [0, 1]


def test_the_first_account_of_a_site_comes_by_a_command(client, site):
    ensure_groups()
    call_command("invite_programme_team", "eerste@programma.example", verbosity=0)
    link = link_of("eerste@programma.example")

    client.post(link, {"answer": "yes", **NAMES})

    member = Member.objects.get(email="eerste@programma.example")
    assert (member.standing, [group.name for group in member.groups.all()]) == ("member", ["Programmateam"])


def test_invitations_are_exported_erased_and_outdated(coordinator, school, other_coach):
    send(coordinator, school, "a@x.example", other_coach.email)
    data = personal_data.get("network.invitations")

    assert [row["to"] for row in data.export(coordinator.key)["sent"]] == ["a@x.example", other_coach.email]
    assert [row["from"] for row in data.export(other_coach.key)["received"]] == ["Sanne Wit"]
    assert data.erase(other_coach.key, at=AT) == 1
    assert data.erase(other_coach.key, at=AT) == 0
    assert outdate_invitations(at=AT + timedelta(days=121)) == 1
    erase_member(member_key=coordinator.key)
    assert data.erase(coordinator.key, at=AT) == 0


def test_states_in_the_list_are_all_said_in_words():
    assert all(state.label for state in InvitationState)


def test_an_address_that_someone_only_typed_tells_and_takes_no_invitation(coordinator, school, other_coach):
    send(coordinator, school, "bram@lindenwaard.example")
    EmailAddress.objects.create(user=other_coach, email="bram@lindenwaard.example", verified=False)
    data = personal_data.get("network.invitations")

    assert data.export(other_coach.key) == {"sent": [], "received": []}
    assert data.erase(other_coach.key, at=AT) == 0
    assert Invitation.objects.count() == 1


def test_the_role_of_an_invitation_is_found_at_once(client, site, ict_coach, school):
    member = MemberFactory(email="bram@lindenwaard.example")
    EmailAddress.objects.create(user=member, email=member.email, verified=True, primary=True)
    AffiliationFactory(member=member, institution=school, role=None)
    role = RoleFactory(slug="ict-medewerker", name="ICT-medewerker")
    _invitation, link = fresh(ict_coach, school, kind=ICT_PARTNER)
    client.force_login(member)

    client.post(link, {"answer": "yes"})

    assert member.affiliations.get().role == role
    assert "ICT-medewerker" in Entry.objects.get(object_key=member.key).summary
