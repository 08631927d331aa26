"""Pictures and documents of the portal, with what the law and good manners ask: description, credit, consent."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.documents.models import AbstractDocument, Document
from wagtail.images.models import AbstractImage, AbstractRendition, Image


class Licence(models.TextChoices):
    """Under which terms a picture may be used."""

    OWN = "own", _("Own work, all rights reserved")
    CC_BY = "cc-by", _("CC BY: free to reuse with the maker's name")
    CC_BY_SA = "cc-by-sa", _("CC BY-SA: free to reuse under the same terms")
    CC0 = "cc0", _("CC0: free to reuse")
    PERMISSION = "permission", _("Used with permission")


class PortalImage(AbstractImage):
    """One uploaded picture. `description` (from Wagtail) is its alt text."""

    credit = models.CharField(
        _("credit"), max_length=120, blank=True, help_text=_("Who made it? Shown under the picture.")
    )
    licence = models.CharField(_("licence"), max_length=20, choices=Licence, default=Licence.OWN)
    shows_people = models.BooleanField(
        _("people can be recognised"), default=False, help_text=_("Then note below that they agreed, and until when.")
    )
    consent_note = models.CharField(
        _("consent"), max_length=250, blank=True, help_text=_("Who agreed, when and how. Not shown on the site.")
    )
    consent_until = models.DateField(
        _("consent ends on"),
        null=True,
        blank=True,
        help_text=_("After this day editors are asked to replace the picture."),
    )

    admin_form_fields = (
        "title",
        "file",
        "description",
        "credit",
        "licence",
        "shows_people",
        "consent_note",
        "consent_until",
        "collection",
        "tags",
        "focal_point_x",
        "focal_point_y",
        "focal_point_width",
        "focal_point_height",
    )

    class Meta(Image.Meta):
        verbose_name = _("picture")
        verbose_name_plural = _("pictures")


class PortalRendition(AbstractRendition):
    """One size and format of a picture."""

    image = models.ForeignKey(PortalImage, on_delete=models.CASCADE, related_name="renditions")

    class Meta:
        unique_together = (("image", "filter_spec", "focal_point_key"),)


class PortalDocument(AbstractDocument):
    """One uploaded file for download."""

    credit = models.CharField(_("credit"), max_length=120, blank=True)
    summary = models.CharField(
        _("what is in it"), max_length=200, blank=True, help_text=_("One sentence, shown beside the download link.")
    )

    admin_form_fields = ("title", "file", "summary", "credit", "collection", "tags")

    class Meta(Document.Meta):
        verbose_name = _("document")
        verbose_name_plural = _("documents")
