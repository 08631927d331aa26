"""The synonyms that editors keep."""

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from search.dutch.lexicon import SynonymRow

# The largest group that comes with the portal has 22. Each word of a two-way group finds all others: a thousand words
# would be a million pairs, which every process holds.
MOST_WORDS = 50
# Every question is compared with as many words in a row as the longest phrase has.
LONGEST_PHRASE = 100


class Direction(models.TextChoices):
    """Whether all words of a group find one another, or some words also bring in broader ones."""

    BOTH = "both", _("These words mean the same")
    ONE_WAY = "oneway", _("These words also find the broader ones, not the other way round")


def _lines(text: str) -> tuple[str, ...]:
    return tuple(line.strip() for line in text.splitlines() if line.strip())


class SynonymGroup(models.Model):
    """One group of synonyms. While the table is empty, the list that comes with the portal is used."""

    name = models.CharField(_("name"), max_length=60, unique=True)
    direction = models.CharField(_("direction"), max_length=10, choices=Direction, default=Direction.BOTH)
    terms = models.TextField(_("words"), help_text=_("One word or phrase per line."))
    expands_to = models.TextField(_("broader words"), blank=True, help_text=_("One per line. Only for one-way groups."))
    note = models.CharField(_("note"), max_length=300, blank=True)
    updated_at = models.DateTimeField(_("changed on"), auto_now=True)

    class Meta:
        ordering = ["name"]
        verbose_name = _("group of synonyms")
        verbose_name_plural = _("synonyms")

    def __str__(self) -> str:
        return ", ".join(_lines(self.terms)[:4]) or self.name

    def clean(self) -> None:
        """Refuse what search can not carry, and a group that would do nothing."""
        for name, text in (("terms", self.terms), ("expands_to", self.expands_to)):
            lines = _lines(text)
            if len(lines) > MOST_WORDS:
                message = _("A group has at most %(most)s words. Take some out, or make two groups.")
                raise ValidationError({name: ValidationError(message, params={"most": MOST_WORDS})})
            if any(len(line) > LONGEST_PHRASE for line in lines):
                message = _("A word or phrase has at most %(most)s characters. Put each on its own line.")
                raise ValidationError({name: ValidationError(message, params={"most": LONGEST_PHRASE})})
        if self.direction == Direction.ONE_WAY and not _lines(self.expands_to):
            raise ValidationError({"expands_to": _("A one-way group needs at least one broader word.")})
        if self.direction == Direction.BOTH and len(_lines(self.terms)) < 2:
            raise ValidationError({"terms": _("A group needs at least two words, each on its own line.")})

    def as_row(self) -> SynonymRow:
        """Give the group as plain values."""
        return SynonymRow(
            name=self.name,
            is_one_way=self.direction == Direction.ONE_WAY,
            terms=_lines(self.terms),
            expands_to=_lines(self.expands_to),
            note=self.note,
        )
