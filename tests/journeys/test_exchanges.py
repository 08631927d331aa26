"""An exchange from a wish to evidence, by two people, two managers and the editors; and where it ends otherwise."""

import re
from datetime import date, timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from tests.journeys.conftest import COORDINATOR, DESK, MEMBER, MODERATOR, PHONE, RunningSite, settled
from tests.journeys.editor import approve
from tests.journeys.test_meetups import calendar_of, feed, path_in

GUEST, HOST, LATE = "daan.thart@kadewijk.example", MEMBER, "bram.vos@akkerlinde.example"
GUEST_MANAGER, HOST_MANAGER = "leiding@kadewijk.example", "leiding@roc-lindenwaard.example"
WISH, PLACE = "Projectleider ict wil een zorgteam zien", "Kijk mee in een zorgteam"
STORY = "Tien minuten voor de les"
SENTENCE = "Tien minuten voor de les gebeurt er meer dan ik dacht."
INSIGHT = "Laat ict en onderwijs een dag met elkaar meelopen"
# Every day of an exchange lies six weeks earlier, so that the clock finds them over.
PASS = (
    "from datetime import timedelta\n"
    "from django.db.models import F\n"
    "from django.utils import timezone\n"
    "from events.models import Placement, PlacementDay\n"
    "from events.placements.actions import follow_time\n"
    "back = timedelta(days=42)\n"
    "PlacementDay.objects.update(starts_at=F('starts_at') - back, ends_at=F('ends_at') - back)\n"
    "agreed = Placement.objects.filter(state='agreed')\n"
    "agreed.update(first_day_on=F('first_day_on') - back, last_day_on=F('last_day_on') - back)\n"
    "follow_time(timezone.now())\n"
)


def day_in(days: int) -> date:
    """Give a weekday so many days from today, or the first after it."""
    found = timezone.localdate() + timedelta(days=days)
    return found + timedelta(days=max(0, 7 - found.weekday()) if found.weekday() > 4 else 0)


def press(page, name: str) -> None:
    page.get_by_role("main").get_by_role("button", name=name, exact=True).first.click()


def follow(page, name: str) -> None:
    page.get_by_role("main").get_by_role("link", name=name).first.click()


def fill_day(page, number: int, day: date) -> None:
    page.locator(f"[name=dagen-{number}-on]").fill(day.isoformat())
    page.locator(f"[name=dagen-{number}-starts]").fill("09:00")
    page.locator(f"[name=dagen-{number}-ends]").fill("15:30")


def own_feed(page) -> str:
    """Make the own calendar address and give its path."""
    page.goto("/mijn/agenda/")
    press(page, "Maak mijn adres")
    expect(page.get_by_role("heading", name="Kies je agenda")).to_be_visible()
    return re.sub(r"^https?://[^/]+", "", page.locator("#adres").input_value())


def ask_manager(page, name: str, email: str) -> None:
    page.get_by_label("Naam van je leidinggevende").fill(name)
    page.get_by_label("E-mailadres op het werk van je leidinggevende").fill(email)
    press(page, "Stuur de vraag")


def agree_as_manager(page, site, email: str, member: str) -> None:
    """Open the link of the mail without an account, and agree."""
    asked = site.mail_to(email, f"{member} vraagt je akkoord")
    page.goto(path_in(asked, "/uitwisseling/akkoord/"))
    expect(page.get_by_role("heading", name="Ga je akkoord met deze uitwisselingsstage?")).to_be_visible()
    press(page, "Ik ga akkoord")


def asked_and_accepted(guest, host, site) -> None:
    """Have the guest ask for the place and the host say yes."""
    guest.goto("/uitwisseling/")
    guest.get_by_role("link", name=PLACE).click()
    follow(guest, "Vraag deze plek aan")
    if not settled(guest).locator("[name=question]").input_value():
        guest.locator("[name=question]").fill("Wat doet een docent in de tien minuten voor de les?")
    press(guest, "Vraag deze plek aan")
    host.goto(path_in(site.mail_to(HOST, "Daan 't Hart"), "/mijn/uitwisseling/aanvragen/"))
    follow(host, "Zeg ja")
    press(host, "Ja, ik zeg ja")
    site.mail_to(GUEST, "Noor Verhagen")


@pytest.fixture
def guest(visit, sign_in):
    return sign_in(visit(PHONE), GUEST)


@pytest.fixture
def host(visit, sign_in):
    return sign_in(visit(DESK), HOST)


@pytest.fixture
def moderator(visit, sign_in):
    return sign_in(visit(DESK), MODERATOR)


