"""Why an uploaded file is no picture we can take; each says what its owner can do next."""

from django.utils.translation import gettext_lazy as _


class PictureRefused(Exception):
    """A file is no picture we can take; `message` is for whoever chose it."""

    message = _("We can't use this file. Choose a photo as JPEG, PNG, WebP, AVIF or HEIC.")

    def __str__(self) -> str:
        return str(self.message)


class PictureTooHeavy(PictureRefused):
    message = _("This picture is larger than 15 MB. Save it smaller, then choose it again.")


class PictureTooLarge(PictureRefused):
    message = _("This picture has more than 60 million pixels. Save it smaller, then choose it again.")


class PictureBroken(PictureRefused):
    message = _("This file is damaged or is no picture. Open it on your own device, save it again, and try that one.")


class DocumentRefused(Exception):
    """A file is no document we can take; `message` is for whoever chose it."""

    message = _("This file is not what its name says. Open it on your own device, save it again, and try that one.")

    def __str__(self) -> str:
        return str(self.message)


class DocumentLocked(DocumentRefused):
    message = _("This file is locked with a password. Save it without one, then choose it again.")


class DocumentTooLarge(DocumentRefused):
    message = _("Unpacked, this file is larger than 100 MB or holds more than 2,000 files. Make it smaller.")


class DocumentRunsCode(DocumentRefused):
    message = _("This file holds macros or a program. Save it without, then choose it again.")


class DocumentHoldsOther(DocumentRefused):
    message = _("This ZIP file holds something else than documents and pictures. Take that out, then choose it again.")
