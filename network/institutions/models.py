"""Schools: plain rows with their own address; merged and renamed ones keep their history (DECISIONS 5)."""

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from network.institutions.querysets import InstitutionQuerySet
from network.institutions.states import DomainAudience, HolidayRegion, InstitutionKind, InstitutionSize


class Institution(models.Model):
    """One mbo school. Never deleted: a merged school points to the one it went into."""

    slug = models.SlugField(_("address"), unique=True, max_length=80)
    name = models.CharField(_("name"), max_length=120)
    label = models.CharField(
        _("label"), max_length=40, blank=True, help_text=_('Shown behind the name, e.g. "(voorbeeld)".')
    )
    city = models.CharField(_("city"), max_length=80)
    province = models.CharField(_("province"), max_length=40)
    kind = models.CharField(_("kind of school"), max_length=5, choices=InstitutionKind, default=InstitutionKind.ROC)
    size = models.CharField(_("size"), max_length=12, choices=InstitutionSize, blank=True)
    latitude = models.FloatField(_("latitude"), null=True, blank=True)
    longitude = models.FloatField(_("longitude"), null=True, blank=True)
    holiday_region = models.CharField(_("holiday region"), max_length=6, choices=HolidayRegion, blank=True)
    profile = models.TextField(_("profile"), blank=True)
    coach_title = models.CharField(_("what coaches are called here"), max_length=60, blank=True)
    duo_codes = models.CharField(_("DUO codes"), max_length=60, blank=True)
    merged_into = models.ForeignKey(
        "self",
        verbose_name=_("merged into"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="merged_from",
    )

    objects = InstitutionQuerySet.as_manager()

    class Meta:
        ordering = ["name"]
        verbose_name = _("school")
        verbose_name_plural = _("schools")

    def __str__(self) -> str:
        return f"{self.name} {self.label}".strip()

    @property
    def current(self) -> "Institution":
        """The school that carries on this one's work: itself, or the one it was merged into."""
        return self.merged_into or self

    @property
    def places(self) -> tuple[str, ...]:
        """The names by which people look for schools near them."""
        return tuple(dict.fromkeys(filter(None, (self.city, self.province))))

    def get_absolute_url(self) -> str:
        return reverse("institutions:detail", kwargs={"slug": self.slug})


class InstitutionName(models.Model):
    """A former name or address of a school; old addresses redirect, old names are found in search."""

    institution = models.ForeignKey(Institution, on_delete=models.CASCADE, related_name="former_names")
    name = models.CharField(_("name"), max_length=120)
    slug = models.SlugField(_("old address"), max_length=80, unique=True, null=True, blank=True)

    class Meta:
        ordering = ["name", "pk"]
        verbose_name = _("former name")
        verbose_name_plural = _("former names")

    def __str__(self) -> str:
        return self.name


class InstitutionDomain(models.Model):
    """A mail domain of a school. Staff domains make members; student domains are refused as member."""

    institution = models.ForeignKey(Institution, on_delete=models.CASCADE, related_name="domains")
    domain = models.CharField(_("mail domain"), max_length=120, unique=True)
    audience = models.CharField(_("addresses of"), max_length=10, choices=DomainAudience, default=DomainAudience.STAFF)

    class Meta:
        ordering = ["domain"]
        verbose_name = _("mail domain")
        verbose_name_plural = _("mail domains")

    def __str__(self) -> str:
        return self.domain