def test_from_a_wish_to_evidence(guest, host, moderator, visit, sign_in, running_site):
    # A wish; the first of this person, so an editor reads it.
    guest.goto("/uitwisseling/")
    follow(guest, "Maak een wens")
    guest.get_by_label("Ict'er in het team").check()
    guest.get_by_label("Titel").fill(WISH)
    guest.get_by_label("Leervraag").fill("Wat doet een docent in de tien minuten voor de les?")
    guest.get_by_label("Digitale didactiek").check()
    press(guest, "Stuur het naar de redactie")
    moderator.goto(path_in(running_site.mail_to(MODERATOR, "Te lezen"), "/uitwisseling/wensen/"))
    moderator.locator("[name=decision]").first.check()
    press(moderator, "Leg het besluit vast")

    # What fits it, with the reason in words, leads to the place.
    guest.goto("/mijn/uitwisseling/")
    guest.get_by_role("main").get_by_role("link", name=WISH).first.click()
    fitting = guest.locator("li", has=guest.get_by_role("link", name=PLACE))
    expect(fitting.get_by_text("zelfde thema", exact=False)).to_be_visible()
    asked_and_accepted(guest, host, running_site)

    # The agreement: written by one, confirmed by the other, both managers asked by a link.
    guest.goto("/mijn/")
    follow(guest, "Maak de afspraken")
    fill_day(guest, 0, day_in(21))
    guest.locator("[name=cover]").fill("Mijn teamleider neemt de balie over.")
    press(guest, "Bewaar en bevestig")
    guest.wait_for_url("**/mijn/uitwisseling/stages/*/")
    exchange = guest.url
    host.goto(path_in(running_site.mail_to(HOST, "Lees en bevestig"), "/mijn/uitwisseling/stages/"))
    press(host, "Ik ga hiermee akkoord")
    assert visit(DESK).goto(exchange).url != exchange

    guest.goto(f"{exchange}leidinggevende/")
    ask_manager(guest, "Karin Mulder", GUEST_MANAGER)
    host.goto(f"{exchange}leidinggevende/")
    ask_manager(host, "Piet Bakker", HOST_MANAGER)
    manager = visit(PHONE)
    agree_as_manager(manager, running_site, GUEST_MANAGER, "Daan 't Hart")
    manager.goto(exchange)
    assert "/account/login/" in manager.url
    agree_as_manager(manager, running_site, HOST_MANAGER, "Noor Verhagen")

    agreed = running_site.mail_to(GUEST, "Afgesproken")
    [event] = calendar_of(agreed).walk("VEVENT")
    assert event["DTSTART"].dt.date() == day_in(21)
    uid, sequence = str(event["UID"]), int(event["SEQUENCE"])
    addresses = [own_feed(page) for page in (guest, host)]
    for address in addresses:
        assert any("Lindenwaard" in title for title in feed(running_site, address)), feed(running_site, address)

    # An amendment: what changes stands side by side, and managers are asked again.
    guest.goto(exchange)
    follow(guest, "Verander iets")
    fill_day(guest, 0, day_in(28))
    guest.locator("[name=change_note]").fill("Die dag is er een studiedag.")
    press(guest, "Bewaar en bevestig")
    host.goto(f"{exchange}bevestigen/")
    expect(host.get_by_text("Die dag is er een studiedag.", exact=False).first).to_be_visible()
    press(host, "Ik ga hiermee akkoord")
    for page in (guest, host):
        page.goto(f"{exchange}leidinggevende/")
        press(page, "Ik beslis zelf over mijn werktijd")
    moved = running_site.mail_to(HOST, "Veranderd")
    [event] = calendar_of(moved).walk("VEVENT")
    assert (str(event["UID"]), event["DTSTART"].dt.date()) == (uid, day_in(28))
    assert int(event["SEQUENCE"]) > sequence

    # Afterwards: apart first, then together.
    running_site.manage("shell", "-v0", "-c", PASS)
    for page, words in ((guest, SENTENCE), (host, "Ik zag mijn eigen les door andere ogen.")):
        page.goto(f"{exchange}terugblik/schrijven/")
        page.locator("[name=saw]").fill(words)
        page.locator("[name=learned]").fill("Ik vraag het voortaan eerder.")
        press(page, "Bewaren en nalezen voor het inleveren")
        if page is host:
            host.goto(f"{exchange}terugblik/")
            assert host.get_by_text(SENTENCE).count() == 0
            host.goto(f"{exchange}terugblik/inleveren/")
        press(page, "Inleveren")
    host.goto(f"{exchange}terugblik/")
    expect(host.get_by_text(SENTENCE).first).to_be_visible()

    host.goto(f"{exchange}terugblik/citaten/")
    host.get_by_label(SENTENCE).check()
    press(host, "Mijn keuze bewaren")
    guest.goto(f"{exchange}terugblik/")
    follow(guest, "Zeg of hij gebruikt mag worden")
    guest.get_by_label("Ja, iedereen mag hem lezen.", exact=False).check()
    press(guest, "Bewaar mijn antwoord")
    guest.goto(f"{exchange}terugblik/samen/")
    guest.locator("[name=title]").fill(STORY)
    guest.locator("[name=text]").fill("We begonnen met kijken en eindigden met een kortere lijst voor de les.")
    press(guest, "De samenvatting bewaren")
    for page in (guest, host):
        page.goto(f"{exchange}terugblik/samen/akkoord/")
        page.get_by_label("mag mijn naam erbij staan", exact=False).check()
        press(page, "Ja, het klopt zoals het er staat")

    # What it says of an insight: both agree, an editor accepts.
    guest.goto(f"{exchange}terugblik/inzicht/?q=meelopen")
    guest.get_by_label(INSIGHT).check()
    guest.get_by_label("steunt").check()
    guest.locator("[name=sentence]").fill("Na één dag vroeg de projectleider anders door.")
    press(guest, "Bewaren en aan de ander vragen")
    host.goto("/mijn/")
    follow(host, "Lees en antwoord")
    press(host, "Ik ga akkoord")
    moderator.goto("/beheer/onderbouwing/")
    moderator.get_by_role("link", name=INSIGHT).first.click()
    moderator.get_by_role("button", name="Accepteren: telt mee").click()
    reader = visit(PHONE)
    reader.goto("/wat-werkt/laat-ict-en-onderwijs-een-dag-met-elkaar-meelopen/")
    expect(reader.get_by_text("Na één dag vroeg de projectleider anders door.")).to_be_visible()

    # One click makes a draft; it goes online with both as authors.
    host.goto(f"{exchange}terugblik/verhaal/")
    press(host, "Het concept maken")
    follow(host, "Schrijf verder")
    expect(host.locator("#id_title")).to_have_value(STORY)
    host.locator("#id_lead").fill("Een projectleider en een docent keken een dag met elkaar mee.")
    host.get_by_label("Ja, met mijn naam").check()
    press(host, "Bewaar en ga verder")
    host.locator("#id_wanted").fill("Een projectleider wilde zien wat er voor de les gebeurt.")
    host.locator("#id_did").fill("Hij kwam een dag mee in het zorgteam.")
    press(host, "Bewaar en ga verder")
    follow(host, "Ga verder")
    press(host, "Stuur mijn tekst in")
    expect(host.get_by_text("Je tekst is bij de redactie.")).to_be_visible()
    moderator.goto(path_in(running_site.mail_to(MODERATOR, f"Te lezen: {STORY}"), "/"))
    moderator.get_by_role("link", name="Lees en beslis in de redactieomgeving").click()
    approve(moderator)
    reader.goto("/verhalen/")
    reader.get_by_role("link", name=STORY).first.click()
    for words in ("Daan 't Hart", "Noor Verhagen", SENTENCE):
        expect(reader.get_by_text(words).first).to_be_visible()
    reader.goto("/bruggen/")
    expect(reader.get_by_role("row", name=re.compile("Kadewijk College.*te gast bij.*ROC Lindenwaard"))).to_be_visible()
    assert [page.console_errors for page in (guest, host, reader)] == [[], [], []]


