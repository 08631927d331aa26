"""What people upload: pictures keep their pixels only, documents are what their names say."""

import io
import logging
import zipfile
import zlib

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image, ImageCms
from wagtail.models import Collection

from portal.shared.media.documents import KINDS, MOST_FILES, check_document
from portal.shared.media.errors import (
    DocumentHoldsOther,
    DocumentLocked,
    DocumentRefused,
    DocumentRunsCode,
    DocumentTooLarge,
)
from portal.shared.models import PortalDocument, PortalImage
from tests.factories.network import MemberFactory
from tests.stories.test_contributions_pictures import huge_png, photo, place_in_exif

PDF = b"%PDF-1.7\n%%EOF"
OFFICE = {
    "docx": ("[Content_Types].xml", "word/document.xml"),
    "pptx": ("[Content_Types].xml", "ppt/presentation.xml"),
    "xlsx": ("[Content_Types].xml", "xl/workbook.xml"),
    "key": ("Index/Document.iwa",),
}
OPEN_DOCUMENT = {"odp": "presentation", "ods": "spreadsheet", "odt": "text"}
TEXTS = {"csv": b"naam;aantal\nNoor;3", "txt": b"Dag", "ics": b"BEGIN:VCALENDAR\r\n", "vtt": b"WEBVTT\n\n"}
HTML = b"<!doctype html><script>alert(document.domain)</script>"


def packed(entries: dict[str, bytes], *, compression: int = zipfile.ZIP_DEFLATED) -> bytes:
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", compression) as archive:
        for name, content in entries.items():
            archive.writestr(name, content)
    return written.getvalue()


def office(kind: str, **more: bytes) -> bytes:
    return packed(dict.fromkeys(OFFICE[kind], b"<x/>") | more)


def open_document(kind: str, **more: bytes) -> bytes:
    mimetype = f"application/vnd.oasis.opendocument.{OPEN_DOCUMENT[kind]}"
    return packed({"mimetype": mimetype.encode(), "content.xml": b"<x/>"} | more)


def locked() -> bytes:
    """Set the bit that says an entry is encrypted, in both places where it stands."""
    data = bytearray(packed({"a.txt": b"x"}))
    for sign, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        data[data.index(sign) + offset] |= 1
    return bytes(data)


