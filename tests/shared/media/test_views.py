"""Pictures: sizes are served, originals and private ones are not."""

import io

import pytest
from django.core.files.images import ImageFile
from PIL import Image
from wagtail.models import Collection, CollectionViewRestriction

from portal.shared.models import PortalImage
from tests.factories.network import MemberFactory


@pytest.fixture
def image(root_page, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    buffer = io.BytesIO()
    Image.new("RGB", (80, 60), "green").save(buffer, "PNG")
    return PortalImage.objects.create(title="Brug", file=ImageFile(buffer, name="brug.png"))


def body(response):
    return b"".join(response.streaming_content) if response.streaming else response.content


def test_size_of_a_picture_is_served_and_cached(image, client):
    response = client.get(image.get_rendition("width-40").url)

    assert response.status_code == 200
    assert body(response)[:4] == b"\x89PNG"
    assert response.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    response.close()


@pytest.mark.parametrize("path", ["/media/../manage.py", "/media/onbekend.png", "/media/%00", "/media/images/"])
def test_anything_else_is_missing(image, client, path):
    assert client.get(path).status_code == 404


def test_original_is_never_served(image, client):
    assert client.get(image.file.url).status_code == 404


def test_picture_of_a_private_collection_is_missing_for_visitors(image, client):
    url = image.get_rendition("width-40").url
    private = Collection.get_first_root_node().add_child(name="Inzendingen")
    CollectionViewRestriction.objects.create(collection=private, restriction_type=CollectionViewRestriction.LOGIN)
    PortalImage.objects.filter(pk=image.pk).update(collection=private)
    assert client.get(url).status_code == 404
    client.force_login(MemberFactory())
    assert client.get(url).status_code == 404

    client.force_login(MemberFactory(is_superuser=True))

    response = client.get(url)
    assert (response.status_code, response.headers["Cache-Control"]) == (200, "private, no-store")
    response.close()