def test_a_kind_no_and_a_withdrawal_leave_nothing_behind(guest, host, running_site):
    application = ask(guest, "Wat doet een docent voor de les?")
    host.goto(application)
    follow(host, "Zeg nee")
    host.locator("main textarea").fill("Deze maand lukt het niet, probeer het in mei.")
    press(host, "Verstuur je nee")
    told = running_site.mail_to(GUEST, "Over Kijk mee")
    assert "probeer het in mei" in told.get_body(("plain",)).get_content()

    # It was a slip: taken back within the day, and then the guest withdraws.
    follow(host, "Draai je nee terug")
    press(host, "Draai het terug")
    guest.goto(application)
    follow(guest, "Trek in")
    press(guest, "Trek in")
    expect(guest.get_by_text("ingetrokken", exact=False).first).to_be_visible()
    guest.goto("/uitwisseling/")
    guest.get_by_role("link", name=PLACE).click()
    expect(guest.get_by_role("link", name="Vraag deze plek aan")).to_be_visible()


@pytest.mark.parametrize("has_script", [True, False], ids=["script", "no script"])
def test_it_does_not_take_place_in_one_step(visit, sign_in, running_site, has_script):
    guest = sign_in(visit(PHONE, java_script_enabled=has_script), GUEST)
    host = sign_in(visit(DESK, java_script_enabled=has_script), HOST)
    asked_and_accepted(guest, host, running_site)
    guest.goto("/mijn/")
    follow(guest, "Maak de afspraken")
    fill_day(guest, 0, day_in(21))
    guest.locator("[name=cover]").fill("Mijn teamleider.")
    press(guest, "Bewaar en bevestig")
    guest.wait_for_url("**/mijn/uitwisseling/stages/*/")
    exchange = guest.url
    host.goto(f"{exchange}bevestigen/")
    press(host, "Ik ga hiermee akkoord")
    for page in (guest, host):
        page.goto(f"{exchange}leidinggevende/")
        press(page, "Ik beslis zelf over mijn werktijd")
    running_site.mail_to(HOST, "Afgesproken")

    host.goto(exchange)
    follow(host, "Het gaat niet door")
    host.locator("[name=reason]").first.check()
    press(host, "Laat het weten")
    off = running_site.mail_to(GUEST, "Je uitwisselingsstage bij")
    assert [str(event["STATUS"]) for event in calendar_of(off).walk("VEVENT")] == ["CANCELLED"]
    # The place is free for someone else.
    guest.goto("/uitwisseling/?vrij=ja")
    expect(guest.get_by_role("link", name=PLACE)).to_be_visible()


