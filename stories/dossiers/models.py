"""What a member collects for later, and the page made from it for a manager (DECISIONS 34). All of it is private."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from network.institutions.states import InstitutionSize
from network.models import Member
from portal.shared.keys import new_key
from stories.dossiers.querysets import ItemQuerySet
from stories.dossiers.rules import LONGEST_NOTE
from stories.dossiers.states import ItemKind


class Collection(models.Model):
    """The map of one member."""

    key = models.CharField(max_length=20, unique=True, default=new_key, editable=False)
    owner = models.OneToOneField(Member, on_delete=models.CASCADE, related_name="collection")
    title = models.CharField(_("title"), max_length=120, blank=True)

    class Meta:
        verbose_name = _("map")
        verbose_name_plural = _("maps")

    def __str__(self) -> str:
        return self.title or str(_("My folder"))


class CollectionItem(models.Model):
    """One text or person in a map. Only its owner reads the note, also when a dossier is shared."""

    key = models.CharField(max_length=20, unique=True, default=new_key, editable=False)
    collection = models.ForeignKey(Collection, on_delete=models.CASCADE, related_name="items")
    kind = models.CharField(_("kind"), max_length=6, choices=ItemKind)
    object_key = models.CharField(max_length=40)
    note = models.CharField(_("note"), max_length=LONGEST_NOTE, blank=True)
    position = models.PositiveIntegerField(default=0)
    kept_at = models.DateTimeField(_("kept at"), default=timezone.now)
    removed_at = models.DateTimeField(_("removed at"), null=True, blank=True)

    objects = ItemQuerySet.as_manager()

    class Meta:
        ordering = ["position", "pk"]
        verbose_name = _("item of a map")
        verbose_name_plural = _("items of maps")
        indexes = [models.Index(fields=["kind", "object_key"], name="collection_item_object")]
        constraints = [
            models.UniqueConstraint(fields=["collection", "kind", "object_key"], name="item_once_per_map"),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.object_key}"


class Dossier(models.Model):
    """One page for a manager. It holds what the member typed; claims and people are read when it is shown."""

    key = models.CharField(max_length=20, unique=True, default=new_key, editable=False)
    collection = models.ForeignKey(Collection, on_delete=models.CASCADE, related_name="dossiers")
    title = models.CharField(_("title"), max_length=120)
    intro = models.TextField(_("introduction"), max_length=800, blank=True)
    school = models.TextField(_("about our school"), max_length=600, blank=True)
    size = models.CharField(_("size of our school"), max_length=12, choices=InstitutionSize, blank=True)
    # Keys of the items that are shown, and rows of {label, amount as a decimal text, unit}.
    item_keys = models.JSONField(default=list)
    costs = models.JSONField(default=list)
    shows_name = models.BooleanField(_("shows my name"), default=False)
    shows_email = models.BooleanField(_("shows my e-mail address"), default=False)
    created_at = models.DateTimeField(_("made at"), default=timezone.now)
    changed_at = models.DateTimeField(_("changed at"), default=timezone.now)

    class Meta:
        ordering = ["-changed_at", "-pk"]
        verbose_name = _("dossier")
        verbose_name_plural = _("dossiers")

    def __str__(self) -> str:
        return self.title