GOOD = {
    "pdf": PDF,
    **TEXTS,
    **{kind: office(kind) for kind in OFFICE},
    **{kind: open_document(kind) for kind in OPEN_DOCUMENT},
    "zip": packed(
        {"map/uitleg.pdf": PDF, "map/foto.jpg": photo(), "lees mij.txt": b"Dag", "blad.xlsx": office("xlsx")}
    ),
}
HOSTILE = {
    "page called pdf": ("uitleg.pdf", HTML, DocumentRefused),
    "page called docx": ("uitleg.docx", HTML, DocumentRefused),
    "page itself": ("uitleg.html", HTML, DocumentRefused),
    "drawing": ("uitleg.svg", b"<svg xmlns='http://www.w3.org/2000/svg'><script/></svg>", DocumentRefused),
    "without an end to its name": ("uitleg", PDF, DocumentRefused),
    "program called txt": ("uitleg.txt", b"MZ\x90\x00\x03\x00", DocumentRefused),
    "page called vtt": ("uitleg.vtt", HTML, DocumentRefused),
    "sheet called docx": ("uitleg.docx", office("xlsx"), DocumentRefused),
    "sheet called odt": ("uitleg.odt", open_document("ods"), DocumentRefused),
    "macros": ("uitleg.docx", office("docx", **{"word/vbaProject.bin": b"x"}), DocumentRunsCode),
    "macros of LibreOffice": ("uitleg.odt", open_document("odt", **{"Basic/Standard/x.xml": b"x"}), DocumentRunsCode),
    "bomb": ("uitleg.zip", packed({f"{n}.txt": b"0" * 30_000_000 for n in range(4)}), DocumentTooLarge),
    "bomb called docx": ("uitleg.docx", packed({f"{n}.xml": b"0" * 30_000_000 for n in range(4)}), DocumentTooLarge),
    "thousands of files": ("uitleg.zip", packed({f"{n}.txt": b"" for n in range(MOST_FILES + 1)}), DocumentTooLarge),
    "locked": ("uitleg.zip", locked(), DocumentLocked),
    "program in an archive": ("uitleg.zip", packed({"spel.exe": b"MZ"}), DocumentHoldsOther),
    "page in an archive": ("uitleg.zip", packed({"index.html": HTML}), DocumentHoldsOther),
    "archive in an archive": ("uitleg.zip", packed({"binnen.zip": packed({"a.txt": b"x"})}), DocumentHoldsOther),
    "page called pdf in an archive": ("uitleg.zip", packed({"a.pdf": HTML}), DocumentRefused),
    "page called jpg in an archive": ("uitleg.zip", packed({"a.jpg": HTML}), DocumentRefused),
    "macros in an archive": (
        "uitleg.zip",
        packed({"a.docx": office("docx", **{"word/vbaProject.bin": b"x"})}),
        DocumentRunsCode,
    ),
    "way out of its folder": ("uitleg.zip", packed({"../../etc/cron.d/x.txt": b"x"}), DocumentRefused),
    "way to the root": ("uitleg.zip", packed({"/etc/x.txt": b"x"}), DocumentRefused),
    "cut archive": ("uitleg.zip", packed({"a.txt": b"x" * 500})[:60], DocumentRefused),
    "broken content": (
        "uitleg.zip",
        packed({"a.txt": zlib.compress(b"y" * 90)}).replace(b"\x78\x9c", b"\xff\xff"),
        DocumentRefused,
    ),
}


@pytest.fixture(autouse=True)
def _own_media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def editor(site, client):
    Collection.get_first_root_node() or Collection.add_root(name="Root")
    client.force_login(MemberFactory(is_superuser=True))
    return client


def test_every_kind_that_editors_may_upload_is_looked_into(settings):
    assert set(settings.WAGTAILDOCS_EXTENSIONS) == {*KINDS, "zip"} == set(GOOD)
    # A browser shows none of these as a page of the site.
    assert not {"html", "svg", "htm", "xhtml", "xml", "js"} & {
        *settings.WAGTAILDOCS_EXTENSIONS,
        *settings.WAGTAILIMAGES_EXTENSIONS,
    }


@pytest.mark.parametrize("kind", GOOD)
def test_a_document_that_is_what_its_name_says_is_taken(kind):
    file = io.BytesIO(GOOD[kind])

    check_document(f"Uitleg bij de les.{kind.upper()}", file)

    assert file.tell() == 0


@pytest.mark.parametrize(("name", "content", "reason"), HOSTILE.values(), ids=HOSTILE)
def test_a_hostile_document_is_refused_for_its_reason(name, content, reason):
    with pytest.raises(DocumentRefused) as refused:
        check_document(name, io.BytesIO(content))

    assert type(refused.value) is reason
    assert str(refused.value).endswith(".")


def send_document(client, name: str, content: bytes):
    form = {
        "title": "Uitleg",
        "summary": "",
        "credit": "",
        "tags": "",
        "collection": Collection.get_first_root_node().pk,
    }
    return client.post(reverse("wagtaildocs:add"), {**form, "file": SimpleUploadedFile(name, content)})


def test_editor_uploads_a_document(editor):
    assert send_document(editor, "uitleg.pdf", PDF).status_code == 302
    assert PortalDocument.objects.get().title == "Uitleg"


@pytest.mark.parametrize("name", ["page called pdf", "macros", "bomb", "program in an archive"])
def test_editor_reads_why_a_document_is_refused(editor, name):
    file, content, reason = HOSTILE[name]

    answer = send_document(editor, file, content)

    assert [str(reason.message)] == answer.context["form"].errors["file"]
    assert not PortalDocument.objects.exists()