def ask(page, question: str) -> str:
    """Ask for the place, and give the address of the application."""
    page.goto("/uitwisseling/")
    page.get_by_role("link", name=PLACE).click()
    follow(page, "Vraag deze plek aan")
    page.locator("[name=question]").fill(question)
    press(page, "Vraag deze plek aan")
    expect(page.get_by_text("Je gesprek").or_(page.get_by_text("Jullie gesprek")).first).to_be_visible()
    return page.url


def run(site: RunningSite, code: str) -> None:
    """Do what the clock does, later than now."""
    """Do what the clock does, later than now; what it sends then goes out now."""
    begin = "from datetime import timedelta\nfrom django.utils import timezone\n"
    end = (
        "\nfrom portal.shared.outbox.models import OutboxMail\n"
        "OutboxMail.objects.filter(state='queued').update(next_attempt_at=timezone.now())"
    )
    site.manage("shell", "-v0", "-c", begin + code + end)


def test_who_is_too_late_hears_it_kindly_and_is_told_of_a_free_place(guest, host, visit, sign_in, running_site):
    late = sign_in(visit(PHONE), LATE)
    asked, too_late = ask(guest, "Wat doet een docent voor de les?"), ask(late, "Hoe loopt het inloggen in de les?")
    host.goto(asked)
    follow(host, "Zeg ja")
    press(host, "Ja, ik zeg ja")
    late.goto(too_late)
    expect(late.get_by_text("De plek is net vergeven. Je hoort morgen of dat zo blijft.")).to_be_visible()
    assert [mail for mail in running_site.mails_to(LATE) if "naar iemand anders" in str(mail["Subject"])] == []

    code = "from events.applications.actions import run_clock\nrun_clock(timezone.now() + timedelta(hours=25))"
    run(running_site, code)
    told = running_site.mail_to(LATE, "De plek ging naar iemand anders")
    assert "/uitwisseling/" in told.get_body(("plain",)).get_content()
    late.goto("/uitwisseling/")
    late.get_by_role("link", name=PLACE).click()
    press(late, "Laat me weten als er weer plek is")
    expect(late.get_by_text("Je krijgt één mail als er een plek vrijkomt.").first).to_be_visible()

    guest.goto("/mijn/uitwisseling/")
    guest.locator("main a[href*='/stages/']").first.click()
    follow(guest, "Het gaat niet door")
    guest.locator("[name=reason]").first.check()
    press(guest, "Laat het weten")
    running_site.mail_to(LATE, f"Er is een plek vrij: {PLACE}")


def test_a_colleague_takes_over_when_the_host_has_left(guest, host, visit, sign_in, running_site):
    application = ask(guest, "Wat doet een docent voor de les?")
    code = (
        "from events.offers.actions import mind_listings\n"
        "from network.models import Affiliation\n"
        "yesterday = timezone.localdate() - timedelta(days=1)\n"
        f"Affiliation.objects.filter(member__email='{HOST}').update(ends_on=yesterday)\n"
        "mind_listings(timezone.now())"
    )
    run(running_site, code)
    colleague = sign_in(visit(DESK), COORDINATOR)
    colleague.goto("/mijn/")
    colleague.locator("li", has_text=PLACE).get_by_role("link", name="Neem het over").first.click()
    press(colleague, "Ik neem het over")
    running_site.mail_to(COORDINATOR, f"Jij bent nu gastgever: {PLACE}")
    moved = running_site.mail_to(GUEST, f"Je hebt een andere gastgever: {PLACE}")
    guest.goto(path_in(moved, "/mijn/uitwisseling/aanvragen/"))
    assert guest.url == application
    expect(guest.get_by_text("Sanne de Wit").first).to_be_visible()
    assert host.goto(application).status == 404
    colleague.goto(application)
    expect(colleague.get_by_role("link", name="Zeg ja")).to_be_visible()
