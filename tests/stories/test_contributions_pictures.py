import re
import struct
import zlib
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from portal.shared.media.models import PortalImage
from portal.shared.media.uploads import MAX_BYTES
from portal.shared.outbox.models import OutboxMail
from stories.contributions.actions.pictures import MAX_UPLOADS_PER_DAY, PRIVATE_COLLECTION
from stories.contributions.models import Review
from tests.answers import put_away
from tests.limits import tried
from tests.stories.contribution_fixtures import (
    BASE,
    KEY,
    begin,
    fill,
    moderation,
    moderator,
    page_of,
    signed_in,
    submit,
    writer,
)

__all__ = ["moderation", "moderator", "signed_in", "writer"]

ALT = "Drie stapels kaartjes op tafel"


@pytest.fixture(autouse=True)
def _own_media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


def photo(kind="JPEG", size=(80, 40), **options) -> bytes:
    written = BytesIO()
    Image.new("RGB", size, "teal").save(written, kind, **options)
    return written.getvalue()


def place_in_exif() -> bytes:
    exif = Image.Exif()
    exif[0x010E] = "Thuis bij Noor"
    exif[0x0112] = 6
    exif.get_ifd(0x8825)[1] = "N"
    return exif.tobytes()


def huge_png() -> bytes:
    """A few bytes that claim to be 100,000 by 100,000 pixels."""

    def chunk(name: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    header = struct.pack(">IIBBBBB", 100_000, 100_000, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(b"")) + chunk(b"IEND", b"")


def add(client, content, name="foto.jpg", **answers):
    data = {"alt_text": ALT, "people": "no", "caption": "Zo begon het", **answers}
    return client.post(
        f"{BASE}{KEY}/schrijven/fotos/", {**data, "file": SimpleUploadedFile(name, content, "image/jpeg")}
    )


def test_picture_is_written_anew_without_the_place_it_was_taken(signed_in, writer):
    contribution = begin(signed_in)

    answer = add(signed_in, photo(exif=place_in_exif()), name="Noor bij Jan thuis.jpg")

    assert answer.status_code == 302
    image = PortalImage.objects.get()
    with image.file.open("rb") as file:
        stored = file.read()
    assert b"Thuis bij Noor" not in stored
    assert len(Image.open(BytesIO(stored)).getexif()) == 0
    assert (image.width, image.height) == (40, 80)
    assert "Noor" not in image.file.name
    assert (image.collection.name, image.uploaded_by_user_id) == (PRIVATE_COLLECTION, writer.pk)
    assert [(block["type"], block["value"]) for block in page_of(contribution).body.raw_data] == [
        (
            "picture",
            {"image": {"image": image.pk, "alt_text": ALT, "decorative": False}, "caption": "Zo begon het"},
        )
    ]
    assert ALT in signed_in.get(f"{BASE}{KEY}/schrijven/fotos/").content.decode()


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("plaatje.png", photo("PNG")),
        ("plaatje.webp", photo("WEBP")),
        ("plaatje.avif", photo("AVIF")),
        ("verkeerde-naam.html", photo()),
        ("bewegend.gif", photo("GIF")),
    ],
)
def test_raster_pictures_are_taken_whatever_their_name(signed_in, name, content):
    begin(signed_in)

    assert add(signed_in, content, name=name).status_code == 302
    assert PortalImage.objects.get().file.name.endswith(".jpg")


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>", "We kunnen dit bestand niet"),
        (b"<!doctype html><script>alert(1)</script>", "We kunnen dit bestand niet"),
        (b"GIF89a" + b"\x00" * 20, "We kunnen dit bestand niet"),
        (photo()[:300], "Dit bestand is beschadigd"),
        (photo("PNG", (300, 300))[:120], "Dit bestand is beschadigd"),
        (huge_png(), "meer dan 60 miljoen pixels"),
        (b"%PDF-1.7 x", "We kunnen dit bestand niet"),
        (photo("TIFF"), "We kunnen dit bestand niet"),
        (photo() + b"\x00" * MAX_BYTES, "groter dan 15 MB"),
    ],
    ids=["svg", "html", "empty gif", "cut jpeg", "cut png", "bomb", "pdf", "tiff", "heavy"],
)
def test_hostile_file_is_refused_in_a_sentence_and_nothing_else_is_lost(signed_in, content, sentence):
    contribution = fill(signed_in, begin(signed_in))
    before = page_of(contribution).body.get_prep_value()

    answer = add(signed_in, content)

    assert answer.status_code == 422
    text = answer.content.decode()
    assert sentence in text
    assert ALT in text
    assert "Zo begon het" in text
    assert PortalImage.objects.count() == 0
    assert page_of(contribution).body.get_prep_value() == before


def test_polyglot_keeps_only_its_pixels(signed_in):
    begin(signed_in)

    add(signed_in, photo() + b"<script>alert(1)</script>")

    with PortalImage.objects.get().file.open("rb") as file:
        assert b"script" not in file.read()


def test_recognisable_people_need_their_consent(signed_in):
    begin(signed_in)

    refused = add(signed_in, photo(), people="yes")
    taken = add(signed_in, photo(), people="yes", consent_note="Team 2, mondeling, 3 november")

    assert (refused.status_code, taken.status_code) == (422, 302)
    assert (PortalImage.objects.get().shows_people, PortalImage.objects.get().consent_note) == (
        True,
        "Team 2, mondeling, 3 november",
    )