def test_a_refused_upload_is_a_line_without_its_name(editor, caplog):
    caplog.set_level(logging.INFO, "portal.uploads")

    send_document(editor, "Noor bij Jan thuis.pdf", HTML)
    send_image(editor, photo()[:300])

    lines = [record.getMessage() for record in caplog.records if record.name == "portal.uploads"]
    assert lines == ["document refused: DocumentRefused", "picture refused: PictureBroken"]


def test_several_documents_at_once_are_looked_into_too(editor):
    answer = editor.post(
        reverse("wagtaildocs:add_multiple"),
        {"collection": Collection.get_first_root_node().pk, "title": "x", "files[]": SimpleUploadedFile("x.pdf", HTML)},
        headers={"X-Requested-With": "XMLHttpRequest"},
    )

    assert not answer.json()["success"]
    assert not PortalDocument.objects.exists()


def send_image(client, content: bytes, name: str = "Noor bij Jan thuis.jpg"):
    form = {"title": "Brug", "description": "Een brug", "licence": "own", "tags": ""}
    form |= {"collection": Collection.get_first_root_node().pk}
    return client.post(reverse("wagtailimages:add"), {**form, "file": SimpleUploadedFile(name, content, "image/jpeg")})


def content_of(file) -> bytes:
    with file.open("rb") as opened:
        return opened.read()


def test_picture_of_an_editor_keeps_its_pixels_only_in_the_original_and_in_each_size(editor):
    colours = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()

    assert (
        send_image(editor, photo(exif=place_in_exif(), icc_profile=colours, comment=b"Thuis bij Noor")).status_code
        == 302
    )

    image = PortalImage.objects.get()
    stored = content_of(image.file)
    sizes = [
        image.get_rendition(spec)
        for spec in ("width-20", "fill-20x20|format-webp", "max-30x30|format-avif", "original")
    ]
    for data in (stored, *(content_of(size.file) for size in sizes)):
        picture = Image.open(io.BytesIO(data))
        assert len(picture.getexif()) == 0
        assert b"Thuis bij Noor" not in data
        assert not {"exif", "icc_profile", "comment", "xmp"} & set(picture.info)
    # Turned upright, as the phone said before that was taken out.
    assert (image.width, image.height) == (40, 80)
    assert "Noor" not in image.file.name
    assert image.file_size == len(stored)


@pytest.mark.parametrize(
    ("name", "content"),
    {
        "bomb": ("x.png", huge_png()),
        "page": ("x.jpg", HTML),
        "drawing": ("x.svg", b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>"),
        "cut": ("x.jpg", photo()[:300]),
        "other kind": ("x.tiff", photo("TIFF")),
    }.values(),
    ids=["bomb", "page", "drawing", "cut", "other kind"],
)
def test_hostile_picture_of_an_editor_is_refused_in_words(editor, name, content):
    answer = send_image(editor, content, name)

    assert answer.status_code == 200
    assert answer.context["form"].errors["file"]
    assert not PortalImage.objects.exists()


def test_polyglot_of_an_editor_keeps_only_its_pixels(editor):
    send_image(editor, photo() + HTML, "brug.jpg")

    assert b"script" not in content_of(PortalImage.objects.get().file)


def test_changing_the_words_of_a_picture_leaves_its_file(editor):
    send_image(editor, photo())
    image = PortalImage.objects.get()
    form = {
        "title": "Andere naam",
        "description": "Een brug",
        "licence": "own",
        "tags": "",
        "collection": image.collection_id,
    }

    assert editor.post(reverse("wagtailimages:edit", args=[image.pk]), form).status_code == 302

    after = PortalImage.objects.get()
    assert (after.title, after.file.name) == ("Andere naam", image.file.name)
