"""Pages of an exchange: what each person reads and can do, and forms that lose nothing."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import Group
from django.urls import get_resolver
from django.utils import timezone

from events.models import AgreementVersion, ManagerConsent, Placement
from events.placements.actions import cancel_placement
from events.placements.models import Placement as PlacementModel
from events.placements.reading import versions_of
from events.placements.states import CancelReason, ConsentState, PlacementState
from network.members.states import EDITORS, MODERATORS, PROGRAMME_TEAM
from portal.shared.outbox.models import OutboxMail
from tests.factories.exchange_placements import agree, confirm_both, day, write
from tests.factories.network import MemberFactory

pytestmark = pytest.mark.django_db
# Names of all pages of one exchange, as the URLconf has them.
NAMES = ("detail", "edit", "pdf", "confirm", "take_back", "manager", "cancel")
READ_ONLY = {"detail", "pdf"}


@pytest.fixture
def at():
    return timezone.now()


@pytest.fixture
def soon(at):
    return timezone.localdate(at) + timedelta(days=40)


def path_of(placement, name="detail"):
    paths = {
        "detail": "",
        "edit": "afspraken/",
        "pdf": "afspraken.pdf",
        "confirm": "bevestigen/",
        "take_back": "terugnemen/",
        "manager": "leidinggevende/",
        "cancel": "niet-doorgegaan/",
    }
    return f"{placement.get_absolute_url()}{paths[name]}"


def filled(placement, soon, **more):
    number = versions_of(placement).number
    return {
        "version": str(number),
        "learning_question": "Hoe verloopt een melding?",
        "half_days": "2",
        "place": "Servicedesk",
        "cover": "Het team.",
        "allowed": "Meekijken.",
        "confidentiality": "Geen namen.",
        "costs": "Eigen school.",
        "dagen-TOTAL_FORMS": "3",
        "dagen-INITIAL_FORMS": "0",
        "dagen-0-on": soon.isoformat(),
        "dagen-0-starts": "09:00",
        "dagen-0-ends": "12:30",
        "stap": "bewaar",
        **more,
    }


def test_every_page_of_an_exchange_is_listed_here():
    found = {name for name in get_resolver("events.placements.urls").reverse_dict if isinstance(name, str)}

    assert found == {*NAMES, "consent", "record"}


def in_group(name):
    member = MemberFactory()
    member.groups.add(Group.objects.get_or_create(name=name)[0])
    return member


PEOPLE = ("other member", "prospect", "editor", "moderator", "programme", "guest", "host")
# Of each person two states in each run; the others in the thorough one, on one database.
FURTHER = (pytest.mark.thorough, pytest.mark.once)
EACH = [
    pytest.param(who, state, marks=() if state in {"agreed", "cancelled"} else FURTHER)
    for who in PEOPLE
    for state in PlacementState
]


@pytest.mark.parametrize(("who", "state"), EACH)
def test_only_the_two_act_and_the_programme_team_only_reads(client, placement, soon, at, who, state):
    write(placement, placement.guest, day(on=soon), at=at)
    confirm_both(placement, at=at)
    off = {"cancel_reason": "busy", "ended_at": at} if state == PlacementState.CANCELLED else {}
    Placement.objects.update(state=state, first_day_on=soon, last_day_on=soon, **off)
    person = {
        "other member": MemberFactory,
        "prospect": lambda: MemberFactory(standing="prospect"),
        "editor": lambda: in_group(EDITORS),
        "moderator": lambda: in_group(MODERATORS),
        "programme": lambda: in_group(PROGRAMME_TEAM),
        "guest": lambda: placement.guest,
        "host": lambda: placement.host,
    }[who]()
    client.force_login(person)
    before = list(Placement.objects.values()) + list(AgreementVersion.objects.values())

    got = {name: client.get(path_of(placement, name)).status_code for name in NAMES}
    if who not in {"guest", "host"}:
        sent = {name: client.post(path_of(placement, name), {"stap": "zelf", "reason": "busy"}) for name in NAMES}
        assert all(answer.status_code in {404, 405} for answer in sent.values())

    reads = {"guest", "host", "programme"}
    opened = {name for name, status in got.items() if status == 200}
    assert (opened & READ_ONLY) == (READ_ONLY if who in reads else set())
    if who not in {"guest", "host"}:
        assert opened - READ_ONLY == set()
    assert before == list(Placement.objects.values()) + list(AgreementVersion.objects.values())


def test_a_visitor_is_asked_to_sign_in(client, placement):
    answers = [client.get(path_of(placement, name)) for name in NAMES]

    assert {answer.status_code for answer in answers} == {302}
    assert all(answer.url.startswith("/account/login/") for answer in answers)


def test_the_remark_of_a_manager_is_for_ones_own_side(client, placement, soon, at):
    write(placement, placement.guest, day(on=soon), at=at)
    confirm_both(placement, at=at)
    ManagerConsent.objects.create(
        placement=placement,
        side="guest",
        state=ConsentState.REFUSED,
        name="Rie Bakker",
        email="rie@leiding.example",
        version=versions_of(placement).current,
        remark="Zwaluwopmerking",
    )

    seen = {}
    for side in ("guest", "host"):
        client.force_login(getattr(placement, side))
        text = client.get(path_of(placement)).content.decode()
        seen[side] = ("Zwaluwopmerking" in text, "Rie Bakker" in text, "niet akkoord" in text)

    assert seen == {"guest": (True, True, True), "host": (False, False, True)}


def test_the_page_says_what_has_to_be_done_by_whom(client, placement):
    client.force_login(placement.guest)

    text = client.get(path_of(placement)).content.decode()

    assert "Schrijf op wat jullie afspreken" in text
    assert path_of(placement, "edit") in text
    assert "Jij: lezen en bevestigen" in text
    assert "Hilde Waard: lezen en bevestigen" in text


def test_the_form_begins_with_what_is_known(client, placement):
    client.force_login(placement.guest)

    text = client.get(path_of(placement, "edit")).content.decode()

    assert "Hoe verloopt een melding?" in text
    assert "Je eigen school betaalt je reis." in text
    assert "Hilde Waard" in text


def test_an_agreement_is_kept(client, placement, soon):
    client.force_login(placement.guest)

    answer = client.post(path_of(placement, "edit"), filled(placement, soon))

    assert answer.url == placement.get_absolute_url()
    version = AgreementVersion.objects.get()
    assert [(row["on"], row["from"], row["until"]) for row in version.days] == [(soon.isoformat(), "09:00", "12:30")]
    assert (version.guest_confirmed_at is not None, version.host_confirmed_at) == (True, None)


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"dagen-0-on": ""}, "Vul dit ook in"),
        ({"dagen-0-on": "2020-01-01"}, "Dit moment is voorbij"),
        ({"dagen-0-ends": "08:00"}, "Het einde ligt voor het begin"),
        ({"dagen-0-on": "", "dagen-0-starts": "", "dagen-0-ends": ""}, "Kies minstens één dag"),
        ({"cover": ""}, "Wie de vervanging regelt"),
    ],
    ids=["half a line", "past", "order", "none", "no cover"],
)
def test_what_is_wrong_stands_there_and_what_was_typed_stays(client, placement, soon, typed, words):
    client.force_login(placement.guest)

    answer = client.post(path_of(placement, "edit"), filled(placement, soon, place="Zwaluwzaal", **typed))

    text = answer.content.decode()
    assert (answer.status_code, words in text, "Zwaluwzaal" in text) == (200, True, True)
    assert not AgreementVersion.objects.exists()


def test_more_lines_for_days_keep_what_was_typed(client, placement, soon):
    client.force_login(placement.guest)

    answer = client.post(path_of(placement, "edit"), filled(placement, soon, stap="meer", place="Zwaluwzaal", cover=""))

    text = answer.content.decode()
    assert "Zwaluwzaal" in text
    assert f'value="{soon.isoformat()}"' in text
    assert 'name="dagen-2-on"' in text
    assert "error-summary" not in text
    assert not AgreementVersion.objects.exists()


def test_ten_days_at_most(client, placement, soon):
    client.force_login(placement.guest)
    rows = {}
    for n in range(12):
        rows |= {
            f"dagen-{n}-on": (soon + timedelta(days=n)).isoformat(),
            f"dagen-{n}-starts": "09:00",
            f"dagen-{n}-ends": "12:00",
        }
    form = filled(placement, soon, **rows, **{"dagen-TOTAL_FORMS": "12"})

    more = client.post(path_of(placement, "edit"), form | {"stap": "meer"})
    client.post(path_of(placement, "edit"), form)

    assert 'name="dagen-9-on"' in more.content.decode()
    assert 'name="dagen-10-on"' not in more.content.decode()
    assert not AgreementVersion.objects.exists()


def test_who_was_overtaken_sees_both_and_loses_nothing(client, placement, soon, at):
    client.force_login(placement.host)
    form = filled(placement, soon, place="Zwaluwzaal")
    write(placement, placement.guest, day(on=soon), at=at)

    late = client.post(path_of(placement, "edit"), form)
    text = late.content.decode()
    assert "Er is niets weg" in text
    assert "Zwaluwzaal" in text
    assert "Servicedesk" in text
    assert AgreementVersion.objects.count() == 1

    client.post(path_of(placement, "edit"), form | {"version": "1"})
    assert versions_of(placement).current.place == "Zwaluwzaal"


def test_a_public_holiday_is_warned_about(client, placement, at):
    client.force_login(placement.guest)
    christmas = timezone.localdate(at).replace(month=12, day=25)
    christmas = christmas if christmas > timezone.localdate(at) else christmas.replace(year=christmas.year + 1)

    answer = client.post(path_of(placement, "edit"), filled(placement, christmas), follow=True)

    assert "is een feestdag" in answer.content.decode()
    assert AgreementVersion.objects.exists()


def test_confirming_asks_first(client, placement, soon, at):
    write(placement, placement.guest, day(on=soon), at=at)
    client.force_login(placement.host)

    page = client.get(path_of(placement, "confirm"))
    assert "Servicedesk" in page.content.decode()
    assert AgreementVersion.objects.get().host_confirmed_at is None

    client.post(path_of(placement, "confirm"), {"version": "1"})
    assert AgreementVersion.objects.get().host_confirmed_at is not None


@pytest.mark.parametrize("number", ["0", "2", "", "abc", "9" * 30, "٣"])
def test_another_version_is_not_confirmed(client, placement, soon, at, number):
    write(placement, placement.guest, day(on=soon), at=at)
    client.force_login(placement.host)

    answer = client.post(path_of(placement, "confirm"), {"version": number})

    assert answer.status_code == 200
    assert AgreementVersion.objects.get().host_confirmed_at is None


def test_a_change_shows_field_by_field_what_it_changes(client, placement, soon, at):
    agree(placement, day(on=soon), at=at)
    client.force_login(placement.guest)
    write(placement, placement.guest, day(on=soon, key=placement.days.get().key), place="Zwaluwzaal", at=at)
    client.force_login(placement.host)

    text = client.get(path_of(placement, "confirm")).content.decode()

    assert "<del>Servicedesk</del>" in text
    assert "<ins>Zwaluwzaal</ins>" in text
    assert "opnieuw om akkoord gevraagd" in text
    detail = client.get(path_of(placement)).content.decode()
    assert "Een wijziging die wacht" in detail


def test_a_manager_is_asked_and_the_question_taken_back(client, placement, soon, at):
    write(placement, placement.guest, day(on=soon), at=at)
    confirm_both(placement, at=at)
    client.force_login(placement.guest)
    page = path_of(placement, "manager")

    client.post(page, {"stap": "vraag", "name": "Rie Bakker", "email": "rie@leiding.example"})
    assert OutboxMail.objects.filter(to="rie@leiding.example").count() == 1
    assert "rie@leiding.example" in client.get(page).content.decode()

    client.post(page, {"stap": "intrekken"})
    assert ManagerConsent.objects.get().state == ConsentState.WITHDRAWN
    assert "rie@leiding.example" in client.get(page).content.decode()


@pytest.mark.parametrize("email", ["geen adres", "", "a@b\n", "x" * 300 + "@leiding.example"])
def test_a_broken_address_is_said_on_its_field(client, placement, soon, at, email):
    write(placement, placement.guest, day(on=soon), at=at)
    confirm_both(placement, at=at)
    client.force_login(placement.guest)

    answer = client.post(path_of(placement, "manager"), {"stap": "vraag", "name": "Rie", "email": email})

    assert answer.status_code == 200
    assert not ManagerConsent.objects.exists()


def test_too_many_questions_in_a_day_are_refused(client, placement, soon, at):
    write(placement, placement.guest, day(on=soon), at=at)
    confirm_both(placement, at=at)
    client.force_login(placement.guest)
    for n in range(11):
        answer = client.post(
            path_of(placement, "manager"), {"stap": "vraag", "name": "Rie", "email": f"rie{n}@leiding.example"}
        )

    assert "Je hebt dit vandaag heel vaak gevraagd" in answer.content.decode()
    assert OutboxMail.objects.filter(purpose="events.placement_consent_asked").count() == 10


def test_it_is_called_off_in_one_step(client, placement):
    client.force_login(placement.host)

    client.post(path_of(placement, "cancel"), {"reason": "illness", "note": ""})

    row = PlacementModel.objects.get()
    assert (row.state, row.cancel_reason, row.cancelled_by) == (PlacementState.CANCELLED, "illness", "host")


def test_calling_off_wants_a_reason(client, placement):
    client.force_login(placement.host)

    answer = client.post(path_of(placement, "cancel"), {"reason": "verzonnen"})

    assert answer.status_code == 200
    assert PlacementModel.objects.get().state == PlacementState.PLANNING


def test_what_is_off_says_so_kindly(client, placement, at):
    cancel_placement(placement=placement, member=placement.guest, reason=CancelReason.BUSY, note="Sorry.", at=at)
    client.force_login(placement.host)

    text = client.get(path_of(placement)).content.decode()

    assert "Dat kan gebeuren." in text
    assert "Sorry." in text
    answer = client.get(path_of(placement, "edit"), follow=True)
    assert "er kan niets meer aan veranderen" in answer.content.decode()


def test_the_agreement_is_a_tagged_pdf(client, agreed):
    client.force_login(agreed.guest)

    answer = client.get(path_of(agreed, "pdf"))

    assert answer["Content-Type"] == "application/pdf"
    assert answer.content.startswith(b"%PDF-")
    assert b"/MarkInfo" in answer.content or b"/StructTreeRoot" in answer.content
    assert client.get(path_of(agreed, "pdf")).content == answer.content


def test_there_is_no_pdf_of_what_nobody_confirmed(client, placement):
    write(placement, placement.guest)
    client.force_login(placement.guest)

    assert client.get(path_of(placement, "pdf")).status_code == 404
