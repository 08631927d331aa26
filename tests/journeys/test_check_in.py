"""The door of a meetup on a phone: a ticket opened by the camera, a name, and a tunnel without a connection."""

import io
import json

import pytest
from playwright.sync_api import expect
from pypdf import PdfReader

from tests.journeys.conftest import COORDINATOR, MEMBER, PHONE, kept_back, sign_out

# A camera that shows what the test puts before it, and a browser that reads QR codes.
CAMERA = """
    window.shown = "";
    window.BarcodeDetector = class {
        static async getSupportedFormats() { return ["qr_code"]; }
        async detect() { return window.shown ? [{ rawValue: window.shown }] : []; }
    };
    navigator.mediaDevices.getUserMedia = async () => {
        const canvas = document.createElement("canvas");
        const pen = canvas.getContext("2d");
        setInterval(() => pen.fillRect(0, 0, 9, 9), 50);
        return canvas.captureStream(20);
    };
"""


@pytest.fixture
def facts(running_site):
    script = "from tests.journeys.door_content import make; make()"
    return json.loads(running_site.manage("shell", "-c", script).strip().splitlines()[-1])


def kept(page) -> str:
    return page.evaluate("JSON.stringify(localStorage)")


def expect_counted(page, came: str, expected: str) -> None:
    expect(page.locator("[data-came]")).to_have_text(came)
    expect(page.locator("[data-expected]")).to_have_text(expected)


def row_of(page, name: str):
    return page.locator("[data-person]", has_text=name)


def test_from_a_ticket_to_the_list_through_a_tunnel(visit, sign_in, running_site, facts):
    noor, femke, anouk, thijs = facts["names"]
    guest = sign_in(visit(PHONE), MEMBER)
    guest.goto(facts["registration"])
    guest.get_by_role("link", name="Je kaartje").click()
    expect(guest.locator("[data-ticket] svg")).to_be_visible()
    assert guest.console_errors == []

    # The camera of the phone opens the address of the ticket.
    door = sign_in(visit(PHONE, service_workers="block"), COORDINATOR)
    door.goto(facts["scans"][0])
    expect(door.get_by_role("heading", level=1)).to_have_text(noor)
    door.get_by_role("button", name="Inchecken").click()
    expect(door.get_by_role("heading", name="Is er sinds")).to_be_visible()
    # The list is there sooner than its script: what was typed by then counts.
    with kept_back(door, "check_in.js"):
        door.get_by_role("link", name="Naar de lijst").click()
        expect_counted(door, "1", "4")
        door.get_by_label("Naam, school of code").fill(femke.split()[0])
    expect(door.locator("[data-person]:visible")).to_have_count(1)
    door.get_by_role("button", name=f"Inchecken {femke}").click()
    expect(door.locator("[data-said]")).to_have_text(f"{femke} is ingecheckt.")
    expect_counted(door, "2", "4")
    door.get_by_label("Naam, school of code").fill("")

    door.context.set_offline(True)
    for name in (anouk, thijs):
        door.get_by_role("button", name=f"Inchecken {name}").click()
    expect(door.locator("[data-unsent]")).to_contain_text("Nog 2 niet verstuurd")
    assert not any(part in kept(door) for part in (anouk.split()[0], thijs.split()[0]))

    door.context.set_offline(False)
    expect(door.locator("[data-unsent]")).to_be_hidden()
    expect(door.locator("[data-came]")).to_have_text("4")
    assert running_site.rows("SELECT step, count(*) FROM events_checkin GROUP BY step") == [("in", 4)]
    assert kept(door) == "{}"

    door.reload()
    expect_counted(door, "4", "4")
    row_of(door, anouk).get_by_role("button", name="Ongedaan maken").click()
    expect(door.locator("[data-said]")).to_have_text(f"{anouk} is niet meer ingecheckt.")
    expect_counted(door, "3", "4")


def test_someone_else_was_first_and_the_phone_says_who(visit, sign_in, facts):
    noor = facts["names"][0]
    first, second = (sign_in(visit(PHONE), COORDINATOR) for _phone in range(2))
    for phone in (first, second):
        phone.goto(facts["door"])
    second.context.set_offline(True)
    second.get_by_role("button", name=f"Inchecken {noor}").click()
    first.get_by_role("button", name=f"Inchecken {noor}").click()
    expect(first.locator("[data-came]")).to_have_text("1")

    second.context.set_offline(False)
    expect(second.locator("[data-said]")).to_contain_text(f"{noor} was al ingecheckt")
    expect(second.locator("[data-said]")).to_contain_text("door Sanne")
    expect_counted(second, "1", "4")


def test_who_signs_out_takes_what_waits_along(visit, sign_in, facts):
    door = sign_in(visit(PHONE), COORDINATOR)
    door.goto(facts["door"])
    door.route("**/inchecken/", lambda route: route.abort() if route.request.method == "POST" else route.continue_())
    door.get_by_role("button", name="Inchecken").first.click()
    expect(door.locator("[data-unsent]")).to_contain_text("Nog 1 niet verstuurd")
    assert "check-in:" in kept(door)

    sign_out(door)

    assert kept(door) == "{}"


def test_scanning_in_the_page(visit, sign_in, facts):
    door = visit(PHONE)
    door.add_init_script(CAMERA)
    sign_in(door, COORDINATOR)
    door.goto(facts["door"])
    door.get_by_role("button", name="Scan kaartjes").click()
    expect(door.locator("video")).to_be_visible()

    door.evaluate("path => { window.shown = `https://elders.example${path}`; }", facts["scans"][1])
    expect(door.locator("[data-said]")).to_have_text(f"{facts['names'][1]} is ingecheckt.")
    door.evaluate("path => { window.shown = `https://elders.example${path}`; }", facts["foreign"])
    expect(door.locator("[data-said]")).to_contain_text("voor een andere bijeenkomst of een andere datum")

    expect_counted(door, "1", "4")
    assert door.console_errors == []


def test_papers_fit_on_one_sheet(visit, sign_in, facts):
    door = sign_in(visit(), COORDINATOR)
    day = facts["door"].removesuffix("inchecken/")
    for paper in ("presentielijst/", "badges/"):
        door.goto(f"{day}{paper}")
        [sheet] = PdfReader(io.BytesIO(door.pdf(prefer_css_page_size=True, format="A4"))).pages
        words = " ".join(sheet.extract_text().split())
        assert all(name in words for name in facts["names"])
        # Nothing of the site around it.
        assert "Voorbeeldportaal" not in words