def test_picture_without_description_is_asked_for_it(signed_in):
    begin(signed_in)

    answer = add(signed_in, photo(), alt_text="")

    assert answer.status_code == 422
    assert PortalImage.objects.count() == 0


def test_a_chosen_picture_that_a_browser_forgets_is_asked_for_once_more(signed_in):
    begin(signed_in)

    assert "Kies de foto nog een keer" in add(signed_in, photo(), alt_text="").content.decode()
    assert "Kies de foto nog een keer" not in signed_in.post(f"{BASE}{KEY}/schrijven/fotos/").content.decode()


def test_picture_taken_out_leaves_the_text(signed_in):
    contribution = fill(signed_in, begin(signed_in))
    add(signed_in, photo())
    block = page_of(contribution).body.raw_data[-1]

    for _twice in range(2):
        assert signed_in.post(f"{BASE}{KEY}/foto/{block['id']}/weghalen/").status_code == 302

    assert [each["type"] for each in page_of(contribution).body.raw_data] == [
        "text",
        "text",
        "text",
        "text",
        "do",
        "dont",
    ]


def test_answers_saved_later_keep_the_picture(signed_in):
    contribution = begin(signed_in)
    add(signed_in, photo())

    fill(signed_in, contribution)

    assert [each["type"] for each in page_of(contribution).body.raw_data].count("picture") == 1


def test_published_picture_leaves_the_private_collection(signed_in, moderator):
    contribution = fill(signed_in, begin(signed_in))
    add(signed_in, photo())
    submit(signed_in, contribution)
    state = page_of(contribution).current_workflow_task_state.specific

    state.task.specific.on_action(state, moderator, "approve")

    assert PortalImage.objects.get().collection.depth == 1


def test_a_member_adds_so_many_pictures_a_day(signed_in):
    begin(signed_in)
    add(signed_in, photo())
    tried(MAX_UPLOADS_PER_DAY - 1)
    add(signed_in, photo())

    answer = add(signed_in, photo())

    assert "Je deed dit vandaag heel vaak." in answer.content.decode()
    assert PortalImage.objects.count() == 2


def test_writer_sees_the_own_picture_in_draft_and_preview_and_nobody_else_does(signed_in, writer, other_coach, client):
    fill(signed_in, begin(signed_in))
    add(signed_in, photo())
    draft = signed_in.get(f"{BASE}{KEY}/schrijven/fotos/").content.decode()
    preview = signed_in.get(f"{BASE}{KEY}/schrijven/nakijken/").content.decode()

    addresses = [re.search(r'<img[^>]*src="(/media/[^"]+)"', page)[1] for page in (draft, preview)]

    for address in addresses:
        answer = signed_in.get(address)
        assert (b"".join(answer) != b"", answer.headers["Cache-Control"]) == (True, "private, no-store")
        put_away(answer)
    client.force_login(other_coach)
    assert [client.get(address).status_code for address in addresses] == [404, 404]
    client.logout()
    assert [client.get(address).status_code for address in addresses] == [404, 404]


def test_reader_with_a_secret_link_sees_the_pictures_of_that_draft_only(signed_in, writer, client):
    fill(signed_in, begin(signed_in))
    add(signed_in, photo(size=(3000, 1500)))
    elsewhere = PortalImage.objects.create(title="Van een andere tekst", file=SimpleUploadedFile("a.jpg", photo()))
    signed_in.post(f"{BASE}{KEY}/meelezers/", {"name": "Ans de Lezer", "email": "ans@elders.example", "message": ""})
    mail = OutboxMail.objects.get(purpose="stories.review_invitation")
    link = re.search(r"/meelezen/[\w-]{32}/", mail.text)[0]

    (tag,) = re.findall(rf'<img[^>]*src="{link}foto/[^>]*>', client.get(link).content.decode())
    address = re.search(r'src="([^"]+)"', tag)[1]
    answer = client.get(address)

    assert f'alt="{ALT}"' in tag
    with Image.open(BytesIO(b"".join(answer))) as seen:
        assert (seen.format, seen.size) == ("WEBP", (1200, 600))
    assert (answer.headers["Content-Type"], answer.headers["Cache-Control"]) == ("image/webp", "private, no-store")
    assert "sandbox" in answer.headers["Content-Security-Policy"]
    put_away(answer)
    assert client.get(f"{link}foto/{elsewhere.pk}/").status_code == 404
    assert client.get(f"/meelezen/{'x' * 32}/foto/{elsewhere.pk - 1}/").status_code == 404
    # Who withdraws the link closes its pictures, too.
    signed_in.post(f"{BASE}{KEY}/meelezers/{Review.objects.get().key}/intrekken/")
    assert client.get(address).status_code == 410


def test_a_picture_whose_file_is_gone_is_missing_to_that_reader(signed_in, client):
    fill(signed_in, begin(signed_in))
    add(signed_in, photo())
    signed_in.post(f"{BASE}{KEY}/meelezers/", {"name": "Ans de Lezer", "email": "ans@elders.example", "message": ""})
    link = re.search(r"/meelezen/[\w-]{32}/", OutboxMail.objects.get(purpose="stories.review_invitation").text)[0]
    picture = PortalImage.objects.get()
    picture.file.storage.delete(picture.file.name)

    assert client.get(f"{link}foto/{picture.pk}/").status_code == 404
