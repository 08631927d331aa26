"""The short shared lists that stories, meetups, places and people are sorted by; editors extend them in /beheer/."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Theme(models.Model):
    """One subject of the single theme list (demo_content, "Thema's")."""

    slug = models.SlugField(_("short name in addresses"), unique=True, max_length=60)
    name = models.CharField(_("name"), max_length=80, unique=True)
    summary = models.CharField(_("in one sentence"), max_length=200, blank=True)
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    class Meta:
        ordering = ["position", "name"]
        verbose_name = _("theme")
        verbose_name_plural = _("themes")

    def __str__(self) -> str:
        return self.name


class HelpTopic(models.Model):
    """One thing people help each other with: "ik help met" and "ik zoek hulp bij" choose from the same list."""

    slug = models.SlugField(_("short name in addresses"), unique=True, max_length=60)
    name = models.CharField(_("name"), max_length=80, unique=True)
    theme = models.ForeignKey(
        Theme,
        verbose_name=_("theme"),
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="help_topics",
    )

    class Meta:
        ordering = ["name"]
        verbose_name = _("help topic")
        verbose_name_plural = _("help topics")

    def __str__(self) -> str:
        return self.name


class System(models.Model):
    """One kind of system that people work with, e.g. the learning environment; two banks meet over these."""

    slug = models.SlugField(_("short name in addresses"), unique=True, max_length=60)
    name = models.CharField(_("name"), max_length=80, unique=True)
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    class Meta:
        ordering = ["position", "name"]
        verbose_name = _("system")
        verbose_name_plural = _("systems")

    def __str__(self) -> str:
        return self.name


class Bank(models.TextChoices):
    """On which bank of the river someone stands: teaching or ICT."""

    TEACHING = "onderwijs", _("teaching")
    ICT = "ict", _("ICT")


class Role(models.Model):
    """What someone does at a school, e.g. i-coach or information manager; an editable list, not an enum (DOMAIN 4)."""

    slug = models.SlugField(_("short name in addresses"), unique=True, max_length=60)
    name = models.CharField(_("name"), max_length=80, unique=True)
    bank = models.CharField(_("bank"), max_length=10, choices=Bank, default=Bank.TEACHING)
    is_coach = models.BooleanField(_("counts as coach"), default=False)
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    class Meta:
        ordering = ["position", "name"]
        verbose_name = _("role")
        verbose_name_plural = _("roles")

    def __str__(self) -> str:
        return self.name


class Sector(models.TextChoices):
    """Which part of vocational education a story comes from."""

    CARE = "zorg-en-welzijn", _("care and welfare")
    TECHNOLOGY = "techniek", _("technology")
    LOGISTICS = "logistiek", _("logistics")
    GREEN = "groen", _("green")
    CREATIVE = "creatief", _("creative")
    ICT = "ict", _("ICT")
    BUSINESS = "economie", _("business")
    ENTRY = "entree", _("entry level")
    LANGUAGE = "taal", _("language")
    BROAD = "breed", _("several sectors")


class ProgrammeStep(models.IntegerChoices):
    """The four steps of the programme (PRODUCT, head)."""

    COLLECT = 1, _("1. Collect experience")
    TRY = 2, _("2. Try in practice")
    SHARE = 3, _("3. Share")
    CONNECT = 4, _("4. Learn and act together")
