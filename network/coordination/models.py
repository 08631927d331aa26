"""What a school's coordinators add to its page."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from network.institutions.models import Institution
from network.members.models import Member
from portal.shared.media.models import PortalImage


class SchoolProfile(models.Model):
    """The picture, the contact person and the links of a school. The text itself is `Institution.profile`."""

    institution = models.OneToOneField(Institution, on_delete=models.CASCADE, related_name="school_profile")
    picture = models.ForeignKey(
        PortalImage, verbose_name=_("picture"), on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    picture_alt = models.CharField(_("what the picture shows"), max_length=160, blank=True)
    contact = models.ForeignKey(
        Member,
        verbose_name=_("contact person"),
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="contact_for",
    )
    # A list of {"title", "url"}, in the order of the page.
    links = models.JSONField(_("links"), default=list, blank=True)
    changed_at = models.DateTimeField(_("changed at"))

    class Meta:
        verbose_name = _("page of a school")
        verbose_name_plural = _("pages of schools")

    def __str__(self) -> str:
        return str(self.institution)
