"""Chainable reads of schools."""

from django.db import models


class InstitutionQuerySet(models.QuerySet):
    """Schools by what a reader asks of them."""

    def current(self):
        """Keep the schools that exist today: not merged into another one."""
        return self.filter(merged_into=None)

    def matching(self, text: str):
        """Keep schools whose name, former name or place holds this text."""
        return self.filter(
            models.Q(name__icontains=text)
            | models.Q(city__icontains=text)
            | models.Q(pk__in=self.model.objects.filter(former_names__name__icontains=text).values("pk"))
        )

    def filtered(self, asked: dict[str, str]):
        """Keep what the reader asked for.

        Parameters:
            asked: Values by name in the address: q (text), provincie, soort; each may be missing.
        """
        schools = self
        if "q" in asked:
            schools = schools.matching(asked["q"])
        if "provincie" in asked:
            schools = schools.filter(province=asked["provincie"])
        if "soort" in asked:
            schools = schools.filter(kind=asked["soort"])
        return schools

    def counted_by(self, column: str) -> list[tuple[str, int]]:
        """Count the schools per value of a column, by value."""
        rows = self.order_by(column).values_list(column).annotate(number=models.Count("pk"))
        return [(value, number) for value, number in rows if value]
