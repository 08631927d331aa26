"""A portrait: made anew at upload, described, replaced, removed, exported and erased."""

from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from PIL import Image

from network.members.actions import set_portrait
from network.members.personal_data import PERSONAL_DATA
from network.models import Portrait
from tests.network.test_pages import FORM

pytestmark = pytest.mark.django_db


def photo(size=(900, 600), **options) -> bytes:
    written = BytesIO()
    Image.new("RGB", size, "teal").save(written, "JPEG", **options)
    return written.getvalue()


def with_a_place() -> Image.Exif:
    exif = Image.Exif()
    exif[0x010E] = "Thuis bij Noor"
    return exif


def post(client, **values):
    return client.post("/mijn/profiel/", FORM | values)


def upload(content=b"", name="noor-thuis.jpg"):
    return SimpleUploadedFile(name, content or photo(exif=with_a_place()))


def test_uploaded_photo_is_a_square_without_anything_but_pixels(client, coach):
    client.force_login(coach)

    post(client, portrait=upload(), portrait_alt="Noor lacht")

    portrait = Portrait.objects.get(member=coach)
    picture = Image.open(BytesIO(bytes(portrait.content)))
    assert (picture.format, picture.size, portrait.alt) == ("WEBP", (480, 480), "Noor lacht")
    assert dict(picture.getexif()) == {}
    assert b"Thuis" not in bytes(portrait.content)


def test_ones_own_form_shows_the_photo_and_nothing_where_there_is_none(client, coach):
    client.force_login(coach)
    assert "<img" not in client.get("/mijn/profiel/").content.decode()

    post(client, portrait=upload(), portrait_alt="Noor lacht")

    address = Portrait.objects.get().get_absolute_url()
    assert f'<img src="{address}" alt="Noor lacht"' in client.get("/mijn/profiel/").content.decode()


def test_another_photo_gets_another_address_and_the_old_one_is_gone(client, coach):
    client.force_login(coach)
    post(client, portrait=upload())
    old = Portrait.objects.get().get_absolute_url()

    post(client, portrait=upload())

    new = Portrait.objects.get().get_absolute_url()
    assert new != old
    assert (client.get(old).status_code, client.get(new).status_code) == (404, 200)


@pytest.mark.parametrize("content", [b"GIF89a", b"%PDF-1.7", b"<svg xmlns='http://www.w3.org/2000/svg'/>"])
def test_what_is_no_photo_is_refused_in_words_and_the_rest_stays(client, coach, content):
    client.force_login(coach)

    response = post(client, portrait=upload(content), about="Nieuw")

    form = response.context["form"]
    assert (response.status_code, list(form.errors), form["about"].value()) == (200, ["portrait"], "Nieuw")
    assert Portrait.objects.count() == 0


def test_saving_without_a_file_keeps_the_photo_and_its_new_words(client, coach):
    set_portrait(member=coach, picture=b"pixels", alt="Oud", at=timezone.now())
    client.force_login(coach)

    post(client, portrait_alt="Nieuw")

    assert bytes(Portrait.objects.get().content) == b"pixels"
    assert Portrait.objects.get().alt == "Nieuw"


def test_removing_leaves_the_initials(client, coach):
    set_portrait(member=coach, picture=b"pixels", alt="", at=timezone.now())
    client.force_login(coach)

    post(client, removes_portrait="on")

    assert Portrait.objects.count() == 0
    assert b">RG</span>" in client.get(f"/netwerk/{coach.key}/").content


@pytest.mark.parametrize(("alt", "read"), [("Noor lacht", "Noor lacht"), ("", "Portret van Noor Verhagen")])
def test_portrait_on_the_profile_has_words(client, coach, alt, read):
    set_portrait(member=coach, picture=b"pixels", alt=alt, at=timezone.now())
    client.force_login(coach)

    assert f'alt="{read}"' in client.get(f"/netwerk/{coach.key}/").content.decode()


def test_erased_member_has_no_portrait(coach):
    set_portrait(member=coach, picture=b"pixels", alt="", at=timezone.now())

    PERSONAL_DATA.erase(coach.key, at=timezone.now())

    assert Portrait.objects.count() == 0
