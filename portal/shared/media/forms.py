"""What editors upload: pictures are written anew as those of members are, documents are looked into."""

import logging
from collections.abc import Callable
from typing import Any

from django.core.exceptions import ValidationError
from wagtail.documents.forms import BaseDocumentForm
from wagtail.images.forms import BaseImageForm

from portal.shared.media.documents import check_document
from portal.shared.media.errors import DocumentRefused, PictureBroken, PictureRefused
from portal.shared.media.uploads import UNREADABLE, safe_picture

logger = logging.getLogger("portal.uploads")


class SafeImageForm(BaseImageForm):
    """Keeps of a picture its pixels only: what a phone writes beside them, sizes for the site would carry on."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if "file" in self.fields:
            field = self.fields["file"]
            field.to_python = _refusing_what_breaks(field.to_python)

    def clean_file(self):
        file = self.cleaned_data["file"]
        if "file" not in self.changed_data:
            return file
        # Wagtail has read from it.
        file.seek(0)
        try:
            return safe_picture(file)
        except PictureRefused as refused:
            logger.info("picture refused: %s", type(refused).__name__)
            raise ValidationError(refused.message, code="refused") from refused


def _refusing_what_breaks(read: Callable[[Any], Any]) -> Callable[[Any], Any]:
    """Make an error of the form of what Wagtail's own look at a damaged picture would answer 500 to."""

    def to_python(data: Any) -> Any:
        try:
            return read(data)
        except UNREADABLE as error:
            logger.info("picture refused: %s", PictureBroken.__name__)
            raise ValidationError(PictureBroken.message, code="refused") from error

    return to_python


class SafeDocumentForm(BaseDocumentForm):
    """Takes a document only when it is what its name says."""

    def _post_clean(self) -> None:
        # After Wagtail's own rules, which speak of a name that would be empty if the file was refused before.
        super()._post_clean()
        if "file" not in self.cleaned_data or "file" not in self.changed_data:
            return
        file = self.cleaned_data["file"]
        try:
            check_document(file.name, file)
        except DocumentRefused as refused:
            logger.info("document refused: %s", type(refused).__name__)
            self.add_error("file", ValidationError(refused.message, code="refused"))
