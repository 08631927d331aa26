"""What people follow, and how often they hear of it."""

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from network.following.querysets import FollowQuerySet, SavedSearchQuerySet
from network.following.rules import LONGEST_NAME
from network.following.states import SENT, Rhythm
from network.members.models import Member
from portal.shared.keys import new_key


class Follow(models.Model):
    """One thing that one member follows, by kind and key of the registry; nobody else sees it."""

    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="follows")
    kind = models.CharField(_("kind"), max_length=20)
    object_key = models.CharField(_("key"), max_length=80)
    since = models.DateTimeField(_("followed since"))

    objects = FollowQuerySet.as_manager()

    class Meta:
        ordering = ["kind", "since", "pk"]
        verbose_name = _("follow")
        verbose_name_plural = _("follows")
        indexes = [models.Index(fields=["kind", "object_key"], name="follow_object")]
        constraints = [
            models.UniqueConstraint(fields=["member", "kind", "object_key"], name="follow_once"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.object_key}"


class SavedSearch(models.Model):
    """A question to the search box that one member keeps, with its filters; nobody else sees it.

    `query` is the address of the results page without order and page; `fingerprint` is the same for what asks the same.
    """

    key = models.CharField(max_length=20, unique=True, default=new_key, editable=False)
    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="saved_searches")
    name = models.CharField(_("name"), max_length=LONGEST_NAME)
    query = models.TextField(_("question and filters"))
    fingerprint = models.CharField(max_length=64, editable=False)
    saved_at = models.DateTimeField(_("saved on"))

    objects = SavedSearchQuerySet.as_manager()

    class Meta:
        ordering = ["-saved_at", "-pk"]
        verbose_name = _("saved search")
        verbose_name_plural = _("saved searches")
        constraints = [
            models.UniqueConstraint(fields=["member", "fingerprint"], name="saved_search_once"),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        """Give the page on which it is renamed or removed."""
        return reverse("following:saved_search", args=[self.key])


class Digest(models.Model):
    """How often one member gets the digest, and what the last one covered."""

    key = models.CharField(max_length=20, unique=True, default=new_key, editable=False)
    member = models.OneToOneField(Member, on_delete=models.CASCADE, related_name="digest")
    rhythm = models.CharField(_("how often"), max_length=6, choices=SENT, default=Rhythm.WEEKLY)
    covered_from = models.DateTimeField(_("the last one covers from"), null=True, blank=True)
    covered_until = models.DateTimeField(_("the last one covers until"), db_index=True)

    class Meta:
        verbose_name = _("digest")
        verbose_name_plural = _("digests")

    def __str__(self) -> str:
        return self.key
