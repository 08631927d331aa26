"""What sorts of schools and mail domains there are."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class InstitutionKind(models.TextChoices):
    """What sort of school it is (DOMAIN 2)."""

    ROC = "roc", _("regional college (roc)")
    AOC = "aoc", _("green school")
    VAK = "vak", _("specialist school")


class InstitutionSize(models.TextChoices):
    """Roughly how large a school is."""

    LARGE = "groot", _("large")
    MEDIUM = "middelgroot", _("medium-sized")
    SMALL = "klein", _("small")


class HolidayRegion(models.TextChoices):
    """In which region's school holidays a school takes part (DECISIONS 20)."""

    NORTH = "noord", _("North")
    MIDDLE = "midden", _("Middle")
    SOUTH = "zuid", _("South")


class DomainAudience(models.TextChoices):
    """Whose addresses a mail domain holds (DECISIONS 14)."""

    STAFF = "staff", _("staff")
    STUDENTS = "students", _("students")


# As they stand in the column of a school; the names are the same in every language.
PROVINCES = (
    "Drenthe",
    "Flevoland",
    "Fryslân",
    "Gelderland",
    "Groningen",
    "Limburg",
    "Noord-Brabant",
    "Noord-Holland",
    "Overijssel",
    "Utrecht",
    "Zeeland",
    "Zuid-Holland",
)
